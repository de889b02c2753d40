//! A readable archive: everything, or what a mentorship shares, in one zip file; and the way back in.
//!
//! ```text
//! README.md            what is in it, for a person
//! archive.json         every record with its fields: what Cairn reads back
//! calendar.ics         the sessions, for any calendar
//! mentorships/<name>/  Markdown: the people, goals, sessions with their shared notes, resources
//! private/             Markdown: what only you can read. Never in the archive of a mentorship
//! attachments/<hash>   kept files
//! ```
//!
//! Equal data gives equal bytes.

mod entry;
mod folders;
mod open;
pub(crate) mod outside;
mod pages;
mod private_pages;
mod shape;
mod take_in;
#[cfg(test)]
mod tests;
mod write;

use crate::{App, AppEvent, Error, Result, backups::size_text, resources::file::name_of};
use cairn_domain::{Mentorship, MentorshipId};
use open::Opened;
use serde::{Deserialize, Serialize};
use std::{
    path::PathBuf,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use ts_rs::TS;

/// The name under which an archive tells its progress.
const WORK: &str = "archive";

/// What goes into an archive.
#[derive(Debug, Deserialize, TS)]
pub struct WriteArchive {
    /// Only what this mentorship shares; everything when absent.
    #[ts(optional)]
    mentorship: Option<MentorshipId>,
}

/// An archive that was written.
#[derive(Debug, Serialize, TS)]
pub struct ArchiveWritten {
    /// The name of its file.
    pub name: String,
    /// How many records are in it.
    pub records: u32,
    /// How many kept files.
    pub files: u32,
    /// `1.2 MB`.
    pub size: String,
}

/// An archive that was looked at; nothing was written.
#[derive(Debug, Serialize, TS)]
pub struct ArchivePreview {
    /// The name of its file.
    pub name: String,
    /// It is a person's whole archive, with what only she can read.
    pub everything: bool,
    /// What is in it: `3 mentorships`, `12 goals`.
    pub counts: Vec<String>,
    /// Records that are not here.
    pub new: u32,
    /// Records that are here just so.
    pub same: u32,
    /// Records that are older here.
    pub newer: u32,
    /// Records that were changed here since, and stay.
    pub older: u32,
    /// Records that are left out.
    pub skipped: u32,
    /// Kept files that the archive speaks of and does not have.
    pub files_missing: u32,
}

/// What was taken in.
#[derive(Debug, Serialize, TS)]
pub struct ArchiveTaken {
    /// The name of the file.
    pub name: String,
    /// Records that came.
    pub new: u32,
    /// Records that were brought up to date.
    pub newer: u32,
    /// Records that were left out.
    pub skipped: u32,
}

/// What the person wants of archives right now.
#[derive(Default)]
pub(crate) struct ArchiveWish {
    stop: AtomicBool,
    chosen: Mutex<Option<PathBuf>>,
}

/// Writes an archive where the person chooses, telling its progress as work `archive`. None when she changes her mind.
///
/// Fails with `not_found`, `cancelled`, `disk_full`, `place_read_only`; nothing is left of it then.
pub fn write(app: &App, args: WriteArchive) -> Result<Option<ArchiveWritten>> {
    app.open()?;
    let suggested = suggested_name(app, args.mentorship)?;
    let title = app.words.say("archive-pick-where");
    let Some(path) = app.host.pick_save_file(&title, &suggested) else { return Ok(None) };
    let mut progress = Progress::begin(app);
    let written = outside::write(&path, |file| match args.mentorship {
        None => write::everything(app, file, &mut progress),
        Some(id) => write::shared(app, id, file, &mut progress),
    })?;
    let bytes = std::fs::metadata(&path).map_or(0, |about| about.len());
    Ok(Some(ArchiveWritten {
        name: name_of(&path),
        records: written.records,
        files: written.files,
        size: size_text(bytes),
    }))
}

/// Lets the person choose an archive, and tells what bringing it in would do. None when she changes her mind.
///
/// Fails with what is wrong with the file: `not_an_archive`, `archive_damaged`, `archive_too_large`, `archive_unsafe`,
/// `newer_archive`, `file_gone`.
pub fn preview(app: &App, (): ()) -> Result<Option<ArchivePreview>> {
    app.open()?;
    let title = app.words.say("archive-pick-file");
    let Some(path) = app.host.pick_open_file(&title, &["zip"]) else { return Ok(None) };
    let opened = Opened::open(&path)?;
    let fates = app.read(|reader| take_in::fates(reader, &opened))?;
    let missing = take_in::attachments(&opened.records)
        .iter()
        .filter(|hash| !opened.has(&take_in::file_of(hash)))
        .count();
    let counts = take_in::counts(&opened.records);
    let view = ArchivePreview {
        name: name_of(&path),
        everything: opened.is_everything,
        counts: TOLD.iter().filter_map(|kind| Some(count_text(app, kind, *counts.get(kind)?))).collect(),
        new: fates.new,
        same: fates.same,
        newer: fates.newer,
        older: fates.older,
        skipped: fates.skipped,
        files_missing: u32::try_from(missing).unwrap_or(u32::MAX),
    };
    *app.archive_wish.chosen.lock().unwrap_or_else(PoisonError::into_inner) = Some(path);
    Ok(Some(view))
}

/// Brings the archive in that was looked at, telling its progress as work `archive`.
///
/// Fails as [`preview`], and with `cancelled` and `disk_full`; nothing was changed then.
pub fn read(app: &App, (): ()) -> Result<ArchiveTaken> {
    let chosen = app.archive_wish.chosen.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let path = chosen.ok_or_else(|| Error::not_found("archive"))?;
    let mut progress = Progress::begin(app);
    let fates = take_in::take_in(app, &mut Opened::open(&path)?, &mut progress)?;
    Ok(ArchiveTaken { name: name_of(&path), new: fates.new, newer: fates.newer, skipped: fates.skipped })
}

/// Stops the archive under way, in either direction; it leaves nothing.
pub fn cancel(app: &App, (): ()) -> Result<()> {
    app.archive_wish.stop.store(true, Ordering::SeqCst);
    Ok(())
}

/// The kinds that a person counts, in this order.
const TOLD: &[&str] =
    &["mentorship", "goal", "session", "note", "action_item", "resource", "message", "journal_entry"];

fn count_text(app: &App, kind: &str, count: i64) -> String {
    app.words.say_with(&format!("archive-count-{}", kind.replace('_', "-")), &[("count", count.into())])
}

/// `Cairn 2026-11-23.zip`, `Cairn Ishani 2026-11-23.zip`.
fn suggested_name(app: &App, mentorship: Option<MentorshipId>) -> Result<String> {
    let today = app.today();
    let Some(id) = mentorship else { return Ok(format!("Cairn {today}.zip")) };
    let name = app.read(|reader| {
        reader.mentorship(id).get::<Mentorship>(id)?.ok_or_else(|| Error::not_found("mentorship"))?;
        Ok(crate::goals::place::Circle::read(reader, id)?.name)
    })?;
    Ok(format!("Cairn {} {today}.zip", folders::file_name(&name)))
}

/// Long work, told to the interface as it goes on, and stopped when the person wants.
pub(crate) struct Progress<'a> {
    app: &'a App,
    done: usize,
    total: usize,
    told: usize,
}

impl<'a> Progress<'a> {
    fn begin(app: &'a App) -> Progress<'a> {
        app.archive_wish.stop.store(false, Ordering::SeqCst);
        Progress { app, done: 0, total: 0, told: 0 }
    }

    /// How many steps are still to come.
    fn expect(&mut self, steps: usize) {
        self.total = self.done + steps;
    }

    /// A step is done. Fails with `cancelled` where the person wants no more.
    fn step(&mut self) -> Result<()> {
        self.done += 1;
        // Some hundred events at most, however much there is.
        if self.done >= self.total || (self.done - self.told) * 100 >= self.total {
            self.told = self.done;
            let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            let (work, done, total) = (WORK.to_owned(), count(self.done), count(self.total));
            self.app.host.emit(AppEvent::Progress { work, done, total });
        }
        let stop = self.app.archive_wish.stop.load(Ordering::SeqCst);
        if stop { Err(Error::new("cancelled")) } else { Ok(()) }
    }
}
