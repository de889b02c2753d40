//! A meeting in the calendar, whichever way its days are shown.

use super::{Ground, minute_of, pair_of};
use crate::{
    dates,
    mentorships::Pair,
    sessions::view::status,
    when::{ClockView, Phase, Slot, When},
};
use cairn_calendar::{Adjustment, place_of};
use cairn_domain::{MentorshipId, Occurrence, SessionId, SessionState};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Serialize;
use ts_rs::TS;

/// So many other clocks stand on a meeting at most.
const MOST_CLOCKS: usize = 2;

/// A meeting.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CalendarMeeting {
    /// The session.
    pub id: SessionId,
    /// The mentorship.
    pub mentorship: MentorshipId,
    /// The day on which it starts on the person's clock, as `2027-03-16`.
    pub day: String,
    /// Where it starts, in minutes of that day.
    pub from: i64,
    /// `20:30`.
    pub time: String,
    /// `20:30–21:30`.
    pub span: String,
    /// With whom: `Ishani`.
    pub name: String,
    /// What the colour of the avatar is made of.
    pub seed: String,
    /// How many members a group has; none for a pair.
    pub count: Option<usize>,
    /// What it is about; may be empty.
    pub title: String,
    /// The other clocks in short, at most two.
    pub clocks: Vec<ShortClock>,
    /// `Ishani 08:00–09:00, Wed 25 Nov`: one line for each other clock.
    pub lines: Vec<String>,
    /// All of it in one sentence, for who cannot see where it stands.
    pub sentence: String,
    /// What became of it.
    pub state: SessionState,
    /// `Outside the hours that Ishani gave.`; none once it has begun.
    pub unsocial: Option<String>,
    /// What else must be known about its time.
    pub notices: Vec<String>,
    /// Whether it can be moved: nobody has said yet what became of it.
    pub movable: bool,
}

/// Another's clock in short: `Kolkata 08:00 Wed`.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ShortClock {
    /// `Kolkata`.
    pub place: String,
    /// `08:00 Wed`: the weekday only where it is not the person's own.
    pub time: String,
}

/// Where a meeting, or what of it is on one day, stands.
pub(super) struct Standing {
    pub(super) date: NaiveDate,
    /// Minutes of the day.
    pub(super) from: i64,
    /// Minutes of the day; greater than `from`, at most 1440.
    pub(super) to: i64,
}

impl Ground<'_> {
    /// None for a meeting of a mentorship that is not there.
    pub(super) fn meeting(&self, occurrence: &Occurrence) -> Option<CalendarMeeting> {
        let session = &occurrence.session;
        let pair = pair_of(&self.pairs, occurrence)?;
        let slot = Slot { starts: session.starts, zone: &session.zone, minutes: session.minutes };
        let when = When::of(&self.app.words, &self.viewer, slot, &pair.members);
        let here = self.here(occurrence.at);
        let mut meeting = CalendarMeeting {
            id: session.id,
            mentorship: session.mentorship,
            day: here.date().to_string(),
            from: minute_of(here),
            time: when.mine.start.clone(),
            span: when.mine.span.clone(),
            name: pair.name(),
            seed: pair.seed(),
            count: pair.count(),
            title: session.title.clone(),
            clocks: self.short_clocks(&when),
            lines: when.others.iter().map(|clock| clock.line.clone()).collect(),
            sentence: String::new(),
            state: session.state,
            unsocial: (when.phase == Phase::Before).then(|| self.unsocial(&when)).flatten(),
            notices: [when.notice.clone(), self.second_time(occurrence.at), when.older_rules.clone()]
                .into_iter()
                .flatten()
                .collect(),
            movable: session.state == SessionState::Planned,
        };
        meeting.sentence = self.sentence(&meeting, occurrence, pair, &when);
        Some(meeting)
    }

    /// The other clocks, the second one first.
    pub(super) fn short_clocks(&self, when: &When) -> Vec<ShortClock> {
        let second = self.other.as_ref().map(|other| other.member.id);
        let mut clocks: Vec<&ClockView> = when.others.iter().collect();
        clocks.sort_by_key(|clock| clock.member != second);
        clocks.into_iter().take(MOST_CLOCKS).map(|clock| short_clock(clock, when)).collect()
    }

    fn sentence(
        &self,
        meeting: &CalendarMeeting,
        occurrence: &Occurrence,
        pair: &Pair,
        when: &When,
    ) -> String {
        let state = status(self.app, &occurrence.session, when, &pair.members, self.viewer.account).text;
        let values = [
            ("time", meeting.time.clone().into()),
            ("name", meeting.name.clone().into()),
            ("when", dates::on_every_clock(self.app, when, self.here(occurrence.at)).into()),
        ];
        let said = self.app.words.say_with("calendar-meeting", &values);
        let more = [Some(meeting.title.clone()), Some(state), meeting.unsocial.clone()];
        let parts =
            [said].into_iter().chain(more.into_iter().flatten()).chain(meeting.notices.iter().cloned());
        let parts = parts.filter(|part| !part.is_empty());
        parts.map(|part| part.trim_end_matches('.').to_owned()).collect::<Vec<_>>().join(". ")
    }

    /// Whose hours a meeting is outside of, in words.
    pub(super) fn unsocial(&self, when: &When) -> Option<String> {
        let outside = |clock: &&ClockView| clock.inside_hours == Some(false);
        let names: Vec<String> = when.others.iter().filter(outside).map(|clock| clock.name.clone()).collect();
        let values = [("names", names.join(", ").into())];
        match (names.is_empty(), when.mine.inside_hours) {
            (false, _) => Some(self.app.words.say_with("reading-outside-hours", &values)),
            (true, Some(false)) => Some(self.app.words.say("calendar-outside-yours")),
            (true, _) => None,
        }
    }

    /// `01:30 comes twice that day in Chicago; this is the second.`: for a meeting that another clock puts there.
    fn second_time(&self, at: DateTime<Utc>) -> Option<String> {
        let zone = &self.viewer.zone;
        let resolved = zone.to_instant(zone.civil(at)).ok()?;
        let is_second = resolved.adjustment == Adjustment::Fold && resolved.instant != at;
        let values = || {
            [("time", self.text().time(resolved.civil.time()).into()), ("place", place_of(zone).city.into())]
        };
        is_second.then(|| self.app.words.say_with("calendar-second-time", &values()))
    }

    /// The days a meeting is on, and where. The wall clock decides: over a gap it is longer than it lasts; over a fold, where
    /// the wall goes back, it is drawn as long as it lasts.
    pub(super) fn stands(&self, at: DateTime<Utc>, minutes: i64) -> Vec<Standing> {
        let (start, end) = (self.here(at), self.here(at + TimeDelta::minutes(minutes)));
        let from = minute_of(start);
        if end.date() <= start.date() {
            let to = if end - start < TimeDelta::minutes(minutes) { from + minutes } else { minute_of(end) };
            return vec![Standing { date: start.date(), from, to: to.min(1440) }];
        }
        let first = Standing { date: start.date(), from, to: 1440 };
        let rest = Standing { date: end.date(), from: 0, to: minute_of(end) };
        if rest.to == 0 { vec![first] } else { vec![first, rest] }
    }
}

fn short_clock(clock: &ClockView, when: &When) -> ShortClock {
    let weekday =
        if clock.date == when.mine.date { "" } else { clock.date.split(' ').next().unwrap_or_default() };
    let time = format!("{} {weekday}", clock.start).trim_end().to_owned();
    ShortClock { place: clock.place.clone(), time }
}
