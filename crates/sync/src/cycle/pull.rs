//! Fetching: pages of a log, verified, opened and merged, each in one transaction with its cursor.

use super::{Round, Step, Turn};
use crate::{
    Need, SyncError,
    log::Log,
    reading::{Patience, Reading, Stop},
    stopped::Stopped,
};
use cairn_crypto::{AccountId, DeviceId, Hash};
use cairn_protocol::{Code, read_page};
use cairn_store::sync::{Content, Incoming, Page};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

impl Round<'_> {
    /// Reads a space's log up to its head.
    pub(super) fn pull(&mut self, space: Uuid) -> Result<Turn, SyncError> {
        let (mut patience, mut began) = (Patience::default(), None);
        loop {
            self.cancel.check()?;
            let Some(mut log) = self.engine.log(space)? else { return Ok(Turn::Done) };
            let place = log.known.place;
            let from = *began.get_or_insert(place.seq);
            let page = match self.server.page(space, place.seq, &Hash(place.hash)) {
                Err(error) if error.refusal() == Some(Code::OtherHistory) => return Ok(Turn::WentBack),
                Err(error) if error.refusal() == Some(Code::Compacted) => {
                    self.read_snapshot(&log)?;
                    began = None;
                    continue;
                }
                other => other?,
            };
            if page.head < place.seq {
                return Ok(Turn::WentBack);
            }
            let placed = read_page(&page.bytes).map_err(|_| SyncError::Malformed("page"))?;
            let (read, stop) = self.read_entries(&log, &placed, patience)?;
            let is_progress = !read.is_empty();
            let is_clone = self.is_of_a_clone(&log, &read)?;
            self.take_in(&log, read)?;
            if is_clone {
                return Ok(Turn::Cloned);
            }
            let reached = self.engine.log(space)?.map_or(0, |log| log.known.place.seq);
            self.tell(Step::Fetching, reached.saturating_sub(from), page.head.saturating_sub(from));
            match stop {
                None if reached >= page.head => return Ok(Turn::Done),
                None if is_progress => patience = Patience::default(),
                // A page with nothing in it below the head.
                None | Some(Stop::Gap) => return Err(SyncError::Malformed("page")),
                Some(Stop::TwoHistories(frame)) => return self.two_histories(&mut log, frame),
                Some(Stop::Key(_)) if patience.is_over => return Ok(Turn::NoKey),
                Some(Stop::Key(_) | Stop::Epoch(_) | Stop::Device(_)) => {
                    self.fetch_what_is_missing(&mut log)?;
                    patience.is_over = true;
                }
            }
        }
    }

    /// What could make sense of an entry that makes none: newer epochs, and newer statements.
    fn fetch_what_is_missing(&mut self, log: &mut Log) -> Result<(), SyncError> {
        let members: BTreeSet<_> =
            log.records.iter().flat_map(|it| it.members()).map(|member| member.account).collect();
        for account in members {
            self.engine.hear(&self.server, account, &mut self.people)?;
        }
        self.take_renewal()?;
        self.engine.accept_epochs(&self.server, &self.me, &mut self.people, log)
    }

    fn read_entries(
        &self,
        log: &Log,
        placed: &[cairn_protocol::Placed<'_>],
        patience: Patience,
    ) -> Result<(Vec<Incoming>, Option<Stop>), SyncError> {
        let space = log.known.space;
        let heads = self.engine.store.author_heads(space)?;
        let owner = self.owners()?;
        let owner = |device: DeviceId| owner.get(&device).copied();
        self.engine.with_hashes(space, |seen| {
            let mut reading = Reading {
                log,
                people: &self.people,
                own: self.me.device,
                heads: heads.iter().map(|it| (DeviceId(it.device.0), (it.number, Hash(it.hash)))).collect(),
                told: heads.iter().filter(|it| it.told).map(|it| DeviceId(it.device.0)).collect(),
                place: log.known.place,
                seen,
                owner: &owner,
            };
            reading.read(placed, patience)
        })
    }

    /// Reads again what was put aside of a space because its author's device was not known, or an entry before it was not
    /// taken in: statements have come since.
    pub(super) fn retry_refused(&mut self, space: Uuid) -> Result<(), SyncError> {
        const WORTH_IT: [&str; 2] = ["unknown_device", "out_of_order"];
        let Some(log) = self.engine.log(space)? else { return Ok(()) };
        let refused = self.engine.store.refused(log.known.space)?;
        for entry in refused.iter().filter(|it| WORTH_IT.contains(&it.reason.as_str())) {
            let Some(seq) = entry.seq else { continue };
            let placed = cairn_protocol::Placed { seq, frame: &entry.frame };
            // Each as if the log had been read up to just before it.
            let place = cairn_store::sync::Place { seq: seq.saturating_sub(1), hash: [0; 32] };
            let known = cairn_store::sync::SyncSpace { place, ..log.known.clone() };
            let here = Log { known, records: log.records.clone(), keys: log.keys.clone() };
            let (read, _) = self.read_entries(&here, &[placed], Patience { is_over: true })?;
            let opened = read.into_iter().find(|it| matches!(it.content, Content::Opened(_)));
            if let Some(opened) = opened {
                self.engine.store.retry(log.known.space, opened, self.engine.now())?;
            }
        }
        Ok(())
    }

    /// Whose each device is that anybody stated. This account's are its own, whoever else states them; else whoever was heard
    /// first keeps them.
    fn owners(&self) -> Result<BTreeMap<DeviceId, AccountId>, SyncError> {
        let mut owners = BTreeMap::new();
        self.engine.store.read(|reader| {
            for person in self.people.values() {
                for (device, _) in person.chain.devices() {
                    let writer = reader.writer(cairn_store::DeviceId(device.0))?;
                    let owner = writer.map_or(person.chain.account(), |it| AccountId(*it.0.as_bytes()));
                    owners.insert(device, owner);
                }
            }
            Ok::<_, cairn_store::Error>(())
        })?;
        let own = self.people.get(&self.me.keys.account).into_iter().flat_map(|own| own.chain.devices());
        owners.extend(own.map(|(device, _)| (device, self.me.keys.account)));
        owners.insert(self.me.device, self.me.keys.account);
        Ok(owners)
    }

    /// Whether one of the entries is this device's, and was not made here: another copy of this profile made it.
    fn is_of_a_clone(&self, log: &Log, read: &[Incoming]) -> Result<bool, SyncError> {
        let space = log.known.space;
        let own = |entry: &&Incoming| entry.author.is_some_and(|author| author.device.0 == self.me.device.0);
        let mut own = read.iter().filter(own).peekable();
        if own.peek().is_none() {
            return Ok(false);
        }
        let heads = self.engine.store.author_heads(space)?;
        let arrived =
            heads.iter().find(|head| head.device.0 == self.me.device.0).map_or(0, |head| head.number);
        let flying = self.engine.store.in_flight(space, usize::MAX)?;
        let flying: BTreeMap<_, _> = flying.iter().map(|it| (it.entry, it.hash)).collect();
        Ok(own.any(|entry| {
            let author = entry.author.expect("it was filtered by its author");
            author.number > arrived && flying.get(&entry.entry) != Some(&author.hash)
        }))
    }

    fn take_in(&mut self, log: &Log, entries: Vec<Incoming>) -> Result<(), SyncError> {
        if entries.is_empty() {
            return Ok(());
        }
        let count = entries.len() as u64;
        let stamps = entries.iter().filter_map(|entry| match &entry.content {
            Content::Opened(batch) => batch.ops.iter().map(|op| op.stamp.millis).max(),
            Content::Refused { .. } => None,
        });
        let latest = stamps.max().unwrap_or_default();
        let page = Page { space: log.known.space, entries };
        let applied = self.engine.store.apply_entries(page, self.engine.now())?;
        self.engine.saw_stamp(latest)?;
        self.report.fetched += count;
        if applied.refused_entries > 0 {
            self.need(Need::PutAside { space: log.id(), entries: applied.refused_entries as u64 });
        }
        Ok(())
    }

    /// Stops a space, with what two histories were seen by. Work here goes on; nothing comes or goes until somebody has looked.
    pub(super) fn two_histories(&mut self, log: &mut Log, evidence: Vec<u8>) -> Result<Turn, SyncError> {
        log.known.notice = Some(Stopped::TwoHistories.notice(evidence));
        self.engine.store.put_space(&log.known)?;
        Ok(Turn::Stopped)
    }
}
