//! A mentorship and its members.

use crate::{AccountId, LifecycleEventId, MemberId, MentorshipId, WeeklyHours, word::words};
use chrono::{DateTime, NaiveDate, Utc};

words! {
    /// How a mentorship is set up.
    Model {
        /// One mentor, one mentee.
        OneToOne = "one_to_one",
        /// Two or more who mentor each other.
        Peer = "peer",
        /// One or two mentors and several mentees.
        Group = "group",
        /// For a profession or a job.
        Professional = "professional",
        /// Around a place or a cause.
        Community = "community",
    }
}

words! {
    /// What a member does in a mentorship.
    Role {
        /// Gives counsel.
        Mentor = "mentor",
        /// Is counselled.
        Mentee = "mentee",
        /// Both.
        Peer = "peer",
        /// Leads a group's meetings.
        Facilitator = "facilitator",
        /// Runs a program.
        Coordinator = "coordinator",
    }
}

words! {
    /// How often the members mean to meet, or a goal is to be checked in on.
    Cadence {
        /// Every week.
        Weekly = "weekly",
        /// Every second week.
        Fortnightly = "fortnightly",
        /// Once a month.
        Monthly = "monthly",
        /// When somebody asks.
        AsNeeded = "as_needed",
    }
}

words! {
    /// Where a mentorship is in its life. Derived from its events; never kept.
    MentorshipState {
        /// Not agreed yet.
        Proposed = "proposed",
        /// Under way.
        Active = "active",
        /// Resting.
        Paused = "paused",
        /// Being wound up.
        Closing = "closing",
        /// Over.
        Closed = "closed",
    }
}

/// A relationship with members, each in a role.
#[derive(Debug, Clone, PartialEq)]
pub struct Mentorship {
    /// Names it and its space.
    pub id: MentorshipId,
    /// What the members call it; none for a pair, which is called by the other's name.
    pub title: Option<String>,
    /// How it is set up.
    pub model: Model,
    /// What it is for, in a sentence.
    pub purpose: String,
    /// How often they mean to meet.
    pub cadence: Cadence,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Planned last day.
    pub ends_on: Option<NaiveDate>,
    /// Where they meet; any address, opened in the browser.
    pub join_link: Option<String>,
    /// The day on which they mean to look again at what they agreed.
    pub revisit_on: Option<NaiveDate>,
}

/// A person in a mentorship, as the others see her.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Names her in this mentorship.
    pub id: MemberId,
    /// The mentorship.
    pub mentorship: MentorshipId,
    /// Her account, where it is known; the person at this computer is the member with her own account.
    pub account: Option<AccountId>,
    /// What people call her.
    pub name: String,
    /// Such as `she/her`.
    pub pronouns: Option<String>,
    /// What she does here.
    pub role: Role,
    /// IANA id of the zone her clock runs in.
    pub zone: String,
    /// When she can meet, on her own clock.
    pub hours: WeeklyHours,
}

/// A change of a mentorship's state. Made once, never edited.
#[derive(Debug, Clone, PartialEq)]
pub struct LifecycleEvent {
    /// Names it.
    pub id: LifecycleEventId,
    /// The mentorship.
    pub mentorship: MentorshipId,
    /// Who did it.
    pub by: Option<MemberId>,
    /// When.
    pub at: DateTime<Utc>,
    /// The zone in which it was done.
    pub zone: String,
    /// The state before; none for the first event.
    pub from: Option<MentorshipState>,
    /// The state after.
    pub to: MentorshipState,
    /// Why, in the person's words.
    pub reason: Option<String>,
}
