//! Files of a space: which are to be uploaded, which are to be fetched, and the pieces in which they travel.

use super::{
    EntryId, integer,
    ledger::{self, LedgerRecord, Way},
    number,
};
use crate::{Error, Store, attachment, row, table::Record};
use cairn_crypto::MAX_PIECE;
use cairn_domain::Resource;
use cairn_replica::{Announced, SpaceId};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

/// The most attachments that one entry tells of.
const TOLD_AT_ONCE: u32 = 100;

/// A file that a record of a space points at, and that is missing on one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// BLAKE3 of the file, in 64 hexadecimal digits.
    pub content: String,
    /// Its size.
    pub bytes: u64,
}

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// Kept; others are still to come.
    Kept,
    /// It was the last that was missing, and the file is here.
    Whole,
    /// All are there, and they are not the file: they were thrown away.
    Wrong,
}

impl Store {
    /// Files that a space's records point at, that are here, and whose blobs are not known to be on the server.
    pub fn to_upload(&self, space: SpaceId) -> Result<Vec<Missing>, Error> {
        // From the few files to who points at them, in this order and by that index (`CROSS`, `+`): left to itself, SQLite reads
        // all resources of the space, in every round of sync.
        self.missing(
            "SELECT DISTINCT attachment.hash, attachment.bytes FROM attachment CROSS JOIN resource ON resource.attachment = attachment.hash
             WHERE +resource.space = ?1 AND resource.deleted = 0 AND NOT EXISTS (
                 SELECT 1 FROM sync_attachment AS known WHERE known.space = ?1 AND known.content = attachment.hash)
             ORDER BY attachment.hash",
            space,
        )
    }

    /// Files that a space's records point at, that are not here, and whose blobs are on the server.
    pub fn to_download(&self, space: SpaceId) -> Result<Vec<Announced>, Error> {
        self.read(|reader| {
            announcements(
                reader.connection,
                "WHERE space = ?1 AND content NOT IN (SELECT hash FROM attachment) AND EXISTS (
                     SELECT 1 FROM resource WHERE attachment = content AND +resource.space = ?1 AND deleted = 0)
                 ORDER BY content",
                space,
            )
        })
    }

    /// Every file of a space whose blobs are on the server, for a snapshot.
    pub fn announced(&self, space: SpaceId) -> Result<Vec<Announced>, Error> {
        self.read(|reader| announcements(reader.connection, "WHERE space = ?1 ORDER BY content", space))
    }

    /// The blobs of a file, of so many bytes together, are on the server: the next entry tells the others.
    pub fn uploaded(
        &self,
        space: SpaceId,
        file: &Announced,
        bytes: u64,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.on_this_device(|connection| {
            keep(connection, space, file, None)?;
            let (entry, _) = file.content.split_first_chunk().expect("a hash is longer than an id");
            let line = ledger::Line { at: now, space, way: Way::Attachment, entry: *entry, seq: None, bytes };
            ledger::write(connection, &line, pointing_at(connection, space, &hex(&file.content))?)
        })
    }

    /// A piece of a file that is here, counted from zero; empty after its end. Fails with [`Error::NoSuchAttachment`].
    pub fn attachment_piece(&self, content: &str, piece: u32) -> Result<Vec<u8>, Error> {
        self.read(|reader| {
            let known = "SELECT EXISTS (SELECT 1 FROM attachment WHERE hash = ?1)";
            if !reader.connection.query_row(known, [content], |row| row.get(0))? {
                return Err(Error::NoSuchAttachment);
            }
            let chunks = (MAX_PIECE / attachment::CHUNK_BYTES) as u32;
            let mut statement = reader.connection.prepare_cached(
                "SELECT content FROM attachment_chunk WHERE hash = ?1 AND n >= ?2 AND n < ?3 ORDER BY n",
            )?;
            let mut rows = statement.query(params![content, piece * chunks, (piece + 1) * chunks])?;
            let mut bytes = Vec::new();
            while let Some(row) = rows.next()? {
                bytes.extend_from_slice(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
            }
            Ok(bytes)
        })
    }

    /// Which pieces of a file have come already from a space, so that an interrupted download goes on.
    pub fn pieces_here(&self, space: SpaceId, content: &str) -> Result<Vec<u32>, Error> {
        self.read(|reader| {
            let mut statement = reader
                .connection
                .prepare_cached("SELECT n FROM sync_piece WHERE space = ?1 AND content = ?2 ORDER BY n")?;
            let found = statement.query_map(params![space.0.as_bytes(), content], |row| row.get(0))?;
            Ok(found.collect::<Result<_, _>>()?)
        })
    }

    /// Keeps a piece of a file that has `of` pieces, as a space has it: what a member of one space says is in a file spoils it
    /// for no other. With the last one that was missing the file is checked against its
    /// hash, and is here. Fails with [`Error::TooLarge`] over the size of a file.
    pub fn put_piece(
        &self,
        space: SpaceId,
        content: &str,
        piece: u32,
        of: u32,
        bytes: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Piece, Error> {
        let limit = crate::MAX_ATTACHMENT_BYTES;
        if bytes.len() > MAX_PIECE
            || u64::from(of) * MAX_PIECE as u64 > limit.next_multiple_of(MAX_PIECE as u64)
        {
            return Err(Error::TooLarge { limit });
        }
        let whole = self.on_this_device(|connection| {
            connection.execute(
                "INSERT OR REPLACE INTO sync_piece (space, content, n, bytes) VALUES (?1, ?2, ?3, ?4)",
                params![space.0.as_bytes(), content, piece, bytes],
            )?;
            gather(connection, space, content, of)
        })?;
        let Some(whole) = whole else { return Ok(Piece::Kept) };
        if blake3::hash(&whole).to_hex().as_str() != content {
            return Ok(Piece::Wrong);
        }
        self.attach(whole.as_slice(), now)?;
        Ok(Piece::Whole)
    }

    fn missing(&self, sql: &str, space: SpaceId) -> Result<Vec<Missing>, Error> {
        self.read(|reader| {
            let mut statement = reader.connection.prepare_cached(sql)?;
            let rows = statement.query_map([space.0.as_bytes()], |row| {
                Ok(Missing { content: row.get(0)?, bytes: number(row.get(1)?) })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// The file, once all its pieces are there; they are taken away then.
fn gather(connection: &Connection, space: SpaceId, content: &str, of: u32) -> Result<Option<Vec<u8>>, Error> {
    let key = params![space.0.as_bytes(), content, of];
    let counted = "SELECT count(*) FROM sync_piece WHERE space = ?1 AND content = ?2 AND n < ?3";
    let count: u32 = connection.query_row(counted, key, |row| row.get(0))?;
    if count < of {
        return Ok(None);
    }
    let mut whole = Vec::new();
    let mut statement = connection
        .prepare("SELECT bytes FROM sync_piece WHERE space = ?1 AND content = ?2 AND n < ?3 ORDER BY n")?;
    let mut rows = statement.query(key)?;
    while let Some(row) = rows.next()? {
        whole.extend_from_slice(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
    }
    connection.execute(
        "DELETE FROM sync_piece WHERE space = ?1 AND content = ?2",
        params![space.0.as_bytes(), content],
    )?;
    Ok(Some(whole))
}

fn keep(connection: &Connection, space: SpaceId, file: &Announced, told: Option<&[u8]>) -> Result<(), Error> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO sync_attachment (space, content, bytes, epoch, blobs, told) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            space.0.as_bytes(),
            hex(&file.content),
            integer(file.bytes),
            file.epoch,
            file.blobs.concat(),
            told
        ])?;
    Ok(())
}

/// The server may have lost the blobs of files that are here.
pub(super) fn upload_again(connection: &Connection, space: SpaceId) -> Result<(), Error> {
    connection.execute(
        "DELETE FROM sync_attachment WHERE space = ?1 AND content IN (SELECT hash FROM attachment)",
        [space.0.as_bytes()],
    )?;
    Ok(())
}

/// Others have told of these. What is known of a file that is here stays: it was uploaded from here, or fetched, and what
/// somebody else says of it may be wrong.
pub(super) fn announced(connection: &Connection, space: SpaceId, files: &[Announced]) -> Result<(), Error> {
    let mut is_known = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM sync_attachment JOIN attachment ON hash = content
         WHERE space = ?1 AND content = ?2)",
    )?;
    for file in files {
        let key = params![space.0.as_bytes(), hex(&file.content)];
        if !is_known.query_row(key, |row| row.get::<_, bool>(0))? {
            keep(connection, space, file, Some(&[]))?;
        }
    }
    Ok(())
}

/// The records of a space that have a file, by the field that says so.
fn pointing_at(connection: &Connection, space: SpaceId, content: &str) -> Result<Vec<LedgerRecord>, Error> {
    let table = Resource::TABLE;
    let fields = table.fields.iter().filter(|field| field.column == "attachment").map(|field| field.id);
    let fields: Vec<_> = fields.collect();
    let mut statement = connection.prepare_cached(
        "SELECT id FROM resource WHERE attachment = ?2 AND +space = ?1 AND deleted = 0 ORDER BY id",
    )?;
    let mut rows = statement.query(params![space.0.as_bytes(), content])?;
    let mut all = Vec::new();
    while let Some(found) = rows.next()? {
        let id = row::uuid(found.get_ref(0)?)?;
        all.push(LedgerRecord { collection: table.collection, id, fields: fields.clone() });
    }
    Ok(all)
}

/// What nobody was told of yet.
pub(super) fn untold(connection: &Connection, space: SpaceId) -> Result<Vec<Announced>, Error> {
    let which = format!("WHERE space = ?1 AND told IS NULL ORDER BY content LIMIT {TOLD_AT_ONCE}");
    announcements(connection, &which, space)
}

/// An entry in flight tells of these.
pub(super) fn tell(
    connection: &Connection,
    space: SpaceId,
    files: &[Announced],
    entry: EntryId,
) -> Result<(), Error> {
    let mut statement = connection
        .prepare_cached("UPDATE sync_attachment SET told = ?3 WHERE space = ?1 AND content = ?2")?;
    for file in files {
        statement.execute(params![space.0.as_bytes(), hex(&file.content), entry])?;
    }
    Ok(())
}

/// The entry has arrived.
pub(super) fn told(connection: &Connection, space: SpaceId, entry: EntryId) -> Result<(), Error> {
    connection
        .prepare_cached("UPDATE sync_attachment SET told = x'' WHERE space = ?1 AND told = ?2")?
        .execute(params![space.0.as_bytes(), entry])?;
    Ok(())
}

/// The entry was given up.
pub(super) fn untell(connection: &Connection, space: SpaceId, entry: EntryId) -> Result<(), Error> {
    connection
        .prepare_cached("UPDATE sync_attachment SET told = NULL WHERE space = ?1 AND told = ?2")?
        .execute(params![space.0.as_bytes(), entry])?;
    Ok(())
}

fn announcements(connection: &Connection, which: &str, space: SpaceId) -> Result<Vec<Announced>, Error> {
    let mut statement = connection
        .prepare_cached(&format!("SELECT content, bytes, epoch, blobs FROM sync_attachment {which}"))?;
    let mut rows = statement.query([space.0.as_bytes()])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let content: String = row.get(0)?;
        let content = blake3::Hash::from_hex(content.as_bytes());
        let content = content.map_err(|_| Error::Damaged("a content hash cannot be read".into()))?;
        let (blobs, _) = row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?.as_chunks::<32>();
        all.push(Announced {
            content: *content.as_bytes(),
            bytes: number(row.get(1)?),
            epoch: row.get(2)?,
            blobs: blobs.to_vec(),
        });
    }
    Ok(all)
}

fn hex(content: &[u8; 32]) -> String {
    blake3::Hash::from_bytes(*content).to_hex().to_string()
}
