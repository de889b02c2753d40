//! One VEVENT: what it says, or why it cannot be taken.

use calcard::icalendar::ICalendarParameterName;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::rule::{Rule, RuleError};
use crate::zone::Zone;

use super::component::Component;
use super::details::{link_of, one_line, people_of, reminders_of, uid_of};
use super::moment::Moment;
use super::notices::{Notices, telling};
use super::property::Property;
use super::timing::Timing;
use super::zones::Zones;
use super::{Clock, Person, ReadError, Skipped};

/// Left-out and added dates of one event.
const MOST_DATES: usize = 10_000;
/// A rule that never occurs takes long to refuse; a file with many of them is made to take long.
const MOST_BAD_RULES: usize = 50;
/// An endless series is matched with zones for so long.
const ENDLESS: TimeDelta = TimeDelta::days(10 * 366);

/// The events of a file, one by one.
#[derive(Default)]
pub(super) struct Components {
    /// How many were read to their end.
    pub(super) count: usize,
    pub(super) drafts: Vec<Draft>,
    pub(super) skipped: Vec<Skipped>,
    bad_rules: usize,
}

/// What one component says, before it is put together with others of its UID.
pub(super) struct Draft {
    pub(super) line: usize,
    pub(super) uid: String,
    /// RECURRENCE-ID.
    pub(super) occurrence: Option<Moment>,
    pub(super) is_this_and_future: bool,
    pub(super) sequence: u32,
    pub(super) stamp: Option<DateTime<Utc>>,
    pub(super) cancelled: bool,
    pub(super) transparent: bool,
    pub(super) all_day: bool,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) location: String,
    pub(super) url: String,
    pub(super) reminders: Vec<u32>,
    pub(super) people: Vec<Person>,
    pub(super) clock: Clock,
    /// `None` only where something is called off.
    pub(super) timing: Option<Timing>,
}

impl Draft {
    pub(super) fn skipped(&self, code: &'static str, value: &str) -> Skipped {
        let (uid, title) = (self.uid.clone(), self.title.clone());
        Skipped { line: self.line, code, value: value.to_owned(), uid, title }
    }
}

/// Why an event cannot be taken.
struct Refusal {
    code: &'static str,
    value: String,
}

fn refuse<T>(code: &'static str, value: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { code, value: value.into() })
}

impl From<RuleError> for Refusal {
    fn from(error: RuleError) -> Refusal {
        Refusal { code: error.code(), value: error.value().to_owned() }
    }
}

impl Components {
    /// Reads the events of a calendar.
    pub(super) fn read(
        &mut self,
        calendar: &Component,
        now: DateTime<Utc>,
        notices: &mut Notices,
    ) -> Result<(), ReadError> {
        let zones = Zones::read(calendar, now)?;
        let method = calendar.text("METHOD").trim().to_ascii_uppercase();
        for component in calendar.children.iter().filter(|child| child.name == "VEVENT") {
            self.count += usize::from(!component.is_unfinished);
            let mut reading =
                Reading { component, zones: &zones, method: &method, notices, bad_rules: self.bad_rules };
            let draft = reading.draft();
            self.bad_rules = reading.bad_rules;
            match draft {
                Ok(draft) => self.drafts.push(draft),
                Err(refusal) => self.skipped.push(Skipped {
                    line: component.line,
                    code: refusal.code,
                    value: telling(&refusal.value),
                    uid: component.text("UID").trim().to_owned(),
                    title: one_line(&component.text("SUMMARY")),
                }),
            }
        }
        Ok(())
    }
}

struct Reading<'r> {
    component: &'r Component,
    zones: &'r Zones,
    method: &'r str,
    notices: &'r mut Notices,
    bad_rules: usize,
}

impl Reading<'_> {
    fn draft(&mut self) -> Result<Draft, Refusal> {
        let component = self.component;
        if component.is_unfinished {
            return refuse("unfinished", "");
        }
        if let Some(name) = &component.too_long {
            return refuse("property_too_long", name);
        }
        let status = component.text("STATUS").trim().to_ascii_uppercase();
        let cancelled = self.method == "CANCEL" || status == "CANCELLED";
        if !matches!(self.method, "" | "PUBLISH" | "REQUEST" | "CANCEL") {
            return refuse("not_an_invitation", self.method);
        }
        let (clock, timing, all_day) = match component.property("DTSTART") {
            Some(start) => {
                let (clock, timing) = self.timing(start)?;
                (clock, Some(timing), matches!(start.moment(), Some(Moment::Date(_))))
            }
            None if cancelled => (Clock::Floating { suggested: None }, None, false),
            None => return refuse("no_start", ""),
        };
        let (occurrence, is_this_and_future) = self.occurrence(&clock, all_day)?;
        let minutes = timing.as_ref().map_or(0, |timing| timing.minutes);
        Ok(Draft {
            line: component.line,
            uid: uid_of(component),
            occurrence,
            is_this_and_future,
            sequence: component.text("SEQUENCE").trim().parse().unwrap_or_default(),
            stamp: component.property("DTSTAMP").and_then(Property::moment).and_then(|moment| match moment {
                Moment::Instant(instant) => Some(instant),
                Moment::Civil(civil) => Some(civil.and_utc()),
                Moment::Date(_) => None,
            }),
            cancelled,
            transparent: component.text("TRANSP").trim().eq_ignore_ascii_case("TRANSPARENT"),
            all_day,
            title: one_line(&component.text("SUMMARY")),
            description: component.text("DESCRIPTION"),
            location: one_line(&component.text("LOCATION")),
            url: link_of(component),
            reminders: reminders_of(component, minutes),
            people: people_of(component),
            clock,
            timing,
        })
    }

    fn timing(&mut self, property: &Property) -> Result<(Clock, Timing), Refusal> {
        let Some(written) = property.moment() else { return refuse("bad_start", &property.raw) };
        let utc = Zone::utc();
        let start = written.civil(&utc, chrono::NaiveTime::MIN);
        let rule = self.rule_text()?;
        let last = self.last_of(start, rule.as_deref());
        let zone_name = property.zone_name();
        let clock = match (written, zone_name) {
            (Moment::Instant(_), _) => Clock::Zone(utc.clone()),
            (Moment::Civil(_), Some(name)) => self.clock(name, start, last, property.line),
            _ => Clock::Floating { suggested: self.zones.suggested.clone() },
        };
        let zone = clock.zone().unwrap_or(&utc);
        let mut timing = Timing {
            start,
            minutes: self.minutes(written, zone, zone_name)?,
            rule: self.checked(rule, zone, start, property.line)?,
            exdates: self.dates("EXDATE", "bad_exdate", zone_name)?,
            rdates: self.dates("RDATE", "bad_rdate", zone_name)?,
        };
        timing.exdates.dedup();
        timing.series(zone)?;
        Ok((clock, timing))
    }

    fn clock(&mut self, name: &str, first: NaiveDateTime, last: NaiveDateTime, line: usize) -> Clock {
        let found = self.zones.clock(name, first, last);
        if let Some(code) = found.notice {
            let other = found.clock.zone().filter(|zone| zone.id() != name);
            let is = other.map(|zone| format!(" = {zone}")).unwrap_or_default();
            self.notices.add_once(line, code, &format!("{name}{is}"));
        }
        found.clock
    }

    /// The text of the one rule; a rule that is written twice is one.
    fn rule_text(&self) -> Result<Option<String>, Refusal> {
        let written = self.component.properties("RRULE");
        let mut rules: Vec<String> = written
            .map(|rule| rule.raw.split_ascii_whitespace().collect())
            .filter(|rule: &String| !rule.is_empty())
            .collect();
        rules.dedup();
        match rules.len() {
            0 | 1 => Ok(rules.pop()),
            _ => refuse("several_rules", rules.join(" ")),
        }
    }

    /// The rule, if it is one that the series can follow.
    fn checked(
        &mut self,
        rule: Option<String>,
        zone: &Zone,
        start: NaiveDateTime,
        line: usize,
    ) -> Result<Option<String>, Refusal> {
        let Some(rule) = rule else { return Ok(None) };
        if self.bad_rules >= MOST_BAD_RULES {
            return refuse("too_many_bad_rules", rule);
        }
        match Rule::parse(&rule, zone, start) {
            Ok(_) => Ok(Some(rule)),
            // The start always counts.
            Err(error) if error.code() == "until_before_start" => {
                self.notices.add(line, error.code(), &rule);
                Ok(None)
            }
            Err(error) => {
                self.bad_rules += usize::from(error.code() == "never_occurs");
                Err(error.into())
            }
        }
    }

    /// About when it is over, as far as that matters for its zone.
    fn last_of(&self, start: NaiveDateTime, rule: Option<&str>) -> NaiveDateTime {
        let endless = start + ENDLESS;
        let upper = rule.map(str::to_ascii_uppercase);
        let Some(rule) = upper else { return start };
        let Some((_, until)) = rule.split_once("UNTIL=") else { return endless };
        let until = until.get(..8).and_then(|day| chrono::NaiveDate::parse_from_str(day, "%Y%m%d").ok());
        let until = until.and_then(|day| day.and_hms_opt(23, 59, 59));
        until.unwrap_or(endless).clamp(start, endless)
    }

    /// How long it is, from DTEND or DURATION.
    fn minutes(&mut self, start: Moment, zone: &Zone, zone_name: Option<&str>) -> Result<u32, Refusal> {
        let length = match (self.component.property("DTEND"), self.component.property("DURATION")) {
            (Some(end), _) if end.moment().is_some() => self.until_end(start, zone, zone_name, end),
            (_, Some(duration)) => duration.duration(),
            _ => None,
        };
        let length = length.filter(|length| *length >= TimeDelta::zero());
        let written = self.component.property("DTEND").or(self.component.property("DURATION"));
        if let (None, Some(Property { line, raw, .. })) = (length, written) {
            // It has a start, and where there is a start there is a meeting.
            self.notices.add(*line, "bad_end", raw);
        }
        let none = if matches!(start, Moment::Date(_)) { TimeDelta::days(1) } else { TimeDelta::zero() };
        let minutes = (length.unwrap_or(none).num_seconds() + 59) / 60;
        let whole = u32::try_from(minutes).ok().filter(|minutes| *minutes <= 1440);
        whole.map_or_else(|| refuse("too_long", minutes.to_string()), Ok)
    }

    fn until_end(
        &mut self,
        start: Moment,
        zone: &Zone,
        zone_name: Option<&str>,
        end: &Property,
    ) -> Option<TimeDelta> {
        let written = end.moment()?;
        let day = |moment: Moment| moment.civil(zone, chrono::NaiveTime::MIN);
        if let (Moment::Date(_), _) | (_, Moment::Date(_)) = (start, written) {
            return Some(day(written) - day(start));
        }
        let is_elsewhere = end.zone_name().is_some() && end.zone_name() != zone_name;
        let own = match end.zone_name().filter(|_| is_elsewhere) {
            Some(name) => self.clock(name, day(written), day(written), end.line).zone().cloned(),
            None => None,
        };
        match (start.fixed_in(zone), written.fixed_in(own.as_ref().unwrap_or(zone))) {
            (Moment::Instant(start), Moment::Instant(end)) => Some(end - start),
            _ => Some(day(written) - day(start)),
        }
    }

    /// EXDATE or RDATE. A time of another zone becomes an instant; one of no zone is of the event's.
    fn dates(
        &mut self,
        name: &str,
        bad: &'static str,
        zone_name: Option<&str>,
    ) -> Result<Vec<Moment>, Refusal> {
        let mut dates = Vec::new();
        let component = self.component;
        for property in component.properties(name).filter(|property| !property.raw.trim().is_empty()) {
            for moment in property.moments() {
                match moment {
                    Some(moment) => dates.push(self.at_home(moment, property, zone_name)),
                    None => self.notices.add(property.line, bad, &property.raw),
                }
            }
            if dates.len() > MOST_DATES {
                return refuse("too_many_dates", name);
            }
        }
        dates.sort_unstable();
        Ok(dates)
    }

    fn at_home(&mut self, moment: Moment, property: &Property, home: Option<&str>) -> Moment {
        match (moment, property.zone_name()) {
            (Moment::Civil(civil), Some(name)) if home != Some(name) => {
                let clock = self.clock(name, civil, civil, property.line);
                clock.zone().map_or(moment, |zone| moment.fixed_in(zone))
            }
            _ => moment,
        }
    }

    /// Which occurrence of its series it is, and whether all later ones follow it.
    fn occurrence(&mut self, clock: &Clock, all_day: bool) -> Result<(Option<Moment>, bool), Refusal> {
        let component = self.component;
        let Some(property) = component.property("RECURRENCE-ID") else { return Ok((None, false)) };
        let Some(moment) = property.moment() else { return refuse("bad_occurrence", &property.raw) };
        let is_this_and_future = property.has_parameter(&ICalendarParameterName::Range);
        let fixed = match (moment, property.zone_name()) {
            (Moment::Civil(civil), _) if all_day => Moment::Date(civil.date()),
            (Moment::Civil(civil), Some(name)) => {
                let own = self.clock(name, civil, civil, property.line);
                // In the zone of the event a civil time stays one, so that a gap or fold changes nothing in it.
                if own == *clock { moment } else { own.zone().map_or(moment, |zone| moment.fixed_in(zone)) }
            }
            _ => moment,
        };
        Ok((Some(fixed), is_this_and_future))
    }
}
