//! What a change of clocks does to the series: told before it happens, on everybody's clock.

use super::{CalendarAt, Ground, changes::Changing};
use crate::{
    App, Result,
    mentorships::{Pair, pronoun},
    series,
};
use cairn_calendar::{Zone, place_of};
use cairn_domain::{Member, Series, SessionId, WeeklyHours};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};
use serde::Serialize;
use ts_rs::TS;

/// The meeting before the change and the one after it are looked for this far away: a month and some days.
const NEAR: TimeDelta = TimeDelta::days(40);
/// So many series are told one by one.
const MOST: usize = 3;
/// So many clocks stand in one table.
const MOST_CLOCKS: usize = 4;

/// A change of clocks, and what it does.
#[derive(Debug, Serialize, TS)]
pub struct ShiftView {
    /// `Chicago’s clocks go forward`.
    pub title: String,
    /// `On Sunday 14 March, from 02:00 to 03:00. Kolkata’s stay.`
    pub text: String,
    /// The series that come at another time on somebody's clock from then on.
    pub series: Vec<SeriesShift>,
    /// `and 2 more`, or that none is touched.
    pub more: Option<String>,
}

/// A series whose time changes on somebody's clock.
#[derive(Debug, Serialize, TS)]
pub struct SeriesShift {
    /// `Tuesdays`.
    pub days: String,
    /// `to 9 March`.
    pub before: String,
    /// `from 16 March`.
    pub after: String,
    /// One for each clock, the person's own first.
    pub rows: Vec<ShiftRow>,
    /// `07:00 is before the hours Ishani gave. Her 08:00 would be your 21:30.`
    pub remark: Option<String>,
    /// `Keep 20:30`.
    pub keep: String,
    /// Another time, at which the clock that moved stays as it was; none for what has passed.
    pub suggestion: Option<ShiftSuggestion>,
}

/// One clock before and after.
#[derive(Debug, Serialize, TS)]
pub struct ShiftRow {
    /// `You`; `Ishani, Wed` where it is another weekday there.
    pub who: String,
    /// `08:00`.
    pub was: String,
    /// `07:00`.
    pub becomes: String,
    /// Whether the two differ.
    pub moved: bool,
}

/// Another time for a series, from the first session after the change on.
#[derive(Debug, Serialize, TS)]
pub struct ShiftSuggestion {
    /// `Suggest 21:30`, on the person's clock.
    pub label: String,
    /// The first session after the change.
    pub session: SessionId,
    /// What to type in the dialog, on the clock the series follows: `2027-03-16 21:30`.
    pub typed: String,
}

/// The changes of clocks on a day. Fails with `not_found` where there are none, and with `date_not_understood` at `day`.
pub fn shift(app: &App, args: CalendarAt) -> Result<ShiftView> {
    let ground = Ground::of(app, args.member)?;
    let date = ground.day(args.day.as_deref())?;
    let changes = ground.changes(date);
    let instants = || changes.iter().map(|change| change.at.at);
    let (Some(first), Some(last)) = (instants().min(), instants().max()) else {
        return Err(crate::Error::not_found("change"));
    };
    let mut shifts = Vec::new();
    for pair in &ground.pairs {
        let found = app.read(|reader| Ok(reader.mentorship(pair.mentorship.id).all::<Series>()?))?;
        shifts.extend(found.iter().filter_map(|series| ground.series_shift(pair, series, first, last)));
    }
    let more = match shifts.len() {
        0 => Some(app.words.say("calendar-shift-none")),
        count if count > MOST => {
            Some(app.words.say_with("today-week-more", &[("count", (count - MOST).into())]))
        }
        _ => None,
    };
    shifts.truncate(MOST);
    Ok(ShiftView {
        title: ground.shift_title(&changes),
        text: ground.shift_text(date, &changes),
        series: shifts,
        more,
    })
}

/// A person's clock around the change.
struct Face<'a> {
    /// None for the person herself.
    member: Option<&'a Member>,
    zone: Zone,
    hours: &'a WeeklyHours,
    was: NaiveDateTime,
    becomes: NaiveDateTime,
    end: NaiveDateTime,
}

impl Face<'_> {
    fn moved(&self) -> bool {
        self.was.time() != self.becomes.time()
    }

    fn outside(&self) -> bool {
        self.hours.cover_all(self.becomes, self.end) == Some(false)
    }

    /// The instant nearest to the meeting at which this clock shows what it showed before.
    fn as_before(&self, meeting: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let days = (-1..=1).map(|days| self.becomes.date() + TimeDelta::days(days));
        let instants =
            days.filter_map(|day| Some(self.zone.to_instant(day.and_time(self.was.time())).ok()?.instant));
        instants.min_by_key(|at| (*at - meeting).abs())
    }
}

impl Ground<'_> {
    fn shift_title(&self, changes: &[Changing<'_>]) -> String {
        let places: Vec<String> = changes.iter().map(|change| place_of(change.zone).city).collect();
        let id = match changes {
            [one] if one.at.minutes() > 0 => "calendar-shift-forward",
            [_] => "calendar-shift-back",
            _ => "calendar-shift-several",
        };
        self.app.words.say_with(id, &[("place", places.join(", ").into())])
    }

    fn shift_text(&self, date: NaiveDate, changes: &[Changing<'_>]) -> String {
        let (text, words) = (self.text(), &self.app.words);
        let mut parts: Vec<String> = changes
            .iter()
            .map(|change| {
                let (before, after) = (change.at.civil_before(), change.at.civil_after());
                let there = if change.mine { date } else { before.min(after).date() };
                let values = [
                    ("date", text.date(there, self.today).into()),
                    ("time", text.time(before.time()).into()),
                    ("then", text.time(after.time()).into()),
                ];
                words.say_with("calendar-shift-when", &values)
            })
            .collect();
        // Two changes at the same time on the same date are said once.
        parts.dedup();
        if let ([change], Some(other)) = (changes, &self.other)
            && !other.zone.same_rules(&self.viewer.zone)
        {
            let stays = if change.mine { &other.zone } else { &self.viewer.zone };
            parts.push(words.say_with("calendar-shift-stays", &[("place", place_of(stays).city.into())]));
        }
        parts.join(" ")
    }

    /// None where the series does not move on anybody's clock.
    fn series_shift(
        &self,
        pair: &Pair,
        series: &Series,
        first: DateTime<Utc>,
        last: DateTime<Utc>,
    ) -> Option<SeriesShift> {
        let zone = Zone::stored(&series.zone).ok()?;
        let starts = series::starts_between(series, zone.civil(first - NEAR), zone.civil(last + NEAR));
        let at = |start: &NaiveDateTime| Some(zone.to_instant(*start).ok()?.instant);
        let before = starts.iter().filter_map(at).take_while(|at| *at < first).last()?;
        let start = starts.iter().find(|start| at(start).is_some_and(|at| at >= last))?;
        let after = at(start)?;
        let faces = self.faces(pair, before, after, series.minutes);
        if !faces.iter().any(Face::moved) {
            return None;
        }
        let text = self.text();
        let (was, becomes) = (self.here(before), self.here(after));
        let say = |id: &str, value: String| self.app.words.say_with(id, &[("value", value.into())]);
        let (suggestion, sentence) = self.suggestion(series, *start, &zone, after, &faces).unzip();
        let remark =
            [self.outside_remark(&faces), sentence].into_iter().flatten().collect::<Vec<_>>().join(" ");
        Some(SeriesShift {
            days: say("calendar-shift-days", text.weekday(becomes.date())),
            before: say("calendar-shift-to", text.day(was.date(), becomes.date())),
            after: say("calendar-shift-from", text.day(becomes.date(), becomes.date())),
            rows: faces.iter().take(MOST_CLOCKS).map(|face| self.shift_row(face, becomes)).collect(),
            remark: Some(remark).filter(|remark| !remark.is_empty()),
            keep: say("calendar-shift-keep", text.time(becomes.time())),
            suggestion,
        })
    }

    /// The clocks of everybody who meets, the person's own first.
    fn faces<'p>(
        &'p self,
        pair: &'p Pair,
        before: DateTime<Utc>,
        after: DateTime<Utc>,
        minutes: i64,
    ) -> Vec<Face<'p>> {
        let face = |member, zone: Zone, hours| Face {
            was: zone.civil(before),
            becomes: zone.civil(after),
            end: zone.civil(after + TimeDelta::minutes(minutes)),
            member,
            zone,
            hours,
        };
        let mine = face(None, self.viewer.zone.clone(), &self.viewer.hours);
        let others = pair
            .others()
            .filter_map(|member| Some(face(Some(member), Zone::stored(&member.zone).ok()?, &member.hours)));
        [mine].into_iter().chain(others).collect()
    }

    fn shift_row(&self, face: &Face<'_>, mine: NaiveDateTime) -> ShiftRow {
        let text = self.text();
        let name = face.member.map_or_else(|| self.app.words.say("clock-you"), |member| member.name.clone());
        let who = if face.becomes.weekday() == mine.weekday() {
            name
        } else {
            format!("{name}, {}", text.weekday_short(face.becomes.date()))
        };
        ShiftRow {
            who,
            was: text.time(face.was.time()),
            becomes: text.time(face.becomes.time()),
            moved: face.moved(),
        }
    }

    /// `07:00 is before the hours Ishani gave.`: the first who is outside, or none.
    fn outside_remark(&self, faces: &[Face<'_>]) -> Option<String> {
        let face = faces.iter().find(|face| face.moved() && face.outside())?;
        let weekday = face.becomes.weekday().num_days_from_monday();
        let minute = u16::try_from(face.becomes.num_seconds_from_midnight() / 60).unwrap_or_default();
        let blocks = || face.hours.0.iter().filter(|block| u32::from(block.day) == weekday);
        let which = match (blocks().map(|block| block.from).min(), blocks().map(|block| block.to).max()) {
            (Some(opens), _) if minute < opens => "before",
            (_, Some(closes)) if minute >= closes => "after",
            _ => "outside",
        };
        let values = [
            ("time", self.text().time(face.becomes.time()).into()),
            ("name", face.member.map(|member| member.name.clone()).unwrap_or_default().into()),
            ("which", which.into()),
        ];
        let id =
            if face.member.is_some() { "calendar-shift-outside" } else { "calendar-shift-outside-yours" };
        Some(self.app.words.say_with(id, &values))
    }

    /// The time at which the clock that moved shows what it showed before, and a sentence about it.
    fn suggestion(
        &self,
        series: &Series,
        start: NaiveDateTime,
        zone: &Zone,
        after: DateTime<Utc>,
        faces: &[Face<'_>],
    ) -> Option<(ShiftSuggestion, String)> {
        let moved = || faces.iter().filter(|face| face.moved());
        let face = moved().find(|face| face.outside()).or(moved().next())?;
        let at = face.as_before(after).filter(|at| *at != after && after > self.viewer.now)?;
        let text = self.text();
        let mine = text.time(self.here(at).time());
        let suggestion = ShiftSuggestion {
            label: self.app.words.say_with("calendar-shift-suggest", &[("value", mine.clone().into())]),
            session: SessionId::of_occurrence(series.id, start),
            typed: zone.civil(at).format("%Y-%m-%d %H:%M").to_string(),
        };
        let other = face.member.or_else(|| faces.iter().find_map(|face| face.member))?;
        let theirs = Zone::stored(&other.zone).ok()?.civil(at).time();
        let values = [
            ("pronoun", pronoun(other).into()),
            ("name", other.name.clone().into()),
            ("theirs", text.time(theirs).into()),
            ("mine", mine.into()),
        ];
        let id = if face.member.is_some() { "calendar-shift-theirs" } else { "calendar-shift-yours" };
        Some((suggestion, self.app.words.say_with(id, &values)))
    }
}
