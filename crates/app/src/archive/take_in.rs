//! Bringing an archive back in: looked at first, then taken in by one transaction.
//!
//! A record that is not here comes with its id and its age; one that was deleted here comes back. Of one that is here,
//! the version changed last stays. The person's own name, hours and settings come along only into a profile in which
//! nothing has been written yet. What this version does not understand, and what says that it lives elsewhere than the
//! record of that id does, is left out and counted.

use super::{
    Progress,
    entry::{Entry, Fate, PERSONAL, Profiled, kind_named},
    open::{FILES, Opened},
};
use crate::{App, Error, Result};
use cairn_domain::{Goal, JournalEntry, Mentorship, MentorshipId, Note, Resource, Space};
use cairn_store::{MAX_ATTACHMENT_BYTES, Reader, Record};
use serde_json::Value as Json;
use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    io::{Read, Seek},
};
use uuid::Uuid;

/// How many records have which fate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fates {
    pub(super) new: u32,
    pub(super) same: u32,
    pub(super) newer: u32,
    pub(super) older: u32,
    pub(super) skipped: u32,
}

impl Fates {
    fn count(&mut self, fate: Fate) {
        *match fate {
            Fate::New => &mut self.new,
            Fate::Same => &mut self.same,
            Fate::Newer => &mut self.newer,
            Fate::Older => &mut self.older,
            Fate::Skipped => &mut self.skipped,
        } += 1;
    }
}

/// What would become of each record. Writes nothing.
pub(super) fn fates<R: Read + Seek>(reader: &Reader<'_>, opened: &Opened<R>) -> Result<Fates> {
    let here = profiled(reader)?;
    let known = mentorships(reader, &opened.records)?;
    let mut fates = Fates::default();
    for entry in &opened.records {
        let kind = kind_named(&entry.kind).filter(|_| belongs(entry, &known));
        fates.count(match kind {
            Some(kind) => (kind.fate)(reader, entry, here)?,
            None => Fate::Skipped,
        });
    }
    Ok(fates)
}

/// Takes the records in, in one transaction that is one step of undo. The files they point at are kept before.
///
/// Fails with `archive_damaged`, `cancelled`, `disk_full`; no record is written then.
pub(super) fn take_in<R: Read + Seek>(
    app: &App,
    opened: &mut Opened<R>,
    progress: &mut Progress<'_>,
) -> Result<Fates> {
    let hashes = attachments(&opened.records);
    let records = std::mem::take(&mut opened.records);
    progress.expect(hashes.len() * 2 + records.len());
    // All files are proved before the first is kept.
    for hash in &hashes {
        let content = opened.content(&file_of(hash), MAX_ATTACHMENT_BYTES)?;
        if content.is_some_and(|content| blake3::hash(&content).to_hex().as_str() != hash) {
            return Err(Error::new("archive_damaged"));
        }
        progress.step()?;
    }
    let open = app.open()?;
    for hash in &hashes {
        if open.store.attachment(hash).is_err()
            && let Some(content) = opened.content(&file_of(hash), MAX_ATTACHMENT_BYTES)?
        {
            open.store.attach(content.as_slice(), app.now())?;
        }
        progress.step()?;
    }
    app.act("archive-read", |draft| {
        let here = profiled(draft)?;
        let known = mentorships(draft, &records)?;
        let mut fates = Fates::default();
        for entry in &records {
            let kind = kind_named(&entry.kind).filter(|_| belongs(entry, &known));
            fates.count(match kind {
                Some(kind) => (kind.take_in)(draft, entry, here)?,
                None => Fate::Skipped,
            });
            progress.step()?;
        }
        Ok(fates)
    })
}

/// The hashes of the files that the archive's resources point at.
pub(super) fn attachments(records: &[Entry]) -> BTreeSet<String> {
    let hash = |entry: &Entry| {
        let hash = entry.fields.get("attachment").and_then(Json::as_str)?;
        let is_hash = hash.len() == 64 && hash.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
        (entry.kind == Resource::TABLE.name && is_hash).then(|| hash.to_owned())
    };
    records.iter().filter_map(hash).collect()
}

/// Where a kept file lies in an archive.
pub(super) fn file_of(hash: &str) -> String {
    format!("{FILES}{hash}")
}

/// How many records there are of each kind.
pub(super) fn counts(records: &[Entry]) -> BTreeMap<&str, i64> {
    let mut counts = BTreeMap::new();
    for entry in records {
        *counts.entry(entry.kind.as_str()).or_default() += 1;
    }
    counts
}

fn profiled(reader: &Reader<'_>) -> Result<Profiled> {
    let all = reader.anywhere();
    let is_empty = all.select::<Mentorship>().count()? == 0
        && all.select::<Goal>().count()? == 0
        && all.select::<Note>().count()? == 0
        && all.select::<JournalEntry>().count()? == 0
        && all.select::<Resource>().count()? == 0;
    Ok(Profiled { account: reader.account(), is_empty })
}

/// The mentorships that are here or come along.
fn mentorships(reader: &Reader<'_>, records: &[Entry]) -> Result<HashSet<Uuid>> {
    let here = reader.anywhere().all::<Mentorship>()?;
    let of = |space: Space| match space {
        Space::Mentorship(MentorshipId(id)) => Some(id),
        Space::Personal(_) => None,
    };
    let come =
        records.iter().filter(|entry| entry.kind == Mentorship::TABLE.name).filter_map(|entry| entry.id);
    Ok(here.iter().filter_map(|found| of(found.space)).chain(come).collect())
}

/// Whether the mentorship whose members see it is there.
fn belongs(entry: &Entry, known: &HashSet<Uuid>) -> bool {
    entry.space == PERSONAL || Uuid::parse_str(&entry.space).is_ok_and(|id| known.contains(&id))
}
