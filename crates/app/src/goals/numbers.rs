//! Numbers as people type them and as they read them.

/// Reads a number as people write it: `1200`, `1,200`, `1 200.5`, `1.200,5`, `−3`, `٣٠`. None for anything else, also
/// for what is too great to be a number, and for `NaN` and `inf`.
///
/// A single comma or dot before exactly three digits is a separator of thousands when it is a comma, and a decimal mark
/// when it is a dot.
pub(crate) fn read(typed: &str) -> Option<f64> {
    let typed: String = typed.trim().chars().filter(|c| !is_space_between_digits(*c)).map(plain).collect();
    let (sign, digits) = match typed.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, typed.strip_prefix('+').unwrap_or(&typed)),
    };
    let plain = without_separators(digits)?;
    let number: f64 = plain.parse().ok()?;
    number.is_finite().then_some(if number == 0.0 { 0.0 } else { sign * number })
}

/// Digits with at most one dot, from digits with commas and dots between them.
fn without_separators(digits: &str) -> Option<String> {
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
    if !digits.chars().all(allowed) || !digits.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let decimal = match (digits.rfind(','), digits.rfind('.')) {
        (Some(comma), Some(dot)) => Some(comma.max(dot)),
        (Some(comma), None) if digits.matches(',').count() == 1 && !is_thousands(digits, ',') => Some(comma),
        (None, Some(dot)) if digits.matches('.').count() == 1 => Some(dot),
        _ => None,
    };
    let (whole, fraction) = decimal.map_or((digits, ""), |at| (&digits[..at], &digits[at + 1..]));
    let separator = if whole.contains(',') { ',' } else { '.' };
    if whole.contains(',') && whole.contains('.')
        || (whole.contains(separator) && !is_thousands(whole, separator))
    {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    Some(format!("{whole}.{fraction}0"))
}

/// `1,200` and `12,345,678`, but not `1,5` and `1,20,00`.
fn is_thousands(digits: &str, separator: char) -> bool {
    let mut groups = digits.split(separator);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
}

fn is_space_between_digits(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{2009}' | '\u{202F}' | '_' | '’' | '\'')
}

/// ASCII for digits and signs of other scripts.
fn plain(c: char) -> char {
    const ZEROS: [u32; 4] = [0x0660, 0x06F0, 0x0966, 0xFF10];
    let digit = ZEROS.iter().find_map(|zero| (u32::from(c)).checked_sub(*zero).filter(|digit| *digit < 10));
    match (digit, c) {
        (Some(digit), _) => char::from_digit(digit, 10).unwrap_or(c),
        (None, '−' | '–') => '-',
        (None, '٫') => '.',
        (None, '٬') => ',',
        (None, c) => c,
    }
}

/// A value as it was meant: `2,880`, `0.25`, `−3.5`.
pub(crate) fn exact(value: f64) -> String {
    with_places(value, 6)
}

/// A value that was reckoned, about as exact as one can know it: `212`, `21.2`, `0.21`.
pub(crate) fn about(value: f64) -> String {
    let places = match value.abs() {
        100.0.. => 0,
        10.0.. => 1,
        _ => 2,
    };
    with_places(value, places)
}

/// A value as it stands in a field to be edited: no separators.
pub(crate) fn to_edit(value: f64) -> String {
    exact(value).replace(',', "").replace('−', "-")
}

fn with_places(value: f64, places: usize) -> String {
    let text = format!("{:.places$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut grouped = String::new();
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let is_zero = whole == "0" && fraction.is_empty();
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    let dot = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{dot}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("1200", Some(1200.0))]
    #[case::zero("0", Some(0.0))]
    #[case::thousands("1,200", Some(1200.0))]
    #[case::millions("12,345,678", Some(12_345_678.0))]
    #[case::spaces(" 1 200 ", Some(1200.0))]
    #[case::narrow_space("1\u{202F}200", Some(1200.0))]
    #[case::decimal_dot("0.25", Some(0.25))]
    #[case::decimal_comma("0,25", Some(0.25))]
    #[case::english("1,200.5", Some(1200.5))]
    #[case::german("1.200,5", Some(1200.5))]
    #[case::swiss("1’200.5", Some(1200.5))]
    #[case::dot_alone("1.200", Some(1.2))]
    #[case::ends_in_a_dot("12.", Some(12.0))]
    #[case::starts_with_a_dot(".5", Some(0.5))]
    #[case::negative("-3.5", Some(-3.5))]
    #[case::minus_sign("−3.5", Some(-3.5))]
    #[case::minus_zero("-0", Some(0.0))]
    #[case::plus("+3", Some(3.0))]
    #[case::arabic("٣٠", Some(30.0))]
    #[case::devanagari("१२", Some(12.0))]
    #[case::empty("", None)]
    #[case::word("many", None)]
    #[case::number_and_word("12 words", None)]
    #[case::nan("NaN", None)]
    #[case::infinite("inf", None)]
    #[case::exponent("1e400", None)]
    #[case::sign_alone("-", None)]
    #[case::dot_only(".", None)]
    #[case::two_decimal_marks("1.2.3", None)]
    #[case::mixed_up("1,2.3,4", None)]
    #[case::emoji("🪨", None)]
    fn numbers_are_read(#[case] typed: &str, #[case] value: Option<f64>) {
        assert_eq!(read(typed), value);
    }

    #[test]
    fn a_number_of_a_thousand_digits_is_none() {
        assert_eq!(read(&"9".repeat(1_000)), None);
    }

    #[rstest]
    #[case(2880.0, "2,880", "2,880")]
    #[case(1_234_567.0, "1,234,567", "1,234,567")]
    #[case(212.038, "212.038", "212")]
    #[case(21.25, "21.25", "21.2")]
    #[case(0.2, "0.2", "0.2")]
    #[case(-3.5, "−3.5", "−3.5")]
    #[case(-0.0001, "−0.0001", "0")]
    #[case(0.0, "0", "0")]
    fn numbers_are_written(#[case] value: f64, #[case] whole: &str, #[case] rough: &str) {
        assert_eq!((exact(value).as_str(), about(value).as_str()), (whole, rough));
        assert_eq!(read(&to_edit(value)), Some(if value == 0.0 { 0.0 } else { value }));
    }
}
