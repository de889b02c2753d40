//! A lived-in profile to look around in: Marcus in Chicago, his mentor Ishani in Kolkata, and two more mentorships.
//!
//! The texts are data (`assets/demo/demo.json`); every date in them is told from today, so that the example never grows
//! old.

mod fill;
mod texts;

use crate::{App, Error, Result};
use cairn_calendar::Zone;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use texts::{Demo, Person, Series};

/// The next session begins at least this far from now, so that there is time to look at it.
const SOON: TimeDelta = TimeDelta::minutes(20);

impl App {
    /// Fills an open profile, which should be empty, with the example. It is no step of undo.
    ///
    /// Fails with `locked`, and with what the store says.
    pub fn fill_demo(&self) -> Result<()> {
        let demo = Demo::read().map_err(|_| Error::new("internal"))?;
        let now = self.now();
        let account = self.open()?.account;
        self.background(|draft| fill::person(draft, account, now, &demo))?;
        for mentorship in &demo.mentorships {
            self.background(|draft| fill::mentorship(draft, account, now, &demo.person, mentorship))?;
        }
        Ok(())
    }
}

/// The next start of a series on its own clock: on the day it names, or as soon as one of its times comes.
fn next_start(series: &Series, now: DateTime<Utc>) -> Option<NaiveDateTime> {
    let zone = Zone::stored(&series.zone).ok()?;
    let today = zone.civil(now).date();
    let first_day = day(today, series.in_days);
    let starts = (0..=1).flat_map(|more| {
        let date = day(first_day, more);
        series.times.iter().filter_map(move |time| Some(date.and_time(texts::time(time)?)))
    });
    starts.filter(|start| zone.to_instant(*start).is_ok_and(|resolved| resolved.instant >= now + SOON)).min()
}

/// The date on the person's calendar.
fn today(person: &Person, now: DateTime<Utc>) -> NaiveDate {
    Zone::stored(&person.zone).unwrap_or_else(|_| Zone::utc()).civil(now).date()
}

fn day(from: NaiveDate, days: i64) -> NaiveDate {
    from.checked_add_signed(TimeDelta::days(days)).unwrap_or(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestHost;
    use cairn_domain::*;
    use rstest::rstest;

    fn filled() -> App {
        let app = TestHost::at("2026-11-25T01:12:00Z").open_app();
        app.fill_demo().unwrap();
        app
    }

    #[test]
    fn it_is_lived_in() {
        let app = filled();
        app.read(|reader| {
            let ours = |session: &Session| session.title == "Survival curves, then the Results section";
            let all = reader.anywhere();
            let sessions = all.all::<Session>()?;
            let next = sessions.iter().find(|session| ours(session)).unwrap();
            assert_eq!(next.starts.to_string(), "2026-11-24 20:30:00");
            let past = |session: &&cairn_store::Placed<Session>| {
                session.mentorship == next.mentorship && session.state != SessionState::Planned
            };
            assert_eq!(sessions.iter().filter(past).count(), 9);
            assert_eq!(all.all::<Mentorship>()?.len(), 3);
            assert!(all.all::<Goal>()?.len() >= 3);
            assert!(all.all::<Note>()?.len() >= 18);
            assert!(!all.all::<Resource>()?.is_empty());
            Ok(())
        })
        .unwrap();
    }

    #[test]
    fn what_is_private_lies_in_the_personal_space_alone() {
        let app = filled();
        app.read(|reader| {
            let personal = reader.personal();
            assert!(personal.all::<Note>()?.iter().any(|note| note.text.contains("wrong end")));
            assert!(
                personal.all::<ActionItem>()?.iter().any(|item| item.text.starts_with("Write down three"))
            );
            assert_eq!(personal.all::<Goal>()?.len(), 1);
            for mentorship in reader.anywhere().all::<Mentorship>()? {
                let shared = reader.mentorship(mentorship.id);
                assert!(shared.all::<Note>()?.iter().all(|note| !note.text.contains("wrong end")));
                assert!(shared.all::<JournalEntry>()?.is_empty());
            }
            Ok(())
        })
        .unwrap();
    }

    #[rstest]
    #[case::in_the_evening("2026-11-25T01:12:00Z", "2026-11-24 20:30:00")]
    #[case::just_before("2026-11-25T02:15:00Z", "2026-11-25 07:00:00")]
    #[case::in_the_morning("2026-11-24T12:00:00Z", "2026-11-24 07:00:00")]
    #[case::at_noon("2026-11-24T18:00:00Z", "2026-11-24 20:30:00")]
    fn the_next_session_is_within_the_day(#[case] now: &str, #[case] next: &str) {
        let demo = Demo::read().unwrap();
        let start = next_start(&demo.mentorships[0].series, now.parse().unwrap()).unwrap();
        assert_eq!(start.to_string(), next);
    }
}
