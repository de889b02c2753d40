//! The calendar: days, months and what is ahead, on the person's own clock and on that of one other.
//!
//! All places on a day are minutes of the person's own day, as its wall clock shows them: 02:30 is 150, also on a day of 23
//! hours. What clocks skip has no meeting on it, and what they show twice is drawn once.

pub mod agenda;
pub mod changes;
pub mod days;
mod lanes;
pub mod meetings;
pub mod month;
pub mod moving;
pub mod rulers;
pub mod shift;

#[cfg(test)]
mod tests;

use crate::{App, Error, Result, clock_text::ClockText, mentorships::Pair, sessions, when::Viewer};
use cairn_calendar::{Zone, convert::in_range, place_of};
use cairn_domain::{Member, MemberId, MentorshipId, Occurrence};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far ahead the next meeting is looked for, to tell whose clock matters most.
const SOON: TimeDelta = TimeDelta::days(60);

/// Where to look, and whose clock is the second one.
#[derive(Debug, Default, Deserialize, TS)]
pub struct CalendarAt {
    /// A day, as `2027-03-14`; today when none.
    #[ts(optional)]
    pub(crate) day: Option<String>,
    /// The member whose clock is the second one; the one met next when none.
    #[ts(optional)]
    pub(crate) member: Option<MemberId>,
}

/// What stands above the days, whichever way they are shown.
#[derive(Debug, Serialize, TS)]
pub struct CalendarHead {
    /// `14–20 March 2027`.
    pub title: String,
    /// A day that names what is shown, as `2027-03-15`.
    pub day: String,
    /// A day that names what is before it.
    pub before: String,
    /// A day that names what is after it.
    pub after: String,
    /// Whether today is in it.
    pub is_now: bool,
    /// The person's own clock.
    pub mine: CalendarFace,
    /// The second clock; none while there is nobody else.
    pub other: Option<CalendarFace>,
    /// Whose clock can be the second one.
    pub members: Vec<MemberChoice>,
    /// The sessions that stand nowhere: one line for each mentorship that has some.
    pub without_time: Vec<WithoutTime>,
}

/// Planned sessions of a mentorship whose time zone is unknown here.
#[derive(Debug, Serialize, TS)]
pub struct WithoutTime {
    /// Which mentorship.
    pub mentorship: MentorshipId,
    /// `2 sessions with Ishani have no known time`.
    pub text: String,
}

/// Whose clock it is.
#[derive(Debug, Serialize, TS)]
pub struct CalendarFace {
    /// The member; none for the person herself.
    pub member: Option<MemberId>,
    /// Her name.
    pub name: String,
    /// Where her clock runs.
    pub place: String,
}

/// Somebody whose clock can be shown, and with whom to plan.
#[derive(Debug, Serialize, TS)]
pub struct MemberChoice {
    /// Names her.
    pub id: MemberId,
    /// Where the two meet.
    pub mentorship: MentorshipId,
    /// `Ishani, Kolkata`.
    pub label: String,
}

/// What every view stands on: who looks and when, whom she meets, and whose clock is the second one.
struct Ground<'a> {
    app: &'a App,
    viewer: Viewer,
    today: NaiveDate,
    pairs: Vec<Pair>,
    other: Option<Other>,
}

/// The member whose clock is the second one.
struct Other {
    member: Member,
    zone: Zone,
}

impl Ground<'_> {
    /// Fails with `locked`.
    fn of(app: &App, member: Option<MemberId>) -> Result<Ground<'_>> {
        let viewer = app.viewer()?;
        let pairs = app.read(Pair::all)?;
        let members = || pairs.iter().flat_map(Pair::others);
        let wanted = match member {
            Some(member) => Some(member),
            None => {
                let ahead = app.read(|reader| sessions::upcoming(reader, viewer.now, viewer.now + SOON))?;
                ahead.iter().find_map(|next| pair_of(&pairs, next)?.other().map(|member| member.id))
            }
        };
        let chosen = wanted.and_then(|id| members().find(|member| member.id == id)).or(members().next());
        let other = chosen.and_then(|member| {
            Some(Other { zone: Zone::stored(&member.zone).ok()?, member: member.clone() })
        });
        let today = viewer.zone.civil(viewer.now).date();
        Ok(Ground { app, viewer, today, pairs, other })
    }

    fn text(&self) -> ClockText<'_> {
        self.app.clock_text()
    }

    /// The day somebody asked for, or today. Fails with `date_not_understood` at `day`.
    fn day(&self, asked: Option<&str>) -> Result<NaiveDate> {
        asked.map_or(Ok(self.today), |day| read_day("day", day))
    }

    /// The meetings that start on `days` days from `first` on, or that began the day before and still go on.
    /// Fails with `out_of_range` at `day`.
    fn meetings(&self, first: NaiveDate, days: u64) -> Result<Vec<Occurrence>> {
        let (from, until) = (self.start_of(first - Days::new(1))?, self.start_of(first + Days::new(days))?);
        self.app.read(|reader| sessions::upcoming(reader, from, until))
    }

    /// The first instant of a day of the person's own. Fails with `out_of_range` at `day`.
    fn start_of(&self, date: NaiveDate) -> Result<DateTime<Utc>> {
        let start = self.viewer.zone.start_of_day(date);
        start.map_err(|error| Error::field("day", error.code(), &date.to_string()))
    }

    /// Where an instant is on the person's own wall.
    fn here(&self, at: DateTime<Utc>) -> NaiveDateTime {
        self.viewer.zone.civil(at)
    }

    /// The head of what is shown from `first` on, up to the day before `end`.
    fn head(
        &self,
        title: String,
        first: NaiveDate,
        end: NaiveDate,
        before: NaiveDate,
    ) -> Result<CalendarHead> {
        let me = self.app.profile().map(|me| me.name).unwrap_or_default();
        let face = |member: Option<&Member>, name: &str, zone: &Zone| CalendarFace {
            member: member.map(|member| member.id),
            name: name.to_owned(),
            place: place_of(zone).city,
        };
        Ok(CalendarHead {
            title,
            day: first.to_string(),
            before: before.to_string(),
            after: end.to_string(),
            is_now: (first..end).contains(&self.today),
            mine: face(None, &me, &self.viewer.zone),
            other: self
                .other
                .as_ref()
                .map(|other| face(Some(&other.member), &other.member.name, &other.zone)),
            members: self
                .pairs
                .iter()
                .flat_map(|pair| pair.others().map(|member| choice(pair, member)))
                .collect(),
            without_time: self.without_time()?,
        })
    }

    fn without_time(&self) -> Result<Vec<WithoutTime>> {
        let sessions = self.app.read(sessions::all_without_time)?;
        let line = |pair: &Pair| {
            let mentorship = pair.mentorship.id;
            let count = sessions.iter().filter(|session| session.mentorship == mentorship).count();
            let values = [("count", count.into()), ("name", pair.name().into())];
            let text = || self.app.words.say_with("calendar-without-time", &values);
            (count > 0).then(|| WithoutTime { mentorship, text: text() })
        };
        Ok(self.pairs.iter().filter_map(line).collect())
    }

    /// `14–20 March 2027`, `30 November – 6 December`: from `first` to `last`, both shown.
    fn stretch_title(&self, first: NaiveDate, last: NaiveDate) -> String {
        let text = self.text();
        let end = text.day(last, self.today);
        if (first.year(), first.month()) == (last.year(), last.month()) {
            format!("{}–{end}", first.day())
        } else if first.year() == last.year() {
            format!("{} {} – {end}", first.day(), text.month(first))
        } else {
            format!(
                "{} {} {} – {} {} {}",
                first.day(),
                text.month(first),
                first.year(),
                last.day(),
                text.month(last),
                last.year()
            )
        }
    }
}

/// Fails with `date_not_understood`, and with `out_of_range` outside of the years 1900 to 2200, at `field`.
pub(crate) fn read_day(field: &'static str, typed: &str) -> Result<NaiveDate> {
    let date: NaiveDate = typed.parse().map_err(|_| Error::field(field, "date_not_understood", typed))?;
    match in_range(date.and_time(NaiveTime::MIN)) {
        true => Ok(date),
        false => Err(Error::field(field, "out_of_range", typed)),
    }
}

fn pair_of<'p>(pairs: &'p [Pair], meeting: &Occurrence) -> Option<&'p Pair> {
    pairs.iter().find(|pair| pair.mentorship.id == meeting.session.mentorship)
}

fn choice(pair: &Pair, member: &Member) -> MemberChoice {
    let place = Zone::stored(&member.zone).map_or_else(|_| member.zone.clone(), |zone| place_of(&zone).city);
    MemberChoice { id: member.id, mentorship: pair.mentorship.id, label: format!("{}, {place}", member.name) }
}

/// The Monday of a day's week.
fn monday_of(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

/// A minute of a day as its wall clock shows it.
fn at_minute(date: NaiveDate, minute: i64) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute)
}

fn minute_of(civil: NaiveDateTime) -> i64 {
    (civil - civil.date().and_time(NaiveTime::MIN)).num_minutes()
}
