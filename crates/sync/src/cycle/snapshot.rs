//! Snapshots: the whole state of a space, for who comes after the log's beginning is forgotten.

use super::{Round, Step, blobs, pack};
use crate::{
    SyncError,
    log::Log,
    manifest::Manifest,
    reading::{MAX_STATE, open_manifest, unpack},
};
use cairn_crypto::{DeviceId, EntryId, Frame, Hash, Header, MAX_PIECE, Piece, Whole, seal_blob, seal_entry};
use cairn_protocol::BlobPurpose;
use cairn_replica::{Batch, SpaceId};
use cairn_store::sync::{AuthorHead, LedgerRecord, Place, StatePlace};
use uuid::Uuid;

/// How many records go into one piece. It is a blob, and has to fit into one.
const RECORDS: usize = 1_000;

impl Round<'_> {
    /// Makes the snapshot that the server asked for, where all of the log was read and nothing waits.
    pub(super) fn make_snapshot(&mut self, space: Uuid) -> Result<(), SyncError> {
        let Some(log) = self.engine.log(space)? else { return Ok(()) };
        if !self.engine.store.is_all_sent(log.known.space)? || log.known.place.seq == 0 {
            return Ok(());
        }
        let id = self.engine.fresh();
        let (pieces, records) = self.pieces(log.known.space)?;
        let (blobs, bytes) = self.put_pieces(&log, id, &pieces)?;
        let heads = self.engine.store.author_heads(log.known.space)?;
        let manifest = Manifest {
            snapshot: id,
            blobs,
            heads: heads.iter().map(|it| (it.device.0, it.number, it.hash)).collect(),
        };
        let frame = self.seal_manifest(&log, &manifest)?;
        let bytes = bytes + frame.as_bytes().len() as u64;
        self.engine.store.snapshot_left(log.known.space, id, records, bytes, self.engine.now())?;
        match self.server.put_snapshot(space, frame.into_bytes(), &manifest.blobs) {
            // Another device was faster.
            Err(error) if error.refusal() == Some(cairn_protocol::Code::Stale) => Ok(()),
            other => other,
        }
    }

    /// The state in pieces, each a batch of its own, and what is in it.
    fn pieces(&self, space: SpaceId) -> Result<(Vec<Vec<u8>>, Vec<LedgerRecord>), SyncError> {
        let damaged = || cairn_store::Error::Damaged("a state cannot be written".into());
        let (mut pieces, mut from, mut records) = (Vec::new(), Some(StatePlace::default()), RECORDS);
        let mut told = Vec::new();
        let mut attachments = self.engine.store.announced(space)?;
        while let Some(place) = from {
            let slice = self.engine.store.state(space, place, records)?;
            let batch = Batch { ops: slice.ops, attachments: std::mem::take(&mut attachments), state: true };
            let whole = batch.encode(space).map_err(|_| damaged())?;
            let packed = pack(&whole);
            if (packed.len() > MAX_PIECE || whole.len() > MAX_STATE) && records > 1 {
                attachments = batch.attachments;
                records = records.div_ceil(4);
                continue;
            }
            told.extend(LedgerRecord::of(&batch.ops));
            pieces.push(packed);
            from = slice.next;
        }
        Ok((pieces, told))
    }

    /// The names of the pieces, and how many bytes went.
    fn put_pieces(
        &mut self,
        log: &Log,
        id: [u8; 16],
        pieces: &[Vec<u8>],
    ) -> Result<(Vec<[u8; 32]>, u64), SyncError> {
        let keys = log.keys.as_ref().ok_or(SyncError::Unverified("epoch keys"))?;
        let (mut names, mut sent) = (Vec::with_capacity(pieces.len()), 0);
        for (number, content) in (0u32..).zip(pieces) {
            self.cancel.check()?;
            self.tell(Step::Snapshot, number.into(), pieces.len() as u64);
            let piece = Piece {
                space: log.space(),
                of: Whole::Snapshot(id),
                piece: number,
                last: number as usize + 1 == pieces.len(),
            };
            let blob = seal_blob(&piece, keys.epoch(), keys.newest(), content);
            let blob = blob.map_err(|_| SyncError::Unverified("a snapshot's piece"))?;
            let name = Hash::of(&blob).0;
            sent += blob.len() as u64;
            self.server.put_blob(log.id(), &name, BlobPurpose::Snapshot, blob)?;
            names.push(name);
        }
        Ok((names, sent))
    }

    fn seal_manifest(&self, log: &Log, manifest: &Manifest) -> Result<Frame, SyncError> {
        let keys = log.keys.as_ref().ok_or(SyncError::Unverified("epoch keys"))?;
        let header = Header {
            space: log.space(),
            epoch: keys.epoch(),
            entry: EntryId(manifest.snapshot),
            device: self.me.device,
            number: 0,
            greatest_stamp: 0,
            previous: Hash::ZERO,
            seen_seq: log.known.place.seq,
            seen_hash: Hash(log.known.place.hash),
        };
        let signing = &self.me.device_keys.signing;
        seal_entry(&header, keys.newest(), signing, &manifest.encode(), &mut self.engine.dice())
            .map_err(|_| SyncError::Unverified("a snapshot's manifest"))
    }

    /// Takes in the newest snapshot: the log begins later than what was read here. What was written here meanwhile is
    /// merged with it and stays in line to be sent.
    pub(super) fn read_snapshot(&mut self, log: &Log) -> Result<(), SyncError> {
        let frame = self.server.snapshot(log.id())?;
        let space = log.known.space;
        let opened = self.engine.with_hashes(space, |seen| open_manifest(log, &self.people, seen, &frame));
        let (header, plain) = opened??;
        let manifest = Manifest::decode(&plain).ok_or(SyncError::Unverified("a snapshot's manifest"))?;
        if header.seen_seq <= log.known.place.seq {
            return Err(SyncError::Unverified("an old snapshot"));
        }
        let count = manifest.blobs.len();
        for (number, name) in (0u32..).zip(&manifest.blobs) {
            self.cancel.check()?;
            self.tell(Step::Fetching, number.into(), count as u64);
            let bytes = self.server.blob(log.id(), name)?;
            let piece = Piece {
                space: log.space(),
                of: Whole::Snapshot(manifest.snapshot),
                piece: number,
                last: number as usize + 1 == count,
            };
            let content = blobs::open(log, &piece, name, &bytes)?;
            let batch = unpack(&content, MAX_STATE).and_then(|bytes| Batch::decode(&bytes, space).ok());
            let batch = batch.ok_or(SyncError::Unverified("a snapshot's piece"))?;
            self.engine.store.apply_state(space, &batch, self.engine.now())?;
        }
        let heads: Vec<_> = manifest.heads.iter().map(|head| author_head(*head)).collect();
        let heads: Vec<_> = heads.into_iter().filter(|head| self.writes_here(log, head.device.0)).collect();
        self.engine.store.keep_author_heads(space, &heads)?;
        let place = Place { seq: header.seen_seq, hash: header.seen_hash.0 };
        Ok(self.engine.store.set_place(space, place)?)
    }

    /// Whether a device is a member's now. Of others nothing comes any more, and what a snapshot says of them is idle.
    fn writes_here(&self, log: &Log, device: u64) -> bool {
        let members = log.newest().map(|it| it.members()).unwrap_or_default();
        let mut chains = members.iter().filter_map(|member| self.people.get(&member.account));
        chains.any(|person| person.chain.device(DeviceId(device)).is_some())
    }
}

fn author_head((device, number, hash): (u64, u64, [u8; 32])) -> AuthorHead {
    AuthorHead { device: cairn_store::DeviceId(device), number, hash, told: true }
}
