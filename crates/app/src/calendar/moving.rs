//! Moving a meeting in the calendar: what a place in it means on every clock, said before anything is moved.

use super::{Ground, at_minute, meetings::ShortClock, minute_of, read_day};
use crate::{
    App, Error, Result, dates,
    series::{self, change::ChangeSeries},
    sessions::{
        Meetings,
        change::{self, MoveSession, SessionChanged},
    },
    when::{Slot, When},
};
use cairn_calendar::{Resolved, Zone};
use cairn_domain::{Member, MemberId, Series, Session, SessionId, SessionState};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How long a meeting is that is not yet planned.
const NEW_MINUTES: i64 = 60;

/// A place in the calendar.
#[derive(Debug, Deserialize, TS)]
pub struct CalendarSlot {
    /// The session that would go there; a new one when none.
    #[ts(optional)]
    session: Option<SessionId>,
    /// The day on the person's calendar, as `2027-03-14`.
    day: String,
    /// Minutes of that day, 0 to 1439.
    minute: i64,
    /// With whom a new session is; whoever has the second clock when none.
    #[ts(optional)]
    member: Option<MemberId>,
}

/// What that place means.
#[derive(Debug, Serialize, TS)]
pub struct SlotReading {
    /// The day on which it would stand.
    pub day: String,
    /// Where it would stand, in minutes of the day: after a gap later than asked.
    pub from: i64,
    /// Where it would end, in minutes of the day.
    pub to: i64,
    /// `21:15`.
    pub time: String,
    /// The other clocks in short, at most two.
    pub clocks: Vec<ShortClock>,
    /// `Tuesday 16 March, 21:15 for you; Wednesday 08:45 for Ishani`.
    pub sentence: String,
    /// What to know before: a gap or a fold, hours that it is outside of, that it has passed.
    pub warning: Option<String>,
    /// What to type in the dialogs, on the person's clock: `2027-03-16 21:15`.
    pub typed: String,
    /// Whether the session is there already.
    pub same: bool,
    /// What can be moved; empty for a new session.
    pub scopes: Vec<MoveScope>,
}

/// How much of a series moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MoveScope {
    /// The one session.
    One,
    /// It, and all after it.
    Following,
    /// All that are yet to come.
    All,
}

/// Where a session is to go.
#[derive(Debug, Deserialize, TS)]
pub struct CalendarMove {
    session: SessionId,
    /// The day on the person's calendar, as `2027-03-14`.
    day: String,
    /// Minutes of that day, 0 to 1439.
    minute: i64,
    scope: MoveScope,
}

/// What a place in the calendar means on every clock. Fails with `not_found`, and with `date_not_understood` or
/// `out_of_range` at `day`.
pub fn slot(app: &App, args: CalendarSlot) -> Result<SlotReading> {
    let ground = Ground::of(app, args.member)?;
    let asked = asked(&args.day, args.minute)?;
    let resolved = ground.resolve(asked)?;
    let Some(id) = args.session else {
        let members = ground.other.as_ref().map(|other| other.member.clone()).into_iter().collect::<Vec<_>>();
        let slot = Slot { starts: asked, zone: ground.viewer.zone.id(), minutes: NEW_MINUTES };
        return Ok(ground.reading(asked, &resolved, slot, &members));
    };
    let (meetings, session) = app.read(|reader| Meetings::around(reader, id))?;
    let (starts, zone) = ground.on_its_clock(&session, resolved.instant);
    let slot = Slot { starts, zone: zone.id(), minutes: session.minutes };
    let mut reading = ground.reading(asked, &resolved, slot, &meetings.members);
    reading.same = session.instant() == Some(resolved.instant);
    reading.scopes = ground.scopes(&meetings, &session, &zone);
    Ok(reading)
}

/// Moves a session, or the series it is of, to a place in the calendar. Fails as [`slot`].
pub fn move_to(app: &App, args: CalendarMove) -> Result<SessionChanged> {
    let ground = Ground::of(app, None)?;
    let resolved = ground.resolve(asked(&args.day, args.minute)?)?;
    let (meetings, session) = app.read(|reader| Meetings::around(reader, args.session))?;
    let (starts, zone) = ground.on_its_clock(&session, resolved.instant);
    let scope = match ground.scopes(&meetings, &session, &zone).contains(&args.scope) {
        true => args.scope,
        false => MoveScope::One,
    };
    let (Some(series), Some(original), true) =
        (meetings.series_of(&session), session.original_start, scope != MoveScope::One)
    else {
        let to = MoveSession { id: session.id, starts, zone: zone.id().into(), minutes: None };
        return change::move_to(app, to);
    };
    let first = match scope {
        MoveScope::All => ground.first_planned(&meetings, series).unwrap_or(original),
        _ => original,
    };
    let change = ChangeSeries {
        session: SessionId::of_occurrence(series.id, first),
        title: series.title.clone(),
        starts: first + (starts - original),
        zone: series.zone.clone(),
        minutes: series.minutes,
        repeat: series::repeat_of(series).ok_or_else(|| Error::not_found("series"))?,
    };
    series::change::change(app, change)?;
    Ok(SessionChanged { carried: 0 })
}

fn asked(day: &str, minute: i64) -> Result<NaiveDateTime> {
    if !(0..1440).contains(&minute) {
        return Err(Error::field("minute", "out_of_range", &minute.to_string()));
    }
    Ok(at_minute(read_day("day", day)?, minute))
}

impl Ground<'_> {
    fn resolve(&self, asked: NaiveDateTime) -> Result<Resolved> {
        let resolved = self.viewer.zone.to_instant(asked);
        resolved.map_err(|error| Error::field("day", error.code(), &asked.date().to_string()))
    }

    /// A new start of a session on the clock it follows; on the person's own where that clock shows the time twice and
    /// would take the other one.
    fn on_its_clock(&self, session: &Session, at: DateTime<Utc>) -> (NaiveDateTime, Zone) {
        let own = &self.viewer.zone;
        let zone = Zone::stored(&session.zone).ok();
        let kept = zone.map(|zone| (zone.civil(at), zone));
        let exact =
            kept.filter(|(civil, zone)| zone.to_instant(*civil).is_ok_and(|found| found.instant == at));
        exact.unwrap_or_else(|| (own.civil(at), own.clone()))
    }

    fn reading(
        &self,
        asked: NaiveDateTime,
        resolved: &Resolved,
        slot: Slot<'_>,
        members: &[Member],
    ) -> SlotReading {
        let words = &self.app.words;
        let when = When::of(words, &self.viewer, slot, members);
        // The person means her own clock, so it is hers that skips a time or shows it twice.
        let on_mine = Slot { starts: asked, zone: self.viewer.zone.id(), minutes: slot.minutes };
        let notice = When::of(words, &self.viewer, on_mine, &[]).notice.or_else(|| when.notice.clone());
        let past = (resolved.instant < self.viewer.now).then(|| words.say("reading-past"));
        let warnings: Vec<String> = [notice, past, self.unsocial(&when)].into_iter().flatten().collect();
        let here = self.here(resolved.instant);
        let end = self.stands(resolved.instant, slot.minutes).first().map(|standing| standing.to);
        SlotReading {
            day: here.date().to_string(),
            from: minute_of(here),
            to: end.unwrap_or(minute_of(here) + slot.minutes),
            time: when.mine.start.clone(),
            clocks: self.short_clocks(&when),
            sentence: dates::on_every_clock(self.app, &when, here),
            warning: Some(warnings.join(" ")).filter(|warning| !warning.is_empty()),
            typed: here.format("%Y-%m-%d %H:%M").to_string(),
            same: false,
            scopes: vec![],
        }
    }

    /// What of a series can be moved with one of its sessions. A rule that the dialogs cannot write stays as it is.
    fn scopes(&self, meetings: &Meetings, session: &Session, zone: &Zone) -> Vec<MoveScope> {
        let series = meetings.series_of(session).filter(|series| series.zone == zone.id());
        let Some(series) = series.filter(|series| series::repeat_of(series).is_some()) else {
            return vec![MoveScope::One];
        };
        let first = self.first_planned(meetings, series);
        let has_earlier = first.zip(session.original_start).is_some_and(|(first, start)| first < start);
        let all = has_earlier.then_some(MoveScope::All);
        [MoveScope::One, MoveScope::Following].into_iter().chain(all).collect()
    }

    /// The first start of a series that is yet to come, and of whose session nobody has said what became of it.
    fn first_planned(&self, meetings: &Meetings, series: &Series) -> Option<NaiveDateTime> {
        let now = Zone::stored(&series.zone).ok()?.civil(self.viewer.now);
        let starts = series::starts_between(series, now, now + TimeDelta::days(400));
        starts.into_iter().find(|start| {
            let id = SessionId::of_occurrence(series.id, *start);
            let recorded = meetings.recorded.iter().find(|session| session.id == id);
            recorded.is_none_or(|session| session.state == SessionState::Planned)
        })
    }
}
