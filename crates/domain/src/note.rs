//! What is written down: notes, actions, journal.

use crate::{AccountId, ActionItemId, GoalId, JournalEntryId, MemberId, MentorshipId, NoteId, SessionId};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// Markdown text of a session, a goal or a mentorship. Private or shared by the space it lives in.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Names it.
    pub id: NoteId,
    /// The mentorship it is about.
    pub mentorship: Option<MentorshipId>,
    /// The session it is about.
    pub session: Option<SessionId>,
    /// The goal it is about.
    pub goal: Option<GoalId>,
    /// Markdown.
    pub text: String,
    /// The private note an excerpt was shared from. The id alone crosses over, and tells nothing.
    pub copied_from: Option<NoteId>,
}

/// A thing somebody will do.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionItem {
    /// Names it.
    pub id: ActionItemId,
    /// The mentorship it belongs to.
    pub mentorship: Option<MentorshipId>,
    /// The session it came from.
    pub session: Option<SessionId>,
    /// The goal it serves.
    pub goal: Option<GoalId>,
    /// In a line.
    pub text: String,
    /// Who will do it; none for the person at this computer.
    pub owner: Option<MemberId>,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// When it was done.
    pub done_at: Option<DateTime<Utc>>,
}

/// An entry of the person's own journal. Always private.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalEntry {
    /// Names it.
    pub id: JournalEntryId,
    /// The day it is about.
    pub on: NaiveDate,
    /// Markdown.
    pub text: String,
    /// The goal it is about.
    pub goal: Option<GoalId>,
}

impl NoteId {
    /// The id of the note that the members of a session share. The same on every device, so that two who begin it at
    /// once write the same note.
    pub fn shared_of(session: SessionId) -> NoteId {
        NoteId(Uuid::new_v5(&session.0, b"shared note"))
    }

    /// The id of the note that a person writes for herself about a session, the same on all her devices.
    pub fn private_of(session: SessionId, account: AccountId) -> NoteId {
        NoteId(Uuid::new_v5(&session.0, account.0.as_bytes()))
    }
}

impl ActionItem {
    /// The day a snooze puts it off to: a day after it is due, and never before tomorrow.
    pub fn snoozed_to(&self, today: NaiveDate) -> NaiveDate {
        let due = self.due_on.map_or(today, |due| due.max(today));
        due.succ_opt().unwrap_or(due)
    }
}

/// The shared text with an excerpt after it, a blank line between.
pub fn append_excerpt(shared: &str, excerpt: &str) -> String {
    let (shared, excerpt) = (shared.trim_end(), excerpt.trim());
    if shared.is_empty() { excerpt.to_owned() } else { format!("{shared}\n\n{excerpt}") }
}

/// The e-mail addresses and telephone numbers in a text, as written: what somebody may not have meant to share.
pub fn contact_details(text: &str) -> Vec<String> {
    let mut found: Vec<String> = text.split_whitespace().filter_map(e_mail).collect();
    for line in text.lines() {
        found.extend(telephone_numbers(line));
    }
    found
}

fn e_mail(word: &str) -> Option<String> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let (name, host) = word.split_once('@')?;
    let plausible = !name.is_empty() && host.contains('.') && !host.contains('@');
    plausible.then(|| word.to_owned())
}

/// Nine digits or more with nothing but spaces, dots, dashes, slashes and brackets between them; a date has eight.
fn telephone_numbers(line: &str) -> Vec<String> {
    let may_stand = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '.' | '/' | '(' | ')');
    line.split(|c| !may_stand(c))
        .filter(|run| run.chars().filter(char::is_ascii_digit).count() >= 9)
        .map(|run| run.trim_matches(|c: char| !c.is_ascii_digit() && c != '+').to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[rstest]
    #[case::late("2026-11-20", "2026-11-25")]
    #[case::today("2026-11-24", "2026-11-25")]
    #[case::later("2026-11-29", "2026-11-30")]
    fn a_snooze_puts_it_off_by_a_day(#[case] due: &str, #[case] expected: &str) {
        let action = ActionItem {
            id: ActionItemId(Uuid::nil()),
            mentorship: None,
            session: None,
            goal: None,
            text: "Write".into(),
            owner: None,
            due_on: Some(day(due)),
            done_at: None,
        };
        assert_eq!(action.snoozed_to(day("2026-11-24")), day(expected));
    }

    #[test]
    fn an_excerpt_follows_what_is_shared_already() {
        assert_eq!(append_excerpt("## Notes\n- one\n", "  Figure 2 \n"), "## Notes\n- one\n\nFigure 2");
        assert_eq!(append_excerpt(" \n", "Figure 2"), "Figure 2");
    }

    #[rstest]
    #[case::none("Meet on 2026-11-24 at 20:30, 3 of 12 clinics", &[])]
    #[case::mail("Write to <ana.b@example.org>, soon", &["ana.b@example.org"])]
    #[case::number("Call (312) 555-0134 99", &["312) 555-0134 99"])]
    #[case::international("+91 98765 43210.", &["+91 98765 43210"])]
    fn contact_details_are_found(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(contact_details(text), expected);
    }
}
