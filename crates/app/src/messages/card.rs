//! Cards to say thank you.

use super::{draft, me};
use crate::{App, Error, Result, mentorships::Pair};
use cairn_domain::{MemberId, MentorshipId, Motif, Space, ThankYouCard, ThankYouCardId, message_text};
use serde::Deserialize;
use ts_rs::TS;

/// A card to write.
#[derive(Debug, Deserialize, TS)]
pub struct SendCard {
    mentorship: MentorshipId,
    /// Who is thanked; everybody when absent.
    #[ts(optional)]
    to: Option<MemberId>,
    text: String,
    motif: Motif,
}

/// A card.
#[derive(Debug, Deserialize, TS)]
pub struct OneCard {
    /// Which.
    id: ThankYouCardId,
}

/// Writes a card into a mentorship, and forgets what was begun of it. Fails at `text` with `empty` and `too_long`, at `to`
/// with `nobody_else` where that is nobody else there, and with `not_found`.
pub fn send(app: &App, args: SendCard) -> Result<ThankYouCardId> {
    let text = message_text(&args.text)?;
    let (id, at) = (app.new_id::<ThankYouCardId>(), app.now());
    app.act("send-card", |draft| {
        let pair = Pair::read(draft, args.mentorship)?;
        let by = me(&pair)?;
        if args.to.is_some_and(|to| !pair.others().any(|other| other.id == to)) {
            return Err(Error::field("to", "nobody_else", ""));
        }
        let card = ThankYouCard {
            id,
            mentorship: args.mentorship,
            by: Some(by),
            to: args.to,
            text,
            motif: args.motif,
            at,
        };
        Ok(draft.create(Space::Mentorship(args.mentorship), &card)?)
    })?;
    draft::forget(app, args.mentorship, draft::DraftKind::Card)?;
    Ok(id)
}

/// Deletes a card of one's own. Fails with `not_allowed` for somebody else's, and with `not_found`.
pub fn delete(app: &App, args: OneCard) -> Result<()> {
    app.act("delete-card", |draft| {
        let card = draft.get::<ThankYouCard>(args.id)?.ok_or_else(|| Error::not_found("card"))?;
        let mine = me(&Pair::read(draft, card.mentorship)?)?;
        if card.by != Some(mine) {
            return Err(Error::new("not_allowed"));
        }
        Ok(draft.remove::<ThankYouCard>(args.id)?)
    })
}
