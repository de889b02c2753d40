//! The starts that are tried: every quarter hour of every date.

use std::ops::Range;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::fairness::burden;
use crate::overlap::{Participant, common_windows};

/// Quarter hours of a day's clock.
pub(super) const QUARTERS: u32 = 96;

/// The time of the day at which a quarter begins.
pub(super) fn time_of(quarter: u32) -> NaiveTime {
    NaiveTime::from_num_seconds_from_midnight_opt(quarter % QUARTERS * 15 * 60, 0).unwrap_or_default()
}

/// The sum of several meetings' burdens, by participant.
pub(super) fn added(burdens: &[Vec<u32>]) -> Vec<u32> {
    let people = burdens.first().map_or(0, Vec::len);
    (0..people).map(|person| burdens.iter().map(|burdens| burdens[person]).sum()).collect()
}

/// Who wants to meet for how long, and when all of them can.
pub(super) struct Grid<'p> {
    pub(super) participants: &'p [Participant],
    pub(super) length: TimeDelta,
    /// All that the choices can touch.
    pub(super) range: Range<DateTime<Utc>>,
    /// Long enough, in order, apart from each other.
    common: Vec<Range<DateTime<Utc>>>,
}

impl<'p> Grid<'p> {
    /// None where there is nobody or no date, or where a date is out of range.
    pub(super) fn over(
        participants: &'p [Participant],
        minutes: u32,
        choices: &[Vec<NaiveDate>],
    ) -> Option<Grid<'p>> {
        let zone = &participants.first()?.zone;
        let first = choices.iter().flatten().min()?;
        let last = choices.iter().flatten().max()?;
        // A meeting may last a day, and a gap may move its start: two days behind the last date hold everything.
        let behind = last.checked_add_days(Days::new(3))?;
        let range = zone.start_of_day(*first).ok()?..zone.start_of_day(behind).ok()?;
        let common = common_windows(participants, &range, minutes);
        Some(Grid { participants, length: TimeDelta::minutes(i64::from(minutes)), range, common })
    }

    /// When a meeting begins whose start is `civil` on the clock of the first participant.
    pub(super) fn instant(&self, civil: NaiveDateTime) -> Option<DateTime<Utc>> {
        Some(self.participants.first()?.zone.to_instant(civil).ok()?.instant)
    }

    /// What a start costs each participant; none where it does not suit everybody.
    pub(super) fn burdens(&self, civil: NaiveDateTime) -> Option<Vec<u32>> {
        let start = self.instant(civil)?;
        self.suits_everybody(start).then(|| self.burdens_at(start))
    }

    /// What a start costs each participant, suit it or not.
    pub(super) fn burdens_at(&self, start: DateTime<Utc>) -> Vec<u32> {
        self.participants.iter().map(|one| burden(one.zone.civil(start))).collect()
    }

    fn suits_everybody(&self, start: DateTime<Utc>) -> bool {
        let window = self.common.partition_point(|window| window.end <= start);
        self.common
            .get(window)
            .is_some_and(|window| window.start <= start && start + self.length <= window.end)
    }
}
