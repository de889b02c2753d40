//! Opening an archive that may be anything: what is read is bounded, and nothing of it is believed.

use super::{
    entry::{Entry, PERSONAL},
    outside,
};
use crate::{Error, Result};
use serde::Deserialize;
use std::{
    collections::HashSet,
    fs::File,
    io::{self, BufReader, Read, Seek},
    path::Path,
};
use uuid::Uuid;
use zip::{ZipArchive, result::ZipError};

/// The name of the file that holds the records.
pub(super) const RECORDS: &str = "archive.json";
/// The folder of the kept files, each under the hash of its content.
pub(super) const FILES: &str = "attachments/";
/// What `format` says in it.
pub(super) const FORMAT: &str = "cairn-archive";
/// The version that this program writes, and the greatest it reads.
pub(super) const VERSION: u32 = 1;

/// The most files in an archive.
const MOST_FILES: usize = 200_000;
/// The most bytes of `archive.json`.
const MOST_RECORD_BYTES: u64 = 256 << 20;
/// No honest text packs better than this.
const MOST_RATIO: u64 = 400;
/// Small files may pack as well as they like.
const RATIO_FROM: u64 = 16 << 20;

/// An opened archive.
pub(super) struct Opened<R> {
    zip: ZipArchive<R>,
    /// Its records.
    pub(super) records: Vec<Entry>,
    /// It holds all of a person's, and not only what a mentorship shares.
    pub(super) is_everything: bool,
}

#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

#[derive(Deserialize)]
struct Body {
    scope: String,
    records: Vec<Entry>,
}

impl Opened<BufReader<File>> {
    /// Opens the archive at `path`. See [`Opened::read`].
    pub(super) fn open(path: &Path) -> Result<Self> {
        let reading = |error: io::Error| outside::reading(&error, path);
        let file = File::open(path).map_err(reading)?;
        if !file.metadata().map_err(reading)?.is_file() {
            return Err(Error::new("not_an_archive"));
        }
        Opened::read(BufReader::new(file))
    }
}

impl<R: Read + Seek> Opened<R> {
    /// Reads the records of an archive.
    ///
    /// Fails with `not_an_archive`, `archive_damaged`, `archive_too_large`, `archive_unsafe`, and `newer_archive` (naming
    /// the versions).
    pub(super) fn read(mut source: R) -> Result<Self> {
        let mut start = [0; 2];
        let is_zip = source.read_exact(&mut start).is_ok() && start == *b"PK";
        source.rewind()?;
        let zip = ZipArchive::new(source)
            .map_err(|_| Error::new(if is_zip { "archive_damaged" } else { "not_an_archive" }))?;
        let mut opened = Opened { zip, records: Vec::new(), is_everything: false };
        opened.check_names()?;
        let json = opened.content(RECORDS, MOST_RECORD_BYTES)?.ok_or_else(|| Error::new("not_an_archive"))?;
        let damaged = |_| Error::new("archive_damaged");
        let head: Head = serde_json::from_slice(&json).map_err(damaged)?;
        if head.format != FORMAT {
            return Err(Error::new("not_an_archive"));
        }
        if head.version > VERSION {
            let versions = Error::new("newer_archive").with("found", i64::from(head.version));
            return Err(versions.with("known", i64::from(VERSION)));
        }
        let body: Body = serde_json::from_slice(&json).map_err(damaged)?;
        opened.is_everything = body.scope == "everything";
        opened.records = body.records;
        opened.check_records()?;
        Ok(opened)
    }

    /// The content of a file in the archive, at most `limit` bytes of it; none where it is not there.
    ///
    /// Fails with `archive_damaged` and `archive_too_large`.
    pub(super) fn content(&mut self, name: &str, limit: u64) -> Result<Option<Vec<u8>>> {
        let file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(_) => return Err(Error::new("archive_damaged")),
        };
        let (packed, claimed) = (file.compressed_size(), file.size());
        let claims_too_much =
            claimed > limit || (claimed > RATIO_FROM && claimed / packed.max(1) > MOST_RATIO);
        if claims_too_much {
            return Err(Error::new("archive_too_large"));
        }
        let mut content = Vec::new();
        // What it says of its size need not be so.
        let read =
            file.take(limit + 1).read_to_end(&mut content).map_err(|_| Error::new("archive_damaged"))?;
        if read as u64 > limit {
            return Err(Error::new("archive_too_large"));
        }
        Ok(Some(content))
    }

    /// Whether a file is in the archive.
    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Nothing is unpacked to the disk, so a name can do no harm; but Cairn never wrote such a one.
    fn check_names(&self) -> Result<()> {
        if self.zip.len() > MOST_FILES {
            return Err(Error::new("archive_too_large"));
        }
        let is_plain = |name: &str| {
            !name.starts_with('/')
                && !name.contains(['\\', ':', '\0'])
                && name.split('/').all(|part| part != ".." && part != ".")
        };
        let plain = self.zip.file_names().all(|name| name.is_ok_and(|name| is_plain(&name)));
        outside::refuse_unless(plain, "archive_unsafe")
    }

    /// No record twice, and every space is one.
    fn check_records(&self) -> Result<()> {
        let mut seen: HashSet<(&str, Uuid)> = HashSet::new();
        let good = self.records.iter().all(|entry| {
            let placed = entry.space == PERSONAL || Uuid::parse_str(&entry.space).is_ok();
            placed && entry.id.is_none_or(|id| seen.insert((&entry.kind, id)))
        });
        outside::refuse_unless(good, "archive_damaged")
    }
}
