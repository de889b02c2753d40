//! Planning: one session, or a series of them on somebody's wall clock.

use super::meetings::{Meetings, checked_start};
use crate::{App, Result, series};
use cairn_domain::{
    Cadence, MemberId, MentorshipId, SeriesId, Session, SessionId, Space, clean_line, planned_minutes,
    web_link,
};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How often a session is to come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Repeat {
    /// Not at all.
    Once,
    /// Every week.
    Weekly,
    /// Every second week.
    Fortnightly,
    /// Every month, on the same weekday of the month.
    Monthly,
}

impl From<Cadence> for Repeat {
    fn from(cadence: Cadence) -> Repeat {
        match cadence {
            Cadence::Weekly => Repeat::Weekly,
            Cadence::Fortnightly => Repeat::Fortnightly,
            Cadence::Monthly => Repeat::Monthly,
            Cadence::AsNeeded => Repeat::Once,
        }
    }
}

/// For whom to plan.
#[derive(Debug, Deserialize, TS)]
pub struct PlanFor {
    mentorship: MentorshipId,
}

/// What the dialog starts with.
#[derive(Debug, Serialize, TS)]
pub struct PlanDraft {
    /// Who meets, in words: `Ishani`.
    pub names: String,
    /// How often, as the mentorship means to meet.
    pub repeat: Repeat,
    /// As long as last time, or an hour.
    pub minutes: i64,
    /// Whose clock a series can follow; the person's own first.
    pub clocks: Vec<PlanClock>,
    /// Where the mentorship meets.
    pub join_link: Option<String>,
}

/// A member's clock, which a series can follow.
#[derive(Debug, Serialize, TS)]
pub struct PlanClock {
    /// Whose; none for the person herself where she is not a member.
    pub member: Option<MemberId>,
    /// `Yours, in Chicago`; `Ishani’s, in Kolkata`.
    pub label: String,
    /// The IANA id.
    pub zone: String,
}

/// A session to plan.
#[derive(Debug, Deserialize, TS)]
pub struct PlanSession {
    mentorship: MentorshipId,
    /// May be empty.
    title: String,
    /// The first start on the wall clock of `zone`, `2026-11-24T20:30:00`.
    #[ts(type = "string")]
    starts: NaiveDateTime,
    /// IANA id of the clock it follows.
    zone: String,
    minutes: i64,
    repeat: Repeat,
    /// The last day of a series on the wall clock of `zone`, `2027-04-01`; it goes on without end when absent.
    #[ts(optional, type = "string")]
    until: Option<NaiveDate>,
    /// Where to meet, when not where the mentorship meets. Sessions of a series each have their own.
    #[ts(optional)]
    join_link: Option<String>,
}

/// What the dialog starts with. Fails with `not_found`.
pub fn draft(app: &App, args: PlanFor) -> Result<PlanDraft> {
    let open = app.open()?;
    let meetings = open.store.read(|reader| Meetings::read(reader, args.mentorship))?;
    let last = meetings.recorded.iter().max_by_key(|session| session.starts);
    Ok(PlanDraft {
        names: super::view::names(app, &meetings.members, open.account),
        repeat: meetings.mentorship.cadence.into(),
        minutes: last.map_or(60, |session| session.minutes),
        clocks: series::clocks(app, &meetings.members, open.account)?,
        join_link: meetings.mentorship.join_link,
    })
}

/// Plans a session, or a series whose first session it is; returns that session's id. Fails with `unknown_zone`,
/// `out_of_range`, `minutes_out_of_range`, `ends_before`, `not_a_link` or `too_long` at the field, or with `not_found`.
pub fn plan(app: &App, args: PlanSession) -> Result<SessionId> {
    let title = clean_line("title", &args.title)?;
    let minutes = planned_minutes("minutes", args.minutes)?;
    let clock = checked_start(app, "starts", args.starts, &args.zone)?;
    let zone = clock.id().to_owned();
    let rule = series::planned_rule(app, args.repeat, args.starts, args.until, &clock)?;
    let join_link = match args.join_link.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(link) => Some(web_link("join_link", link)?),
    };
    let space = Space::Mentorship(args.mentorship);
    let (session, series) = (app.new_id::<SessionId>(), app.new_id::<SeriesId>());
    app.act("plan-session", |draft| {
        Meetings::read(draft, args.mentorship)?;
        let Some(rule) = rule else {
            let planned = Session {
                join_link,
                ..Session::planned(session, args.mentorship, title, args.starts, zone, minutes)
            };
            draft.create(space, &planned)?;
            return Ok(session);
        };
        let planned = series::new(series, args.mentorship, title, args.starts, zone, minutes, rule);
        draft.create(space, &planned)?;
        let first = Session { join_link, ..planned.session_at(args.starts) };
        if first.join_link.is_some() {
            draft.create(space, &first)?;
        }
        Ok(first.id)
    })
}
