//! When a series moves on somebody else's clock: the one whose clock it follows notices nothing.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::recur::Occurrence;
use crate::zone::Zone;

/// Whose clocks change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ShiftCause {
    /// Those of the zone that the series follows.
    Anchor,
    /// The viewer's.
    Viewer,
    /// Both, by different amounts.
    Both,
}

impl ShiftCause {
    /// `"anchor"`, `"viewer"` or `"both"`.
    pub fn as_str(self) -> &'static str {
        match self {
            ShiftCause::Anchor => "anchor",
            ShiftCause::Viewer => "viewer",
            ShiftCause::Both => "both",
        }
    }
}

/// From one occurrence to the next, a series comes at another time of day on the viewer's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The place of the occurrence in the list.
    pub index: usize,
    /// When the first shifted occurrence starts.
    pub start: DateTime<Utc>,
    /// Minutes later on the viewer's clock than the one before (negative: earlier).
    pub minutes: i32,
    /// Whose clocks change between the two.
    pub cause: ShiftCause,
    /// What the viewer's clock shows at the start of the occurrence before.
    pub before: NaiveDateTime,
    /// What the viewer's clock shows at the start of this one.
    pub after: NaiveDateTime,
}

/// The shifts among `occurrences` of a series that follows `anchor`, for somebody in `viewer`. Where the series
/// itself changes its time of day (an added occurrence, a gap) nothing is told.
pub fn shifts<'o>(
    occurrences: impl IntoIterator<Item = &'o Occurrence>,
    anchor: &Zone,
    viewer: &Zone,
) -> Vec<Shift> {
    let mut found = Vec::new();
    let mut before: Option<Seen> = None;
    for (index, occurrence) in occurrences.into_iter().enumerate() {
        let seen = Seen::of(occurrence, anchor, viewer);
        if let Some(before) = before {
            found.extend(seen.shift_from(&before, index));
        }
        before = Some(seen);
    }
    found
}

/// One occurrence on both clocks.
#[derive(Clone, Copy)]
struct Seen {
    occurrence: Occurrence,
    anchor_offset: i32,
    viewer_offset: i32,
    viewer_civil: NaiveDateTime,
}

impl Seen {
    fn of(occurrence: &Occurrence, anchor: &Zone, viewer: &Zone) -> Seen {
        let on_viewers = viewer.to_local(occurrence.start);
        Seen {
            occurrence: *occurrence,
            anchor_offset: anchor.to_local(occurrence.start).offset_seconds,
            viewer_offset: on_viewers.offset_seconds,
            viewer_civil: on_viewers.civil,
        }
    }

    fn shift_from(&self, before: &Seen, index: usize) -> Option<Shift> {
        let of_anchor = self.anchor_offset - before.anchor_offset;
        let of_viewer = self.viewer_offset - before.viewer_offset;
        let cause = match (of_anchor != 0, of_viewer != 0) {
            (true, true) => ShiftCause::Both,
            (true, false) => ShiftCause::Anchor,
            _ => ShiftCause::Viewer,
        };
        let same_time = self.occurrence.civil.time() == before.occurrence.civil.time();
        let shift = Shift {
            index,
            start: self.occurrence.start,
            minutes: (of_viewer - of_anchor) / 60,
            cause,
            before: before.viewer_civil,
            after: self.viewer_civil,
        };
        (same_time && of_viewer != of_anchor).then_some(shift)
    }
}
