//! Without a server: a mentorship travels in a file, sealed for its members.

use super::arrivals;
use crate::{
    App, AppEvent, Error, Result,
    archive::outside,
    backups::size_text,
    chosen::{Chosen, DroppedFile},
    mentorships::{Pair, view::OneMentorship},
    resources::file::name_of,
    state::Open,
};
use cairn_crypto::{ExchangeFile, ExchangeKind, MAX_EXCHANGE};
use cairn_domain::{AccountId, MentorshipId};
use cairn_store::SpaceId;
use cairn_sync::{ExchangeCode, SyncError};
use serde::{Deserialize, Serialize};
use std::{io::Write, path::Path};
use ts_rs::TS;
use uuid::Uuid;
use zeroize::Zeroizing;

/// How the name of an exchange file ends.
const ENDING: &str = "cairn-exchange";
/// So many bytes such a file may have.
pub(crate) const MOST_BYTES: usize = MAX_EXCHANGE;

/// How a mentorship stands with files.
#[derive(Debug, Serialize, TS)]
pub struct ExchangeView {
    /// When a file was last written: `today 19:12`.
    pub written: Option<String>,
    /// When one was last taken in.
    pub taken: Option<String>,
}

/// A file that was written.
#[derive(Serialize, TS)]
pub struct ExchangeWritten {
    /// Its name.
    pub name: String,
    /// What opens it, to be told by another way; none where the others have what opens it.
    pub code: Option<String>,
    /// `12 records, 3 kB`.
    pub holds: String,
}

/// A file that is being looked at.
#[derive(Debug, Serialize, TS)]
pub struct ExchangePreview {
    /// Its name.
    pub name: String,
    /// Whether it needs a code to be opened.
    pub needs_code: bool,
    /// Which mentorship it is of; none where that is not here yet.
    pub mentorship: Option<String>,
}

/// What opens a file.
#[derive(Deserialize, TS)]
pub struct TakeExchange {
    /// The code, where it needs one.
    #[ts(optional)]
    code: Option<String>,
}

/// What was taken in.
#[derive(Debug, Serialize, TS)]
pub struct ExchangeTaken {
    /// The mentorship.
    pub mentorship: MentorshipId,
    /// What came, in a sentence.
    pub text: String,
}

/// How a mentorship stands with files. Fails with `not_found`.
pub fn view(app: &App, args: OneMentorship) -> Result<ExchangeView> {
    let open = app.open()?;
    let space = SpaceId(args.id.0);
    Ok(ExchangeView {
        written: open.store.file_written(space)?.map(|at| app.instant_text(at)),
        taken: open.store.file_taken_in(space)?.map(|at| app.instant_text(at)),
    })
}

/// Writes a file for the others, where the person chooses. None when she changes her mind.
pub fn write(app: &App, args: OneMentorship) -> Result<Option<ExchangeWritten>> {
    let open = app.open()?;
    let pair = app.read(|reader| Pair::read(reader, args.id))?;
    let suggested = format!("Cairn {} {}.{ENDING}", pair.name().replace(['/', '\\', ':'], "-"), app.today());
    let title = app.words.say("exchange-pick-where");
    let Some(path) = app.host.pick_save_file(&title, &suggested) else { return Ok(None) };
    // A code is made for the first file and kept for its answer; who has the keys needs none.
    let code = match kept_code(&open, args.id.0)? {
        Some(code) => code,
        None => ExchangeCode::generate(&mut app.randomness()),
    };
    let file = open.sync.engine.export_exchange(args.id.0, Some(&code))?;
    let is_letter = ExchangeFile::parse(&file).map_err(SyncError::from)?.kind() == ExchangeKind::Letter;
    outside::write(&path, |out| out.write_all(&file).map_err(Error::from))?;
    // Once everybody has the keys nobody needs it any more, and what opens the first files is not kept for nothing.
    let is_awaited = !is_letter || pair.others().any(|other| other.account.is_none());
    keep_code(&open, args.id.0, is_awaited.then_some(&code))?;
    tell_exchange(app);
    Ok(Some(ExchangeWritten {
        name: name_of(&path),
        code: (!is_letter).then(|| code.to_text().to_string()),
        holds: size_text(u64::try_from(file.len()).unwrap_or(u64::MAX)),
    }))
}

/// The code of a mentorship that both still need: until the answer is there, and for the answer.
fn kept_code(open: &Open, space: Uuid) -> Result<Option<ExchangeCode>> {
    let text = open.store.local_setting(&code_key(space))?;
    Ok(text.and_then(|text| ExchangeCode::from_text(&text).ok()))
}

fn keep_code(open: &Open, space: Uuid, code: Option<&ExchangeCode>) -> Result<()> {
    let text = code.map(ExchangeCode::to_text);
    Ok(open.store.set_local_setting(&code_key(space), text.as_ref().map(|text| text.as_str()))?)
}

fn code_key(space: Uuid) -> String {
    format!("exchange-code-{space}")
}

/// Lets the person choose a file, and tells what it is. None when she changes her mind. Fails with `not_an_exchange`,
/// `exchange_damaged`, `exchange_too_large`, `file_gone`.
pub fn choose(app: &App, (): ()) -> Result<Option<ExchangePreview>> {
    app.open()?;
    let title = app.words.say("exchange-pick-file");
    let Some(path) = app.host.pick_open_file(&title, &[ENDING]) else { return Ok(None) };
    look(app, Chosen::at(&path, MOST_BYTES)?).map(Some)
}

/// Tells what a file is that was dropped on the window. Fails as [`choose`].
pub fn dropped(app: &App, args: DroppedFile) -> Result<ExchangePreview> {
    app.open()?;
    look(app, Chosen::dropped(args)?)
}

/// Tells what the file is with which Cairn was opened; none where there is none. Fails as [`choose`].
pub fn waiting(app: &App, (): ()) -> Result<Option<ExchangePreview>> {
    app.open()?;
    let Some(path) = app.sync_desk.exchange.take_waiting() else { return Ok(None) };
    look(app, Chosen::at(&path, MOST_BYTES)?).map(Some)
}

/// Takes in the file that is being looked at. Twice changes nothing. Fails with `wrong_exchange_code` and
/// `exchange_code_needed` at `code`, with `exchange_damaged`, `exchange_not_for_me`.
pub fn take(app: &App, args: TakeExchange) -> Result<ExchangeTaken> {
    let open = app.open()?;
    let file = app.sync_desk.exchange.chosen().ok_or_else(|| Error::not_found("file"))?;
    let parsed = ExchangeFile::parse(&file.bytes).map_err(SyncError::from)?;
    let space = Uuid::from_bytes(parsed.space().0);
    let code = match args.code.map(Zeroizing::new) {
        Some(text) => {
            let code = ExchangeCode::from_text(&text);
            Some(code.map_err(|_| Error::field("code", "wrong_exchange_code", ""))?)
        }
        None => kept_code(&open, space)?,
    };
    let imported = open.sync.engine.import_exchange(&file.bytes, code.as_ref());
    let imported = imported.map_err(|error| Error::from(error).with("name", file.name.as_str()))?;
    if let Some(code) = code {
        // The answer goes under the same code; and who takes in the same file twice is not asked twice.
        keep_code(&open, space, Some(&code))?;
    }
    arrivals::answered(&open, &*app.host, MentorshipId(imported.space), AccountId(imported.author));
    tell_exchange(app);
    let count = i64::try_from(imported.changed).unwrap_or(i64::MAX);
    let word = if imported.wants_answer { "exchange-taken-answer" } else { "exchange-taken" };
    let text = app.words.say_with(word, &[("count", count.into())]);
    Ok(ExchangeTaken { mentorship: MentorshipId(imported.space), text })
}

/// Lets go of the file that was looked at.
pub fn close(app: &App, (): ()) -> Result<()> {
    app.sync_desk.exchange.forget();
    Ok(())
}

fn look(app: &App, file: Chosen) -> Result<ExchangePreview> {
    let open = app.open()?;
    if file.bytes.len() > MOST_BYTES {
        return Err(Error::new("exchange_too_large").with("name", file.name.as_str()));
    }
    let parsed = ExchangeFile::parse(&file.bytes);
    let parsed =
        parsed.map_err(|error| Error::from(SyncError::from(error)).with("name", file.name.as_str()))?;
    let space = Uuid::from_bytes(parsed.space().0);
    let pair = app.read(|reader| Pair::read(reader, MentorshipId(space))).ok();
    let preview = ExchangePreview {
        name: file.name.clone(),
        needs_code: parsed.kind() != ExchangeKind::Letter && kept_code(&open, space)?.is_none(),
        mentorship: pair.map(|pair| pair.name()),
    };
    app.sync_desk.exchange.put(file);
    Ok(preview)
}

fn tell_exchange(app: &App) {
    app.host.emit(AppEvent::Changed { collections: vec!["exchange".into()] });
}

impl App {
    /// Cairn was opened with an exchange file: it is shown as soon as there is somebody to look.
    pub fn open_exchange_file(&self, path: &Path) {
        self.sync_desk.exchange.wait_for(path);
        self.host.emit(AppEvent::ExchangeFile);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestHost;

    #[test]
    fn a_file_that_is_too_large_is_said_so_from_wherever_it_came() {
        let app = TestHost::at("2026-11-24T18:00:00Z").open_app();
        let of = |bytes: usize| {
            let file = Chosen { name: "large.cairn-exchange".into(), bytes: vec![0; bytes] };
            look(&app, file).unwrap_err().code
        };
        assert_eq!(of(MOST_BYTES + 1), "exchange_too_large");
        assert_eq!(of(MOST_BYTES), "not_an_exchange");
    }
}
