//! What members say to each other.

use super::{Words, table};

table! {
    Message, MessageId, "message" = 40, Mentorship, {
        mentorship = 1,
        by = 2,
        text = 3,
        at = 4,
    },
    |message| Words::of_text(&message.text)
}

table! {
    ThankYouCard, ThankYouCardId, "thank_you_card" = 41, Mentorship, {
        mentorship = 1,
        by = 2,
        to = 3,
        text = 4,
        motif = 5,
        at = 6,
    },
    |card| Words::of_text(&card.text)
}
