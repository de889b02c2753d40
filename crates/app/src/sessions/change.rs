//! What happens to a planned session: it gets a name or a link, moves, is skipped or called off.

use super::meetings::{Meetings, carry_over_agenda, checked_start, recorded};
use crate::{App, Error, Result, host::LinkError};
use cairn_domain::{Role, Series, Session, SessionId, SessionState, clean_line, planned_minutes, web_link};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One session.
#[derive(Debug, Deserialize, TS)]
pub struct OneSession {
    /// Which.
    pub(crate) id: SessionId,
}

/// A new name.
#[derive(Debug, Deserialize, TS)]
pub struct RenameSession {
    id: SessionId,
    /// May be empty.
    title: String,
}

/// A new place to meet.
#[derive(Debug, Deserialize, TS)]
pub struct LinkSession {
    id: SessionId,
    /// Empty for where the mentorship meets.
    link: String,
}

/// A new time.
#[derive(Debug, Deserialize, TS)]
pub struct MoveSession {
    pub(crate) id: SessionId,
    /// On the wall clock of `zone`.
    #[ts(type = "string")]
    pub(crate) starts: NaiveDateTime,
    /// IANA id.
    pub(crate) zone: String,
    /// A new length; the old one when absent.
    #[ts(optional)]
    pub(crate) minutes: Option<i64>,
}

/// Who calls a session off.
#[derive(Debug, Deserialize, TS)]
pub struct CancelSession {
    id: SessionId,
    #[ts(optional)]
    by_role: Option<Role>,
}

/// What became of the agenda.
#[derive(Debug, Serialize, TS)]
pub struct SessionChanged {
    /// How many items were carried over to the next session.
    pub carried: usize,
}

/// Names a session, as typed. Fails with `too_long` or `not_found`.
pub fn rename(app: &App, args: RenameSession) -> Result<()> {
    let title = clean_line("title", &args.title)?;
    app.act("rename-session", |draft| {
        draft.typing();
        let session = recorded(draft, args.id)?;
        Ok(draft.update(&Session { title, ..session })?)
    })
}

/// Sets where to meet. Fails with `not_a_link` at `link`.
pub fn set_link(app: &App, args: LinkSession) -> Result<()> {
    let link = if args.link.trim().is_empty() { None } else { Some(web_link("link", &args.link)?) };
    app.act("link-session", |draft| {
        let session = recorded(draft, args.id)?;
        Ok(draft.update(&Session { join_link: link, ..session })?)
    })
}

/// Opens the place to meet in the browser. Fails with `no_link` when there is none, and with `link_failed`.
pub fn join(app: &App, args: OneSession) -> Result<()> {
    let open = app.open()?;
    let (meetings, session) = open.store.read(|reader| Meetings::around(reader, args.id))?;
    let link = session.join_link.or(meetings.mentorship.join_link).ok_or_else(|| Error::new("no_link"))?;
    // It may have come from another device, which is not to be trusted with the browser.
    let link = web_link("link", &link)?;
    app.host.open_link(&link).map_err(|LinkError(_)| Error::new("link_failed").with("link", link))
}

/// Moves a session. It keeps its id and where the series had it; what was not talked about goes to the session that is
/// next now, when it is moved past that.
pub fn move_to(app: &App, args: MoveSession) -> Result<SessionChanged> {
    let zone = checked_start(app, "starts", args.starts, &args.zone)?.id().to_owned();
    let minutes = args.minutes.map(|minutes| planned_minutes("minutes", minutes)).transpose()?;
    app.act("move-session", |draft| {
        let before = recorded(draft, args.id)?;
        let (meetings, _) = Meetings::around(draft, args.id)?;
        let after = Session {
            starts: args.starts,
            zone,
            minutes: minutes.unwrap_or(before.minutes),
            state: SessionState::Planned,
            by_role: None,
            ..before.clone()
        }
        .after(&before);
        draft.update(&after)?;
        let (Some(from), Some(to)) = (before.instant(), after.instant()) else {
            return Ok(SessionChanged { carried: 0 });
        };
        // Only a session still ahead can take over what was to be talked about.
        let overtaken = meetings.next_planned(from.max(app.host.now()), args.id).filter(|next| next.at < to);
        let carried = match overtaken {
            Some(next) => carry_over_agenda(draft, &before, next.session.id)?,
            None => 0,
        };
        Ok(SessionChanged { carried })
    })
}

/// Calls a session off; what was to be talked about goes to the next one.
pub fn cancel(app: &App, args: CancelSession) -> Result<SessionChanged> {
    app.act("cancel-session", |draft| {
        let session = recorded(draft, args.id)?;
        let carried = to_the_next(draft, &session)?;
        let off = Session { state: SessionState::Cancelled, by_role: args.by_role, ..session.clone() };
        draft.update(&off.after(&session))?;
        Ok(SessionChanged { carried })
    })
}

/// Takes one session out of its series, or a one-off away, as if it had never been planned; what was to be talked about
/// goes to the next one.
pub fn skip(app: &App, args: OneSession) -> Result<SessionChanged> {
    app.act("skip-session", |draft| {
        let (meetings, session) = Meetings::around(draft, args.id)?;
        let carried = to_the_next(draft, &session)?;
        if let (Some(series), Some(start)) = (meetings.series_of(&session), session.original_start) {
            let mut exdates = series.exdates.clone();
            exdates.push(start);
            let skipping = Series { exdates, ..series.clone() }.after(series);
            // Other calendars know the series and its sessions as one, whose sequence never goes down.
            let sequence = skipping.sequence.saturating_add(session.sequence);
            draft.update(&Series { sequence, ..skipping })?;
        }
        if meetings.is_recorded(session.id) {
            draft.remove::<Session>(session.id)?;
        }
        Ok(SessionChanged { carried })
    })
}

/// What was not talked about goes to the next session, where there is one.
pub(super) fn to_the_next(draft: &mut cairn_store::Draft<'_>, session: &Session) -> Result<usize> {
    let (meetings, _) = Meetings::around(draft, session.id)?;
    match session.instant().and_then(|at| meetings.next_planned(at, session.id)) {
        Some(next) => carry_over_agenda(draft, session, next.session.id),
        None => Ok(0),
    }
}
