//! What the person has not seen yet. How far she has seen is hers alone, and follows her to all her devices.
//!
//! It is kept for each writer: what one of them wrote offline may arrive after what another wrote later.

use super::{Said, said_since};
use crate::{
    App, Result,
    mentorships::Pair,
    settings::{put_setting, setting},
};
use cairn_domain::{MemberId, MentorshipId};
use cairn_store::{Draft, Reader};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;
use uuid::Uuid;

/// A conversation that the person has before her.
#[derive(Debug, Deserialize, TS)]
pub struct SeenMessages {
    mentorship: MentorshipId,
}

/// How far the person has seen, by writer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Seen(BTreeMap<Uuid, DateTime<Utc>>);

impl Seen {
    /// Whether somebody else wrote it, after the last of hers that was seen.
    pub(crate) fn is_fresh(&self, said: &Said, me: Option<MemberId>) -> bool {
        (me.is_none() || said.by() != me) && self.0.get(&writer(said)).is_none_or(|seen| said.at() > *seen)
    }

    fn see(&mut self, said: &Said) {
        let seen = self.0.entry(writer(said)).or_insert(said.at());
        *seen = (*seen).max(said.at());
    }

    /// The instant before which everything of these writers has been seen.
    fn all_before(&self, writers: impl Iterator<Item = MemberId>) -> DateTime<Utc> {
        let seen = |id: MemberId| self.0.get(&id.0).map(|seen| *seen + TimeDelta::milliseconds(1));
        writers.map(|id| seen(id).unwrap_or_default()).min().unwrap_or_default()
    }
}

/// Who wrote it; nobody stands for one that is not known.
fn writer(said: &Said) -> Uuid {
    said.by().map_or(Uuid::nil(), |by| by.0)
}

/// How far the person has seen a conversation.
pub(crate) fn seen(reader: &Reader<'_>, mentorship: MentorshipId) -> Result<Seen> {
    Ok(setting(reader, &key(mentorship))?.unwrap_or_default())
}

/// How many messages and cards of a mentorship the person has not seen.
pub(crate) fn count(reader: &Reader<'_>, pair: &Pair) -> Result<u32> {
    let mentorship = pair.mentorship.id;
    let (seen, me) = (seen(reader, mentorship)?, pair.me().map(|me| me.id));
    let since = seen.all_before(pair.others().map(|other| other.id));
    let fresh = said_since(reader, mentorship, since)?.into_iter().filter(|said| seen.is_fresh(said, me));
    Ok(u32::try_from(fresh.count()).unwrap_or(u32::MAX))
}

/// Everything that is there has been seen. No step of undo. Fails with `not_found`.
pub fn see(app: &App, args: SeenMessages) -> Result<()> {
    app.background(|draft| see_before(draft, args.mentorship, DateTime::<Utc>::MAX_UTC))
}

/// Everything that was written before an instant has been seen. Fails with `not_found`.
pub(crate) fn see_before(draft: &mut Draft<'_>, mentorship: MentorshipId, end: DateTime<Utc>) -> Result<()> {
    let pair = Pair::read(draft, mentorship)?;
    let (before, me) = (seen(draft, mentorship)?, pair.me().map(|me| me.id));
    let since = before.all_before(pair.others().map(|other| other.id));
    let mut now = before.clone();
    said_since(draft, mentorship, since)?
        .iter()
        .filter(|said| before.is_fresh(said, me) && said.at() < end)
        .for_each(|said| now.see(said));
    if now == before { Ok(()) } else { put_setting(draft, &key(mentorship), &now) }
}

fn key(mentorship: MentorshipId) -> String {
    format!("messages-seen.{mentorship}")
}
