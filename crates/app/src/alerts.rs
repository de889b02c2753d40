//! What a person should know about the times of her meetings before it surprises her: clocks will change, or a country
//! has changed its rules. Each is told once on the desktop, and stands on Today until it is past or put away.

pub(crate) mod rules;
pub(crate) mod shifts;

#[cfg(test)]
mod tests;

use crate::{
    App, Error, Result,
    reminders::{Desk, ReminderName, Subject},
};
use cairn_domain::{MentorshipId, Reminder, ReminderKind, ReminderState, SessionId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something to know about the times of meetings.
#[derive(Debug, Serialize, TS)]
pub struct AlertView {
    /// Names it, to put it away.
    pub id: String,
    /// What happens.
    pub kind: AlertKind,
    /// `Your meetings with Ishani come at another time`.
    pub title: String,
    /// A sentence for each clock that shows another time.
    pub lines: Vec<String>,
    /// The mentorship it is about.
    pub mentorship: MentorshipId,
    /// The first meeting at another time.
    pub session: SessionId,
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// Clocks change, as they do every year.
    Shift,
    /// A country changed its rules.
    Rules,
}

/// An alert to put away.
#[derive(Debug, Deserialize, TS)]
pub struct DismissAlert {
    id: String,
}

/// What to know now: changes of rules first, then shifts, the soonest first. Fails with `locked`.
pub fn list(app: &App, (): ()) -> Result<Vec<AlertView>> {
    let viewer = app.viewer()?;
    let rows = app.open()?.store.reminders()?;
    let desk = app.desk(&viewer)?;
    let mut alerts = rules::list(app)?;
    let is_said = |row: &&Reminder| {
        row.key.subject.kind() == ReminderKind::Shift
            && row.due <= viewer.now
            && row.state != ReminderState::Skipped
    };
    alerts.extend(rows.iter().filter(is_said).filter_map(|row| of_shift(app, &desk, row)));
    Ok(alerts)
}

/// Puts an alert away, for good. Fails with `not_found`.
pub fn dismiss(app: &App, args: DismissAlert) -> Result<()> {
    if rules::dismiss(app, &args.id)? {
        return Ok(());
    }
    let name = ReminderName::of_notification(&args.id).ok_or_else(|| Error::not_found("alert"))?;
    app.be_done_with(name.key()?)
}

fn of_shift(app: &App, desk: &Desk, row: &Reminder) -> Option<AlertView> {
    let Subject::Shift(shift) = desk.find(&row.key)? else { return None };
    let pair = desk.pair(shift.series.mentorship)?;
    let values = [("names", pair.others_names().into())];
    Some(AlertView {
        id: ReminderName::from(&row.key).in_notification(),
        kind: AlertKind::Shift,
        title: app.words.say_with("alert-shift", &values),
        lines: shift.lines(app, pair),
        mentorship: shift.series.mentorship,
        session: shift.series.session_at(shift.original).id,
    })
}
