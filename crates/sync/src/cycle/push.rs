//! Sending: what was written here, sealed once and kept until it is known to be there.

use super::{Round, Step, Turn};
use crate::{
    SyncError,
    log::Log,
    me::Dice,
    reading::{MAX_ENTRY, MAX_RECORDS},
};
use cairn_crypto::{EntryId, FormatError, Frame, Hash, Header, log_hash, seal_entry};
use cairn_protocol::{Appended, Code, limits, write_frame};
use cairn_store::sync::{Acknowledged, InFlight, Limits, Outgoing, Sealed};
use flate2::{Compression, write::ZlibEncoder};
use std::io::Write;
use uuid::Uuid;

/// What goes into one entry before it is packed: what packs badly is tried again with half of it.
const ENTRY: Limits = Limits { records: MAX_RECORDS, bytes: 768 << 10 };

impl Round<'_> {
    /// Sends what waits in a space, until nothing does.
    pub(super) fn push(&mut self, space: Uuid) -> Result<Turn, SyncError> {
        let mut all = 0;
        loop {
            self.cancel.check()?;
            let Some(log) = self.engine.log(space)? else { return Ok(Turn::Done) };
            if !log.has_all_keys() {
                return Ok(Turn::NoKey);
            }
            let left = self.engine.store.waiting(Some(log.known.space))?;
            // More may be written meanwhile.
            all = all.max(left);
            self.tell(Step::Sending, all - left, all);
            self.seal_what_waits(&log)?;
            let flying = self.engine.store.in_flight(log.known.space, limits::BATCH - limits::ENTRY)?;
            if flying.is_empty() {
                return Ok(Turn::Done);
            }
            if flying.iter().any(|entry| entry.epoch != log.known.epoch) {
                // All that is in the log was read: what is still in flight is not there.
                self.engine.store.drop_in_flight(log.known.space)?;
                continue;
            }
            let mut body = Vec::new();
            flying.iter().for_each(|entry| write_frame(&mut body, &entry.frame));
            match self.server.append(space, body) {
                Ok(appended) => self.arrived(&log, &flying, &appended)?,
                Err(error) => return self.not_taken(error),
            }
            self.report.sent += flying.len() as u64;
        }
    }

    /// What to do about a refusal.
    fn not_taken(&mut self, error: SyncError) -> Result<Turn, SyncError> {
        let SyncError::Refused(problem) = error else { return Err(error) };
        match problem.code {
            Code::OldEpoch => Ok(Turn::Again),
            Code::Fork | Code::Taken => Ok(Turn::Cloned),
            Code::OtherHistory => Ok(Turn::WentBack),
            Code::Ended => Ok(Turn::Ended),
            Code::ClockAhead => {
                let now = problem.now.ok_or(SyncError::Malformed("clock_ahead"))?;
                Ok(Turn::ClockAhead(now))
            }
            _ => Err(SyncError::Refused(problem)),
        }
    }

    /// Makes entries of what waits, as many as one request carries.
    fn seal_what_waits(&mut self, log: &Log) -> Result<(), SyncError> {
        let space = log.known.space;
        let mut bytes: usize =
            self.engine.store.in_flight(space, limits::BATCH)?.iter().map(|entry| entry.frame.len()).sum();
        while bytes < limits::BATCH - limits::ENTRY {
            let now = self.engine.now();
            let sealed =
                self.engine.store.take_for_sending(space, ENTRY, now, |outgoing| self.seal(log, outgoing))?;
            match sealed {
                Some(entry) => bytes += entry.frame.len(),
                None => break,
            }
        }
        Ok(())
    }

    /// Seals an entry; none where it gets too large.
    fn seal(&self, log: &Log, outgoing: &Outgoing<'_>) -> Result<Option<Sealed>, SyncError> {
        let key = log.keys.as_ref().and_then(|keys| keys.get(outgoing.epoch));
        let key = key.ok_or(SyncError::Unverified("epoch keys"))?;
        let plain = match outgoing.batch.encode(outgoing.space) {
            Ok(batch) if batch.len() > MAX_ENTRY => return Ok(None),
            Ok(batch) => pack(&batch),
            Err(cairn_replica::CodecError::TooLarge) => return Ok(None),
            Err(_) => return Err(cairn_store::Error::Damaged("the outbox cannot be written".into()).into()),
        };
        let header = Header {
            space: log.space(),
            epoch: outgoing.epoch,
            entry: EntryId(self.engine.fresh()),
            device: self.me.device,
            number: outgoing.number,
            greatest_stamp: outgoing.greatest.map_or(0, |stamp| stamp.millis),
            previous: Hash(outgoing.previous),
            seen_seq: outgoing.seen.seq,
            seen_hash: Hash(outgoing.seen.hash),
        };
        let mut dice = Dice(&*self.engine.world);
        match seal_entry(&header, key, &self.me.device_keys.signing, &plain, &mut dice) {
            Ok(frame) => Ok(Some(sealed(&frame))),
            Err(FormatError::TooLarge { .. }) => Ok(None),
            Err(_) => Err(SyncError::Unverified("entry")),
        }
    }

    /// Entries are on the server: their ops are sent. Where nobody wrote in between, nothing has to be fetched either.
    fn arrived(&self, log: &Log, flying: &[InFlight], appended: &Appended) -> Result<(), SyncError> {
        if appended.seqs.len() != flying.len() {
            return Err(SyncError::Malformed("appended"));
        }
        let mut place = log.known.place;
        let mut arrived = Vec::with_capacity(flying.len());
        for (entry, seq) in flying.iter().zip(&appended.seqs) {
            let follows = *seq == place.seq + 1;
            let hash = follows.then(|| log_hash(&Hash(place.hash), &Hash(entry.hash)).0);
            if let Some(hash) = hash {
                place = cairn_store::sync::Place { seq: *seq, hash };
            }
            arrived.push(Acknowledged { entry: entry.entry, seq: *seq, log_hash: hash });
        }
        Ok(self.engine.store.acknowledged(log.known.space, &arrived, self.engine.now())?)
    }
}

fn sealed(frame: &Frame) -> Sealed {
    let header = frame.header();
    Sealed {
        entry: header.entry.0,
        epoch: header.epoch,
        hash: frame.hash().0,
        frame: frame.as_bytes().to_vec(),
    }
}

/// Squeezes a batch. The inverse is bounded: see `reading`.
pub(crate) fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes all that is written")
}
