//! A conversation as its screen shows it: a stretch of it, by day, on the reader's own clock.

use super::{
    Said,
    stretch::Conversation,
    unread::{self, Seen},
};
use crate::{App, Result, markdown, mentorships::Pair};
use cairn_calendar::Zone;
use cairn_domain::{Member, MentorshipId, Message, Motif, Space, ThankYouCard};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;
use uuid::Uuid;

/// At most so many are shown at once.
const MOST: u32 = 400;

/// A stretch of a conversation.
#[derive(Debug, Deserialize, TS)]
pub struct ListMessages {
    mentorship: MentorshipId,
    /// The place of the first, counted from 0; the latest ones when absent.
    #[ts(optional)]
    from: Option<u32>,
    /// Around this message or card, where it is there.
    #[ts(optional, type = "string")]
    around: Option<Uuid>,
    /// How many; 1 to 400.
    count: u32,
    /// Only thank-you cards.
    cards: bool,
}

/// A stretch of a conversation.
#[derive(Debug, Serialize, TS)]
pub struct MessagesView {
    /// How many there are in all.
    pub total: u32,
    /// How many come before the first of these.
    pub from: u32,
    /// The stretch, the eldest first.
    pub days: Vec<MessageDay>,
    /// The others in words: `Ishani`.
    pub names: String,
    /// Whether what is written here leaves this computer.
    pub connected: bool,
    /// How many messages and cards there are that the person has not seen.
    pub unread: u32,
}

/// What was said on one day of the reader's calendar.
#[derive(Debug, Serialize, TS)]
pub struct MessageDay {
    /// `2026-11-24`.
    pub day: String,
    /// `Today`, `Yesterday`, `Tuesday 24 November`.
    pub label: String,
    /// The eldest first.
    pub entries: Vec<MessageView>,
}

/// A message or a card.
#[derive(Debug, Serialize, TS)]
pub struct MessageView {
    /// Names it.
    pub id: String,
    /// Who wrote it; empty where that member is not here any more.
    pub by: String,
    /// What her tint is made of.
    pub seed: String,
    /// Whether that is the person at this computer.
    pub me: bool,
    /// The time on the reader's own clock: `14:02`.
    pub time: String,
    /// A message, to read; empty for a card.
    pub html: String,
    /// As it was written.
    pub text: String,
    /// Whether it follows another of the same member on the same day.
    pub follows: bool,
    /// Whether the person has not seen it yet.
    pub fresh: bool,
    /// Whether it has been sent: of the person's own, where there is somewhere to send them.
    pub delivery: Option<Delivery>,
    /// What makes it a card.
    pub card: Option<CardFace>,
}

/// Whether what was written has left this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Not yet.
    Waiting,
    /// It has.
    Sent,
}

/// What makes a card.
#[derive(Debug, Serialize, TS)]
pub struct CardFace {
    /// The picture on it.
    pub motif: Motif,
    /// Who is thanked; empty for everybody.
    pub to: String,
}

/// A stretch of a conversation. Fails with `not_found`.
pub fn list(app: &App, args: ListMessages) -> Result<MessagesView> {
    let connected = app.is_connected(args.mentorship)?;
    app.read(|reader| {
        let pair = Pair::read(reader, args.mentorship)?;
        let seen = unread::seen(reader, args.mentorship)?;
        let count = args.count.clamp(1, MOST);
        let conversation = Conversation::read(reader, args.mentorship, args.cards)?;
        let total = conversation.total()?;
        let from = first(&conversation, total, &args, count)?;
        let shown = conversation.stretch(from, count)?;
        let space = Space::Mentorship(args.mentorship);
        let mut unsent = reader.unsent::<Message>(space)?;
        unsent.extend(reader.unsent::<ThankYouCard>(space)?);
        let unsent = connected.then_some(unsent);
        let view = Viewed { app, pair: &pair, zone: app.my_zone(), unsent, seen };
        Ok(MessagesView {
            total,
            from,
            days: view.days(shown),
            names: pair.others_names(),
            connected,
            unread: unread::count(reader, &pair)?,
        })
    })
}

/// The place of the first that is shown.
fn first(conversation: &Conversation<'_>, total: u32, args: &ListMessages, count: u32) -> Result<u32> {
    let last = total.saturating_sub(count);
    let around = args.around.map(|id| conversation.place_of(id)).transpose()?.flatten();
    Ok(match (around, args.from) {
        (Some(place), _) => place.saturating_sub(count / 2).min(last),
        (None, Some(from)) => from.min(last),
        (None, None) => last,
    })
}

/// What every message is seen through.
struct Viewed<'a> {
    app: &'a App,
    pair: &'a Pair,
    zone: Zone,
    /// What has not been sent; none where there is nowhere to send it.
    unsent: Option<BTreeSet<Uuid>>,
    seen: Seen,
}

impl Viewed<'_> {
    fn days(&self, said: Vec<Said>) -> Vec<MessageDay> {
        let mut days: Vec<MessageDay> = Vec::new();
        let mut before: Option<(NaiveDate, Option<cairn_domain::MemberId>, bool)> = None;
        for said in said {
            let date = self.zone.civil(said.at()).date();
            if before.as_ref().is_none_or(|(day, ..)| *day != date) {
                days.push(MessageDay { day: date.to_string(), label: self.label(date), entries: vec![] });
            }
            let is_card = matches!(said, Said::Card(_));
            let now = (date, said.by(), is_card);
            let follows = !is_card && before == Some(now);
            before = Some(now);
            let entry = MessageView { follows, ..self.entry(said) };
            if let Some(day) = days.last_mut() {
                day.entries.push(entry);
            }
        }
        days
    }

    fn label(&self, date: NaiveDate) -> String {
        let today = self.zone.civil(self.app.now()).date();
        match (today - date).num_days() {
            0 => self.app.words.say("messages-today"),
            1 => self.app.words.say("messages-yesterday"),
            _ => self.app.clock_text().date(date, today),
        }
    }

    fn entry(&self, said: Said) -> MessageView {
        let me = self.pair.me().map(|me| me.id);
        let is_mine = me.is_some() && said.by() == me;
        let delivery = self
            .unsent
            .as_ref()
            .filter(|_| is_mine)
            .map(|unsent| if unsent.contains(&said.id()) { Delivery::Waiting } else { Delivery::Sent });
        let by = self.member(said.by());
        let at = said.at();
        let fresh = self.seen.is_fresh(&said, me);
        let id = said.id().to_string();
        let (html, text, card) = match said {
            Said::Message(message) => (markdown::render(&message.text), message.text, None),
            Said::Card(card) => {
                let to = self.member(card.to).map(|member| member.name.clone()).unwrap_or_default();
                let face = CardFace { motif: card.motif, to };
                (String::new(), card.text, Some(face))
            }
        };
        MessageView {
            id,
            by: by.map(|member| member.name.clone()).unwrap_or_default(),
            seed: by.map(|member| member.id.to_string()).unwrap_or_default(),
            me: is_mine,
            time: self.time(at),
            html,
            text,
            follows: false,
            fresh,
            delivery,
            card,
        }
    }

    fn time(&self, at: DateTime<Utc>) -> String {
        self.app.clock_text().time(self.zone.civil(at).time())
    }

    fn member(&self, id: Option<cairn_domain::MemberId>) -> Option<&Member> {
        self.pair.members.iter().find(|member| Some(member.id) == id)
    }
}
