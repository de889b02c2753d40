//! Sessions and the series that plan them.

use super::{Words, table};

table! {
    Session, SessionId, "session" = 20, Mentorship, {
        mentorship = 1,
        series = 2,
        original_start = 3,
        title = 4,
        starts = 5,
        zone = 6,
        minutes = 7,
        state = 8,
        by_role = 9,
        held_minutes = 10,
        join_link = 11,
        uid = 12,
        sequence = 13,
        stamp = 14,
    },
    |session| Words::new(&session.title, &[])
}

table! {
    Series, SeriesId, "series" = 21, Mentorship, {
        mentorship = 1,
        title = 2,
        starts = 3,
        zone = 4,
        minutes = 5,
        rule = 6,
        exdates = 7,
        rdates = 8,
        uid = 9,
        sequence = 10,
        stamp = 11,
    },
    |series| Words::new(&series.title, &[])
}
