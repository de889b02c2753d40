//! What members say to each other: messages by day, cards to say thank you, and what of it is new.
//!
//! A message is written on this computer first. Whether it has left is what the store's outbox says; whether it can
//! leave at all, what [`App::is_connected`] says.

pub mod card;
pub mod draft;
pub mod link;
pub mod list;
mod stretch;
#[cfg(test)]
mod tests;
pub mod unread;
pub mod write;

use crate::{App, Error, Result, mentorships::Pair};
use cairn_domain::{MemberId, MentorshipId, Message, ThankYouCard};
use cairn_store::{InMentorship, Query, Reader, SpaceId};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A message or a card.
pub(crate) enum Said {
    Message(Message),
    Card(ThankYouCard),
}

impl Said {
    pub(crate) fn id(&self) -> Uuid {
        match self {
            Said::Message(message) => message.id.0,
            Said::Card(card) => card.id.0,
        }
    }

    pub(crate) fn by(&self) -> Option<MemberId> {
        match self {
            Said::Message(message) => message.by,
            Said::Card(card) => card.by,
        }
    }

    /// Where it stands in the conversation.
    fn place(&self) -> (DateTime<Utc>, Uuid) {
        (self.at(), self.id())
    }

    pub(crate) fn at(&self) -> DateTime<Utc> {
        match self {
            Said::Message(message) => message.at,
            Said::Card(card) => card.at,
        }
    }
}

/// Everything that was said in a mentorship, the eldest first.
pub(crate) fn all_said(reader: &Reader<'_>, mentorship: MentorshipId) -> Result<Vec<Said>> {
    let shared = reader.mentorship(mentorship);
    said_in(shared.select(), shared.select())
}

/// What these find, the eldest first.
fn said_in(
    messages: Query<'_, Message, InMentorship>,
    cards: Query<'_, ThankYouCard, InMentorship>,
) -> Result<Vec<Said>> {
    let messages = messages.list()?.into_iter().map(|message| Said::Message(message.into_inner()));
    let cards = cards.list()?.into_iter().map(|card| Said::Card(card.into_inner()));
    let mut said: Vec<Said> = messages.chain(cards).collect();
    said.sort_by_key(Said::place);
    Ok(said)
}

/// The person as a member of a mentorship. Fails with `not_found`, also where she is not one.
fn me(pair: &Pair) -> Result<MemberId> {
    pair.me().map(|member| member.id).ok_or_else(|| Error::not_found("member"))
}

impl App {
    /// Whether what is written in a mentorship goes to somebody, over a server or in files.
    pub(crate) fn is_connected(&self, mentorship: MentorshipId) -> Result<bool> {
        let open = self.open()?;
        let engine = &open.sync.engine;
        Ok(match open.store.sync_space(SpaceId(mentorship.0))? {
            None => false,
            // Until somebody joins it goes to the person's own devices alone.
            Some(known) if known.on_server => {
                engine.address()?.is_some() && engine.members_without_words(mentorship.0)?.len() > 1
            }
            // In files, unless she is out of it.
            Some(known) => known.notice.is_none(),
        })
    }
}
