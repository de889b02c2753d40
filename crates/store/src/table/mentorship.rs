//! Mentorships, their members and their life.

use super::{Words, table};

table! {
    Mentorship, MentorshipId, "mentorship" = 3, Mentorship, {
        title = 1,
        model = 2,
        purpose = 3,
        cadence = 4,
        starts_on = 5,
        ends_on = 6,
        join_link = 7,
        revisit_on = 8,
    },
    |mentorship| Words::new(mentorship.title.as_deref().unwrap_or_default(), &[&mentorship.purpose])
}

table! {
    Member, MemberId, "member" = 4, Mentorship, {
        mentorship = 1,
        account = 2,
        name = 3,
        pronouns = 4,
        role = 5,
        zone = 6,
        hours = 7,
    },
    |member| Words::new(&member.name, &[])
}

table! {
    LifecycleEvent, LifecycleEventId, "lifecycle_event" = 5, Mentorship, {
        mentorship = 1,
        by = 2,
        at = 3,
        zone = 4,
        from = 5,
        to = 6,
        reason = 7,
    },
    |_event| None
}
