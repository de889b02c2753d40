//! Files: in sealed pieces beside the log.

use super::{Round, Step};
use crate::{Need, SyncError};
use cairn_crypto::{Blob, Hash, MAX_PIECE, Piece, Whole, seal_blob};
use cairn_protocol::BlobPurpose;
use cairn_replica::Announced;
use cairn_store::sync::{Missing, Piece as Put};
use uuid::Uuid;

impl Round<'_> {
    /// Uploads the files that records of a space point at; the next entry tells the others.
    pub(super) fn upload(&mut self, space: Uuid) -> Result<(), SyncError> {
        let id = cairn_replica::SpaceId(space);
        let files = self.engine.store.to_upload(id)?;
        for (number, file) in (0..).zip(&files) {
            self.cancel.check()?;
            self.tell(Step::Files, number, files.len() as u64);
            match self.upload_file(space, file) {
                Ok(Some((announced, bytes))) => {
                    self.engine.store.uploaded(id, &announced, bytes, self.engine.now())?;
                }
                Ok(None) => {}
                // A file that has no room does not hold up what people write.
                Err(SyncError::Full { .. }) => self.need(Need::Full { space }),
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    /// What is to be told of a file that was uploaded, and how many bytes went; none where its key is not here.
    fn upload_file(&self, space: Uuid, file: &Missing) -> Result<Option<(Announced, u64)>, SyncError> {
        let Some(log) = self.engine.log(space)? else { return Ok(None) };
        let (Some(keys), Some(content)) =
            (log.keys.as_ref().filter(|_| log.has_all_keys()), hash(&file.content))
        else {
            return Ok(None);
        };
        let pieces = pieces(file.bytes);
        let (mut blobs, mut sent) = (Vec::new(), 0);
        for number in 0..pieces {
            let piece = Piece {
                space: log.space(),
                of: Whole::Attachment(content),
                piece: number,
                last: number + 1 == pieces,
            };
            let bytes = self.engine.store.attachment_piece(&file.content, number)?;
            let blob = seal_blob(&piece, keys.epoch(), keys.newest(), &bytes);
            let blob = blob.map_err(|_| SyncError::Unverified("a file's piece"))?;
            let name = Hash::of(&blob).0;
            sent += blob.len() as u64;
            self.server.put_blob(space, &name, BlobPurpose::Attachment, blob)?;
            blobs.push(name);
        }
        Ok(Some((Announced { content: content.0, bytes: file.bytes, epoch: keys.epoch(), blobs }, sent)))
    }

    /// Fetches the files that records of a space point at, piece by piece; what is here already is not fetched again.
    pub(super) fn download(&mut self, space: Uuid) -> Result<(), SyncError> {
        let files = self.engine.store.to_download(cairn_replica::SpaceId(space))?;
        for (number, file) in (0..).zip(&files) {
            self.cancel.check()?;
            self.tell(Step::Files, number, files.len() as u64);
            match self.download_file(space, file) {
                Ok(()) => {}
                // Whoever announced it, or the server, does not have what was announced. It holds up nothing.
                Err(SyncError::NotFound | SyncError::Unverified(_)) => self.need(Need::Trouble { space }),
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    fn download_file(&self, space: Uuid, file: &Announced) -> Result<(), SyncError> {
        let Some(log) = self.engine.log(space)? else { return Ok(()) };
        if pieces(file.bytes) as usize != file.blobs.len() || file.bytes > cairn_store::MAX_ATTACHMENT_BYTES {
            return Err(SyncError::Unverified("a file's pieces"));
        }
        let name = blake3::Hash::from_bytes(file.content).to_hex().to_string();
        let here = self.engine.store.pieces_here(log.known.space, &name)?;
        let count = file.blobs.len() as u32;
        for (number, blob) in (0..count).zip(&file.blobs).filter(|(number, _)| !here.contains(number)) {
            let bytes = self.server.blob(space, blob)?;
            let piece = Piece {
                space: log.space(),
                of: Whole::Attachment(Hash(file.content)),
                piece: number,
                last: number + 1 == count,
            };
            let content = open(&log, &piece, blob, &bytes)?;
            let (id, now) = (log.known.space, self.engine.now());
            let put = self.engine.store.put_piece(id, &name, number, count, &content, now)?;
            if put == Put::Wrong {
                return Err(SyncError::Unverified("a file"));
            }
        }
        Ok(())
    }
}

/// What is in a blob, if it is the one of this name and of this place.
pub(super) fn open(
    log: &crate::log::Log,
    piece: &Piece,
    name: &[u8; 32],
    bytes: &[u8],
) -> Result<Vec<u8>, SyncError> {
    let unverified = SyncError::Unverified("a blob");
    if Hash::of(bytes).0 != *name {
        return Err(unverified);
    }
    let Ok(blob) = Blob::parse(bytes) else { return Err(unverified) };
    let Some(key) = log.keys.as_ref().and_then(|keys| keys.get(blob.epoch())) else { return Err(unverified) };
    blob.open(piece, key).map_err(|_| unverified)
}

/// How many pieces a file of so many bytes has; an empty one has one.
fn pieces(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(MAX_PIECE as u64).max(1)).unwrap_or(u32::MAX)
}

fn hash(hex: &str) -> Option<Hash> {
    blake3::Hash::from_hex(hex).ok().map(|hash| Hash(*hash.as_bytes()))
}
