//! What people type: cleaned gently, refused with a reason.

use serde::Serialize;

/// The longest single line, such as a title or a name, in characters.
pub const MAX_LINE: usize = 200;

/// The longest text, such as a note, in characters.
pub const MAX_TEXT: usize = 200_000;

/// Why something typed cannot be kept, and where it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{field}: {code}")]
pub struct Invalid {
    /// The field of the form, in snake case.
    pub field: &'static str,
    /// What is wrong, in snake case; the interface has words for it.
    pub code: &'static str,
    /// The value as typed, shortened for display.
    pub value: String,
    /// The limit that it broke, where there is one.
    pub limit: Option<u64>,
}

impl Invalid {
    /// Something wrong with the value of a field. Long values are shortened to 60 characters.
    pub fn new(field: &'static str, code: &'static str, value: &str) -> Invalid {
        let mut shortened: String = value.chars().take(60).filter(|c| !c.is_control()).collect();
        if value.chars().count() > 60 {
            shortened.push('…');
        }
        Invalid { field, code, value: shortened, limit: None }
    }

    /// The same with the limit that was broken.
    pub fn with_limit(self, limit: u64) -> Invalid {
        Invalid { limit: Some(limit), ..self }
    }
}

/// One line, trimmed; line breaks and tabs become spaces, other control characters and invisible direction
/// overrides, which can make text read otherwise than it is, are dropped. Right-to-left text and emoji stay.
///
/// Fails with `too_long` over [`MAX_LINE`] characters.
pub fn clean_line(field: &'static str, typed: &str) -> Result<String, Invalid> {
    let spaced = typed.replace(['\n', '\r', '\t'], " ");
    let line: String = spaced.chars().filter(|c| !c.is_control() && !is_direction_override(*c)).collect();
    let line = line.trim();
    if line.chars().count() > MAX_LINE {
        return Err(Invalid::new(field, "too_long", line).with_limit(MAX_LINE as u64));
    }
    Ok(line.to_owned())
}

/// As [`clean_line`], and fails with `empty` where nothing is left.
pub fn required_line(field: &'static str, typed: &str) -> Result<String, Invalid> {
    let line = clean_line(field, typed)?;
    if line.is_empty() { Err(Invalid::new(field, "empty", typed)) } else { Ok(line) }
}

/// Text of several lines: kept as typed but for control characters and direction overrides.
///
/// Fails with `too_long` over [`MAX_TEXT`] characters.
pub fn clean_text(field: &'static str, typed: &str) -> Result<String, Invalid> {
    let keep = |c: &char| matches!(c, '\n' | '\t') || (!c.is_control() && !is_direction_override(*c));
    let text: String = typed.replace("\r\n", "\n").chars().filter(keep).collect();
    if text.chars().count() > MAX_TEXT {
        return Err(Invalid::new(field, "too_long", &text).with_limit(MAX_TEXT as u64));
    }
    Ok(text)
}

fn is_direction_override(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("Learn SQL", "Learn SQL")]
    #[case::spaces("  Learn SQL \n", "Learn SQL")]
    #[case::line_break("Learn\nSQL", "Learn SQL")]
    #[case::control("Learn\u{0}\u{7} SQL", "Learn SQL")]
    #[case::override_of_direction("Learn \u{202E}LQS", "Learn LQS")]
    #[case::hebrew("ללמוד SQL", "ללמוד SQL")]
    #[case::emoji("🪨 family 👩‍👩‍👧", "🪨 family 👩‍👩‍👧")]
    fn a_line_is_cleaned(#[case] typed: &str, #[case] kept: &str) {
        assert_eq!(clean_line("title", typed).unwrap(), kept);
    }

    #[test]
    fn an_empty_title_is_named() {
        let invalid = required_line("title", " \u{0} \n").unwrap_err();
        assert_eq!((invalid.field, invalid.code), ("title", "empty"));
    }

    #[test]
    fn a_very_long_title_is_named_and_shortened() {
        let invalid = required_line("title", &"ä".repeat(10_000)).unwrap_err();
        assert_eq!((invalid.code, invalid.limit), ("too_long", Some(200)));
        assert_eq!(invalid.value.chars().count(), 61);
    }
}
