//! The second ruler: what another's clock shows at each hour of a day of the person's own.

use super::{Ground, Other, at_minute, minute_of};
use crate::zones;
use cairn_calendar::{Adjustment, Zone};
use cairn_domain::WeeklyHours;
use chrono::{Days, NaiveDate};
use serde::Serialize;
use ts_rs::TS;

/// How finely hours outside of somebody's day are drawn, in minutes.
const GRAIN: i64 = 15;
/// The middle of a day, where its clocks have changed already.
const NOON: i64 = 12 * 60;

/// Another's clock along a day of the person's own.
#[derive(Debug, PartialEq, Serialize, TS)]
pub struct CalendarRuler {
    /// The time at each hour of the day, 0 to 23; none for an hour that the person's clock skips.
    pub hours: Vec<Option<String>>,
    /// Where the other's date changes; none where it does not.
    pub midnight: Option<CalendarMidnight>,
    /// `10½ h ahead`, at noon of the day.
    pub difference: String,
}

/// Midnight on the other's clock.
#[derive(Debug, PartialEq, Serialize, TS)]
pub struct CalendarMidnight {
    /// Minutes of the person's day.
    pub at: i64,
    /// `+1 day`, or `−1 day`.
    pub label: String,
    /// Whether the label is for the hours before it.
    pub before: bool,
}

/// Part of a day.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Stretch {
    /// Minutes of the day.
    pub from: i64,
    /// Minutes of the day; greater than `from`.
    pub to: i64,
}

impl Ground<'_> {
    pub(super) fn ruler(&self, other: &Other, date: NaiveDate) -> CalendarRuler {
        let hours = (0..24).map(|hour| {
            let here = self.viewer.zone.to_instant(at_minute(date, hour * 60)).ok()?;
            let there = other.zone.civil(here.instant).time();
            (here.adjustment != Adjustment::Gap).then(|| self.text().time(there))
        });
        CalendarRuler {
            hours: hours.collect(),
            midnight: self.midnight(other, date),
            difference: self.difference(&other.zone, date),
        }
    }

    fn midnight(&self, other: &Other, date: NaiveDate) -> Option<CalendarMidnight> {
        // Her today may begin during the person's, or her tomorrow.
        [(date, true), (date + Days::new(1), false)].into_iter().find_map(|(begins, before)| {
            let here = self.here(other.zone.start_of_day(begins).ok()?);
            let label = if before { "calendar-day-before" } else { "calendar-day-after" };
            let at = minute_of(here);
            (here.date() == date && at > 0).then(|| CalendarMidnight {
                at,
                label: self.app.words.say(label),
                before,
            })
        })
    }

    fn difference(&self, zone: &Zone, date: NaiveDate) -> String {
        let Ok(noon) = self.viewer.zone.to_instant(at_minute(date, NOON)) else { return String::new() };
        let minutes = (zone.to_local(noon.instant).offset_seconds - noon.offset_seconds) / 60;
        let id = match minutes {
            0 => "calendar-same-time",
            1.. => "calendar-ahead",
            _ => "calendar-behind",
        };
        self.app.words.say_with(id, &[("hours", zones::hours(minutes).into())])
    }

    /// The stretches of a day of the person's own that are outside of `hours` on the clock of `theirs`.
    pub(super) fn outside(&self, date: NaiveDate, theirs: &Zone, hours: &WeeklyHours) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        for from in (0..1440 / GRAIN).map(|quarter| quarter * GRAIN) {
            let Ok(here) = self.viewer.zone.to_instant(at_minute(date, from)) else { continue };
            if hours.cover(theirs.civil(here.instant)) != Some(false) {
                continue;
            }
            match stretches.last_mut() {
                Some(last) if last.to == from => last.to = from + GRAIN,
                _ => stretches.push(Stretch { from, to: from + GRAIN }),
            }
        }
        stretches
    }

    /// Where to look first: two hours before now, or where the person's own hours begin.
    pub(super) fn look_at(&self, days: &[NaiveDate]) -> i64 {
        const MORNING: i64 = 7 * 60;
        if days.contains(&self.today) {
            return (minute_of(self.here(self.viewer.now)) - 120).max(0);
        }
        self.viewer.hours.0.iter().map(|block| i64::from(block.from)).min().unwrap_or(MORNING)
    }
}
