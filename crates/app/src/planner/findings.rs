//! What was found last: to look at another option or another day of it, nothing is looked for again.

use crate::App;
use cairn_calendar::{Findings, Participant, Term, find_times};
use std::sync::{Arc, Mutex, PoisonError};

/// The findings of the last look, for as long as the same is asked.
#[derive(Default)]
pub(crate) struct LastFindings(Mutex<Option<(Asked, Arc<Findings>)>>);

/// All that findings follow from.
#[derive(PartialEq, Eq)]
struct Asked {
    participants: Vec<Participant>,
    minutes: u32,
    term: Term,
}

impl App {
    /// The times that suit these participants.
    pub(super) fn findings(&self, participants: Vec<Participant>, minutes: u32, term: Term) -> Arc<Findings> {
        let asked = Asked { participants, minutes, term };
        let mut last = self.last_findings.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = last.as_ref().filter(|(known, _)| *known == asked) {
            return Arc::clone(found);
        }
        let found = Arc::new(find_times(&asked.participants, minutes, &asked.term));
        *last = Some((asked, Arc::clone(&found)));
        found
    }

    /// Forgets what was found: it belongs to a profile that is not open any more.
    pub(crate) fn clear_findings(&self) {
        *self.last_findings.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::TestHost;
    use cairn_calendar::{Participant, Rhythm, Term, WeeklyHours, Zone};
    use std::sync::Arc;

    #[test]
    fn the_same_is_looked_for_once_while_the_profile_is_open() {
        let app = TestHost::at("2026-11-25T01:12:00Z").open_app();
        let day = "2026-12-03".parse().unwrap();
        let term = Term { from: day, until: day, rhythm: Rhythm::Once, weekday: None };
        let zone = Zone::find("Asia/Kolkata").unwrap();
        let one = Participant { zone, hours: WeeklyHours::default(), busy: vec![] };
        let look = |minutes| app.findings(vec![one.clone()], minutes, term);
        let first = look(60);
        assert!(Arc::ptr_eq(&first, &look(60)));
        assert!(!Arc::ptr_eq(&first, &look(90)), "another length is another question");
        let last = look(60);
        app.take_open();
        assert!(!Arc::ptr_eq(&last, &look(60)), "nothing is kept of who locks");
    }
}
