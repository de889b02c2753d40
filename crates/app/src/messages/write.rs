//! Saying something, and taking it back.

use super::{draft, me};
use crate::{App, Error, Result, mentorships::Pair};
use cairn_domain::{MentorshipId, Message, MessageId, Space, message_text};
use serde::Deserialize;
use ts_rs::TS;

/// Something to say.
#[derive(Debug, Deserialize, TS)]
pub struct SendMessage {
    mentorship: MentorshipId,
    /// Markdown.
    text: String,
}

/// A message.
#[derive(Debug, Deserialize, TS)]
pub struct OneMessage {
    /// Which.
    id: MessageId,
}

/// Writes a message into a mentorship, and forgets what was begun of it. Fails at `text` with `empty` and `too_long`, and
/// with `not_found`.
pub fn send(app: &App, args: SendMessage) -> Result<MessageId> {
    let text = message_text(&args.text)?;
    let (id, at) = (app.new_id::<MessageId>(), app.now());
    app.act("send-message", |draft| {
        let by = me(&Pair::read(draft, args.mentorship)?)?;
        let message = Message { id, mentorship: args.mentorship, by: Some(by), text, at };
        Ok(draft.create(Space::Mentorship(args.mentorship), &message)?)
    })?;
    draft::forget(app, args.mentorship, draft::DraftKind::Message)?;
    Ok(id)
}

/// Deletes a message of one's own. Fails with `not_allowed` for somebody else's, and with `not_found`.
pub fn delete(app: &App, args: OneMessage) -> Result<()> {
    app.act("delete-message", |draft| {
        let message = draft.get::<Message>(args.id)?.ok_or_else(|| Error::not_found("message"))?;
        let mine = me(&Pair::read(draft, message.mentorship)?)?;
        if message.by != Some(mine) {
            return Err(Error::new("not_allowed"));
        }
        Ok(draft.remove::<Message>(args.id)?)
    })
}
