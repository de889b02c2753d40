//! What a change of clocks does to the series: told before it happens, on everybody's clock.

use super::{CalendarAt, Ground, changes::Changing};
use crate::{
    App, Result,
    faces::Face,
    mentorships::{Pair, pronoun},
    series,
};
use cairn_calendar::{Occurrence, Series as Expander, Zone, place_of, shifts};
use cairn_domain::{Series, SessionId};
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
    pub series: Vec<ShiftedSeries>,
    /// `and 2 more`, or that none is touched.
    pub more: Option<String>,
}

/// A series whose time changes on somebody's clock.
#[derive(Debug, Serialize, TS)]
pub struct ShiftedSeries {
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
    let mut touched = Vec::new();
    for pair in &ground.pairs {
        let found = app.read(|reader| Ok(reader.mentorship(pair.mentorship.id).all::<Series>()?))?;
        touched.extend(found.iter().filter_map(|series| ground.shifted(pair, series, first, last)));
    }
    let more = match touched.len() {
        0 => Some(app.words.say("calendar-shift-none")),
        count if count > MOST => {
            Some(app.words.say_with("today-week-more", &[("count", (count - MOST).into())]))
        }
        _ => None,
    };
    touched.truncate(MOST);
    Ok(ShiftView {
        title: ground.shift_title(&changes),
        text: ground.shift_text(date, &changes),
        series: touched,
        more,
    })
}

/// A person's clock around the change.
struct Around<'a> {
    face: Face<'a>,
    was: NaiveDateTime,
    becomes: NaiveDateTime,
    end: NaiveDateTime,
    /// Whether it shows another time because clocks change, and not the series itself.
    moved: bool,
}

impl Around<'_> {
    fn outside(&self) -> bool {
        self.face.hours.cover_all(self.becomes, self.end) == Some(false)
    }

    /// The instant nearest to the meeting at which this clock shows what it showed before.
    fn as_before(&self, meeting: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let days = (-1..=1).map(|days| self.becomes.date() + TimeDelta::days(days));
        let instants = days
            .filter_map(|day| Some(self.face.zone.to_instant(day.and_time(self.was.time())).ok()?.instant));
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
    fn shifted(
        &self,
        pair: &Pair,
        series: &Series,
        first: DateTime<Utc>,
        last: DateTime<Utc>,
    ) -> Option<ShiftedSeries> {
        let expander = series::expander(series)?;
        let meetings: Vec<Occurrence> = expander.occurrences(first - NEAR..last + NEAR).collect();
        let before = meetings.iter().rfind(|meeting| meeting.start < first)?;
        let after = meetings.iter().find(|meeting| meeting.start >= last)?;
        let faces = Face::all(&self.app.words, &self.viewer, &pair.members);
        let clocks: Vec<Around<'_>> =
            faces.into_iter().map(|face| around(face, before, after, &expander)).collect();
        if !clocks.iter().any(|clock| clock.moved) {
            return None;
        }
        let text = self.text();
        let (was, becomes) = (self.here(before.start), self.here(after.start));
        let say = |id: &str, value: String| self.app.words.say_with(id, &[("value", value.into())]);
        let (suggestion, sentence) = self.suggestion(series, after, &expander.zone, &clocks).unzip();
        let remark =
            [self.outside_remark(&clocks), sentence].into_iter().flatten().collect::<Vec<_>>().join(" ");
        Some(ShiftedSeries {
            days: say("calendar-shift-days", text.weekday(becomes.date())),
            before: say("calendar-shift-to", text.day(was.date(), becomes.date())),
            after: say("calendar-shift-from", text.day(becomes.date(), becomes.date())),
            rows: clocks.iter().take(MOST_CLOCKS).map(|clock| self.shift_row(clock, becomes)).collect(),
            remark: Some(remark).filter(|remark| !remark.is_empty()),
            keep: say("calendar-shift-keep", text.time(becomes.time())),
            suggestion,
        })
    }

    fn shift_row(&self, clock: &Around<'_>, mine: NaiveDateTime) -> ShiftRow {
        let text = self.text();
        let name = &clock.face.name;
        let who = if clock.becomes.weekday() == mine.weekday() {
            name.clone()
        } else {
            format!("{name}, {}", text.weekday_short(clock.becomes.date()))
        };
        ShiftRow {
            who,
            was: text.time(clock.was.time()),
            becomes: text.time(clock.becomes.time()),
            moved: clock.moved,
        }
    }

    /// `07:00 is before the hours Ishani gave.`: the first who is outside, or none.
    fn outside_remark(&self, clocks: &[Around<'_>]) -> Option<String> {
        let clock = clocks.iter().find(|clock| clock.moved && clock.outside())?;
        let weekday = clock.becomes.weekday().num_days_from_monday();
        let minute = u16::try_from(clock.becomes.num_seconds_from_midnight() / 60).unwrap_or_default();
        let blocks = || clock.face.hours.0.iter().filter(|block| u32::from(block.day) == weekday);
        let which = match (blocks().map(|block| block.from).min(), blocks().map(|block| block.to).max()) {
            (Some(opens), _) if minute < opens => "before",
            (_, Some(closes)) if minute >= closes => "after",
            _ => "outside",
        };
        let values = [
            ("time", self.text().time(clock.becomes.time()).into()),
            ("name", clock.face.name.clone().into()),
            ("which", which.into()),
        ];
        let mine = clock.face.member.is_none();
        let id = if mine { "calendar-shift-outside-yours" } else { "calendar-shift-outside" };
        Some(self.app.words.say_with(id, &values))
    }

    /// The time at which the clock that moved shows what it showed before, and a sentence about it.
    fn suggestion(
        &self,
        series: &Series,
        after: &Occurrence,
        zone: &Zone,
        clocks: &[Around<'_>],
    ) -> Option<(ShiftSuggestion, String)> {
        let moved = || clocks.iter().filter(|clock| clock.moved);
        let clock = moved().find(|clock| clock.outside()).or(moved().next())?;
        let is_ahead = after.start > self.viewer.now;
        let at = clock.as_before(after.start).filter(|at| *at != after.start && is_ahead)?;
        let text = self.text();
        let mine = text.time(self.here(at).time());
        let suggestion = ShiftSuggestion {
            label: self.app.words.say_with("calendar-shift-suggest", &[("value", mine.clone().into())]),
            session: SessionId::of_occurrence(series.id, after.original),
            typed: zone.civil(at).format("%Y-%m-%d %H:%M").to_string(),
        };
        let other = clock.face.member.or_else(|| clocks.iter().find_map(|clock| clock.face.member))?;
        let theirs = Zone::stored(&other.zone).ok()?.civil(at).time();
        let values = [
            ("pronoun", pronoun(other).into()),
            ("name", other.name.clone().into()),
            ("theirs", text.time(theirs).into()),
            ("mine", mine.into()),
        ];
        let id = if clock.face.member.is_some() { "calendar-shift-theirs" } else { "calendar-shift-yours" };
        Some((suggestion, self.app.words.say_with(id, &values)))
    }
}

/// The clock of `face` at the last meeting `before` a change and at the first `after` it.
fn around<'a>(face: Face<'a>, before: &Occurrence, after: &Occurrence, series: &Expander) -> Around<'a> {
    let end = after.start + TimeDelta::minutes(i64::from(series.minutes));
    Around {
        was: face.zone.civil(before.start),
        becomes: face.zone.civil(after.start),
        end: face.zone.civil(end),
        moved: !shifts([before, after], &series.zone, &face.zone).is_empty(),
        face,
    }
}
