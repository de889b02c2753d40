//! Series that come at another time on somebody's clock, because clocks change somewhere: when, for whom, until when.

use crate::{App, Words, faces::Face, mentorships::Pair, series::expander, when::Viewer};
use cairn_calendar::{Occurrence, Shift, ShiftCause, Zone, place_of, shifts};
use cairn_domain::{Series, Session, SessionState, WeeklyHours};
use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Utc};
use std::borrow::Borrow;

/// How far ahead a shift is looked for.
pub(crate) const AHEAD: TimeDelta = TimeDelta::days(60);
/// How far around it is looked for the meeting before, and for when it ends.
const AROUND: TimeDelta = TimeDelta::days(92);

/// A series that comes at another time on somebody's clock from one of its meetings on.
pub(crate) struct SeriesShift {
    /// The series.
    pub(crate) series: Series,
    /// The first meeting at the other time, as the series plans it on its own clock.
    pub(crate) original: NaiveDateTime,
    /// When that meeting starts.
    pub(crate) starts: DateTime<Utc>,
    /// Whose clocks show another time: the person's own first.
    pub(crate) clocks: Vec<ShiftedClock>,
}

/// A clock on which a series comes at another time.
pub(crate) struct ShiftedClock {
    /// Whose: none for the person herself.
    name: Option<String>,
    zone: Zone,
    hours: WeeklyHours,
    shift: Shift,
    /// The last meeting at that time, where it goes back soon.
    last: Option<DateTime<Utc>>,
}

impl SeriesShift {
    /// When the last of this meeting is over.
    pub(crate) fn ends(&self) -> DateTime<Utc> {
        self.starts + TimeDelta::minutes(self.series.minutes)
    }

    /// One sentence for each clock that shows another time, and what must be known about it.
    pub(crate) fn lines(&self, app: &App, pair: &Pair) -> Vec<String> {
        let mine = app.my_zone();
        self.clocks.iter().flat_map(|clock| clock.lines(app, pair, &self.series, &mine)).collect()
    }
}

/// The shifts of a series among its meetings from now on and within [`AHEAD`], the soonest first. What was added, or
/// moved or called off by hand as it is `recorded`, would hide the shift of those around it, and is left aside.
pub(crate) fn of_series(
    words: &Words,
    viewer: &Viewer,
    series: &Series,
    recorded: &[impl Borrow<Session>],
    pair: &Pair,
) -> Vec<SeriesShift> {
    let Some(expander) = expander(series) else { return vec![] };
    let window = viewer.now - AROUND..viewer.now + AHEAD + AROUND;
    let is_as_planned = |meeting: &Occurrence| {
        if series.rdates.contains(&meeting.original) {
            return false;
        }
        let own = recorded.iter().map(Borrow::borrow).find(|it| it.original_start == Some(meeting.original));
        own.is_none_or(|own| {
            let is_moved = (own.starts, &own.zone) != (meeting.original, &series.zone);
            !is_moved && own.state != SessionState::Cancelled
        })
    };
    let meetings: Vec<_> = expander.occurrences(window).filter(is_as_planned).collect();
    let mut found: Vec<SeriesShift> = Vec::new();
    for face in Face::all(words, viewer, &pair.members) {
        let of_clock = shifts(&meetings, &expander.zone, &face.zone);
        for (place, shift) in of_clock.iter().enumerate() {
            let meeting = &meetings[shift.index];
            let end = meeting.start + TimeDelta::minutes(series.minutes);
            if end <= viewer.now || meeting.start > viewer.now + AHEAD {
                continue;
            }
            let last = of_clock.get(place + 1).map(|next| meetings[next.index - 1].start);
            let clock = ShiftedClock {
                name: face.member.map(|member| member.name.clone()),
                zone: face.zone.clone(),
                hours: face.hours.clone(),
                shift: *shift,
                last,
            };
            match found.iter_mut().find(|one| one.original == meeting.original) {
                Some(one) => one.clocks.push(clock),
                None => found.push(SeriesShift {
                    series: series.clone(),
                    original: meeting.original,
                    starts: meeting.start,
                    clocks: vec![clock],
                }),
            }
        }
    }
    found.sort_by_key(|shift| shift.starts);
    found
}

impl ShiftedClock {
    fn lines(&self, app: &App, pair: &Pair, series: &Series, mine: &Zone) -> Vec<String> {
        let text = app.clock_text();
        let today = app.today();
        let (before, after) = (self.shift.before, self.shift.after);
        let is_other_day = before.weekday() != after.weekday();
        let time = |civil: NaiveDateTime| match is_other_day {
            true => app.words.say_with(
                "shift-time-day",
                &[("time", text.time(civil.time()).into()), ("day", text.weekday(civil.date()).into())],
            ),
            false => text.time(civil.time()),
        };
        let from = text.date(after.date(), today);
        let until = self.last.map(|last| self.zone.civil(last).date()).filter(|last| *last != after.date());
        let which = match (&self.name, until) {
            (None, Some(_)) => "shift-yours-until",
            (None, None) => "shift-yours",
            (Some(_), Some(_)) => "shift-theirs-until",
            (Some(_), None) => "shift-theirs",
        };
        let values = [
            ("from", from.into()),
            ("to", until.map(|last| text.day(last, today)).unwrap_or_default().into()),
            ("names", pair.others_names().into()),
            ("name", self.name.clone().unwrap_or_default().into()),
            ("after", time(after).into()),
            ("before", time(before).into()),
            ("cause", self.cause(app, series, mine).into()),
        ];
        let mut lines = vec![app.words.say_with(which, &values)];
        let end = after + TimeDelta::minutes(series.minutes);
        if self.hours.cover_all(after, end) == Some(false) {
            let which = if self.name.is_none() { "shift-outside-yours" } else { "shift-outside-theirs" };
            let values = [
                ("time", text.time(after.time()).into()),
                ("name", self.name.clone().unwrap_or_default().into()),
            ];
            lines.push(app.words.say_with(which, &values));
        }
        lines
    }

    /// `clocks in Chicago change`; `your clocks change`.
    fn cause(&self, app: &App, series: &Series, mine: &Zone) -> String {
        let anchor = Zone::stored(&series.zone).ok();
        let city = |zone: &Zone| place_of(zone).city;
        let is_mine = |zone: &Zone| zone.same_rules(mine);
        let mut changing: Vec<Zone> = match self.shift.cause {
            ShiftCause::Anchor => anchor.into_iter().collect(),
            ShiftCause::Viewer => vec![self.zone.clone()],
            ShiftCause::Both => anchor.into_iter().chain([self.zone.clone()]).collect(),
        };
        let yours = changing.iter().any(is_mine);
        changing.retain(|zone| !is_mine(zone));
        let place = changing.iter().map(city).collect::<Vec<_>>();
        let id = match (yours, place.len()) {
            (true, 0) => "shift-cause-yours",
            (true, _) => "shift-cause-both",
            (false, 1) => "shift-cause-place",
            (false, _) => "shift-cause-places",
        };
        let values = [
            ("place", place.first().cloned().unwrap_or_default().into()),
            ("other", place.get(1).cloned().unwrap_or_default().into()),
        ];
        app.words.say_with(id, &values)
    }
}
