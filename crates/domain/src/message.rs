//! What members say to each other: messages, and cards to say thank you.

use crate::{Invalid, MemberId, MentorshipId, MessageId, ThankYouCardId, clean_text, word::words};
use chrono::{DateTime, Utc};

/// The longest message or card, in characters.
pub const MAX_MESSAGE: usize = 10_000;

words! {
    /// The picture on a card.
    Motif {
        /// A pile of stones.
        Cairn = "cairn",
        /// The sun over hills.
        Sunrise = "sunrise",
        /// A young plant.
        Sprout = "sprout",
        /// A light in the dark.
        Lantern = "lantern",
    }
}

/// Something a member said to the others. Written once, never edited.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Names it.
    pub id: MessageId,
    /// The mentorship.
    pub mentorship: MentorshipId,
    /// Who wrote it.
    pub by: Option<MemberId>,
    /// Markdown.
    pub text: String,
    /// When it was written.
    pub at: DateTime<Utc>,
}

/// A member's thanks to another. Written once, never edited.
#[derive(Debug, Clone, PartialEq)]
pub struct ThankYouCard {
    /// Names it.
    pub id: ThankYouCardId,
    /// The mentorship, whose members all see it.
    pub mentorship: MentorshipId,
    /// Who wrote it.
    pub by: Option<MemberId>,
    /// Who is thanked; none for everybody.
    pub to: Option<MemberId>,
    /// Plain text.
    pub text: String,
    /// The picture on it.
    pub motif: Motif,
    /// When it was written.
    pub at: DateTime<Utc>,
}

/// The text of a message or a card as it is kept: without blank ends.
///
/// Fails at `text`: `empty`, or `too_long` over [`MAX_MESSAGE`] characters.
pub fn message_text(typed: &str) -> Result<String, Invalid> {
    let text = clean_text("text", typed)?;
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Invalid::new("text", "empty", typed)),
        count if count > MAX_MESSAGE => {
            Err(Invalid::new("text", "too_long", text).with_limit(MAX_MESSAGE as u64))
        }
        _ => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::ends("\n  See you *Tuesday*\n\n", Ok("See you *Tuesday*"))]
    #[case::lines("one\r\ntwo", Ok("one\ntwo"))]
    #[case::nothing(" \n\u{0}", Err("empty"))]
    fn a_message_is_cleaned(#[case] typed: &str, #[case] expected: Result<&str, &str>) {
        let kept = message_text(typed);
        assert_eq!(kept.as_deref().map_err(|invalid| invalid.code), expected);
    }

    #[test]
    fn a_very_long_message_is_named() {
        assert!(message_text(&"ä".repeat(MAX_MESSAGE)).is_ok());
        let invalid = message_text(&"ä".repeat(MAX_MESSAGE + 1)).unwrap_err();
        assert_eq!((invalid.code, invalid.limit), ("too_long", Some(MAX_MESSAGE as u64)));
    }
}
