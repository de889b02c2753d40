//! A meeting on everybody's clock, in words that are ready to show.

use crate::{App, Result, Words, clock_text::ClockText};
use cairn_calendar::{Adjustment, Resolved, Zone, place_of, second_opinion};
use cairn_domain::{AccountId, Member, MemberId, WeeklyHours};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde::Serialize;
use ts_rs::TS;

/// When a meeting is, on every member's clock.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct When {
    /// The start in milliseconds since 1970-01-01 UTC, for sorting; none where the zone of the meeting is unknown.
    pub starts: Option<i64>,
    /// The length in minutes.
    pub minutes: i64,
    /// Whether it is yet to come, going on, or over.
    pub phase: Phase,
    /// `in 1 h 18 min`, `24 min so far`, `3 days ago`.
    pub distance: String,
    /// The person's own clock.
    pub mine: ClockView,
    /// The clocks of the other members, in the order given.
    pub others: Vec<ClockView>,
    /// What must be known about this time: that clocks skip or repeat it, or that its zone is unknown.
    pub notice: Option<String>,
    /// What other calendars may show of a meeting to come: `Some calendars still use older rules for Vancouver and will
    /// show 08:00.`
    pub older_rules: Option<String>,
}

/// Where the present is, seen from a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// It has not begun.
    Before,
    /// It has begun and its planned end has not come.
    During,
    /// Its planned end has passed.
    After,
}

/// One person's clock at a meeting.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ClockView {
    /// Whose clock; none for the person herself where she is not a member.
    pub member: Option<MemberId>,
    /// `You`, or the member's name.
    pub name: String,
    /// `Kolkata`.
    pub place: String,
    /// `08:00`.
    pub start: String,
    /// `09:00`.
    pub end: String,
    /// `08:00–09:00`.
    pub span: String,
    /// `Wed 25 Nov`, the year added where it is not this one.
    pub date: String,
    /// `today`, `tomorrow`, `yesterday`, or the date, as that person would say it now.
    pub near: String,
    /// Days between this clock's date and the person's own at the start of the meeting: -1, 0 or 1.
    pub day_shift: i64,
    /// `You, in Chicago`; `Ishani, tomorrow in Kolkata`.
    pub label: String,
    /// `You 20:30–21:30`; `Ishani 08:00–09:00, Wed 25 Nov`: the date only where it is not the person's own.
    pub line: String,
    /// Whether the whole meeting is within the hours this person gave; none where she gave none.
    pub inside_hours: Option<bool>,
}

/// Whose screen it is, and when she looks.
#[derive(Clone)]
pub(crate) struct Viewer {
    pub(crate) account: AccountId,
    pub(crate) zone: Zone,
    pub(crate) hours: WeeklyHours,
    pub(crate) now: DateTime<Utc>,
}

impl App {
    /// The person at this computer, now. Fails with `locked`.
    pub(crate) fn viewer(&self) -> Result<Viewer> {
        let account = self.open()?.account;
        let hours = self.profile().map(|profile| profile.hours).unwrap_or_default();
        Ok(Viewer { account, zone: self.my_zone(), hours, now: self.now() })
    }

    /// A meeting on the clocks of the person and of the other `members`. `starts` is on the wall clock of `zone`.
    /// Fails with `locked`. Who shows many meetings takes the [`Viewer`] once and calls [`When::of`].
    pub(crate) fn when(
        &self,
        starts: NaiveDateTime,
        zone: &str,
        minutes: i64,
        members: &[Member],
    ) -> Result<When> {
        Ok(When::of(&self.words, &self.viewer()?, Slot { starts, zone, minutes }, members))
    }
}

/// A start on the wall clock of a zone, and a length.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot<'a> {
    pub(crate) starts: NaiveDateTime,
    pub(crate) zone: &'a str,
    pub(crate) minutes: i64,
}

impl Slot<'_> {
    /// The instant of the start; none where the zone is unknown or the time out of range.
    pub(crate) fn resolve(&self) -> Option<Resolved> {
        Zone::stored(self.zone).ok()?.to_instant(self.starts).ok()
    }
}

impl When {
    /// The clocks of `viewer` and of every member but her.
    pub(crate) fn of(words: &Words, viewer: &Viewer, slot: Slot<'_>, members: &[Member]) -> When {
        let text = ClockText::new(words);
        let Some(start) = slot.resolve() else { return When::unresolved(words, viewer, slot) };
        let end = start.instant + TimeDelta::minutes(slot.minutes);
        let is_me = |member: &&Member| member.account == Some(viewer.account);
        let me = members.iter().find(is_me);
        let mine = Face {
            member: me.map(|member| member.id),
            name: words.say("clock-you"),
            zone: viewer.zone.clone(),
            hours: &viewer.hours,
        };
        let others =
            members.iter().filter(|member| !is_me(member)).map(|member| match Zone::stored(&member.zone) {
                Ok(zone) => {
                    let face = Face {
                        member: Some(member.id),
                        name: member.name.clone(),
                        zone,
                        hours: &member.hours,
                    };
                    face.view(words, viewer, start.instant, end, false)
                }
                Err(_) => ClockView::unknown(words, Some(member.id), &member.name, &member.zone),
            });
        When {
            starts: Some(start.instant.timestamp_millis()),
            minutes: slot.minutes,
            phase: phase(viewer.now, start.instant, end),
            distance: distance(words, text, viewer.now, start.instant, end),
            mine: mine.view(words, viewer, start.instant, end, true),
            others: others.collect(),
            notice: adjusted(words, slot, &start),
            older_rules: if end > viewer.now {
                older_rules(words, viewer, members, slot, &start)
            } else {
                None
            },
        }
    }

    /// A meeting whose zone this computer does not know: its own wall time, and nothing made up.
    fn unresolved(words: &Words, viewer: &Viewer, slot: Slot<'_>) -> When {
        let text = ClockText::new(words);
        let today = viewer.zone.civil(viewer.now).date();
        let wall = ClockView {
            start: text.time(slot.starts.time()),
            date: text.date_short(slot.starts.date(), today),
            ..ClockView::unknown(words, None, &words.say("clock-you"), slot.zone)
        };
        When {
            starts: None,
            minutes: slot.minutes,
            phase: Phase::Before,
            distance: String::new(),
            notice: Some(words.say_with("clock-unknown-zone", &[("zone", slot.zone.to_owned().into())])),
            mine: wall,
            others: vec![],
            older_rules: None,
        }
    }
}

impl ClockView {
    fn unknown(words: &Words, member: Option<MemberId>, name: &str, zone: &str) -> ClockView {
        let place = words.say_with("clock-unknown-zone", &[("zone", zone.to_owned().into())]);
        ClockView {
            member,
            name: name.into(),
            line: format!("{name}: {place}"),
            label: format!("{name}: {place}"),
            place,
            start: String::new(),
            end: String::new(),
            span: String::new(),
            date: String::new(),
            near: String::new(),
            day_shift: 0,
            inside_hours: None,
        }
    }
}

/// A person and the clock on her wall.
struct Face<'a> {
    member: Option<MemberId>,
    name: String,
    zone: Zone,
    hours: &'a WeeklyHours,
}

impl Face<'_> {
    fn view(
        &self,
        words: &Words,
        viewer: &Viewer,
        start: DateTime<Utc>,
        end: DateTime<Utc>,
        me: bool,
    ) -> ClockView {
        let text = ClockText::new(words);
        let (from, to) = (self.zone.civil(start), self.zone.civil(end));
        let day_shift = (from.date() - viewer.zone.civil(start).date()).num_days();
        let span = format!("{}–{}", text.time(from.time()), text.time(to.time()));
        // As this person would say it now: her today may be the viewer's tomorrow.
        let date = text.date_short(from.date(), self.zone.civil(viewer.now).date());
        let near = text.near_date(from.date(), viewer.zone.civil(viewer.now).date());
        let place = place_of(&self.zone).city;
        let line = if day_shift == 0 {
            format!("{} {span}", self.name)
        } else {
            format!("{} {span}, {date}", self.name)
        };
        let values = [
            ("name", self.name.clone().into()),
            ("place", place.clone().into()),
            ("day", near.clone().into()),
        ];
        let label = if me || day_shift == 0 { "clock-label" } else { "clock-label-day" };
        ClockView {
            member: self.member,
            label: words.say_with(label, &values),
            name: self.name.clone(),
            start: text.time(from.time()),
            end: text.time(to.time()),
            // Where clocks go back in between, the wall may show an end that is not after the start.
            inside_hours: self.hours.cover_all(from, to.max(from + TimeDelta::minutes(1))),
            span,
            date,
            near,
            day_shift,
            line,
            place,
        }
    }
}

fn phase(now: DateTime<Utc>, start: DateTime<Utc>, end: DateTime<Utc>) -> Phase {
    match now {
        now if now < start => Phase::Before,
        now if now < end => Phase::During,
        _ => Phase::After,
    }
}

fn distance(
    words: &Words,
    text: ClockText<'_>,
    now: DateTime<Utc>,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
) -> String {
    // A countdown rounds up: at 19:12:30 a meeting at 19:13 is one minute away, not none.
    let (id, minutes) = match phase(now, start, end) {
        Phase::Before => ("distance-in", ((start - now).num_seconds() + 59) / 60),
        Phase::During => ("distance-so-far", (now - start).num_minutes()),
        Phase::After => ("distance-ago", (now - end).num_minutes()),
    };
    words.say_with(id, &[("length", text.length(minutes).into())])
}

/// What calendars with older rules show of a meeting on the clock it follows and on those of these people: the first of
/// them that differs.
fn older_rules(
    words: &Words,
    viewer: &Viewer,
    members: &[Member],
    slot: Slot<'_>,
    start: &Resolved,
) -> Option<String> {
    let others = members.iter().filter(|member| member.account != Some(viewer.account));
    let ids = [slot.zone].into_iter().chain(others.map(|member| member.zone.as_str()));
    let zones = ids.filter_map(|id| Zone::stored(id).ok());
    [viewer.zone.clone()].into_iter().chain(zones).find_map(|zone| {
        let opinion = second_opinion(&zone, zone.civil(start.instant))?;
        let values = [
            ("place", place_of(&zone).city.into()),
            ("time", ClockText::new(words).time(opinion.civil.time()).into()),
        ];
        Some(words.say_with("clock-older-rules", &values))
    })
}

fn adjusted(words: &Words, slot: Slot<'_>, start: &Resolved) -> Option<String> {
    let text = ClockText::new(words);
    let id = match start.adjustment {
        Adjustment::None => return None,
        Adjustment::Gap => "clock-gap",
        Adjustment::Fold => "clock-fold",
    };
    let values = [
        ("asked", text.time(slot.starts.time()).into()),
        ("time", text.time(start.civil.time()).into()),
        ("place", Zone::stored(slot.zone).map(|zone| place_of(&zone).city).unwrap_or_default().into()),
    ];
    Some(words.say_with(id, &values))
}

#[cfg(test)]
mod tests;
