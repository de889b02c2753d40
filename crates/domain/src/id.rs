//! Ids of records: UUIDs whose type says what they name.

use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[serde(transparent)]
        #[ts(type = "string")]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id (UUID version 7). `millis` is milliseconds since 1970-01-01 UTC.
            pub fn new(millis: u64, random: [u8; 10]) -> $name {
                $name(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }

        impl From<Uuid> for $name { fn from(id: Uuid) -> $name { $name(id) } }
        impl From<$name> for Uuid { fn from(id: $name) -> Uuid { id.0 } }
    )+ };
}

ids! {
    /// A person, on all her devices. Names her personal space.
    AccountId,
    /// The person's own profile.
    ProfileId,
    /// A setting that follows the person to all her devices.
    SettingId,
    /// A mentorship. Names its space.
    MentorshipId,
    /// A member of a mentorship.
    MemberId,
    /// A change of a mentorship's state.
    LifecycleEventId,
    /// A goal.
    GoalId,
    /// A milestone of a goal.
    MilestoneId,
    /// A check-in on a goal.
    CheckInId,
    /// A meeting.
    SessionId,
    /// A recurrence that plans sessions.
    SeriesId,
    /// A thing to talk about.
    AgendaItemId,
    /// A thing somebody will do.
    ActionItemId,
    /// A note.
    NoteId,
    /// An entry of the private journal.
    JournalEntryId,
    /// Something worth reading.
    ResourceId,
    /// A message.
    MessageId,
    /// A thank-you card.
    ThankYouCardId,
}

impl SessionId {
    /// The id of one occurrence of a series. The same on every device, so that two members who open the same
    /// occurrence write to the same record.
    pub fn of_occurrence(series: SeriesId, original_start: chrono::NaiveDateTime) -> SessionId {
        SessionId(Uuid::new_v5(&series.0, original_start.format("%Y-%m-%dT%H:%M:%S").to_string().as_bytes()))
    }
}

impl SettingId {
    /// The id of a setting, the same on every device.
    pub fn of_key(account: AccountId, key: &str) -> SettingId {
        SettingId(Uuid::new_v5(&account.0, key.as_bytes()))
    }
}
