//! What clocks do on a day.

use super::{Ground, minute_of};
use cairn_calendar::{Transition, Zone, place_of};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::Serialize;
use ts_rs::TS;

/// A change of clocks.
#[derive(Debug, Serialize, TS)]
pub struct ClockChange {
    /// Whether they are the person's own clocks.
    pub mine: bool,
    /// `Chicago: clocks go forward 1 h, from 02:00 to 03:00`.
    pub text: String,
    /// `02:00`, on the clock that changes.
    pub before: String,
    /// `03:00`, on the clock that changes.
    pub after: String,
    /// Whether time is skipped; otherwise it comes twice.
    pub forward: bool,
    /// Where it is on the person's day. For her own clock what is skipped or comes twice runs from here…
    pub from: i64,
    /// …to here; for another's clock it is the same minute.
    pub to: i64,
}

/// A change, and whose.
pub(super) struct Changing<'a> {
    pub(super) mine: bool,
    pub(super) zone: &'a Zone,
    pub(super) at: Transition,
}

impl Ground<'_> {
    /// The changes on a day of the person's own: of her clock, and of the second one.
    pub(super) fn changes(&self, date: NaiveDate) -> Vec<Changing<'_>> {
        let own = &self.viewer.zone;
        let mine = around(own, date).filter(|found| day_of(found) == date);
        let mut changes: Vec<Changing<'_>> = mine.map(|at| Changing { mine: true, zone: own, at }).collect();
        if let Some(other) = self.other.as_ref().filter(|other| !other.zone.same_rules(own)) {
            let theirs = around(&other.zone, date).filter(|found| self.here(found.at).date() == date);
            changes.extend(theirs.map(|at| Changing { mine: false, zone: &other.zone, at }));
        }
        changes
    }

    pub(super) fn change_view(&self, change: &Changing<'_>) -> ClockChange {
        let text = self.text();
        let minutes = i64::from(change.at.minutes());
        let (before, after) = (change.at.civil_before(), change.at.civil_after());
        let id = if minutes > 0 { "calendar-clocks-forward" } else { "calendar-clocks-back" };
        let values = [
            ("place", place_of(change.zone).city.into()),
            ("length", text.length(minutes.abs()).into()),
            ("time", text.time(before.time()).into()),
            ("then", text.time(after.time()).into()),
        ];
        let from =
            if change.mine { minute_of(before.min(after)) } else { minute_of(self.here(change.at.at)) };
        ClockChange {
            mine: change.mine,
            text: self.app.words.say_with(id, &values),
            before: text.time(before.time()),
            after: text.time(after.time()),
            forward: minutes > 0,
            from,
            to: if change.mine { (from + minutes.abs()).min(1440) } else { from },
        }
    }

    /// `23 h`: how long a day is; none for one of 24 hours.
    pub(super) fn length(&self, date: NaiveDate) -> Option<String> {
        let minutes = self.minutes_of(date)?;
        (minutes != 1440).then(|| self.text().length(minutes))
    }

    /// Whether the person's clock never shows this date.
    pub(super) fn is_skipped(&self, date: NaiveDate) -> bool {
        self.minutes_of(date) == Some(0)
    }

    /// `There is no 30 December 2011 in Apia`; none for a day that is.
    pub(super) fn missing(&self, date: NaiveDate) -> Option<String> {
        let values = || {
            [
                ("date", self.text().day(date, self.today).into()),
                ("place", place_of(&self.viewer.zone).city.into()),
            ]
        };
        self.is_skipped(date).then(|| self.app.words.say_with("calendar-day-missing", &values()))
    }

    fn minutes_of(&self, date: NaiveDate) -> Option<i64> {
        let zone = &self.viewer.zone;
        let end = zone.start_of_day(date.checked_add_days(Days::new(1))?).ok()?;
        Some((end - zone.start_of_day(date).ok()?).num_minutes())
    }
}

/// The changes of a zone within two days of a date.
fn around(zone: &Zone, date: NaiveDate) -> impl Iterator<Item = Transition> {
    let noon = date.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(12);
    let (from, until): (DateTime<Utc>, DateTime<Utc>) =
        (noon - TimeDelta::days(2), noon + TimeDelta::days(2));
    // A zone may keep its clocks and only be called otherwise from some instant on.
    zone.transitions(from).take_while(move |found| found.at < until).filter(|found| found.minutes() != 0)
}

/// The date, on the clock that changes, of the time that is skipped or comes twice.
fn day_of(change: &Transition) -> NaiveDate {
    change.civil_before().min(change.civil_after()).date()
}
