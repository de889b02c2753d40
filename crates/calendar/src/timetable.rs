//! When the offset of a zone changes, all in one table: a conversion is one search in it.

/// What a civil time is in a zone; offsets in seconds east.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CivilOffset {
    /// It exists once.
    Once(i32),
    /// It is skipped: the offsets before and after the gap.
    Skipped { before: i32, after: i32 },
    /// It is shown twice: the offsets of the first and of the second.
    Twice { before: i32, after: i32 },
}

/// The stretches of time in which the offset of a zone does not change, oldest first. Instants are Unix seconds,
/// civil times the same as if they were UTC, offsets seconds east.
#[derive(Debug)]
pub(crate) struct Timetable {
    /// When each stretch begins; the first has always been.
    begins: Vec<i64>,
    offsets: Vec<i32>,
    /// The civil time from which on a clock can no longer mean the stretch before.
    settles: Vec<i64>,
}

impl Timetable {
    /// From the first offset of a zone and its changes, oldest first. Some of those change only a name.
    pub(crate) fn new(mut offset: i32, changes: impl Iterator<Item = (i64, i32)>) -> Timetable {
        let mut table = Timetable { begins: vec![i64::MIN], offsets: vec![offset], settles: vec![i64::MIN] };
        for (at, after) in changes.filter(|(at, _)| *at > i64::MIN) {
            if after != offset {
                table.begins.push(at);
                table.offsets.push(after);
                table.settles.push(at + i64::from(offset.max(after)));
                offset = after;
            }
        }
        table
    }

    pub(crate) fn offset_at(&self, instant: i64) -> i32 {
        self.offsets[self.stretch_at(instant)]
    }

    pub(crate) fn offset_of(&self, civil: i64) -> CivilOffset {
        let settled = self.settles.partition_point(|settles| *settles <= civil) - 1;
        let before = self.offsets[settled];
        match self.change_to(settled + 1) {
            Some((at, _, after)) if civil >= at + i64::from(before.min(after)) => match after > before {
                true => CivilOffset::Skipped { before, after },
                false => CivilOffset::Twice { before, after },
            },
            _ => CivilOffset::Once(before),
        }
    }

    /// The changes after an instant, oldest first: when, and the offsets before and from then on.
    pub(crate) fn changes_after(&self, instant: i64) -> impl Iterator<Item = (i64, i32, i32)> {
        (self.stretch_at(instant) + 1..).map_while(|stretch| self.change_to(stretch))
    }

    fn change_to(&self, stretch: usize) -> Option<(i64, i32, i32)> {
        Some((*self.begins.get(stretch)?, self.offsets[stretch - 1], self.offsets[stretch]))
    }

    fn stretch_at(&self, instant: i64) -> usize {
        self.begins.partition_point(|begins| *begins <= instant) - 1
    }
}
