//! Files kept in the store, by the hash of their content.

use crate::{Error, Store, store::millis};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use std::io::{self, Read};

/// The largest file that is kept: 25 MiB.
pub const MAX_ATTACHMENT_BYTES: u64 = 25 << 20;

/// The size of the pieces that a file is kept in.
pub(crate) const CHUNK_BYTES: usize = 64 << 10;

/// A kept file. Its name and place are in the record that points at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// BLAKE3 of the content, in 64 hexadecimal digits.
    pub hash: String,
    /// Its size.
    pub bytes: u64,
}

impl Store {
    /// Keeps a file. The same content is kept once.
    ///
    /// Fails with [`Error::TooLarge`] over [`MAX_ATTACHMENT_BYTES`], and with [`Error::Io`] when `source` cannot be read to
    /// its end; either way nothing is left behind. Does not hold up other writes while it reads.
    pub fn attach(&self, source: impl Read, now: DateTime<Utc>) -> Result<Attachment, Error> {
        let mut content = Vec::new();
        source.take(MAX_ATTACHMENT_BYTES + 1).read_to_end(&mut content).map_err(Error::from_io)?;
        if content.len() as u64 > MAX_ATTACHMENT_BYTES {
            return Err(Error::TooLarge { limit: MAX_ATTACHMENT_BYTES });
        }
        let hash = blake3::hash(&content).to_hex().to_string();
        let bytes = content.len() as u64;
        self.on_this_device(|connection| {
            let is_new = connection.execute(
                "INSERT OR IGNORE INTO attachment (hash, bytes, added_at) VALUES (?1, ?2, ?3)",
                params![hash, bytes as i64, millis(now) as i64],
            )?;
            if is_new == 0 {
                return Ok(());
            }
            let mut statement = connection
                .prepare_cached("INSERT INTO attachment_chunk (hash, n, content) VALUES (?1, ?2, ?3)")?;
            for (n, chunk) in content.chunks(CHUNK_BYTES).enumerate() {
                statement.execute(params![hash, n as i64, chunk])?;
            }
            Ok(())
        })?;
        Ok(Attachment { hash, bytes })
    }

    /// Opens a kept file for reading. Fails with [`Error::NoSuchAttachment`].
    pub fn attachment(&self, hash: &str) -> Result<AttachmentReader<'_>, Error> {
        let bytes: Option<i64> = self.read(|reader| {
            let mut statement =
                reader.connection.prepare_cached("SELECT bytes FROM attachment WHERE hash = ?1")?;
            Ok::<_, Error>(statement.query_row([hash], |row| row.get(0)).optional()?)
        })?;
        let bytes = bytes.ok_or(Error::NoSuchAttachment)? as u64;
        let hasher = blake3::Hasher::new();
        Ok(AttachmentReader {
            store: self,
            hash: hash.to_owned(),
            bytes,
            chunk: Vec::new(),
            at: 0,
            next: 0,
            hasher,
        })
    }
}

/// Reads a kept file piece by piece, and fails at its end when the content does not have the hash it is kept under.
pub struct AttachmentReader<'s> {
    store: &'s Store,
    hash: String,
    bytes: u64,
    chunk: Vec<u8>,
    at: usize,
    next: i64,
    hasher: blake3::Hasher,
}

impl AttachmentReader<'_> {
    /// The size of the file.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    fn load_next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let sql = "SELECT content FROM attachment_chunk WHERE hash = ?1 AND n = ?2";
        self.store.read(|reader| {
            let mut statement = reader.connection.prepare_cached(sql)?;
            Ok(statement.query_row(params![self.hash, self.next], |row| row.get(0)).optional()?)
        })
    }
}

impl Read for AttachmentReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.chunk.len() {
            match self.load_next().map_err(io::Error::other)? {
                Some(chunk) => {
                    self.hasher.update(&chunk);
                    (self.chunk, self.at, self.next) = (chunk, 0, self.next + 1);
                }
                None if self.hasher.finalize().to_hex().as_str() == self.hash => return Ok(0),
                None => return Err(io::Error::new(io::ErrorKind::InvalidData, "the kept file is damaged")),
            }
        }
        let count = buffer.len().min(self.chunk.len() - self.at);
        buffer[..count].copy_from_slice(&self.chunk[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}
