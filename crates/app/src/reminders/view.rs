//! What is coming and what was missed.

use super::{
    desk::{Desk, Subject, slot_of},
    name::ReminderName,
};
use crate::{
    App, Error, Result,
    when::{Phase, Viewer, When},
};
use cairn_domain::{Reminder, ReminderState};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How many reminders are listed.
const LISTED: usize = 50;

/// Reminders, in lists.
#[derive(Debug, Serialize, TS)]
pub struct RemindersView {
    /// Yet to come, the next first.
    pub coming: Vec<ReminderRow>,
    /// Shown and not answered, or missed; the latest first. Those of what is over for a week are left out.
    pub shown: Vec<ReminderRow>,
}

/// A reminder.
#[derive(Debug, Serialize, TS)]
pub struct ReminderRow {
    /// Names it in the commands about it.
    pub key: ReminderName,
    /// What it is about; for a session without a title, whom it is with.
    pub title: String,
    /// `Tue 24 Nov · You 20:30–21:30 · Ishani 08:00–09:00, Wed 25 Nov`; `Action · due Fri 27 Nov`.
    pub about: String,
    /// When it comes, or came: `today 20:15`.
    pub at: String,
    /// What became of it.
    pub state: ReminderState,
    /// Whether what it is about is over.
    pub is_over: bool,
    /// Whether only the person herself may read it.
    pub private: bool,
    /// Where it is shown.
    pub route: String,
}

/// A reminder to put off.
#[derive(Debug, Deserialize, TS)]
pub struct SnoozeReminder {
    key: ReminderName,
    /// For how long; 1 to 1440.
    minutes: i64,
}

/// A reminder to be done with.
#[derive(Debug, Deserialize, TS)]
pub struct DismissReminder {
    key: ReminderName,
}

/// What is coming and what was missed.
pub fn list(app: &App, (): ()) -> Result<RemindersView> {
    let viewer = app.viewer()?;
    let rows = app.open()?.store.reminders()?;
    let desk = app.desk(&viewer)?;
    let mut view = RemindersView { coming: vec![], shown: vec![] };
    for row in rows {
        let Some(listed) = listed(app, &viewer, &desk, &row) else { continue };
        match row.state {
            ReminderState::Waiting | ReminderState::Snoozed => view.coming.push(listed),
            ReminderState::Fired | ReminderState::Missed => view.shown.insert(0, listed),
            ReminderState::Skipped => {}
        }
    }
    view.coming.truncate(LISTED);
    view.shown.truncate(LISTED);
    Ok(view)
}

fn listed(app: &App, viewer: &Viewer, desk: &Desk, row: &Reminder) -> Option<ReminderRow> {
    let at = viewer.zone.civil(moment(row)?);
    let (text, today) = (app.clock_text(), viewer.zone.civil(viewer.now).date());
    let subject = desk.find(&row.key)?;
    let (title, about, is_over, private) = match &subject {
        Subject::Session(session) => {
            let members = desk.pair(session.mentorship).map(|pair| pair.members.as_slice());
            let when = When::of(&app.words, viewer, slot_of(session), members.unwrap_or_default());
            let names: Vec<&str> = when.others.iter().map(|clock| clock.name.as_str()).collect();
            let title = if session.title.is_empty() { names.join(", ") } else { session.title.clone() };
            let mut about = vec![when.mine.date.clone(), when.mine.line.clone()];
            about.extend(when.others.iter().map(|clock| clock.line.clone()));
            (title, about.join(" · "), when.phase == Phase::After, false)
        }
        Subject::Dated(dated) => {
            let about = app.words.say_with(
                &format!("reminder-about-{}", dated.subject.kind().as_str()),
                &[("date", text.near_date(dated.on, today).into())],
            );
            (dated.title.clone(), about, dated.on < today, dated.is_private)
        }
        Subject::Shift(shift) => {
            let lines = desk.pair(shift.series.mentorship).map(|pair| shift.lines(app, pair));
            let about = lines.unwrap_or_default().join(" ");
            (app.words.say("reminder-of-shift"), about, shift.ends() <= viewer.now, false)
        }
    };
    Some(ReminderRow {
        key: ReminderName::from(&row.key),
        title,
        about,
        at: format!("{} {}", text.near_date(at.date(), today), text.time(at.time())),
        state: row.state,
        is_over,
        private,
        route: subject.route(),
    })
}

fn moment(row: &Reminder) -> Option<chrono::DateTime<chrono::Utc>> {
    match row.state {
        ReminderState::Snoozed => row.snoozed_until,
        ReminderState::Waiting => Some(row.due),
        _ => row.fired_at,
    }
}

/// Puts a reminder off. Fails with `out_of_range` at `minutes`, and with `not_found`.
pub fn snooze(app: &App, args: SnoozeReminder) -> Result<()> {
    if !(1..=1440).contains(&args.minutes) {
        return Err(Error::field("minutes", "minutes_out_of_range", &args.minutes.to_string()));
    }
    app.put_off(args.key.key()?, args.minutes)
}

/// Is done with a reminder. Fails with `not_found`.
pub fn dismiss(app: &App, args: DismissReminder) -> Result<()> {
    app.be_done_with(args.key.key()?)
}
