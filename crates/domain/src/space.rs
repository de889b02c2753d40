//! The unit of sharing.

use crate::{AccountId, MentorshipId};
use uuid::Uuid;

/// Where a record lives, which says who can read it. A record never moves to another space; sharing copies it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Space {
    /// The person's own devices, and nobody else.
    Personal(AccountId),
    /// The members of a mentorship.
    Mentorship(MentorshipId),
}

impl Space {
    /// The id of the space, unique among all spaces.
    pub fn id(self) -> Uuid {
        match self {
            Space::Personal(account) => account.0,
            Space::Mentorship(mentorship) => mentorship.0,
        }
    }

    /// Whether only its owner can read it.
    pub fn is_personal(self) -> bool {
        matches!(self, Space::Personal(_))
    }
}
