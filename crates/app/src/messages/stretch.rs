//! A stretch of a conversation, out of two kinds of record. Cards are few, and all are at hand; messages are many, and only those
//! around the stretch are read.

use super::Said;
use crate::Result;
use cairn_domain::{MentorshipId, Message, MessageId, ThankYouCard};
use cairn_store::{InMentorship, Query, Reader, View};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A conversation of which a stretch is wanted.
pub(super) struct Conversation<'c> {
    shared: View<'c, InMentorship>,
    mentorship: MentorshipId,
    /// Every card, the eldest first.
    cards: Vec<Said>,
    /// Whether it is of cards alone.
    cards_only: bool,
}

impl<'c> Conversation<'c> {
    pub(super) fn read(reader: &Reader<'c>, mentorship: MentorshipId, cards_only: bool) -> Result<Self> {
        let shared = reader.mentorship(mentorship);
        let cards = shared.select::<ThankYouCard>().by("at").list()?;
        let cards = cards.into_iter().map(|card| Said::Card(card.into_inner())).collect();
        Ok(Conversation { shared, mentorship, cards, cards_only })
    }

    /// How many there are.
    pub(super) fn total(&self) -> Result<u32> {
        Ok(self.messages().count()? + number(self.cards.len()))
    }

    /// How many come before the message or card with this id; none where there is no such.
    pub(super) fn place_of(&self, id: Uuid) -> Result<Option<u32>> {
        let card = self.cards.iter().find(|card| card.id() == id).map(Said::place);
        let message = self.shared.get::<Message>(MessageId(id))?;
        let Some(place) = card.or(message.map(|message| (message.at, id))) else { return Ok(None) };
        let (at, id) = place;
        let at_once = self.messages().with("at", at).list()?;
        let before = self.messages().below("at", at).count()?
            + number(at_once.iter().filter(|message| message.id.0 < id).count());
        Ok(Some(before + number(self.cards.iter().filter(|card| card.place() < place).count())))
    }

    /// At most `count` of them from the place `from` on.
    pub(super) fn stretch(self, from: u32, count: u32) -> Result<Vec<Said>> {
        // No message comes more places later than there are cards, so that none before this one is in the stretch.
        let first = from.saturating_sub(number(self.cards.len()));
        let messages = self.messages().by("at").skip(first).limit(from + count - first).list()?;
        let mut said: Vec<Said> =
            messages.into_iter().map(|message| Said::Message(message.into_inner())).collect();
        let begins = said.first().map(Said::place).filter(|_| first > 0);
        let (before, among): (Vec<_>, Vec<_>) =
            self.cards.into_iter().partition(|card| begins.is_some_and(|begins| card.place() < begins));
        said.extend(among);
        said.sort_by_key(Said::place);
        let skipped = from.saturating_sub(first + number(before.len()));
        Ok(said.into_iter().skip(skipped as usize).take(count as usize).collect())
    }

    /// The messages that can be read, of a conversation that has any.
    fn messages(&self) -> Query<'c, Message, InMentorship> {
        let all = self.shared.select::<Message>().with("mentorship", self.mentorship);
        let all = all.at_least("at", DateTime::<Utc>::MIN_UTC);
        if self.cards_only { all.limit(0) } else { all }
    }
}

fn number(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
