//! The text of a rule, part by part.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc, Weekday};

use super::{Frequency, NthWeekday, RuleError};
use crate::zone::Zone;

/// A longer text is no rule that a calendar wrote.
const LONGEST_RULE: usize = 8 * 1024;

/// Upper-case names and values; one `;` may follow the last part.
pub(super) fn split_parts(text: &str) -> Result<Vec<(String, String)>, RuleError> {
    let refuse = |part: &str| Err(RuleError::new("bad_syntax", part));
    if text.len() > LONGEST_RULE || !text.chars().all(|c| c.is_ascii_graphic()) {
        return refuse(&text.chars().take(100).collect::<String>());
    }
    if text.is_empty() {
        return Err(RuleError::new("missing_freq", ""));
    }
    let mut parts: Vec<(String, String)> = Vec::new();
    for part in text.strip_suffix(';').unwrap_or(text).split(';') {
        let Some((name, value)) = part.split_once('=') else { return refuse(part) };
        let name = name.to_ascii_uppercase();
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return refuse(part);
        }
        if parts.iter().any(|(known, _)| *known == name) && !name.starts_with("X-") {
            return Err(RuleError::new("duplicate_part", name));
        }
        parts.push((name, value.to_ascii_uppercase()));
    }
    Ok(parts)
}

pub(super) fn frequency_of(value: &str) -> Result<Frequency, RuleError> {
    match value {
        "DAILY" => Ok(Frequency::Daily),
        "WEEKLY" => Ok(Frequency::Weekly),
        "MONTHLY" => Ok(Frequency::Monthly),
        "YEARLY" => Ok(Frequency::Yearly),
        "HOURLY" | "MINUTELY" | "SECONDLY" => Err(RuleError::new("unsupported_freq", value)),
        _ => Err(RuleError::new("bad_freq", value)),
    }
}

/// INTERVAL and COUNT: 1 to 4,294,967,295.
pub(super) fn unsigned(value: &str) -> Result<u32, RuleError> {
    let number = integer(value)?.filter(|number| *number >= 1);
    let number = number.and_then(|number| u32::try_from(number).ok());
    number.ok_or_else(|| RuleError::new("out_of_range", value))
}

/// `None` when the number is too large to be told.
fn integer(value: &str) -> Result<Option<i64>, RuleError> {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(RuleError::new("bad_integer", value));
    }
    Ok(value.parse().ok())
}

pub(super) fn list(value: &str, least: i16, most: i16) -> Result<Vec<i16>, RuleError> {
    collect(value, |item| (least..=most).contains(&item))
}

/// 1 to `most` and, from the end, -`most` to -1.
pub(super) fn list_from_either_end(value: &str, most: i16) -> Result<Vec<i16>, RuleError> {
    collect(value, |item| item != 0 && (-most..=most).contains(&item))
}

fn collect(value: &str, allowed: impl Fn(i16) -> bool) -> Result<Vec<i16>, RuleError> {
    let mut list = Vec::new();
    for item in value.split(',') {
        let number = integer(item)?.and_then(|number| i16::try_from(number).ok());
        list.push(number.filter(|number| allowed(*number)).ok_or(RuleError::new("out_of_range", item))?);
    }
    list.sort_unstable();
    list.dedup();
    Ok(list)
}

pub(super) fn weekdays(value: &str) -> Result<Vec<NthWeekday>, RuleError> {
    let mut list = Vec::new();
    for item in value.split(',') {
        let split = item.len().checked_sub(2).ok_or_else(|| RuleError::new("bad_weekday", item))?;
        let (nth, code) = item.split_at(split);
        let weekday = weekday_of(code)?;
        if nth.is_empty() {
            list.push(NthWeekday { nth: None, weekday });
            continue;
        }
        let number = integer(nth).map_err(|_| RuleError::new("bad_weekday", item))?;
        let number = number.and_then(|number| i8::try_from(number).ok());
        let nth = number.filter(|number| *number != 0 && (-53..=53).contains(number));
        list.push(NthWeekday { nth: Some(nth.ok_or(RuleError::new("out_of_range", item))?), weekday });
    }
    list.sort_unstable_by_key(|day| (day.weekday.num_days_from_monday(), day.nth));
    list.dedup();
    Ok(list)
}

pub(super) fn weekday_of(code: &str) -> Result<Weekday, RuleError> {
    match code {
        "MO" => Ok(Weekday::Mon),
        "TU" => Ok(Weekday::Tue),
        "WE" => Ok(Weekday::Wed),
        "TH" => Ok(Weekday::Thu),
        "FR" => Ok(Weekday::Fri),
        "SA" => Ok(Weekday::Sat),
        "SU" => Ok(Weekday::Sun),
        _ => Err(RuleError::new("bad_weekday", code)),
    }
}

pub(super) fn until(value: &str, zone: &Zone) -> Result<DateTime<Utc>, RuleError> {
    let refuse = || RuleError::new("bad_datetime", value);
    let local = value.strip_suffix('Z').unwrap_or(value);
    let is_utc = local.len() < value.len();
    let shape_is = |length: usize| local.len() == length && local.is_ascii();
    let civil = if shape_is(8) && !is_utc {
        let date = NaiveDate::parse_from_str(local, "%Y%m%d").map_err(|_| refuse())?;
        date.and_hms_opt(23, 59, 59).ok_or_else(refuse)?
    } else if shape_is(15) && !local.ends_with("60") {
        NaiveDateTime::parse_from_str(local, "%Y%m%dT%H%M%S").map_err(|_| refuse())?
    } else {
        return Err(refuse());
    };
    // Some calendars write a far year to say "for ever"; it ends with our range.
    let in_utc = is_utc || !crate::convert::in_range(civil);
    if in_utc {
        Ok(civil.and_utc())
    } else {
        zone.to_instant(civil).map(|it| it.instant).map_err(|_| refuse())
    }
}
