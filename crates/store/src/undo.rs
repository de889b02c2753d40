//! Undo and redo of what the person did here.

use cairn_replica::{FieldId, RecordRef, Stamp, Value};
use std::collections::{HashMap, hash_map::Entry};

/// The most acts that can be undone.
const KEPT_ACTS: usize = 200;

/// How to take back one write.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) record: RecordRef,
    pub(crate) field: FieldId,
    /// What to write.
    pub(crate) value: Value,
    /// The stamp of that value when it stood.
    before: Option<Stamp>,
    /// The stamp that must still stand: otherwise somebody else wrote since, and theirs is not overwritten.
    pub(crate) after: Option<Stamp>,
    /// The record was made by this write.
    pub(crate) is_creation: bool,
}

impl Change {
    /// Takes back the creation of a record.
    pub(crate) fn creation(record: RecordRef) -> Change {
        let (field, value) = (FieldId::DELETED, Value::Bool(true));
        Change { record, field, value, before: None, after: None, is_creation: true }
    }

    /// Takes back a write of a field that was `replaced`.
    pub(crate) fn write(
        record: RecordRef,
        field: FieldId,
        replaced: Option<(Stamp, Value)>,
        after: Stamp,
    ) -> Change {
        let never_written = if field == FieldId::DELETED { Value::Bool(false) } else { Value::Null };
        let (before, value) = replaced.map_or((None, never_written), |(stamp, value)| (Some(stamp), value));
        Change { record, field, value, before, after: Some(after), is_creation: false }
    }
}

/// What one act did, backwards.
#[derive(Debug, Clone)]
pub(crate) struct Inverse {
    pub(crate) label: &'static str,
    pub(crate) changes: Vec<Change>,
    /// The act is part of typing: the next such act on the same fields joins it.
    pub(crate) typing_until: Option<u64>,
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Undo,
    Redo,
}

/// The acts of this sitting.
#[derive(Default)]
pub(crate) struct Acts {
    done: Vec<Inverse>,
    undone: Vec<Inverse>,
}

/// What undo or redo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The label of the act.
    pub label: &'static str,
    /// Records of which a field was left alone, because somebody else had written it since.
    pub kept: Vec<RecordRef>,
}

impl Acts {
    /// Remembers an act; what was undone before can no longer be redone.
    pub(crate) fn push(&mut self, act: Inverse, now: u64) {
        if act.changes.is_empty() {
            return;
        }
        self.undone.clear();
        let is_typing = |last: &Inverse| {
            let goes_on = last.typing_until.is_some_and(|until| now < until);
            last.label == act.label && act.typing_until.is_some() && goes_on
        };
        if self.done.last_mut().is_some_and(|last| is_typing(last) && last.joins(&act)) {
            return;
        }
        self.done.push(act);
        if self.done.len() > KEPT_ACTS {
            self.done.remove(0);
        }
    }

    /// The act that comes next in a direction.
    pub(crate) fn next(&self, direction: Direction) -> Option<&Inverse> {
        match direction {
            Direction::Undo => self.done.last(),
            Direction::Redo => self.undone.last(),
        }
    }

    /// Writes got other stamps: acts that expect the old ones shall know them.
    pub(crate) fn rename(&mut self, renamed: &crate::sync::Renamed) {
        for change in self.done.iter_mut().chain(&mut self.undone).flat_map(|act| &mut act.changes) {
            for stamp in [&mut change.before, &mut change.after].into_iter().flatten() {
                *stamp = renamed.get(&(change.record, change.field, *stamp)).copied().unwrap_or(*stamp);
            }
        }
    }

    /// The next act in a direction was taken back, which `inverse` takes back in turn.
    pub(crate) fn turn(&mut self, direction: Direction, inverse: Inverse) {
        let (from, to) = match direction {
            Direction::Undo => (&mut self.done, &mut self.undone),
            Direction::Redo => (&mut self.undone, &mut self.done),
        };
        let Some(taken) = from.pop() else { return };
        // The values of `taken` stand again under new stamps: acts that expect the old ones shall know them.
        for change in &inverse.changes {
            let same = |other: &&Change| other.record == change.record && other.field == change.field;
            let Some(before) = taken.changes.iter().find(same).map(|taken| taken.before) else { continue };
            for act in from.iter_mut() {
                for earlier in
                    act.changes.iter_mut().filter(|earlier| same(&&**earlier) && earlier.after == before)
                {
                    earlier.after = change.after;
                }
            }
        }
        if !inverse.changes.is_empty() {
            to.push(inverse);
        }
    }
}

/// One change for each field: an act that wrote a field twice goes back to what stood before the first time.
pub(crate) fn one_for_each_field(changes: Vec<Change>) -> Vec<Change> {
    let mut places: HashMap<(RecordRef, FieldId), usize> = HashMap::with_capacity(changes.len());
    let mut merged: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes {
        match places.entry((change.record, change.field)) {
            Entry::Occupied(place) => merged[*place.get()].after = change.after,
            Entry::Vacant(place) => {
                place.insert(merged.len());
                merged.push(change);
            }
        }
    }
    merged
}

impl Inverse {
    /// Takes a later act of typing into this one, when it wrote the same fields.
    fn joins(&mut self, later: &Inverse) -> bool {
        let fields =
            |inverse: &Inverse| -> Vec<_> { inverse.changes.iter().map(|c| (c.record, c.field)).collect() };
        if fields(self) != fields(later) {
            return false;
        }
        for (change, later) in self.changes.iter_mut().zip(&later.changes) {
            change.after = later.after;
        }
        true
    }
}
