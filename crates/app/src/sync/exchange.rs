//! Without a server: a mentorship travels in a file, sealed for its members.

use crate::{App, Error, Result, mentorships::view::OneMentorship};
use cairn_domain::MentorshipId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a mentorship stands with files.
#[derive(Debug, Serialize, TS)]
pub struct ExchangeView {
    /// Whether the others already have what opens it; else the first file comes with a code.
    pub known: bool,
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

/// A file that was dropped on the window, which has read it.
#[derive(Deserialize, TS)]
pub struct DroppedExchange {
    /// Its name.
    name: String,
    /// Its bytes in base64.
    content: String,
}

/// A file that is being looked at.
#[derive(Debug, Serialize, TS)]
pub struct ExchangePreview {
    /// Its name.
    pub name: String,
    /// Whether it needs a code to be opened.
    pub needs_code: bool,
    /// Who wrote it; none before it can be opened.
    pub from: Option<String>,
    /// Which mentorship it is of; none before it can be opened.
    pub mentorship: Option<String>,
    /// Whether that is one that is not here yet.
    pub new_here: bool,
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
    let _ = (app, args.id);
    Err(Error::new("sync_off"))
}

/// Writes a file for the others, where the person chooses. None when she changes her mind.
pub fn write(app: &App, args: OneMentorship) -> Result<Option<ExchangeWritten>> {
    let _ = (app, args.id);
    Err(Error::new("sync_off"))
}

/// Lets the person choose a file, and tells what it is. None when she changes her mind. Fails with `not_an_exchange`,
/// `exchange_damaged`, `file_gone`, `file_too_large`.
pub fn choose(app: &App, (): ()) -> Result<Option<ExchangePreview>> {
    app.open()?;
    Ok(None)
}

/// Tells what a file is that was dropped on the window. Fails as [`choose`].
pub fn dropped(app: &App, args: DroppedExchange) -> Result<ExchangePreview> {
    let _ = (app, args.content);
    Err(Error::new("not_an_exchange").with("name", args.name))
}

/// Tells what the file is with which Cairn was opened; none where there is none. Fails as [`choose`].
pub fn waiting(app: &App, (): ()) -> Result<Option<ExchangePreview>> {
    app.open()?;
    Ok(None)
}

/// Takes in the file that is being looked at. Twice changes nothing. Fails with `wrong_exchange_code` at `code`,
/// `exchange_damaged`, `exchange_not_for_me`.
pub fn take(app: &App, args: TakeExchange) -> Result<ExchangeTaken> {
    let _ = (app, args.code);
    Err(Error::new("sync_off"))
}

/// Lets go of the file that was looked at.
pub fn close(app: &App, (): ()) -> Result<()> {
    let _ = app;
    Ok(())
}
