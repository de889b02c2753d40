//! How a field of a domain struct becomes a value, and back.

use cairn_domain::*;
use cairn_replica::Value;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// What a column holds. A value of another kind, which only a foreign program would send, is kept aside unread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    Bool,
    /// A whole number, days or milliseconds.
    Int,
    /// A finite number.
    Real,
    /// Text, a word or JSON.
    Text,
    /// An id.
    Bytes,
}

impl Kind {
    /// Whether a column of this kind can hold `value`.
    pub(crate) fn holds(self, value: &Value) -> bool {
        match value {
            Value::Null => true,
            Value::Bool(_) => self == Kind::Bool,
            Value::Int(_) => self == Kind::Int,
            Value::Real(real) => self == Kind::Real && real.is_finite(),
            Value::Text(_) => self == Kind::Text,
            Value::Bytes(_) => self == Kind::Bytes,
        }
    }

    /// The type of the SQL column.
    pub fn sql_type(self) -> &'static str {
        match self {
            Kind::Bool | Kind::Int => "INTEGER",
            Kind::Real => "REAL",
            Kind::Text => "TEXT",
            Kind::Bytes => "BLOB",
        }
    }
}

/// A type that fits in a column.
///
/// [`Value::Null`] stands for a field that was never written: it reads as nothing, no, zero or the empty text, and
/// where a type has no such value (ids, dates) the record is not shown until the field arrives.
pub trait Column: Sized {
    /// What the column holds.
    const KIND: Kind;
    /// The value as it is kept and sent.
    fn to_value(&self) -> Value;
    /// The inverse; none when the value cannot be read as this type.
    fn from_value(value: &Value) -> Option<Self>;
}

/// The kind of the column for a field of `R`, from the way to get at it.
pub(crate) const fn kind_of<R, T: Column>(_: fn(&R) -> &T) -> Kind {
    T::KIND
}

macro_rules! plain {
    ($($type:ty, $kind:ident, $missing:expr, |$own:ident| $to:expr, |$value:ident| $from:expr;)+) => { $(
        impl Column for $type {
            const KIND: Kind = Kind::$kind;
            fn to_value(&self) -> Value { let $own = self; $to }
            fn from_value(value: &Value) -> Option<Self> {
                match value {
                    Value::$kind($value) => $from,
                    _ => $missing,
                }
            }
        }
    )+ };
}

plain! {
    bool, Bool, Some(false), |own| Value::Bool(*own), |value| Some(*value);
    i64, Int, Some(0), |own| Value::Int(*own), |value| Some(*value);
    // Infinity and not-a-number have no place in a record.
    f64, Real, Some(0.0), |own| if own.is_finite() { Value::Real(*own) } else { Value::Null }, |value| Some(*value);
    String, Text, Some(String::new()), |own| Value::Text(own.clone()), |value| Some(value.clone());
    Uuid, Bytes, None, |own| Value::Bytes(own.as_bytes().into()), |value| Uuid::from_slice(value).ok();
    // Days since 1970-01-01.
    NaiveDate, Int, None, |own| Value::Int((*own - NaiveDate::default()).num_days()),
        |value| chrono::Duration::try_days(*value).and_then(|days| NaiveDate::default().checked_add_signed(days));
    // Milliseconds from 1970-01-01 00:00 on the same wall clock.
    NaiveDateTime, Int, None, |own| Value::Int(own.and_utc().timestamp_millis()),
        |value| DateTime::from_timestamp_millis(*value).map(|at| at.naive_utc());
    // Milliseconds since 1970-01-01 UTC.
    DateTime<Utc>, Int, None, |own| Value::Int(own.timestamp_millis()), |value| DateTime::from_timestamp_millis(*value);
}

impl<T: Column> Column for Option<T> {
    const KIND: Kind = T::KIND;

    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_value)
    }

    fn from_value(value: &Value) -> Option<Self> {
        Some(if *value == Value::Null { None } else { T::from_value(value) })
    }
}

/// Lists are one field, kept as JSON: the last write of the whole list wins. What two people add to at once is a
/// table of its own.
impl<T: Serialize + DeserializeOwned> Column for Vec<T> {
    const KIND: Kind = Kind::Text;

    fn to_value(&self) -> Value {
        to_json(self)
    }

    fn from_value(value: &Value) -> Option<Self> {
        Some(from_json(value).unwrap_or_default())
    }
}

impl Column for WeeklyHours {
    const KIND: Kind = Kind::Text;

    fn to_value(&self) -> Value {
        to_json(self)
    }

    fn from_value(value: &Value) -> Option<Self> {
        Some(from_json(value).unwrap_or_default())
    }
}

fn to_json(value: &impl Serialize) -> Value {
    serde_json::to_string(value).map_or(Value::Null, Value::Text)
}

fn from_json<T: DeserializeOwned>(value: &Value) -> Option<T> {
    match value {
        Value::Text(json) => serde_json::from_str(json).ok(),
        _ => None,
    }
}

macro_rules! ids {
    ($($name:ident)+) => { $(
        impl Column for $name {
            const KIND: Kind = Kind::Bytes;
            fn to_value(&self) -> Value { self.0.to_value() }
            fn from_value(value: &Value) -> Option<Self> { Uuid::from_value(value).map($name) }
        }
    )+ };
}

ids! {
    AccountId ProfileId SettingId MentorshipId MemberId LifecycleEventId GoalId MilestoneId CheckInId SessionId SeriesId
    AgendaItemId ActionItemId NoteId JournalEntryId ResourceId MessageId ThankYouCardId
}

macro_rules! words {
    ($($name:ident)+) => { $(
        impl Column for $name {
            const KIND: Kind = Kind::Text;
            fn to_value(&self) -> Value { Value::Text(self.as_str().into()) }
            /// A word of a newer version reads as the first of those known here; it stays as it is in the file.
            fn from_value(value: &Value) -> Option<Self> {
                let known = match value {
                    Value::Text(word) => word.parse().ok(),
                    _ => None,
                };
                known.or_else(|| $name::ALL.first().copied())
            }
        }
    )+ };
}

words! { GoalStatus Measure Cadence Model Role MentorshipState SessionState ResourceKind ReadingStatus Motif }
