//! Calendar files: the sessions of mentorships for any calendar, and what other calendars send.
//!
//! A file is looked at first, and told in full: what is new, what is changed, what is called off, what is left out and
//! why. Nothing is written before the person says so; then it is one act. Nothing of a file is deleted here, and nothing
//! that it points at is fetched.

mod here;
mod offer;
pub(crate) mod outgoing;
mod preview;
mod reading;
mod rescheduled;
mod take_in;
#[cfg(test)]
mod tests;

use crate::{
    App, Error, Result,
    archive::outside,
    chosen::{Chosen, DroppedFile},
    reminders::settings::ReminderSettings,
    resources::file::name_of,
};
use cairn_domain::{Mentorship, MentorshipId};
pub use offer::Fate;
pub use preview::{CalendarItem, CalendarLeftOut, CalendarPlace, CalendarPreview};
use serde::{Deserialize, Serialize};
use std::{io::Write as _, path::Path};
use ts_rs::TS;

/// So many bytes a calendar file may have.
pub(crate) const MOST_BYTES: usize = 10 << 20;

/// How a file is to be taken in.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct CalendarAnswers {
    /// Where new sessions go; what Cairn guesses when absent.
    #[ts(optional)]
    mentorship: Option<MentorshipId>,
    /// The zone of times for which the file names none that is known: an IANA id.
    #[ts(optional)]
    zone: Option<String>,
}

/// What of a file to take in.
#[derive(Debug, Deserialize, TS)]
pub struct TakeCalendar {
    #[serde(flatten)]
    #[ts(flatten)]
    answers: CalendarAnswers,
    /// The lines of the items to take.
    lines: Vec<u32>,
}

/// What was taken in.
#[derive(Debug, Default, Serialize, TS)]
pub struct CalendarTaken {
    /// Sessions and series that came.
    pub new: u32,
    /// Sessions and series that were brought up to date.
    pub updated: u32,
    /// Sessions and series that were called off.
    pub called_off: u32,
}

/// Which sessions to write.
#[derive(Debug, Deserialize, TS)]
pub struct WriteCalendar {
    /// Only those of this mentorship; all when absent.
    #[ts(optional)]
    mentorship: Option<MentorshipId>,
}

/// A calendar file that was written.
#[derive(Debug, Serialize, TS)]
pub struct CalendarWritten {
    /// Its name.
    pub name: String,
    /// Sessions and series that are not in it, for their zone or rule cannot be read here.
    pub left_out: u32,
}

/// Lets the person choose a calendar file, and tells what taking it in would do. None when she changes her mind.
///
/// Fails with what is wrong with the file: `not_a_calendar`, `calendar_too_large`, `calendar_has_nul`,
/// `calendar_bad_utf16`, `calendar_too_deep`, `file_gone`.
pub fn choose(app: &App, (): ()) -> Result<Option<CalendarPreview>> {
    app.open()?;
    let title = app.words.say("calendar-pick-file");
    let Some(path) = app.host.pick_open_file(&title, &["ics", "ical", "ifb", "vcs"]) else { return Ok(None) };
    app.calendar_wish.put(Chosen::at(&path, MOST_BYTES)?);
    preview::of(app, &CalendarAnswers { mentorship: None, zone: None }).map(Some)
}

/// Tells what taking in a file would do that was dropped on the window. Fails as [`choose`].
pub fn dropped(app: &App, args: DroppedFile) -> Result<CalendarPreview> {
    app.open()?;
    app.calendar_wish.put(Chosen::dropped(args)?);
    preview::of(app, &CalendarAnswers { mentorship: None, zone: None })
}

/// Tells what taking in the file would do with which Cairn was opened; none where there is none. Fails as [`choose`].
pub fn waiting(app: &App, (): ()) -> Result<Option<CalendarPreview>> {
    app.open()?;
    let Some(path) = app.calendar_wish.take_waiting() else { return Ok(None) };
    app.calendar_wish.put(Chosen::at(&path, MOST_BYTES)?);
    preview::of(app, &CalendarAnswers { mentorship: None, zone: None }).map(Some)
}

/// Tells anew what taking in the file would do that is being looked at. Fails with `not_found` and `unknown_zone`.
pub fn preview_again(app: &App, args: CalendarAnswers) -> Result<CalendarPreview> {
    preview::of(app, &args)
}

/// Takes in what was chosen of the file that is being looked at, in one act. Fails with `not_found`, `unknown_zone`, and
/// `empty` at `mentorship`; nothing was changed then.
pub fn take(app: &App, args: TakeCalendar) -> Result<CalendarTaken> {
    let taken = take_in::take_in(app, &args.answers, &args.lines)?;
    app.calendar_wish.forget();
    Ok(taken)
}

/// Lets go of the file that is being looked at.
pub fn close(app: &App, (): ()) -> Result<()> {
    app.calendar_wish.forget();
    Ok(())
}

/// Writes the shared sessions as a calendar file where the person chooses. None when she changes her mind. Nothing private
/// is in it but how long before a session she wants to be reminded: the file is for a calendar of her own.
///
/// Fails with `not_found`, `disk_full`, `place_read_only`; nothing is left of it then.
pub fn write(app: &App, args: WriteCalendar) -> Result<Option<CalendarWritten>> {
    let (name, calendar) = app.read(|reader| {
        let all = match args.mentorship {
            Some(id) => vec![id],
            None => reader.anywhere().all::<Mentorship>()?.iter().map(|found| found.id).collect(),
        };
        let name = match args.mentorship {
            Some(id) => format!("Cairn {}", crate::mentorships::Pair::read(reader, id)?.name()),
            None => "Cairn".to_owned(),
        };
        let reminders = ReminderSettings::read(reader)?;
        Ok((name, outgoing::calendar(reader, &all, Some(&reminders), app.now())?))
    })?;
    let suggested = format!("{}.ics", name.replace(['/', '\\', ':'], "-"));
    let title = app.words.say("calendar-pick-where");
    let Some(path) = app.host.pick_save_file(&title, &suggested) else { return Ok(None) };
    outside::write(&path, |file| file.write_all(calendar.text.as_bytes()).map_err(Error::from))?;
    Ok(Some(CalendarWritten { name: name_of(&path), left_out: calendar.left_out }))
}

impl App {
    /// Cairn was opened with a calendar file: it is shown as soon as there is somebody to look.
    pub fn open_calendar_file(&self, path: &Path) {
        self.calendar_wish.wait_for(path);
        self.host.emit(crate::AppEvent::CalendarFile);
    }
}
