//! The words that dates are written with.

use chrono::{NaiveDate, NaiveTime, Weekday};

use super::TypedError;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Time(NaiveTime),
    Date(NaiveDate),
    Number(u32),
    /// "3rd", "third": a day of a month or a place in it.
    Day(u32),
    Weekday(Weekday),
    Month(u32),
    /// Days from today.
    Relative(i64),
    Unit(Unit),
    In,
    Ago,
    Next,
    This,
    Last,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// Ways to say in several words what one or two can say.
const PHRASES: [(&str, &str); 10] = [
    ("day after tomorrow", "overmorrow"),
    ("day before yesterday", "2 days ago"),
    ("this morning", "today"),
    ("this afternoon", "today"),
    ("this evening", "today"),
    ("an hour and a half", "90 minutes"),
    ("half an hour", "30 minutes"),
    ("a fortnight", "2 weeks"),
    ("end of", "last day"),
    ("o'clock", "o’clock"),
];

/// The words of a text, without those that carry nothing ("on the … of").
pub(super) fn words_of(text: &str) -> Result<Vec<Word>, TypedError> {
    let lower = text.to_lowercase().replace([',', '\u{a0}'], " ");
    let lower = PHRASES.iter().fold(lower, |text, (phrase, word)| text.replace(phrase, word));
    let raw: Vec<&str> = lower.split_whitespace().collect();
    let mut words = Vec::new();
    let mut rest = raw.as_slice();
    while let [first, after @ ..] = rest {
        rest = after;
        match (*first, after) {
            ("on" | "the" | "of" | "for" | "from" | "coming", _) => {}
            ("at" | "@", [hour, after @ ..]) if hour.parse::<u32>().is_ok() => {
                let (half, used) = half_of_day(after);
                words.push(Word::Time(bare_hour(hour, half)?));
                rest = &after[used..];
            }
            ("at" | "@", _) => {}
            (hour, ["o’clock", after @ ..]) => {
                words.push(Word::Time(bare_hour(hour, "")?));
                rest = after;
            }
            ("in", [month, ..]) if month_of(month).is_some() => {}
            ("in", [span, after @ ..]) if short_span(span).is_some() => {
                words.push(Word::In);
                words.extend(short_span(span).into_iter().flatten());
                rest = after;
            }
            (number, after) if is_clock_before_half(number) && half_of_day(after).1 == 1 => {
                words.push(Word::Time(clock(&format!("{number}{}", half_of_day(after).0), number)?));
                rest = &after[1..];
            }
            (word, _) => words.extend(word_of(word)?),
        }
    }
    Ok(words)
}

/// An hour without minutes. Nobody who says "at 4" means the night; "at 04" says so.
fn bare_hour(hour: &str, half: &str) -> Result<NaiveTime, TypedError> {
    let afternoon = half.is_empty() && ["1", "2", "3", "4", "5"].contains(&hour);
    clock(&format!("{hour}:00{}", if afternoon { "pm" } else { half }), hour)
}

/// "2h", "90min": a clock elsewhere, a length after "in".
fn short_span(word: &str) -> Option<[Word; 2]> {
    let (digits, letters) = word.split_at(word.find(|c: char| !c.is_ascii_digit())?);
    let unit = match letters {
        "m" | "min" => Unit::Minute,
        "h" => Unit::Hour,
        "d" => Unit::Day,
        "w" => Unit::Week,
        _ => return None,
    };
    Some([Word::Number(digits.parse().ok()?), Word::Unit(unit)])
}

/// "am" or "pm" at the head of the words, and how many words that takes.
fn half_of_day(words: &[&str]) -> (&'static str, usize) {
    match words.first().copied() {
        Some("am" | "a.m.") => ("am", 1),
        Some("pm" | "p.m.") => ("pm", 1),
        _ => ("", 0),
    }
}

fn is_clock_before_half(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.'))
}

fn word_of(word: &str) -> Result<Vec<Word>, TypedError> {
    if let Some(known) = known(word) {
        return Ok(vec![known]);
    }
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(TypedError::new("date_not_understood", word));
    }
    if let Ok(number) = word.parse() {
        return Ok(vec![Word::Number(number)]);
    }
    if let Some((date, time)) = word.split_once('t').filter(|(date, _)| date.len() == 10) {
        return Ok(vec![numeric_date(date)?, Word::Time(clock(time, time)?)]);
    }
    let (digits, letters) = word.split_at(word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len()));
    match letters {
        "st" | "nd" | "rd" | "th" => Ok(vec![Word::Day(digits.parse().map_err(|_| not_understood(word))?)]),
        // "24nov"
        _ if month_of(letters).is_some() => {
            let day = Word::Number(digits.parse().map_err(|_| not_understood(word))?);
            Ok([Some(day), month_of(letters).map(Word::Month)].into_iter().flatten().collect())
        }
        _ => match day_and_month(word) {
            Some(words) => Ok(words),
            None if is_numeric_date(word) => Ok(vec![numeric_date(word)?]),
            None => Ok(vec![Word::Time(clock(word, word)?)]),
        },
    }
}

fn not_understood(word: &str) -> TypedError {
    TypedError::new("date_not_understood", word)
}

fn known(word: &str) -> Option<Word> {
    let word = word.strip_suffix('.').unwrap_or(word);
    Some(match word {
        "today" | "tonight" | "now" => Word::Relative(0),
        "tomorrow" | "tom" | "tmr" | "tmrw" => Word::Relative(1),
        "overmorrow" => Word::Relative(2),
        "yesterday" => Word::Relative(-1),
        "noon" | "midday" => Word::Time(NaiveTime::from_hms_opt(12, 0, 0)?),
        "midnight" => Word::Time(NaiveTime::MIN),
        "in" => Word::In,
        "ago" => Word::Ago,
        "next" => Word::Next,
        "this" => Word::This,
        "last" => Word::Last,
        "a" | "an" => Word::Number(1),
        "first" | "start" | "beginning" => Word::Day(1),
        "second" => Word::Day(2),
        "third" => Word::Day(3),
        "fourth" => Word::Day(4),
        "fifth" => Word::Day(5),
        "minute" | "minutes" | "min" | "mins" => Word::Unit(Unit::Minute),
        "hour" | "hours" | "h" => Word::Unit(Unit::Hour),
        "day" | "days" => Word::Unit(Unit::Day),
        "week" | "weeks" => Word::Unit(Unit::Week),
        "month" | "months" => Word::Unit(Unit::Month),
        "year" | "years" => Word::Unit(Unit::Year),
        "weekend" => Word::Weekday(Weekday::Sat),
        _ => {
            let number = || number_of(word).map(Word::Number);
            return weekday_of(word)
                .map(Word::Weekday)
                .or_else(|| month_of(word).map(Word::Month))
                .or_else(number);
        }
    })
}

fn number_of(word: &str) -> Option<u32> {
    const NUMBERS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let index = NUMBERS.iter().position(|number| *number == word)?;
    u32::try_from(index + 1).ok()
}

/// By the whole name or its beginning, two letters at least.
fn weekday_of(word: &str) -> Option<Weekday> {
    const WEEKDAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = if word == "weds" { "wed" } else { word };
    let index = WEEKDAYS.iter().position(|weekday| word.len() >= 2 && weekday.starts_with(word))?;
    Weekday::try_from(u8::try_from(index).ok()?).ok()
}

fn month_of(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = if word == "sept" { "sep" } else { word.strip_suffix('.').unwrap_or(word) };
    let is = |month: &&str| *month == word || (word.len() == 3 && month.starts_with(word));
    MONTHS.iter().position(is).and_then(|index| u32::try_from(index + 1).ok())
}

/// `2026-12-01`, `1.12.2026`, `1.12.`, `24/11/2026`, `24/11`; anything else with dots or colons is a time.
fn is_numeric_date(word: &str) -> bool {
    let separators = word.chars().filter(|c| matches!(c, '-' | '/' | '.')).count();
    let plain = word.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.'));
    plain && (separators == 2 || word.contains('/'))
}

/// `24.11.`, `24.11` and `24/11`, where the day can be neither a month nor an hour or dots say which is which.
fn day_and_month(word: &str) -> Option<Vec<Word>> {
    let (day, month) = word.strip_suffix('.').unwrap_or(word).split_once(['.', '/'])?;
    let (day, month) = (day.parse::<u32>().ok()?, month.parse::<u32>().ok()?);
    let is_clear = word.ends_with('.') || day > if word.contains('/') { 12 } else { 23 };
    (is_clear && month <= 12).then(|| vec![Word::Number(day), Word::Month(month)])
}

fn numeric_date(word: &str) -> Result<Word, TypedError> {
    let parts: Vec<u32> = word
        .split(['-', '/', '.'])
        .filter(|part| !part.is_empty())
        .filter_map(|part| part.parse().ok())
        .collect();
    let (one, two, three) = match parts.as_slice() {
        [one, two, three] => (one, two, three),
        // Half of the world reads 05/06 the other way round.
        [_, _] if word.contains('/') => return Err(TypedError::new("date_ambiguous", word)),
        _ => return Err(not_understood(word)),
    };
    let (year, month, day) = match word {
        _ if *one > 31 => (*one, *two, *three),
        _ if word.contains('/') && *one <= 12 && *two <= 12 && one != two => {
            return Err(TypedError::new("date_ambiguous", word));
        }
        _ if word.contains('/') && *one <= 12 => (*three, *one, *two),
        _ => (*three, *two, *one),
    };
    let year = if (10..100).contains(&year) { 2000 + year } else { year };
    if year < 1000 {
        return Err(TypedError::new("date_not_understood", word));
    }
    let date = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    date.map(Word::Date).ok_or_else(|| TypedError::new("date_impossible", word))
}

/// `16:00`, `9.30`, `4pm`, `4:30pm`, `16h`, `16h30`; `written` is what an error names.
fn clock(text: &str, written: &str) -> Result<NaiveTime, TypedError> {
    let (clock, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(0)),
        (_, Some(clock)) => (clock, Some(12)),
        _ => (text, None),
    };
    let parts: Vec<&str> = clock.split([':', '.', 'h']).collect();
    let number = |part: &str| {
        let plain = part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        if plain { Ok(part.parse().unwrap_or(0)) } else { Err(not_understood(written)) }
    };
    let (hour, minute, second) = match parts.as_slice() {
        [hour] if half.is_some() => (number(hour)?, 0, 0),
        [hour, minute] => (number(hour)?, number(minute)?, 0),
        [hour, minute, second] => (number(hour)?, number(minute)?, number(second)?),
        _ => return Err(not_understood(written)),
    };
    let impossible = || TypedError::new("time_impossible", written);
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return Err(impossible()),
        Some(half) => hour % 12 + half,
        None => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, second).ok_or_else(impossible)
}
