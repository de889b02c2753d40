//! One content line. `calcard` reads its parameters, dates, durations and periods.

use std::borrow::Cow;
use std::cell::OnceCell;

use calcard::icalendar::{
    ICalendarDuration, ICalendarEntry, ICalendarParameterName, ICalendarPeriod, ICalendarValue,
};
use calcard::{Entry, Parser};
use chrono::TimeDelta;

use super::lines::Line;
use super::moment::Moment;

/// The properties that mean something to us.
const KNOWN: [&str; 27] = [
    "ACTION",
    "ATTENDEE",
    "DESCRIPTION",
    "DTEND",
    "DTSTAMP",
    "DTSTART",
    "DURATION",
    "EXDATE",
    "LOCATION",
    "METHOD",
    "ORGANIZER",
    "RDATE",
    "RECURRENCE-ID",
    "RRULE",
    "SEQUENCE",
    "STATUS",
    "SUMMARY",
    "TRANSP",
    "TRIGGER",
    "TZID",
    "TZOFFSETFROM",
    "TZOFFSETTO",
    "UID",
    "URL",
    "CONFERENCE",
    "X-LIC-LOCATION",
    "X-WR-TIMEZONE",
];

/// Whether a property of this name, in upper case, is kept.
pub(super) fn is_known(name: &str) -> bool {
    KNOWN.contains(&name)
}

/// A property with its value.
#[derive(Debug)]
pub(super) struct Property {
    /// The line on which it begins, from 1.
    pub(super) line: usize,
    /// In upper case.
    pub(super) name: String,
    /// What stands after the colon, as it was written.
    pub(super) raw: String,
    /// What stands before it, and the colon.
    parameters: String,
    /// Read when it is asked for: of most properties only the text is.
    entry: OnceCell<Option<ICalendarEntry>>,
}

impl Property {
    /// `None` when there is no value in the line.
    pub(super) fn read(line: &Line, name: String) -> Option<Property> {
        let raw = value_of(&line.text)?;
        let parameters = without_type(line.text.strip_suffix(raw)?).into_owned();
        Some(Property { line: line.number, name, raw: raw.to_owned(), parameters, entry: OnceCell::new() })
    }

    fn entry(&self) -> Option<&ICalendarEntry> {
        let parse = || {
            let (parameters, raw) = (&self.parameters, self.raw.trim_end());
            let alone = format!("BEGIN:VEVENT\r\n{parameters}{raw}\r\nEND:VEVENT\r\n");
            let Entry::ICalendar(parsed) = Parser::new(&alone).entry() else { return None };
            parsed.components.into_iter().next()?.entries.into_iter().next()
        };
        self.entry.get_or_init(parse).as_ref()
    }

    fn values(&self) -> impl Iterator<Item = &ICalendarValue> {
        self.entry().into_iter().flat_map(|entry| &entry.values)
    }

    /// The text of a parameter.
    pub(super) fn parameter(&self, name: &ICalendarParameterName) -> Option<&str> {
        self.entry()?.parameter(name)?.as_text()
    }

    pub(super) fn has_parameter(&self, name: &ICalendarParameterName) -> bool {
        self.entry().is_some_and(|entry| entry.has_parameter(name))
    }

    /// The zone that it names; `None` also for an empty name.
    pub(super) fn zone_name(&self) -> Option<&str> {
        let name = self.parameter(&ICalendarParameterName::Tzid)?.trim();
        (!name.is_empty()).then_some(name)
    }

    /// As text that is safe to show: unescaped, and of the control characters only line ends.
    pub(super) fn text(&self) -> String {
        // Quoted-printable or base64, which calendars of the last century wrote.
        let is_encoded = self.parameters.to_ascii_uppercase().contains(";ENCODING=");
        let text = if is_encoded { self.decoded() } else { unescaped(&self.raw) };
        text.chars().filter(|character| *character == '\n' || !character.is_control()).collect()
    }

    fn decoded(&self) -> String {
        self.values().next().and_then(ICalendarValue::as_text).unwrap_or_default().to_owned()
    }

    /// Its dates and times; a period counts from its start. What cannot be read is `None`.
    pub(super) fn moments(&self) -> Vec<Option<Moment>> {
        self.values()
            .map(|value| match value {
                ICalendarValue::PartialDateTime(written) => Moment::read(written),
                ICalendarValue::Period(
                    ICalendarPeriod::Range { start, .. } | ICalendarPeriod::Duration { start, .. },
                ) => Moment::read(start),
                _ => None,
            })
            .collect()
    }

    /// Its one date or time.
    pub(super) fn moment(&self) -> Option<Moment> {
        self.moments().into_iter().next().flatten()
    }

    /// Its duration.
    pub(super) fn duration(&self) -> Option<TimeDelta> {
        self.values().find_map(|value| match value {
            ICalendarValue::Duration(duration) => length_of(duration),
            _ => None,
        })
    }
}

/// Whether a value is a day or a time shows in its form, and what VALUE says of it is often wrong.
fn without_type(parameters: &str) -> Cow<'_, str> {
    let upper = parameters.to_ascii_uppercase();
    let kind = [";VALUE=DATE-TIME", ";VALUE=DATE"].into_iter().find_map(|kind| {
        let at = upper.find(kind)?;
        upper[at + kind.len()..].starts_with([':', ';']).then_some(at..at + kind.len())
    });
    match kind {
        Some(kind) => Cow::Owned([&parameters[..kind.start], &parameters[kind.end..]].concat()),
        None => Cow::Borrowed(parameters),
    }
}

fn length_of(duration: &ICalendarDuration) -> Option<TimeDelta> {
    let days = i64::from(duration.weeks) * 7 + i64::from(duration.days);
    let seconds = i64::from(duration.hours) * 3600 + i64::from(duration.minutes) * 60;
    let length = TimeDelta::try_days(days)? + TimeDelta::try_seconds(seconds + i64::from(duration.seconds))?;
    Some(if duration.neg { -length } else { length })
}

/// What follows the first colon that is not within quotes.
fn value_of(text: &str) -> Option<&str> {
    let mut is_quoted = false;
    let colon = text.find(|character| {
        is_quoted ^= character == '"';
        character == ':' && !is_quoted
    });
    // With quotes that do not end, any colon has to do.
    let colon = colon.or_else(|| text.find(':'))?;
    text.get(colon + 1..)
}

fn unescaped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut characters = raw.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(escaped) => text.push(escaped),
                None => text.push('\\'),
            },
            '\t' => text.push(' '),
            plain => text.push(plain),
        }
    }
    text
}
