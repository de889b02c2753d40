//! The content lines of a file, each with the number of the line on which it begins.

use super::source::text_of;

/// The most octets of a property.
const LONGEST_PROPERTY: usize = 64 * 1024;

/// As much of a property that is too long as tells its name.
const TELLING: usize = 200;

/// A content line: unfolded, not empty.
pub(super) struct Line {
    /// From 1.
    pub(super) number: usize,
    pub(super) text: String,
    pub(super) is_latin1: bool,
    /// It is longer than a property may be; `text` is only its beginning.
    pub(super) is_too_long: bool,
}

/// Lines may end with CR LF, LF or CR, be folded with a space or a tab, and have blank ones between them. They
/// are joined before they are decoded, because some calendars fold within a character.
pub(super) struct Lines<'b> {
    rest: &'b [u8],
    number: usize,
}

impl<'b> Lines<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Lines<'b> {
        Lines { rest: bytes, number: 0 }
    }

    /// The next line as it stands in the file, without its end.
    fn next_physical(&mut self) -> Option<&'b [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        self.number += 1;
        let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let Some(end) = self.rest.iter().position(is_end) else {
            return Some(std::mem::take(&mut self.rest));
        };
        let (line, after) = self.rest.split_at(end);
        self.rest = after.strip_prefix(b"\r\n").unwrap_or(&after[1..]);
        Some(line)
    }

    /// Passes over blank lines; whether the next line goes on with what was begun.
    fn continues(&mut self, begun: &[u8]) -> bool {
        loop {
            match self.rest.first() {
                Some(b' ' | b'\t') => return true,
                Some(b'\r' | b'\n') => _ = self.next_physical(),
                _ => return is_softly_broken(begun),
            }
        }
    }
}

/// A line of quoted-printable text that ends with `=` goes on, without being folded.
fn is_softly_broken(line: &[u8]) -> bool {
    let quoted = b"QUOTED-PRINTABLE";
    line.ends_with(b"=")
        && line.get(..TELLING.min(line.len())).is_some_and(|start| {
            start.windows(quoted.len()).any(|window| window.eq_ignore_ascii_case(quoted))
        })
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let first = loop {
            let line = self.next_physical()?;
            if !line.trim_ascii().is_empty() {
                break line;
            }
        };
        let number = self.number;
        let mut whole = first.to_vec();
        while self.continues(&whole) {
            let Some(line) = self.next_physical() else { break };
            match line {
                [b' ' | b'\t', folded @ ..] => whole.extend_from_slice(folded),
                softly_broken => {
                    whole.pop();
                    whole.extend_from_slice(softly_broken);
                }
            }
        }
        let is_too_long = whole.len() > LONGEST_PROPERTY;
        if is_too_long {
            whole.truncate(TELLING);
        }
        let (text, is_latin1) = text_of(whole);
        Some(Line { number, text, is_latin1: is_latin1 && !is_too_long, is_too_long })
    }
}
