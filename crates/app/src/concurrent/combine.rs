//! Two texts in one, by what both began from.
//!
//! What one of them changed is changed. What both changed in the same way is changed once. What they changed differently
//! stands there twice, one after the other: a person decides. Lines are looked at first, and the words of those that both
//! changed.

use super::differences::{diff, lines, words};
use std::ops::Range;

/// Two texts in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Combined {
    pub(super) text: String,
    /// How many passages stand there twice.
    pub(super) clashes: u32,
}

/// Brings two texts together. Without the text that both began from, what they have in common stands for it.
pub(super) fn combine(base: Option<&str>, one: &str, other: &str) -> Combined {
    let common = base.map_or_else(|| in_common(one, other), str::to_owned);
    let (base, one, other) = (lines(&common), lines(one), lines(other));
    let mut combined = Combined { text: String::new(), clashes: 0 };
    for part in parts(&base, &one, &other) {
        match part {
            Part::Agreed(text) => combined.text.push_str(&text),
            Part::Clash { base, one, other } => match by_words(&base, &one, &other) {
                Some(text) => combined.text.push_str(&text),
                None => {
                    combined.clashes += 1;
                    combined.text.push_str(&one);
                    let is_torn = !one.is_empty() && !one.ends_with('\n') && !other.is_empty();
                    combined.text.push_str(if is_torn { "\n" } else { "" });
                    combined.text.push_str(&other);
                }
            },
        }
    }
    combined
}

fn in_common(one: &str, other: &str) -> String {
    let (one, other) = (lines(one), lines(other));
    let same = diff(&one, &other).into_iter().filter(|run| run.is_same);
    same.map(|run| one[run.old].concat()).collect()
}

/// Lines that both changed, in different words of them; none where they changed the same words.
fn by_words(base: &str, one: &str, other: &str) -> Option<String> {
    let (base, one, other) = (words(base), words(one), words(other));
    parts(&base, &one, &other)
        .into_iter()
        .map(|part| match part {
            Part::Agreed(text) => Some(text),
            Part::Clash { .. } => None,
        })
        .collect()
}

/// A part of what comes out.
enum Part {
    Agreed(String),
    /// Both changed it, and not in the same way.
    Clash {
        base: String,
        one: String,
        other: String,
    },
}

/// What was changed: pieces of the base, and the pieces in their place.
#[derive(Debug, Clone)]
struct Change {
    base: Range<usize>,
    side: Range<usize>,
}

fn changes(base: &[&str], side: &[&str]) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for run in diff(base, side).into_iter().filter(|run| !run.is_same) {
        match changes.last_mut() {
            Some(last) if last.base.end == run.old.start && last.side.end == run.new.start => {
                (last.base.end, last.side.end) = (run.old.end, run.new.end);
            }
            _ => changes.push(Change { base: run.old, side: run.new }),
        }
    }
    changes
}

fn parts(base: &[&str], one: &[&str], other: &[&str]) -> Vec<Part> {
    let mut left = Side::new(one, changes(base, one));
    let mut right = Side::new(other, changes(base, other));
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(start) = [left.next(), right.next()].into_iter().flatten().min() {
        parts.push(Part::Agreed(base[at..start].concat()));
        let places = (left.place(start), right.place(start));
        // Everything that both did to one passage belongs together.
        let (mut end, mut from_left, mut from_right) = (start, false, false);
        loop {
            let (grown_left, grown_right) = (left.take(start, &mut end), right.take(start, &mut end));
            (from_left, from_right) = (from_left || grown_left, from_right || grown_right);
            if !grown_left && !grown_right {
                break;
            }
        }
        let (one, other) = (left.text(places.0, end), right.text(places.1, end));
        parts.push(match (from_left, from_right) {
            (true, true) if one != other => Part::Clash { base: base[start..end].concat(), one, other },
            (true, _) => Part::Agreed(one),
            _ => Part::Agreed(other),
        });
        at = end;
    }
    parts.push(Part::Agreed(base[at..].concat()));
    parts
}

/// One of the texts, gone through from the beginning.
struct Side<'a> {
    pieces: &'a [&'a str],
    changes: std::vec::IntoIter<Change>,
    /// How far the pieces are ahead of the base, after the changes that were taken.
    ahead: isize,
}

impl<'a> Side<'a> {
    fn new(pieces: &'a [&'a str], changes: Vec<Change>) -> Side<'a> {
        Side { pieces, changes: changes.into_iter(), ahead: 0 }
    }

    /// Where the next change begins.
    fn next(&self) -> Option<usize> {
        self.changes.as_slice().first().map(|change| change.base.start)
    }

    /// Takes the next change where it touches the passage from `start` to `end`, which grows by it.
    fn take(&mut self, start: usize, end: &mut usize) -> bool {
        if !self.next().is_some_and(|next| next < *end || next == start) {
            return false;
        }
        let Some(change) = self.changes.next() else { return false };
        *end = (*end).max(change.base.end);
        self.ahead += change.side.len() as isize - change.base.len() as isize;
        true
    }

    /// The piece that stands for one of the base that was not changed.
    fn place(&self, base: usize) -> usize {
        base.saturating_add_signed(self.ahead).min(self.pieces.len())
    }

    /// The pieces from one of them to the one that stands for `end`.
    fn text(&self, from: usize, end: usize) -> String {
        self.pieces[from..self.place(end).max(from)].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::other_lines("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n", 0)]
    #[case::other_words(
        "Meet on Tuesday at nine",
        "Meet on Friday at nine",
        "Meet on Tuesday at ten",
        "Meet on Friday at ten",
        0
    )]
    #[case::the_same("a\nb\n", "a\nx\n", "a\nx\n", "a\nx\n", 0)]
    #[case::the_same_word("a b", "a x", "a y", "a x\na y", 1)]
    #[case::both_at_the_end("a\n", "a\none\n", "a\ntwo\n", "a\none\ntwo\n", 1)]
    #[case::one_took_out("a\nb\nc\n", "a\nc\n", "a\nb\nc\nd\n", "a\nc\nd\n", 0)]
    #[case::out_and_changed("a\nb\nc\n", "a\nc\n", "a\nbb\nc\n", "a\nbb\nc\n", 1)]
    fn both_changes_survive(
        #[case] base: &str,
        #[case] one: &str,
        #[case] other: &str,
        #[case] text: &str,
        #[case] clashes: u32,
    ) {
        assert_eq!(combine(Some(base), one, other), Combined { text: text.into(), clashes });
    }

    #[test]
    fn without_what_both_began_from_nothing_of_either_goes() {
        let combined = combine(None, "# Plan\none\nend\n", "# Plan\ntwo\nend\nmore\n");
        assert_eq!(combined, Combined { text: "# Plan\none\ntwo\nend\nmore\n".into(), clashes: 1 });
    }

    proptest! {
        #[test]
        fn who_changed_nothing_takes_nothing_back(base in "[ab \n]{0,40}", one in "[ab \n]{0,40}") {
            let of_one = Combined { text: one.clone(), clashes: 0 };
            prop_assert_eq!(combine(Some(&base), &one, &base), of_one.clone());
            prop_assert_eq!(combine(Some(&base), &base, &one), of_one.clone());
            prop_assert_eq!(combine(Some(&base), &one, &one), of_one);
        }

        #[test]
        fn every_new_word_is_in_what_comes_out(
            base in "([ab]{1,2}[ \n]){0,12}",
            one in "([abx]{1,2}[ \n]){0,12}",
            other in "([aby]{1,2}[ \n]){0,12}",
        ) {
            let combined = combine(Some(&base), &one, &other);
            let new = |c: char, text: &str| text.matches(c).count();
            // `x` and `y` are in neither of the others: none of them may go.
            prop_assert!(new('x', &combined.text) >= new('x', &one), "{:?}", combined);
            prop_assert!(new('y', &combined.text) >= new('y', &other), "{:?}", combined);
        }
    }
}
