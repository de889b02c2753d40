//! Writing an archive: the same bytes for the same data.

use super::{
    Progress,
    entry::{Entry, KINDS},
    folders::Names,
    open::{FORMAT, RECORDS, VERSION},
    pages::{self, Page},
    private_pages,
    take_in::{attachments, file_of},
};
use crate::{App, Error, Result, calendar_file::outgoing};
use cairn_domain::{Mentorship, MentorshipId};
use cairn_store::Reader;
use serde_json::json;
use std::io::{self, Seek, Write};
use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

/// What an archive is to hold.
struct Contents {
    scope: serde_json::Value,
    records: Vec<Entry>,
    pages: Vec<Page>,
    calendar: String,
}

/// What was written.
pub(super) struct Written {
    pub(super) records: u32,
    pub(super) files: u32,
}

/// Writes all that the person may read.
pub(super) fn everything(app: &App, file: impl Write + Seek, progress: &mut Progress<'_>) -> Result<Written> {
    let contents = app.read(|reader| {
        let mut records = Vec::new();
        for kind in KINDS {
            records.extend((kind.everything)(reader)?);
        }
        let mentorships: Vec<MentorshipId> =
            reader.anywhere().all::<Mentorship>()?.iter().map(|mentorship| mentorship.id).collect();
        let mut names = Names::default();
        let mut pages = private_pages::all(app, reader, &mut names)?;
        for id in &mentorships {
            pages.extend(pages::of_mentorship(app, reader, *id, &mut names)?);
        }
        pages.push(readme(app, "archive-readme-everything"));
        let calendar = outgoing::calendar(reader, &mentorships, None, app.now())?.text;
        Ok(Contents { scope: json!({"scope": "everything"}), records, pages, calendar })
    })?;
    write(app, contents, file, progress)
}

/// Writes what the members of a mentorship share. All of it is read as [`cairn_store::Shared`].
pub(super) fn shared(
    app: &App,
    mentorship: MentorshipId,
    file: impl Write + Seek,
    progress: &mut Progress<'_>,
) -> Result<Written> {
    let contents = app.read(|reader: &Reader<'_>| {
        let mut records = Vec::new();
        for kind in KINDS {
            records.extend((kind.shared)(reader, mentorship)?);
        }
        let mut pages = pages::of_mentorship(app, reader, mentorship, &mut Names::default())?;
        pages.push(readme(app, "archive-readme-shared"));
        let calendar = outgoing::calendar(reader, &[mentorship], None, app.now())?.text;
        let scope = json!({"scope": "mentorship", "mentorship": mentorship});
        Ok(Contents { scope, records, pages, calendar })
    })?;
    write(app, contents, file, progress)
}

fn readme(app: &App, about: &str) -> Page {
    let texts = [about, "archive-readme-parts", "archive-readme-json"].map(|id| app.words.say(id));
    Page { path: "README.md".into(), text: format!("# Cairn\n\n{}\n", texts.join("\n\n")) }
}

fn write(
    app: &App,
    contents: Contents,
    file: impl Write + Seek,
    progress: &mut Progress<'_>,
) -> Result<Written> {
    let Contents { scope, records, mut pages, calendar } = contents;
    pages.sort_by(|one, other| one.path.cmp(&other.path));
    let hashes = attachments(&records);
    progress.expect(pages.len() + hashes.len() + 2);
    let mut zip = ZipWriter::new(file);
    start(&mut zip, RECORDS)?;
    write_records(&mut zip, &scope, &records)?;
    progress.step()?;
    start(&mut zip, "calendar.ics")?;
    zip.write_all(calendar.as_bytes())?;
    progress.step()?;
    for page in &pages {
        start(&mut zip, &page.path)?;
        zip.write_all(page.text.as_bytes())?;
        progress.step()?;
    }
    let open = app.open()?;
    let mut files = 0;
    for hash in &hashes {
        // A file that has not arrived yet is left out; the record that points at it is not.
        if let Ok(mut content) = open.store.attachment(hash) {
            start(&mut zip, &file_of(hash))?;
            io::copy(&mut content, &mut zip)?;
            files += 1;
        }
        progress.step()?;
    }
    zip.finish().map_err(zip_failed)?;
    Ok(Written { records: u32::try_from(records.len()).unwrap_or(u32::MAX), files })
}

fn start(zip: &mut ZipWriter<impl Write + Seek>, name: &str) -> Result<()> {
    // Files that were packed before do not pack again, and trying costs little.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    zip.start_file(name, options).map_err(zip_failed)
}

/// A record a line, so that two archives can be compared.
fn write_records(file: &mut impl Write, scope: &serde_json::Value, records: &[Entry]) -> Result<()> {
    write!(file, "{{\n\"format\": \"{FORMAT}\",\n\"version\": {VERSION},\n")?;
    for (name, value) in scope.as_object().into_iter().flatten() {
        writeln!(file, "\"{name}\": {value},")?;
    }
    write!(file, "\"records\": [")?;
    for (n, entry) in records.iter().enumerate() {
        file.write_all(if n == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *file, entry).map_err(io::Error::from)?;
    }
    file.write_all(b"\n]\n}\n")?;
    Ok(())
}

fn zip_failed(error: ZipError) -> Error {
    match error {
        ZipError::Io(error) => error.into(),
        _ => Error::new("internal"),
    }
}
