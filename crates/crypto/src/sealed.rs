//! Sealed files: backups and archives encrypted in chunks, so that size does not matter and damage is found where it is.
//!
//! ```text
//! header   "cairnbox" 8 | version 1 | salt 32 | key check 16 | sum 8
//! chunks   64 KiB of plaintext each, the last 0 to 64 KiB; each followed by its tag (16)
//! ```
//!
//! The construction is STREAM: the nonce of a chunk is a prefix, its number and whether it is the last, so that chunks
//! cannot be dropped, repeated, reordered or cut off unseen. Key and nonce prefix come from the store key, the
//! context and a fresh salt, so no two files share them. Only an empty file has an empty chunk: one content, one length.

mod header;

use std::fmt;

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::key::StoreKey;
use crate::random::{Randomness, fresh};
use header::Header;

/// Bytes of plaintext in every chunk but the last.
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;
const SEALED_CHUNK: usize = CHUNK + TAG;

/// Why a sealed file does not open. Chunks count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealedError {
    /// The bytes do not begin as a sealed file does.
    #[error("not a sealed file")]
    NotSealed,
    /// A newer Cairn wrote the file.
    #[error("the sealed file has version {found}, this program reads up to {known}")]
    NewerVersion {
        /// The version of the file.
        found: u8,
        /// The newest version this program reads.
        known: u8,
    },
    /// The file is whole as far as its header tells, but sealed with another key or for another context.
    #[error("the file is sealed with another key")]
    WrongKey,
    /// The header is not what was written.
    #[error("the header of the sealed file is damaged")]
    DamagedHeader,
    /// A chunk is not what was written, or not in its place.
    #[error("chunk {number} of the sealed file is damaged")]
    DamagedChunk {
        /// Which chunk, from 1.
        number: u64,
    },
    /// The end of the file is missing.
    #[error("the sealed file ends too early")]
    Truncated,
    /// The file goes on after its last chunk.
    #[error("the sealed file goes on after its end")]
    TrailingBytes,
}

/// Seals `plain` under the store key. `context` says what the file is for (`"backup"`); to open it takes the same.
pub fn seal(key: &StoreKey, context: &str, plain: &[u8], random: &mut dyn Randomness) -> Vec<u8> {
    let chunks = plain.len() / CHUNK + 1;
    let mut out = Vec::with_capacity(Header::LENGTH + plain.len() + chunks * TAG);
    let mut sealer = Sealer::start(key, context, random, &mut out);
    sealer.write(plain, &mut out);
    sealer.finish(&mut out);
    out
}

/// Opens what [`seal`] or a [`Sealer`] wrote.
pub fn open(key: &StoreKey, context: &str, sealed: &[u8]) -> Result<Vec<u8>, SealedError> {
    let mut out = Vec::with_capacity(sealed.len());
    let mut opener = Opener::start(key, context);
    opener.write(sealed, &mut out)?;
    opener.finish(&mut out)?;
    Ok(out)
}

/// Seals a file piece by piece. Holds back one chunk at most.
pub struct Sealer {
    stream: Stream,
    /// Plaintext not yet sealed: at most a chunk.
    held: Zeroizing<Vec<u8>>,
}

impl Sealer {
    /// Starts a file: its header is appended to `out`.
    pub fn start(key: &StoreKey, context: &str, random: &mut dyn Randomness, out: &mut Vec<u8>) -> Self {
        let (header, stream) = Header::create(key, context, *fresh(random));
        out.extend_from_slice(&header);
        Self { stream, held: Zeroizing::new(Vec::with_capacity(CHUNK)) }
    }

    /// Takes more plaintext, in pieces of any size; finished chunks are appended to `out`.
    pub fn write(&mut self, mut plain: &[u8], out: &mut Vec<u8>) {
        while !plain.is_empty() {
            // A full chunk waits until more comes: the last one is sealed as such.
            if self.held.len() == CHUNK {
                self.seal_held(Last::No, out);
            }
            let (now, later) = plain.split_at(plain.len().min(CHUNK - self.held.len()));
            self.held.extend_from_slice(now);
            plain = later;
        }
    }

    /// Ends the file. Without this it does not open.
    pub fn finish(mut self, out: &mut Vec<u8>) {
        self.seal_held(Last::Yes, out);
    }

    fn seal_held(&mut self, last: Last, out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(&self.held);
        self.held.clear();
        let tag = self.stream.seal(last, &mut out[start..]);
        out.extend_from_slice(&tag);
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(..)")
    }
}

/// Opens a sealed file piece by piece.
///
/// What is appended to `out` is genuine, but only [`finish`](Opener::finish) says that it is all: keep it aside until then.
/// After an error the opener gives nothing more.
pub struct Opener {
    key: StoreKey,
    context: String,
    stream: Option<Stream>,
    /// Sealed bytes not yet opened: the header, or at most a chunk.
    held: Vec<u8>,
    failed: Option<SealedError>,
}

impl Opener {
    /// Waits for the first bytes of a file sealed with this key for this context.
    pub fn start(key: &StoreKey, context: &str) -> Self {
        Self {
            key: key.clone(),
            context: context.to_owned(),
            stream: None,
            held: Vec::with_capacity(SEALED_CHUNK),
            failed: None,
        }
    }

    /// Takes more of the file, in pieces of any size; the plaintext of whole chunks is appended to `out`.
    pub fn write(&mut self, sealed: &[u8], out: &mut Vec<u8>) -> Result<(), SealedError> {
        self.failed.map_or(Ok(()), Err)?;
        let result = self.take(sealed, out);
        self.failed = result.err();
        result
    }

    /// The end of the file: appends the last chunk, and says whether the file was whole.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<(), SealedError> {
        self.failed.map_or(Ok(()), Err)?;
        let stream = self.stream.as_mut().ok_or_else(|| Header::missing(&self.held))?;
        if self.held.len() < TAG || (self.held.len() == TAG && stream.number > 0) {
            return Err(SealedError::Truncated);
        }
        if stream.open(Last::Yes, &self.held, out) {
            return Ok(());
        }
        let goes_on = stream.open(Last::No, &self.held, &mut Vec::new());
        Err(if goes_on { SealedError::Truncated } else { stream.damaged() })
    }

    fn take(&mut self, mut sealed: &[u8], out: &mut Vec<u8>) -> Result<(), SealedError> {
        while !sealed.is_empty() {
            let wanted = match &mut self.stream {
                None => Header::LENGTH,
                Some(stream) => {
                    // More comes after a full chunk, so it is not the last.
                    if self.held.len() == SEALED_CHUNK {
                        stream.open_inner(&self.held, out)?;
                        self.held.clear();
                    }
                    SEALED_CHUNK
                }
            };
            let (now, later) = sealed.split_at(sealed.len().min(wanted - self.held.len()));
            self.held.extend_from_slice(now);
            sealed = later;
            if self.stream.is_none() && self.held.len() == Header::LENGTH {
                self.stream = Some(Header::read(&self.key, &self.context, &self.held)?);
                self.held.clear();
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opener(..)")
    }
}

#[derive(Clone, Copy)]
enum Last {
    No,
    Yes,
}

/// The cipher of one file and the number of the next chunk, from 0.
struct Stream {
    cipher: XChaCha20Poly1305,
    prefix: [u8; 15],
    number: u64,
}

impl Stream {
    /// Prefix, number and last flag. A file of 2^64 chunks does not fit this world, so numbers do not repeat.
    fn nonce(&self, last: Last) -> XNonce {
        let mut nonce = [0; 24];
        nonce[..15].copy_from_slice(&self.prefix);
        nonce[15..23].copy_from_slice(&self.number.to_be_bytes());
        nonce[23] = u8::from(matches!(last, Last::Yes));
        nonce.into()
    }

    fn seal(&mut self, last: Last, chunk: &mut [u8]) -> [u8; TAG] {
        let tag = self
            .cipher
            .encrypt_inout_detached(&self.nonce(last), &[], chunk.into())
            .expect("a chunk is not too long for the cipher");
        self.number += 1;
        tag.into()
    }

    /// Appends the plaintext of a chunk and moves on, or says no and leaves `out` alone.
    fn open(&mut self, last: Last, sealed: &[u8], out: &mut Vec<u8>) -> bool {
        let Some((chunk, tag)) = sealed.split_last_chunk::<TAG>() else { return false };
        let start = out.len();
        out.extend_from_slice(chunk);
        let opened = self.cipher.decrypt_inout_detached(
            &self.nonce(last),
            &[],
            (&mut out[start..]).into(),
            &(*tag).into(),
        );
        if opened.is_err() {
            out.truncate(start);
            return false;
        }
        self.number += 1;
        true
    }

    /// Opens a chunk that more bytes follow.
    fn open_inner(&mut self, sealed: &[u8], out: &mut Vec<u8>) -> Result<(), SealedError> {
        if self.open(Last::No, sealed, out) {
            return Ok(());
        }
        let is_last = self.open(Last::Yes, sealed, &mut Vec::new());
        Err(if is_last { SealedError::TrailingBytes } else { self.damaged() })
    }

    fn damaged(&self) -> SealedError {
        SealedError::DamagedChunk { number: self.number + 1 }
    }
}

#[cfg(test)]
mod tests;
