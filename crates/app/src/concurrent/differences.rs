//! Where two texts differ, in words.

use super::compare::ComparePart;
use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::ops::Range;

/// Pieces of one side times pieces of the other, over which they are not compared one by one: it would take seconds, and a
/// person would not read it.
const MOST_COMPARED: usize = 16_000_000;

/// Both texts in parts, each marked where the other has not got it. Lines are compared first, and the words of those that
/// differ.
pub(super) fn differences(one: &str, other: &str) -> (Vec<ComparePart>, Vec<ComparePart>) {
    let (mut left, mut right) = (Parts::default(), Parts::default());
    let (one, other) = (lines(one), lines(other));
    for run in diff(&one, &other) {
        let (old, new) = (one[run.old].concat(), other[run.new].concat());
        if !run.is_same && !old.is_empty() && !new.is_empty() {
            words_between(&old, &new, &mut left, &mut right);
        } else {
            left.push(&old, !run.is_same);
            right.push(&new, !run.is_same);
        }
    }
    (left.0, right.0)
}

fn words_between(one: &str, other: &str, left: &mut Parts, right: &mut Parts) {
    let (one, other) = (words(one), words(other));
    let runs = diff(&one, &other);
    for (n, run) in runs.iter().enumerate() {
        let (old, new) = (one[run.old.clone()].concat(), other[run.new.clone()].concat());
        // A space between two words that differ belongs to them: marks are not torn apart.
        let is_gap = old.trim().is_empty() && n > 0 && n + 1 < runs.len();
        let differs = !run.is_same || is_gap;
        left.push(&old, differs);
        right.push(&new, differs);
    }
}

/// Pieces that both sides have, or that stand for each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) is_same: bool,
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// How one list of pieces becomes another, from the first to the last piece of both.
pub(super) fn diff(one: &[&str], other: &[&str]) -> Vec<Run> {
    if one.len().saturating_mul(other.len()) > MOST_COMPARED {
        return vec![Run { is_same: false, old: 0..one.len(), new: 0..other.len() }];
    }
    // Counted here: where an insertion was moved to read better, the places that the comparison gives are the old ones.
    let (mut old, mut new) = (0, 0);
    let mut runs: Vec<Run> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, one, other) {
        let is_same = op.tag() == DiffTag::Equal;
        let (old_end, new_end) = (old + op.old_range().len(), new + op.new_range().len());
        match runs.last_mut() {
            Some(last) if last.is_same == is_same => (last.old.end, last.new.end) = (old_end, new_end),
            _ => runs.push(Run { is_same, old: old..old_end, new: new..new_end }),
        }
        (old, new) = (old_end, new_end);
    }
    runs
}

/// A text in lines, each with its end.
pub(super) fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// A text in words, spaces and single marks.
pub(super) fn words(text: &str) -> Vec<&str> {
    #[derive(PartialEq)]
    enum Sort {
        Word,
        Space,
        Mark,
    }
    let sort = |c: char| match c {
        c if c.is_alphanumeric() || c == '\'' || c == '’' => Sort::Word,
        c if c.is_whitespace() => Sort::Space,
        _ => Sort::Mark,
    };
    let mut words = Vec::new();
    let (mut from, mut before) = (0, None);
    for (at, c) in text.char_indices() {
        let now = sort(c);
        if before.as_ref().is_some_and(|before| *before != now || now == Sort::Mark) {
            words.push(&text[from..at]);
            from = at;
        }
        before = Some(now);
    }
    if from < text.len() {
        words.push(&text[from..]);
    }
    words
}

/// Parts in the making: neighbours of one kind are one.
#[derive(Default)]
struct Parts(Vec<ComparePart>);

impl Parts {
    fn push(&mut self, text: &str, only: bool) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.only == only => last.text.push_str(text),
            _ => self.0.push(ComparePart { text: text.into(), only }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    /// `the [quick] fox`: what only one side has in brackets.
    fn marked(parts: &[ComparePart]) -> String {
        parts.iter().map(|p| if p.only { format!("[{}]", p.text) } else { p.text.clone() }).collect()
    }

    #[rstest]
    #[case::one_word("Draw two curves", "Draw three curves", "Draw [two] curves", "Draw [three] curves")]
    #[case::words_in_a_row("a big old dog", "a tiny new dog", "a [big old] dog", "a [tiny new] dog")]
    #[case::a_line_more("one\n", "one\ntwo\n", "one\n", "one\n[two\n]")]
    #[case::a_mark("Yes.", "Yes?", "Yes[.]", "Yes[?]")]
    #[case::nothing("", "x", "", "[x]")]
    #[case::the_same("x y", "x y", "x y", "x y")]
    #[case::hebrew("שלום עולם", "שלום לך", "שלום [עולם]", "שלום [לך]")]
    fn only_what_differs_is_marked(
        #[case] one: &str,
        #[case] other: &str,
        #[case] left: &str,
        #[case] right: &str,
    ) {
        let (one, other) = differences(one, other);
        assert_eq!((marked(&one).as_str(), marked(&other).as_str()), (left, right));
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(one in "[ab \n.é]{0,60}", other in "[ab \n.é]{0,60}") {
            let (left, right) = differences(&one, &other);
            let text = |parts: &[ComparePart]| parts.iter().map(|part| part.text.as_str()).collect::<String>();
            prop_assert_eq!(text(&left), one);
            prop_assert_eq!(text(&right), other);
        }
    }

    #[test]
    fn texts_that_have_nothing_in_common_are_not_compared_for_ever() {
        let text = |word: &str| (0..100_000).map(|n| format!("{word}{n}\n")).collect::<String>();
        let (left, _) = differences(&text("a"), &text("b"));
        assert_eq!(left.len(), 1);
    }
}
