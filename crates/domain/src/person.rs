//! The person at this computer.

use crate::{Invalid, ProfileId, Role, SettingId};
use chrono::{Datelike, Days, NaiveDateTime, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who the person is, to herself. What others see of her is a member of each mentorship.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Names it; one to a personal space.
    pub id: ProfileId,
    /// What people call her.
    pub name: String,
    /// Such as `she/her`.
    pub pronouns: Option<String>,
    /// IANA id of the zone her clock runs in.
    pub zone: String,
    /// Whether `zone` follows the computer's.
    pub zone_follows_system: bool,
    /// When she can meet, on her own clock.
    pub hours: WeeklyHours,
    /// What brought her here, which decides what is offered first.
    pub role: Role,
}

/// The hours of a week in which a person can meet, on her own clock. Empty means that she gave none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct WeeklyHours(pub Vec<HoursBlock>);

/// One stretch of a day. Where `to <= from` it ends on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HoursBlock {
    /// 0 is Monday, 6 is Sunday.
    pub day: u8,
    /// Minutes after midnight, inclusive; 0 to 1439.
    pub from: u16,
    /// Minutes after midnight, exclusive; 0 to 1440.
    pub to: u16,
}

impl WeeklyHours {
    /// Nine to five from Monday to Friday.
    pub fn office() -> WeeklyHours {
        WeeklyHours((0..5).map(|day| HoursBlock { day, from: 9 * 60, to: 17 * 60 }).collect())
    }

    /// Whether a time on the person's own clock is inside her hours; none where she gave none.
    pub fn cover(&self, civil: NaiveDateTime) -> Option<bool> {
        (!self.0.is_empty()).then(|| self.open_until(civil).is_some())
    }

    /// Whether all of `from..to` on the person's own clock is inside her hours, which may be several blocks that meet;
    /// none where she gave none.
    pub fn cover_all(&self, from: NaiveDateTime, to: NaiveDateTime) -> Option<bool> {
        let mut at = from;
        while at < to {
            match self.open_until(at) {
                Some(end) => at = end,
                None => return self.cover(at),
            }
        }
        (!self.0.is_empty()).then_some(true)
    }

    /// The latest end of the blocks that a time is in; none where it is in none.
    fn open_until(&self, civil: NaiveDateTime) -> Option<NaiveDateTime> {
        self.0.iter().filter_map(|block| block.open_until(civil)).max()
    }

    /// The same hours in the order of the week.
    ///
    /// Fails with `out_of_range` at `hours` where a block is not on a day of the week or not within a day.
    pub fn checked(mut self) -> Result<WeeklyHours, Invalid> {
        if self.0.iter().any(|block| block.day > 6 || block.from >= 1440 || block.to > 1440) {
            return Err(Invalid::new("hours", "out_of_range", ""));
        }
        self.0.sort_by_key(|block| (block.day, block.from, block.to));
        self.0.dedup();
        Ok(self)
    }
}

impl HoursBlock {
    /// The end of this block where `civil` is in it.
    fn open_until(self, civil: NaiveDateTime) -> Option<NaiveDateTime> {
        let wraps = self.to <= self.from;
        // A block that reaches into the next day may have begun yesterday.
        let begun = [civil.date(), civil.date() - Days::new(u64::from(wraps))];
        begun.into_iter().find_map(|date| {
            let midnight = date.and_time(NaiveTime::MIN);
            let opens = midnight + TimeDelta::minutes(self.from.into());
            let closes = midnight + TimeDelta::minutes(i64::from(self.to) + if wraps { 1440 } else { 0 });
            let is_day = date.weekday().num_days_from_monday() == u32::from(self.day);
            (is_day && (opens..closes).contains(&civil)).then_some(closes)
        })
    }
}

/// A setting that follows the person to all her devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Derived from the key.
    pub id: SettingId,
    /// Such as `theme`, or `leads/<mentorship>`.
    pub key: String,
    /// JSON.
    pub value: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use rstest::rstest;

    fn at(day: u32, hour: u32) -> NaiveDateTime {
        // 23 November 2026 is a Monday.
        NaiveDate::from_ymd_opt(2026, 11, 22 + day).unwrap().and_hms_opt(hour, 0, 0).unwrap()
    }

    #[rstest]
    #[case::none_given(WeeklyHours::default(), at(1, 10), None)]
    #[case::at_the_beginning(WeeklyHours::office(), at(1, 9), Some(true))]
    #[case::at_the_end(WeeklyHours::office(), at(1, 17), Some(false))]
    #[case::on_a_saturday(WeeklyHours::office(), at(6, 10), Some(false))]
    fn hours_cover_a_time(
        #[case] hours: WeeklyHours,
        #[case] civil: NaiveDateTime,
        #[case] covered: Option<bool>,
    ) {
        assert_eq!(hours.cover(civil), covered);
    }

    #[rstest]
    #[case::before_midnight(at(7, 23), true)]
    #[case::after_midnight(at(1, 1), true)]
    #[case::too_late(at(1, 2), false)]
    #[case::the_evening_after(at(1, 23), false)]
    fn a_block_may_reach_into_the_next_day(#[case] civil: NaiveDateTime, #[case] covered: bool) {
        let sunday_night = WeeklyHours(vec![HoursBlock { day: 6, from: 22 * 60, to: 2 * 60 }]);
        assert_eq!(sunday_night.cover(civil), Some(covered));
    }

    #[rstest]
    #[case::inside((1, 9), (1, 10), true)]
    #[case::to_the_end((1, 16), (1, 17), true)]
    #[case::over_the_end((1, 16), (1, 18), false)]
    #[case::from_before((1, 8), (1, 10), false)]
    #[case::over_midnight((7, 23), (8, 1), true)]
    #[case::over_two_blocks_that_meet((2, 11), (2, 13), true)]
    #[case::over_a_gap((3, 11), (3, 14), false)]
    fn hours_cover_a_stretch(#[case] from: (u32, u32), #[case] to: (u32, u32), #[case] covered: bool) {
        let block = |day, from: u16, to: u16| HoursBlock { day, from: from * 60, to: to * 60 };
        let hours = WeeklyHours(vec![
            block(0, 9, 17),
            block(1, 9, 12),
            block(1, 12, 14),
            block(2, 9, 12),
            block(2, 13, 17),
            block(6, 22, 2),
        ]);
        assert_eq!(hours.cover_all(at(from.0, from.1), at(to.0, to.1)), Some(covered));
        assert_eq!(WeeklyHours::default().cover_all(at(from.0, from.1), at(to.0, to.1)), None);
    }

    #[test]
    fn hours_of_no_day_are_refused() {
        let wrong = WeeklyHours(vec![HoursBlock { day: 7, from: 0, to: 60 }]);
        assert_eq!(wrong.checked().unwrap_err().code, "out_of_range");
    }
}
