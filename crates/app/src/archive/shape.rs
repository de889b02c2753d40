//! How the fields of a record are written in `archive.json`: as a person would write them, and back without loss.
//!
//! Dates are `2026-11-24`, wall clocks `2026-11-24T20:30:00`, instants RFC 3339 in UTC, ids UUIDs, lists lists. A field that
//! holds nothing is left out. The person's own account is the word `me`, so that an archive of one profile becomes
//! another's.

use cairn_domain::{AccountId, WeeklyHours, clean_text, web_link};
use cairn_store::{Kind, Record, Table, table::Field};
use chrono::{DateTime, NaiveDate, NaiveDateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

/// The word for the account of the person whose archive it is.
pub(super) const ME: &str = "me";

/// Numbers that every language reads exactly.
const MOST: i64 = 1 << 53;

/// What a column means, beyond what it holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Day,
    Wall,
    Instant,
    List,
    Hours,
    Link,
    Minutes,
    Account,
    Plain,
}

fn meaning(field: &Field) -> Meaning {
    match (field.kind, field.column) {
        (Kind::Int, "on" | "starts_on" | "ends_on" | "revisit_on" | "due_on" | "reached_on") => Meaning::Day,
        (Kind::Int, "starts" | "original_start") => Meaning::Wall,
        (Kind::Int, "at" | "created_at" | "done_at" | "stamp") => Meaning::Instant,
        (Kind::Int, "minutes" | "held_minutes") => Meaning::Minutes,
        (Kind::Text, "levels" | "tags" | "exdates" | "rdates") => Meaning::List,
        (Kind::Text, "hours") => Meaning::Hours,
        (Kind::Text, "url" | "join_link") => Meaning::Link,
        (Kind::Bytes, "account") => Meaning::Account,
        _ => Meaning::Plain,
    }
}

/// The fields of a record. `me` is written as [`ME`] where it is given.
pub(super) fn fields_of<T: Record>(record: &T, me: Option<AccountId>) -> Map<String, Json> {
    let values = record.values().into_iter().zip(T::TABLE.fields);
    values.filter_map(|(value, field)| Some((field.column.to_owned(), write(field, &value, me)?))).collect()
}

/// The record with these fields; none where they are no such record, or would not come out again as they went in. Fields
/// that this version does not know are left aside.
pub(super) fn record_of<T: Record>(id: Uuid, fields: &Map<String, Json>, me: AccountId) -> Option<T> {
    let values: Vec<_> = T::TABLE
        .fields
        .iter()
        .map(|field| match fields.get(field.column) {
            None | Some(Json::Null) => Some(cairn_store::Value::Null),
            Some(json) => read(field, json, me),
        })
        .collect::<Option<_>>()?;
    let record = T::from_values(id, &values)?;
    // A word of a newer version, for one, would come out as another.
    let comes_out = fields_of(&record, Some(me));
    let same = |field: &Field| {
        let went_in = fields.get(field.column).filter(|json| !json.is_null());
        went_in.is_none_or(|json| comes_out.get(field.column) == Some(json) || is_own(json, me))
    };
    T::TABLE.fields.iter().all(same).then_some(record)
}

fn is_own(json: &Json, me: AccountId) -> bool {
    json.as_str() == Some(me.to_string().as_str())
}

/// The name of a column that names a mentorship, where a kind has one.
pub(super) fn mentorship_column(table: &Table) -> Option<&'static str> {
    table.fields.iter().map(|field| field.column).find(|column| *column == "mentorship")
}

fn write(field: &Field, value: &cairn_store::Value, me: Option<AccountId>) -> Option<Json> {
    use cairn_store::Value;
    Some(match (value, meaning(field)) {
        (Value::Null, _) => return None,
        (Value::Bool(yes), _) => Json::Bool(*yes),
        (Value::Int(days), Meaning::Day) => day(*days)?.format("%Y-%m-%d").to_string().into(),
        (Value::Int(millis), Meaning::Wall) => {
            wall_text(DateTime::from_timestamp_millis(*millis)?.naive_utc()).into()
        }
        (Value::Int(millis), Meaning::Instant) => {
            instant_text(DateTime::from_timestamp_millis(*millis)?).into()
        }
        (Value::Int(number), _) => (*number).into(),
        (Value::Real(number), _) => real(*number),
        (Value::Text(json), Meaning::List | Meaning::Hours) => serde_json::from_str(json).ok()?,
        (Value::Text(text), _) => text.clone().into(),
        (Value::Bytes(bytes), meaning) => {
            let id = Uuid::from_slice(bytes).ok()?;
            let own = meaning == Meaning::Account && me == Some(AccountId(id));
            if own { ME.into() } else { id.to_string().into() }
        }
    })
}

fn read(field: &Field, json: &Json, me: AccountId) -> Option<cairn_store::Value> {
    use cairn_store::Value;
    Some(match (field.kind, meaning(field)) {
        (Kind::Bool, _) => Value::Bool(json.as_bool()?),
        (Kind::Int, Meaning::Day) => Value::Int(days(json.as_str()?.parse().ok()?)?),
        (Kind::Int, Meaning::Wall) => {
            let wall: NaiveDateTime = json.as_str()?.parse().ok()?;
            days(wall.date())?;
            Value::Int(wall.and_utc().timestamp_millis())
        }
        (Kind::Int, Meaning::Instant) => {
            let at = instant(json.as_str()?)?;
            days(at.date_naive())?;
            Value::Int(at.timestamp_millis())
        }
        (Kind::Int, Meaning::Minutes) => {
            Value::Int(json.as_i64().filter(|minutes| (0..=100_000).contains(minutes))?)
        }
        (Kind::Int, _) => Value::Int(json.as_i64().filter(|number| (-MOST..=MOST).contains(number))?),
        (Kind::Real, _) => Value::Real(match json {
            Json::String(text) => text.parse().ok().filter(|number: &f64| number.is_finite())?,
            other => other.as_f64()?,
        }),
        (Kind::Text, Meaning::List) => Value::Text(list(json)?),
        (Kind::Text, Meaning::Hours) => {
            let hours: WeeklyHours = serde_json::from_value(json.clone()).ok()?;
            Value::Text(serde_json::to_string(&hours.checked().ok()?).ok()?)
        }
        (Kind::Text, Meaning::Link) => {
            let link = json.as_str()?;
            Value::Text(web_link("link", link).ok().filter(|checked| checked == link)?)
        }
        (Kind::Text, _) => {
            let text = json.as_str()?;
            Value::Text(clean_text("text", text).ok().filter(|clean| clean == text)?)
        }
        (Kind::Bytes, meaning) => {
            let text = json.as_str()?;
            let own = meaning == Meaning::Account && text == ME;
            let id = if own { me.0 } else { Uuid::parse_str(text).ok()? };
            Value::Bytes(id.as_bytes().into())
        }
    })
}

/// A list of clean texts, as JSON.
fn list(json: &Json) -> Option<String> {
    let clean = |item: &Json| {
        item.as_str().is_some_and(|text| clean_text("text", text).is_ok_and(|clean| clean == text))
    };
    json.as_array().filter(|items| items.len() <= 10_000 && items.iter().all(clean))?;
    serde_json::to_string(json).ok()
}

/// A number, or its digits in text where JSON readers differ in the last one.
fn real(number: f64) -> Json {
    let json = Json::from(number);
    let read_again = serde_json::from_str::<f64>(&json.to_string()).ok();
    if read_again == Some(number) { json } else { number.to_string().into() }
}

fn day(days: i64) -> Option<NaiveDate> {
    NaiveDate::default().checked_add_signed(TimeDelta::try_days(days)?)
}

/// Days since 1970; only from 1800 to 2400, so that nothing that is reckoned from them runs over.
fn days(date: NaiveDate) -> Option<i64> {
    let days = (date - NaiveDate::default()).num_days();
    (-62_091..=157_054).contains(&days).then_some(days)
}

fn wall_text(wall: NaiveDateTime) -> String {
    wall.format("%Y-%m-%dT%H:%M:%S%.f").to_string()
}

/// `2026-11-24T02:30:00Z`, with thousandths where there are some.
pub(super) fn instant_text(at: DateTime<Utc>) -> String {
    let form = if at.timestamp_subsec_millis() == 0 { SecondsFormat::Secs } else { SecondsFormat::Millis };
    at.to_rfc3339_opts(form, true)
}

/// The inverse of [`instant_text`].
pub(super) fn instant(text: &str) -> Option<DateTime<Utc>> {
    Some(DateTime::parse_from_rfc3339(text).ok()?.to_utc())
}
