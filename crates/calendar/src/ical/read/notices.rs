//! What is told of how a file was read.

use super::Notice;

/// A file that is wrong throughout is not reported line by line.
const MOST_NOTICES: usize = 200;
/// As much of a value as tells what it is about.
const TELLING: usize = 80;

/// Collects notices.
#[derive(Default)]
pub(super) struct Notices(Vec<Notice>);

impl Notices {
    pub(super) fn add(&mut self, line: usize, code: &'static str, value: &str) {
        if self.0.len() < MOST_NOTICES {
            self.0.push(Notice { line, code, value: telling(value) });
        }
    }

    /// Of what holds for many lines, only the first is named.
    pub(super) fn add_once(&mut self, line: usize, code: &'static str, value: &str) {
        let value = telling(value);
        if !self.0.iter().any(|notice| notice.code == code && notice.value == value) {
            self.add(line, code, &value);
        }
    }

    /// By line.
    pub(super) fn sorted(mut self) -> Vec<Notice> {
        self.0.sort_by_key(|notice| notice.line);
        self.0
    }
}

/// The beginning of `value`, on one line.
pub(super) fn telling(value: &str) -> String {
    value.chars().filter(|character| !character.is_control()).take(TELLING).collect()
}
