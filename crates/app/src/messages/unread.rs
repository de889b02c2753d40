//! What the person has not seen yet. How far she has seen is hers alone, and follows her to all her devices.
//!
//! It is kept for each writer: what one of them wrote offline may arrive after what another wrote later.

use super::{Said, said_in};
use crate::{
    App, Result,
    mentorships::Pair,
    settings::{put_setting, setting},
};
use cairn_domain::{MemberId, MentorshipId, Message, ThankYouCard};
use cairn_store::{Draft, InMentorship, Query, Reader, Record};
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

    /// What [`Seen::is_fresh`] says of a kind, asked of the store.
    fn fresh<'c, T: Record>(&self, reader: &Reader<'c>, pair: &Pair) -> Query<'c, T, InMentorship> {
        let since = self.all_before(pair.others().map(|other| other.id));
        let id = pair.mentorship.id;
        let all = reader.mentorship(id).select::<T>().with("mentorship", id).at_least("at", since);
        let writers = self.0.iter().map(|(writer, seen)| (Some(MemberId(*writer)), *seen));
        let writers = writers.map(|(by, seen)| (by.filter(|by| !by.0.is_nil()), seen));
        let me = pair.me().map(|me| (Some(me.id), DateTime::<Utc>::MAX_UTC));
        writers.chain(me).fold(all, |all, (by, seen)| all.past("at", seen, "by", by))
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
    let seen = seen(reader, pair.mentorship.id)?;
    // Cards are few, and of those that a newer Cairn made some cannot be read.
    let cards = seen.fresh::<ThankYouCard>(reader, pair).list()?.len();
    Ok(seen.fresh::<Message>(reader, pair).count()? + u32::try_from(cards).unwrap_or(u32::MAX))
}

/// Everything that is there has been seen. No step of undo. Fails with `not_found`.
pub fn see(app: &App, args: SeenMessages) -> Result<()> {
    app.background(|draft| see_before(draft, args.mentorship, DateTime::<Utc>::MAX_UTC))
}

/// Everything that was written before an instant has been seen. Fails with `not_found`.
pub(crate) fn see_before(draft: &mut Draft<'_>, mentorship: MentorshipId, end: DateTime<Utc>) -> Result<()> {
    let pair = Pair::read(draft, mentorship)?;
    let before = seen(draft, mentorship)?;
    let mut now = before.clone();
    said_in(before.fresh(draft, &pair).below("at", end), before.fresh(draft, &pair).below("at", end))?
        .iter()
        .for_each(|said| now.see(said));
    if now == before { Ok(()) } else { put_setting(draft, &key(mentorship), &now) }
}

fn key(mentorship: MentorshipId) -> String {
    format!("messages-seen.{mentorship}")
}
