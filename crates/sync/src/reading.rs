//! Reading a page of a log: what is in each entry, and whether it may be believed. Pure.

use crate::{SyncError, log::Log, people::People};
use cairn_crypto::{AccountId, DeviceId, Frame, Hash, Header, log_hash};
use cairn_replica::Batch;
use cairn_store::sync::{Author, Content, Incoming, Place};
use flate2::read::ZlibDecoder;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
};

/// The most bytes that an entry unpacks to: what a hostile partner can make of 256 KiB has an end.
pub(crate) const MAX_ENTRY: usize = 1 << 20;
/// The same of a snapshot's piece.
pub(crate) const MAX_STATE: usize = 16 << 20;
/// The most records in an entry.
pub(crate) const MAX_RECORDS: usize = 500;

/// What a page is read with.
pub(crate) struct Reading<'r> {
    /// The space.
    pub(crate) log: &'r Log,
    /// Who may have written.
    pub(crate) people: &'r People,
    /// This device. Its entries that are known to have arrived come again where others wrote in between.
    pub(crate) own: DeviceId,
    /// The last entry of each device in the space: number and hash.
    pub(crate) heads: BTreeMap<DeviceId, (u64, Hash)>,
    /// Those of which only a snapshot tells: the next entry of the device is taken whatever it follows.
    pub(crate) told: BTreeSet<DeviceId>,
    /// Up to where the log was read.
    pub(crate) place: Place,
    /// The log hashes that were seen at a place.
    pub(crate) seen: &'r dyn Fn(u64) -> Vec<[u8; 32]>,
    /// Whose a device is, as it was first heard.
    pub(crate) owner: &'r dyn Fn(DeviceId) -> Option<AccountId>,
}

/// What stops reading at an entry: nothing from there on is taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The author had seen another log than this one: the server showed two histories. With the entry.
    TwoHistories(Vec<u8>),
    /// The epoch is not known here yet.
    Epoch(u32),
    /// The epoch's key is not here yet.
    Key(u32),
    /// Nobody known here has this device: the statements may be old.
    Device(DeviceId),
    /// The numbers of the page do not follow each other.
    Gap,
}

/// How much of what is missing may be put up with: once what could be fetched has been.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Patience {
    /// Epochs and statements were fetched just now: what is unknown still is refused.
    pub(crate) is_over: bool,
}

impl Reading<'_> {
    /// Reads entries in order, up to the end or to what stops it.
    pub(crate) fn read(
        &mut self,
        page: &[cairn_protocol::Placed<'_>],
        patience: Patience,
    ) -> (Vec<Incoming>, Option<Stop>) {
        let mut read = Vec::new();
        // Hashes of this page that the store does not have yet.
        let mut fresh = BTreeMap::new();
        for placed in page {
            if placed.seq != self.place.seq + 1 {
                return (read, Some(Stop::Gap));
            }
            let hash = log_hash(&Hash(self.place.hash), &Hash::of(placed.frame));
            let seen = |seq: u64| match fresh.get(&seq) {
                Some(hash) => vec![*hash],
                None => (self.seen)(seq),
            };
            match self.entry(placed, hash, &seen, patience) {
                Ok(entry) => read.push(entry),
                Err(stop) => return (read, Some(stop)),
            }
            self.place = Place { seq: placed.seq, hash: hash.0 };
            fresh.insert(placed.seq, hash.0);
        }
        (read, None)
    }

    fn entry(
        &mut self,
        placed: &cairn_protocol::Placed<'_>,
        log_hash: Hash,
        seen: &dyn Fn(u64) -> Vec<[u8; 32]>,
        patience: Patience,
    ) -> Result<Incoming, Stop> {
        let mut incoming = Incoming {
            seq: placed.seq,
            log_hash: log_hash.0,
            entry: nameless(placed.frame),
            author: None,
            bytes: placed.frame.len() as u64,
            content: refused("malformed", placed.frame),
        };
        let Ok(frame) = Frame::parse(placed.frame) else { return Ok(incoming) };
        match self.verified(&frame, placed.seq, patience) {
            Err(Missing::Stop(stop)) => return Err(stop),
            Err(Missing::Refused(reason)) => {
                incoming.content = refused(reason, placed.frame);
                return Ok(incoming);
            }
            Ok(author) => {
                incoming.entry = frame.header().entry.0;
                incoming.author = Some(author);
            }
        }
        let header = frame.header();
        if header.seen_seq >= placed.seq || (header.seen_seq == 0 && header.seen_hash != Hash::ZERO) {
            // Nobody has seen what comes after. That is its author's fault alone, and stops nobody else.
            incoming.content = refused("seen_ahead", placed.frame);
            self.reached(header.device, header.number, frame.hash());
            return Ok(incoming);
        }
        if is_another_log(header.seen_seq, &header.seen_hash, seen) {
            return Err(Stop::TwoHistories(placed.frame.to_vec()));
        }
        self.reached(header.device, header.number, frame.hash());
        let account = incoming.author.map(|author| AccountId(*author.account.0.as_bytes()));
        incoming.content = match self.open(&frame, account) {
            Ok(batch) => Content::Opened(batch),
            Err(Missing::Refused(reason)) => refused(reason, placed.frame),
            Err(Missing::Stop(stop)) => return Err(stop),
        };
        Ok(incoming)
    }

    /// Who wrote a frame, if all that can be said of it without opening it is in order.
    fn verified(&self, frame: &Frame, seq: u64, patience: Patience) -> Result<Author, Missing> {
        let header = frame.header();
        if header.space != self.log.space() {
            return Err(Missing::Refused("other_space"));
        }
        if frame.is_snapshot() {
            return Err(Missing::Refused("malformed"));
        }
        if header.epoch as usize > self.log.records.len() {
            return Err(patience.or(Stop::Epoch(header.epoch), "wrong_epoch"));
        }
        let account = writer(self.log, self.people, frame).map_err(|reason| match reason {
            None => patience.or(Stop::Device(header.device), "unknown_device"),
            Some(reason) => Missing::Refused(reason),
        })?;
        if (self.owner)(header.device).is_some_and(|owner| owner != account) {
            // Stated by somebody who wants to write, or to take a number, in another's name.
            return Err(Missing::Refused("others_name"));
        }
        if !self.may_still_write(account, frame, seq) {
            return Err(Missing::Refused("wrong_epoch"));
        }
        let (number, previous) = self.head_of(header.device);
        let is_next = self.told.contains(&header.device)
            || (header.number == number + 1 && header.previous == previous);
        let is_own_again = header.device == self.own && header.number <= number;
        if !is_next && !is_own_again {
            return Err(Missing::Refused("out_of_order"));
        }
        Ok(Author {
            device: cairn_store::DeviceId(header.device.0),
            account: uuid::Uuid::from_bytes(account.0).into(),
            number: header.number,
            hash: frame.hash().0,
        })
    }

    /// Whether a device that wrote in an epoch may write at a place in the log: an epoch that has begun before it takes away
    /// what it takes away, also for who goes on in the former one. A server takes such entries only where it was restored
    /// and lost the epoch.
    fn may_still_write(&self, account: AccountId, frame: &Frame, seq: u64) -> bool {
        let header = frame.header();
        let mut later =
            self.log.records.iter().filter(|it| it.epoch() > header.epoch && it.start_seq() < seq);
        later.next_back().is_none_or(|record| {
            let (member, person) = (record.member(account), self.people.get(&account));
            let keys = member
                .zip(person)
                .and_then(|(member, person)| person.chain.device_in_epoch(header.device, &member.encryption));
            keys.is_some_and(|keys| frame.verify(&keys.signing).is_ok())
        })
    }

    fn head_of(&self, device: DeviceId) -> (u64, Hash) {
        self.heads.get(&device).copied().unwrap_or((0, Hash::ZERO))
    }

    fn reached(&mut self, device: DeviceId, number: u64, hash: Hash) {
        if self.told.remove(&device) || self.head_of(device).0 < number {
            self.heads.insert(device, (number, hash));
        }
    }

    fn open(&self, frame: &Frame, author: Option<AccountId>) -> Result<Batch, Missing> {
        let header = frame.header();
        let key = self.log.keys.as_ref().and_then(|keys| keys.get(header.epoch));
        let plain = frame.open(key.ok_or(Missing::Stop(Stop::Key(header.epoch)))?);
        let plain = plain.map_err(|_| Missing::Refused("unreadable"))?;
        let batch = unpack(&plain, MAX_ENTRY)
            .and_then(|bytes| Batch::decode(&bytes, self.log.known.space).ok())
            .ok_or(Missing::Refused("unreadable"))?;
        let is_later = |op: &cairn_replica::Op| op.stamp.millis > header.greatest_stamp;
        let records: BTreeSet<_> = batch.ops.iter().map(|op| op.record).collect();
        let is_foreign = |op: &cairn_replica::Op| {
            let owner = (self.owner)(DeviceId(op.stamp.device.0));
            owner.is_some() && owner != author
        };
        if records.len() > MAX_RECORDS {
            return Err(Missing::Refused("unreadable"));
        }
        if batch.ops.iter().any(is_later) {
            return Err(Missing::Refused("stamped_ahead"));
        }
        // Whole states carry what everybody wrote. Nobody else's writes are anybody's to make.
        if !batch.state && batch.ops.iter().any(is_foreign) {
            return Err(Missing::Refused("others_name"));
        }
        Ok(batch)
    }
}

/// What an entry lacks.
enum Missing {
    Stop(Stop),
    Refused(&'static str),
}

impl Patience {
    fn or(self, stop: Stop, reason: &'static str) -> Missing {
        if self.is_over { Missing::Refused(reason) } else { Missing::Stop(stop) }
    }
}

/// Whether the author of an entry had seen a log that is not this one.
fn is_another_log(seen_seq: u64, seen_hash: &Hash, seen: &dyn Fn(u64) -> Vec<[u8; 32]>) -> bool {
    let here = seen(seen_seq);
    seen_seq > 0 && !here.is_empty() && !here.contains(&seen_hash.0)
}

fn refused(reason: &str, frame: &[u8]) -> Content {
    Content::Refused { reason: reason.to_owned(), frame: frame.to_vec() }
}

/// A name for what proves none: the beginning of its hash.
fn nameless(frame: &[u8]) -> [u8; 16] {
    let mut name = [0; 16];
    name.copy_from_slice(&Hash::of(frame).0[..16]);
    name
}

/// The inverse of `pack`, bounded.
pub(crate) fn unpack(packed: &[u8], limit: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    ZlibDecoder::new(packed).take(limit as u64 + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() <= limit).then_some(bytes)
}

/// The header and the plaintext of a snapshot's manifest, if a member's device made it at a place in the log that is the
/// one seen here.
pub(crate) fn open_manifest(
    log: &Log,
    people: &People,
    seen: &dyn Fn(u64) -> Vec<[u8; 32]>,
    bytes: &[u8],
) -> Result<(Header, Vec<u8>), SyncError> {
    let unverified = || SyncError::Unverified("a snapshot's manifest");
    let frame = Frame::parse(bytes).map_err(|_| unverified())?;
    let header = *frame.header();
    let is_here =
        header.space == log.space() && frame.is_snapshot() && header.epoch as usize <= log.records.len();
    if !is_here || log.end_of(header.epoch).is_some_and(|end| header.seen_seq > end) {
        return Err(unverified());
    }
    writer(log, people, &frame).map_err(|_| unverified())?;
    let hashes = seen(header.seen_seq);
    if !hashes.is_empty() && !hashes.contains(&header.seen_hash.0) {
        return Err(SyncError::TwoHistories { space: log.id() });
    }
    let key = log.keys.as_ref().and_then(|keys| keys.get(header.epoch)).ok_or_else(unverified)?;
    Ok((header, frame.open(key).map_err(|_| unverified())?))
}

/// Which member's device signed a frame. Fails with nothing where no member has such a device, and with a reason where
/// none that has signed it. A hostile member may state somebody else's device id: all are tried.
fn writer(log: &Log, people: &People, frame: &Frame) -> Result<AccountId, Option<&'static str>> {
    let header = frame.header();
    let record = log.records.get((header.epoch as usize).wrapping_sub(1)).ok_or(None)?;
    let mut is_known = false;
    for member in record.members() {
        let Some(person) = people.get(&member.account) else { continue };
        if let Some(device) = person.chain.device_in_epoch(header.device, &member.encryption) {
            if frame.verify(&device.signing).is_ok() {
                return Ok(member.account);
            }
            is_known = true;
        }
    }
    Err(is_known.then_some("bad_signature"))
}
