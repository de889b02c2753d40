//! Blobs: attachments and snapshots, in pieces apart from the log.

use crate::cipher;
use crate::format::{FormatError, Reader, SUITE, VERSION, at_most};
use crate::ids::{Hash, SpaceId, keyed_hash};
use crate::packet::EpochKey;

const WHAT: &str = "blob";
const HEADER: usize = 1 + 1 + 4;
/// The most bytes of content in a piece: 1 MiB.
pub const MAX_PIECE: usize = 1024 * 1024;
/// The largest blob, in bytes.
const MAX_BLOB: usize = HEADER + cipher::NONCE + MAX_PIECE + cipher::TAG;

/// What a piece is a piece of, and where in it. To open one takes the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The space it belongs to.
    pub space: SpaceId,
    /// What it belongs to there.
    pub of: Whole,
    /// Its number, from 0.
    pub piece: u32,
    /// Whether it is the last.
    pub last: bool,
}

/// What is cut into pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// An attachment, by the hash of its content.
    Attachment(Hash),
    /// A snapshot, by 16 random bytes.
    Snapshot([u8; 16]),
}

impl Piece {
    /// `space 16 | purpose 1 | id 32 | piece 4 | last 1`
    fn associated(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(54);
        bytes.extend_from_slice(&self.space.0);
        match self.of {
            Whole::Attachment(hash) => {
                bytes.push(1);
                bytes.extend_from_slice(&hash.0);
            }
            Whole::Snapshot(id) => {
                bytes.push(2);
                bytes.extend_from_slice(&id);
                bytes.extend_from_slice(&[0; 16]);
            }
        }
        bytes.extend_from_slice(&self.piece.to_be_bytes());
        bytes.push(u8::from(self.last));
        bytes
    }
}

/// Seals a piece (at most [`MAX_PIECE`] bytes) under the key of an epoch. The server names it by [`Hash::of`] the blob.
///
/// The same piece under the same key gives the same bytes: who tries again after a lost answer fills no room with a
/// second blob.
pub fn seal_blob(piece: &Piece, epoch: u32, key: &EpochKey, content: &[u8]) -> Result<Vec<u8>, FormatError> {
    at_most(WHAT, content, MAX_PIECE)?;
    let mut blob = Vec::with_capacity(HEADER + cipher::NONCE + content.len() + cipher::TAG);
    blob.extend_from_slice(&[VERSION, SUITE]);
    blob.extend_from_slice(&epoch.to_be_bytes());
    let nonce = nonce(piece, epoch, key, content);
    let key = key.derive("blob", piece.space, epoch);
    cipher::seal_with_nonce(&mut blob, &key, nonce, &piece.associated(), content);
    Ok(blob)
}

/// Says nothing of the content to who has not the key, and is another one for every other content: a nonce serves no
/// two plaintexts.
fn nonce(piece: &Piece, epoch: u32, key: &EpochKey, content: &[u8]) -> [u8; cipher::NONCE] {
    let key = key.derive("blob-nonce", piece.space, epoch);
    let hash = keyed_hash(&key, &[&piece.associated(), content]);
    let mut nonce = [0; cipher::NONCE];
    hash.as_bytes().iter().zip(&mut nonce).for_each(|(from, to)| *to = *from);
    nonce
}

/// A blob as it is kept and sent. Whether it is genuine shows when it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blob<'a> {
    epoch: u32,
    sealed: &'a [u8],
}

impl<'a> Blob<'a> {
    /// Reads a blob.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, FormatError> {
        at_most(WHAT, bytes, MAX_BLOB)?;
        let mut reader = Reader::new(WHAT, bytes);
        reader.version()?;
        reader.suite()?;
        Ok(Self { epoch: reader.u32()?, sealed: reader.rest() })
    }

    /// The epoch whose key opens it.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// The content of this piece.
    pub fn open(&self, piece: &Piece, key: &EpochKey) -> Result<Vec<u8>, FormatError> {
        let derived = key.derive("blob", piece.space, self.epoch);
        let content = cipher::open(WHAT, &derived, &piece.associated(), self.sealed)?;
        let is_derived = self.sealed.starts_with(&nonce(piece, self.epoch, key, &content));
        if is_derived {
            Ok(content)
        } else {
            Err(FormatError::Invalid { what: WHAT, why: "its nonce is another one" })
        }
    }
}
