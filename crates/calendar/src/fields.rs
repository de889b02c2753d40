//! Values as they stand in a form field or a file: a civil time, a number of minutes.

use chrono::NaiveDateTime;

use crate::convert::in_range;

/// Why a field's text is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {value:?}")]
pub struct FieldError {
    code: &'static str,
    value: String,
}

impl FieldError {
    /// `bad_datetime`, `offset_not_allowed`, `bad_integer` or `out_of_range`.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What was written.
    pub fn value(&self) -> &str {
        &self.value
    }
}

/// Reads `2026-11-24T20:30` or `2026-11-24T20:30:00`: a civil time, without an offset.
///
/// # Errors
/// `bad_datetime` for another form or an impossible date or time, `offset_not_allowed` when an offset or `Z`
/// follows, `out_of_range` outside 1900 to 2200.
pub fn civil_from_text(text: &str) -> Result<NaiveDateTime, FieldError> {
    let refuse = |code| FieldError { code, value: text.to_owned() };
    let length = if text.as_bytes().get(16) == Some(&b':') { 19 } else { 16 };
    let (civil, rest) = text.split_at_checked(length).ok_or_else(|| refuse("bad_datetime"))?;
    let shape = if length == 19 { "dddd-dd-ddTdd:dd:dd" } else { "dddd-dd-ddTdd:dd" };
    let fits = |(have, want): (u8, u8)| if want == b'd' { have.is_ascii_digit() } else { have == want };
    if !civil.bytes().zip(shape.bytes()).all(fits) || civil.ends_with(":60") {
        return Err(refuse("bad_datetime"));
    }
    let format = if length == 19 { "%Y-%m-%dT%H:%M:%S" } else { "%Y-%m-%dT%H:%M" };
    let civil = NaiveDateTime::parse_from_str(civil, format).map_err(|_| refuse("bad_datetime"))?;
    match rest.as_bytes() {
        [] if in_range(civil) => Ok(civil),
        [] => Err(refuse("out_of_range")),
        [b'Z' | b'z'] => Err(refuse("offset_not_allowed")),
        [b'+' | b'-', digits @ ..] if digits.iter().all(|byte| byte.is_ascii_digit() || *byte == b':') => {
            Err(refuse("offset_not_allowed"))
        }
        _ => Err(refuse("bad_datetime")),
    }
}

/// Reads how long a meeting lasts: whole minutes, 1 to 1,440.
///
/// # Errors
/// `bad_integer` for what is no whole number, `out_of_range` outside 1 to 1,440.
pub fn minutes_from_text(text: &str) -> Result<u32, FieldError> {
    let refuse = |code| FieldError { code, value: text.to_owned() };
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refuse("bad_integer"));
    }
    let minutes = text.parse().ok().filter(|minutes| (1..=1440).contains(minutes));
    minutes.ok_or_else(|| refuse("out_of_range"))
}
