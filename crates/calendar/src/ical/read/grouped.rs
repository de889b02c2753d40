//! Components with the same UID belong together: a series, and the occurrences that differ from it.

use std::collections::HashMap;

use super::event::{Components, Draft};
use super::moment::Moment;
use super::{Cancellation, CancelledOccurrence, Changed, ReadCalendar, ReadEvent};

/// Puts together what the components say. Of several that say the same thing the newest counts: the one with
/// the greatest sequence, then the latest stamp, then the last in the file.
pub(super) fn by_uid(components: Components, read: &mut ReadCalendar) {
    read.skipped = components.skipped;
    let mut order: Vec<String> = Vec::new();
    let mut groups: HashMap<String, Vec<Draft>> = HashMap::new();
    for draft in components.drafts {
        let group = groups.entry(draft.uid.clone()).or_default();
        if group.is_empty() {
            order.push(draft.uid.clone());
        }
        group.push(draft);
    }
    for uid in order {
        if let Some(drafts) = groups.remove(&uid) {
            take(drafts, read);
        }
    }
}

fn take(drafts: Vec<Draft>, read: &mut ReadCalendar) {
    // Without the change to all later ones the series would be wrong, so none of it is taken.
    if drafts.iter().any(|draft| draft.is_this_and_future) {
        read.skipped.extend(drafts.iter().map(|draft| draft.skipped("this_and_future", "")));
        return;
    }
    let drafts = newest(drafts, read);
    let (mut masters, occurrences): (Vec<Draft>, Vec<Draft>) =
        drafts.into_iter().partition(|draft| draft.occurrence.is_none());
    match masters.pop() {
        Some(master) if master.timing.is_some() => {
            let mut event = event_of(master);
            event.changed = occurrences.into_iter().filter_map(changed_of).collect();
            read.events.push(event);
        }
        Some(cancelled) => read.cancellations.extend([cancellation_of(cancelled)]),
        None => {
            for occurrence in occurrences {
                match occurrence.timing {
                    Some(_) => read.events.push(event_of(occurrence)),
                    None => read.cancellations.push(cancellation_of(occurrence)),
                }
            }
        }
    }
}

/// The newest of each occurrence, and of the series itself, in the order of the file.
fn newest(mut drafts: Vec<Draft>, read: &mut ReadCalendar) -> Vec<Draft> {
    drafts.sort_by_key(|draft| (draft.sequence, draft.stamp, draft.line));
    let mut taken: HashMap<Option<Moment>, Draft> = HashMap::new();
    for mut draft in drafts {
        if let Some(older) = taken.remove(&draft.occurrence) {
            read.skipped.push(older.skipped("superseded", ""));
            if draft.timing.is_none() {
                (draft.clock, draft.timing) = (older.clock, older.timing);
            }
        }
        taken.insert(draft.occurrence, draft);
    }
    let mut newest: Vec<Draft> = taken.into_values().collect();
    newest.sort_by_key(|draft| draft.line);
    newest
}

fn event_of(draft: Draft) -> ReadEvent {
    let Draft { occurrence, clock, timing, .. } = draft;
    let timing = timing.unwrap_or_default();
    let utc = crate::zone::Zone::utc();
    let zone = clock.zone().unwrap_or(&utc);
    ReadEvent {
        line: draft.line,
        uid: draft.uid,
        occurrence: occurrence.map(|moment| moment.civil(zone, timing.start.time())),
        sequence: draft.sequence,
        stamp: draft.stamp,
        title: draft.title,
        description: draft.description,
        location: draft.location,
        url: draft.url,
        cancelled: draft.cancelled,
        transparent: draft.transparent,
        all_day: draft.all_day,
        reminders: draft.reminders,
        people: draft.people,
        clock,
        timing,
        changed: Vec::new(),
    }
}

fn changed_of(draft: Draft) -> Option<Changed> {
    Some(Changed {
        original: draft.occurrence?,
        timing: draft.timing,
        clock: draft.clock,
        title: draft.title,
        cancelled: draft.cancelled,
    })
}

fn cancellation_of(draft: Draft) -> Cancellation {
    Cancellation {
        line: draft.line,
        uid: draft.uid,
        occurrence: draft.occurrence.map(CancelledOccurrence),
        sequence: draft.sequence,
        stamp: draft.stamp,
        title: draft.title,
    }
}
