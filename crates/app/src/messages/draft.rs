//! What was begun and not sent: kept on this computer alone, so that nothing typed is lost and nobody else reads it.

use crate::{App, Result};
use cairn_domain::{MentorshipId, clean_text};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DraftKind {
    /// A message.
    Message,
    /// A thank-you card.
    Card,
}

/// Something begun in a mentorship.
#[derive(Debug, Deserialize, TS)]
pub struct DraftOf {
    mentorship: MentorshipId,
    of: DraftKind,
}

/// Something begun, as typed.
#[derive(Debug, Deserialize, TS)]
pub struct SaveDraft {
    mentorship: MentorshipId,
    of: DraftKind,
    text: String,
}

/// What was begun; empty where nothing was.
pub fn get(app: &App, args: DraftOf) -> Result<String> {
    let kept = app.open()?.store.local_setting(&key(args.mentorship, args.of))?;
    Ok(kept.unwrap_or_default())
}

/// Keeps what was begun. Fails with `too_long` at `text`.
pub fn save(app: &App, args: SaveDraft) -> Result<()> {
    let text = clean_text("text", &args.text)?;
    let kept = Some(text.as_str()).filter(|text| !text.trim().is_empty());
    Ok(app.open()?.store.set_local_setting(&key(args.mentorship, args.of), kept)?)
}

/// Nothing is begun any more.
pub(super) fn forget(app: &App, mentorship: MentorshipId, of: DraftKind) -> Result<()> {
    Ok(app.open()?.store.set_local_setting(&key(mentorship, of), None)?)
}

fn key(mentorship: MentorshipId, of: DraftKind) -> String {
    let of = match of {
        DraftKind::Message => "message",
        DraftKind::Card => "card",
    };
    format!("draft.{of}.{mentorship}")
}
