//! What is written down.

use super::{Words, table};

table! {
    AgendaItem, AgendaItemId, "agenda_item" = 22, Either, {
        mentorship = 1,
        session = 2,
        text = 3,
        by = 4,
        done = 5,
        position = 6,
        first_session = 7,
        moved = 8,
    },
    |item| Words::new(&item.text, &[])
}

table! {
    ActionItem, ActionItemId, "action_item" = 23, Either, {
        mentorship = 1,
        session = 2,
        goal = 3,
        text = 4,
        owner = 5,
        due_on = 6,
        done_at = 7,
    },
    |item| Words::new(&item.text, &[])
}

table! {
    Note, NoteId, "note" = 24, Either, {
        mentorship = 1,
        session = 2,
        goal = 3,
        text = 4,
        copied_from = 5,
    },
    |note| Words::of_text(&note.text)
}

table! {
    JournalEntry, JournalEntryId, "journal_entry" = 25, Personal, {
        on = 1,
        text = 2,
        goal = 3,
    },
    |entry| Words::of_text(&entry.text)
}
