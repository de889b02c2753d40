//! A log as a server keeps it, in memory and without cryptography, and a device's way with it.

use crate::support::*;
use cairn_domain::AccountId;
use cairn_replica::{Batch, DeviceId, SpaceId};
use cairn_store::{
    Error, Store,
    sync::{
        Acknowledged, Applied, Author, Content, EntryId, Hash, InFlight, Incoming, Limits, Outgoing, Page,
        Place, Sealed, SyncSpace,
    },
};
use chrono::{DateTime, Utc};
use std::cell::Cell;

pub(crate) const SHARED_SPACE: SpaceId = SpaceId(MENTORSHIP.0);
pub(crate) const PERSONAL_SPACE: SpaceId = SpaceId(ACCOUNT.0);
pub(crate) const MANY: Limits = Limits { records: 500, bytes: 1 << 20 };

/// How far ahead of the server's clock a stamp may be, in milliseconds.
pub(crate) const AHEAD: i64 = 120_000;

#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) entry: EntryId,
    pub(crate) author: Author,
    pub(crate) frame: Vec<u8>,
    pub(crate) log_hash: Hash,
}

/// The log of one space.
#[derive(Clone)]
pub(crate) struct Log {
    pub(crate) space: SpaceId,
    pub(crate) entries: Vec<Kept>,
}

/// Why an entry was not taken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Fork,
    ClockAhead,
}

impl Log {
    pub(crate) fn new(space: SpaceId) -> Log {
        Log { space, entries: Vec::new() }
    }

    pub(crate) fn hash_at(&self, seq: u64) -> Hash {
        match seq {
            0 => [0; 32],
            _ => self.entries[seq as usize - 1].log_hash,
        }
    }

    /// Takes an entry as the server does: the same again gives its number.
    pub(crate) fn push(
        &mut self,
        account: AccountId,
        device: DeviceId,
        sent: &InFlight,
        now: DateTime<Utc>,
    ) -> Result<u64, Refusal> {
        if let Some(at) = self.entries.iter().position(|kept| kept.entry == sent.entry) {
            assert_eq!(self.entries[at].frame, sent.frame, "the same id has the same bytes");
            return Ok(at as u64 + 1);
        }
        let last = self
            .entries
            .iter()
            .rev()
            .find(|kept| kept.author.device == device)
            .map_or(0, |kept| kept.author.number);
        if sent.number != last + 1 {
            return Err(Refusal::Fork);
        }
        let batch = Batch::decode(&sent.frame, self.space).unwrap();
        let limit = (now.timestamp_millis() + AHEAD) as u64;
        if batch.ops.iter().any(|op| op.stamp.millis > limit) {
            return Err(Refusal::ClockAhead);
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.hash_at(self.entries.len() as u64)).update(&sent.hash);
        let author = Author { device, account, number: sent.number, hash: sent.hash };
        let log_hash = *hasher.finalize().as_bytes();
        self.entries.push(Kept { entry: sent.entry, author, frame: sent.frame.clone(), log_hash });
        Ok(self.entries.len() as u64)
    }

    /// The entries after a place, at most `most`.
    pub(crate) fn page(&self, after: u64, most: usize) -> Page {
        let entries = (after + 1..).zip(self.entries.iter().skip(after as usize)).take(most);
        let entries = entries.map(|(seq, kept)| Incoming {
            seq,
            log_hash: kept.log_hash,
            entry: kept.entry,
            author: Some(kept.author),
            bytes: kept.frame.len() as u64,
            content: Content::Opened(Batch::decode(&kept.frame, self.space).unwrap()),
        });
        Page { space: self.space, entries: entries.collect() }
    }
}

/// Seals by not sealing. Ids are never used twice in a test.
pub(crate) fn seal(outgoing: &Outgoing<'_>) -> Result<Option<Sealed>, Error> {
    thread_local!(static NEXT: Cell<u128> = const { Cell::new(1) });
    let entry = NEXT.replace(NEXT.get() + 1).to_be_bytes();
    let frame = outgoing.batch.encode(outgoing.space).unwrap();
    let mut hasher = blake3::Hasher::new();
    hasher.update(&entry).update(&outgoing.previous).update(&frame);
    Ok(Some(Sealed { entry, epoch: outgoing.epoch, hash: *hasher.finalize().as_bytes(), frame }))
}

/// A space with a log on the server, of which nothing was read.
pub(crate) fn on_server(space: SpaceId) -> SyncSpace {
    SyncSpace {
        space,
        on_server: true,
        state: "open".into(),
        place: Place::default(),
        head: 0,
        epoch: 1,
        notice: None,
    }
}

pub(crate) fn take(store: &Store, space: SpaceId) -> Option<InFlight> {
    store.take_for_sending(space, MANY, at(0), seal).unwrap()
}

/// Reads a page from where the store is.
pub(crate) fn pull(store: &Store, log: &Log, most: usize) -> Applied {
    let place = store.sync_space(log.space).unwrap().unwrap().place;
    store.apply_entries(log.page(place.seq, most), at(0)).unwrap()
}

pub(crate) fn pull_all(store: &Store, log: &Log) -> Applied {
    pull(store, log, usize::MAX)
}

/// What a device hears of what it sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Nothing: the answer to the first entry was lost.
    Lost,
    /// The numbers, and not what others wrote in between.
    Numbers,
    /// All there is.
    Whole,
}

/// Sends everything that is in flight or unsent.
pub(crate) fn push_all(
    store: &Store,
    log: &mut Log,
    now: DateTime<Utc>,
    answer: Answer,
) -> Result<(), Refusal> {
    loop {
        let Some(sent) = store.in_flight(log.space, 0).unwrap().pop().or_else(|| take(store, log.space))
        else {
            return Ok(());
        };
        let seq = log.push(store.account(), store.device(), &sent, now)?;
        if answer == Answer::Lost {
            return Ok(());
        }
        let log_hash = (answer == Answer::Whole).then(|| log.hash_at(seq));
        let arrived = Acknowledged { entry: sent.entry, seq, log_hash };
        store.acknowledged(log.space, &[arrived], now).unwrap();
    }
}

/// As the engine does: reads, sends, and does what the server asks for when it refuses.
pub(crate) fn sync(store: &Store, log: &mut Log, now: DateTime<Utc>, answer: Answer) {
    thread_local!(static NEXT: Cell<u64> = const { Cell::new(1_000) });
    for round in 0..4 {
        pull_all(store, log);
        match push_all(store, log, now, answer) {
            Ok(()) => return,
            // Its number may have been taken by an entry whose answer was lost; else the server has lost some.
            Err(Refusal::Fork) if round == 0 => store.drop_in_flight(log.space).unwrap(),
            Err(Refusal::Fork) => store.take_new_device(DeviceId(NEXT.replace(NEXT.get() + 1))).unwrap(),
            Err(Refusal::ClockAhead) => {
                let limit = now + chrono::TimeDelta::milliseconds(AHEAD);
                store.restamp(limit, now).unwrap();
            }
        }
    }
    panic!("refused again and again");
}

/// What a device does when the log is not the one it knew.
pub(crate) fn begin_again(store: &Store, space: SpaceId, device: DeviceId) {
    store.take_new_device(device).unwrap();
    store.begin_again(space).unwrap();
}
