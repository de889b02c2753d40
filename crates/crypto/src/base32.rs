//! Crockford's base32: what a person may have to type. In groups with check symbols where it is long and matters.
//!
//! A code is written in groups of four symbols, the last one shorter where the bits end, with a check symbol behind
//! each: `4KX7Q-0BZ2M-…`. A check symbol is bound to the place of its group and detects every wrong symbol, every swap
//! of two symbols and every swap of two groups, so the reader can say which group to look at again.

use zeroize::Zeroizing;

pub(crate) const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Symbols of a full group, check symbol included.
pub(crate) const GROUP_SYMBOLS: usize = 5;
const DATA_SYMBOLS: usize = GROUP_SYMBOLS - 1;

/// Why a text is not a code in groups. Groups count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misread {
    Length { found: usize, expected: usize },
    Group { number: usize },
}

/// The symbols of these bytes, without groups: 26 for 16 bytes.
pub(crate) fn encode(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(symbols_for(bytes.len())));
    text.extend(values(bytes).iter().map(|value| char::from(ALPHABET[usize::from(*value)])));
    text
}

/// The bytes of a text without groups, in either case; `None` if it is none of this length.
pub(crate) fn decode<const N: usize>(text: &str) -> Option<Zeroizing<[u8; N]>> {
    let mut bytes = Zeroizing::new([0; N]);
    let mut at = 0;
    for symbol in text.chars() {
        if at == symbols_for(N) {
            return None;
        }
        put(&mut bytes[..], at, symbol_value(symbol)?)?;
        at += 1;
    }
    (at == symbols_for(N)).then_some(bytes)
}

/// The symbols of these bytes in groups with hyphens between.
pub(crate) fn encode_grouped(bytes: &[u8]) -> Zeroizing<String> {
    let values = values(bytes);
    let groups = values.len().div_ceil(DATA_SYMBOLS);
    let mut text = Zeroizing::new(String::with_capacity(values.len() + 2 * groups));
    for (place, group) in values.chunks(DATA_SYMBOLS).enumerate() {
        if place > 0 {
            text.push('-');
        }
        let check = check_symbol(place, group);
        text.extend(group.iter().chain([&check]).map(|value| char::from(ALPHABET[usize::from(*value)])));
    }
    text
}

/// Reads a typed code: in either case, with or without spaces and hyphens, with `O` for `0` and `I` or `L` for `1`.
pub(crate) fn decode_grouped<const N: usize>(text: &str) -> Result<Zeroizing<[u8; N]>, Misread> {
    let symbols = read_symbols(text, symbols_for(N))?;
    let mut bytes = Zeroizing::new([0; N]);
    for (place, group) in symbols.chunks(GROUP_SYMBOLS).enumerate() {
        let wrong = Misread::Group { number: place + 1 };
        let mut values = Zeroizing::new([0; GROUP_SYMBOLS]);
        for (value, symbol) in values.iter_mut().zip(group) {
            *value = symbol_value(*symbol).ok_or(wrong)?;
        }
        let (check, data) = values[..group.len()].split_last().ok_or(wrong)?;
        if *check != check_symbol(place, data) {
            return Err(wrong);
        }
        for (index, value) in data.iter().enumerate() {
            put(&mut bytes[..], place * DATA_SYMBOLS + index, *value).ok_or(wrong)?;
        }
    }
    Ok(bytes)
}

fn symbols_for(bytes: usize) -> usize {
    (bytes * 8).div_ceil(5)
}

/// The values (0 to 31) of all symbols.
fn values(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut values = Zeroizing::new(Vec::with_capacity(symbols_for(bytes.len())));
    values.extend((0..symbols_for(bytes.len())).map(|index| {
        let (byte, shift) = bit_position(index);
        let pair = u16::from(bytes[byte]) << 8 | u16::from(bytes.get(byte + 1).copied().unwrap_or(0));
        (pair >> shift & 31) as u8
    }));
    values
}

/// Puts a value in its place in bytes that are zero there; `None` if it has bits beyond the last byte.
fn put(bytes: &mut [u8], index: usize, value: u8) -> Option<()> {
    let (byte, shift) = bit_position(index);
    let [high, low] = (u16::from(value) << shift).to_be_bytes();
    *bytes.get_mut(byte)? |= high;
    match bytes.get_mut(byte + 1) {
        Some(next) => *next |= low,
        None if low != 0 => return None,
        None => {}
    }
    Some(())
}

/// Where symbol `index` lies: its first byte, and how far from the low end of the two bytes beginning there.
fn bit_position(index: usize) -> (usize, usize) {
    (index * 5 / 8, 11 - index * 5 % 8)
}

/// The symbols of a text without what separates them: exactly as many as a code of `data` symbols has.
fn read_symbols(text: &str, data: usize) -> Result<Zeroizing<Vec<char>>, Misread> {
    let group_count = data.div_ceil(DATA_SYMBOLS);
    let expected = data + group_count;
    let mut symbols = Zeroizing::new(Vec::with_capacity(expected));
    let mut found = 0;
    for symbol in text.chars().filter(|c| !is_separator(*c)) {
        if found < expected {
            symbols.push(symbol);
        }
        found += 1;
    }
    if found == expected {
        return Ok(symbols);
    }
    // With its separators in place, a code that lost or gained a symbol still shows where.
    let groups = || text.split(is_separator).filter(|group| !group.is_empty());
    let length_of = |place: usize| GROUP_SYMBOLS.min(expected - place * GROUP_SYMBOLS);
    if groups().count() == group_count {
        let off = groups().enumerate().find(|(place, group)| group.chars().count() != length_of(*place));
        if let Some((place, _)) = off {
            return Err(Misread::Group { number: place + 1 });
        }
    }
    Err(Misread::Length { found, expected })
}

/// White space and anything a printer, a form or a word processor makes of a hyphen.
fn is_separator(symbol: char) -> bool {
    symbol.is_whitespace()
        || matches!(symbol, '-' | '_' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{feff}')
}

fn symbol_value(symbol: char) -> Option<u8> {
    let symbol = match symbol.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|letter| char::from(*letter) == symbol).map(|value| value as u8)
}

/// The check symbol of the group at `place` (from 0): a weighted sum over GF(32), plus the place.
///
/// The weights 16, 8, 4, 2 (and 1 for the check symbol itself) are different and none is zero, so one wrong symbol or
/// two swapped ones always change the sum.
fn check_symbol(place: usize, values: &[u8]) -> u8 {
    values.iter().fold(0, |sum, value| double(sum ^ value)) ^ place as u8
}

/// Times two in GF(32) with the polynomial x^5 + x^2 + 1.
fn double(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 32 == 0 { doubled } else { doubled ^ 0b10_0101 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sixteen_bytes_are_twenty_six_symbols() {
        assert_eq!(encode(&[0; 16]).as_str(), "00000000000000000000000000");
        assert_eq!(encode(&[0xff; 16]).as_str(), "ZZZZZZZZZZZZZZZZZZZZZZZZZW");
        assert_eq!(decode::<16>("ZZZZZZZZZZZZZZZZZZZZZZZZZX"), None, "bits beyond the last byte");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(bytes: [u8; 16]) {
            let text = encode(&bytes);
            prop_assert_eq!(decode::<16>(&text).map(|it| *it), Some(bytes));
            prop_assert_eq!(decode::<16>(&text.to_lowercase()).map(|it| *it), Some(bytes));
            prop_assert_eq!(decode::<16>(&text[1..]), None);
            prop_assert_eq!(decode::<16>(&format!("{}0", text.as_str())), None);
            let grouped = encode_grouped(&bytes);
            prop_assert_eq!(grouped.split('-').map(str::len).collect::<Vec<_>>(), [5, 5, 5, 5, 5, 5, 3]);
            prop_assert_eq!(decode_grouped::<16>(&grouped).map(|it| *it), Ok(bytes));
        }

        #[test]
        fn a_wrong_symbol_names_its_group(bytes: [u8; 16], at in 0_usize..33, other in 1_u8..32) {
            let text: String = encode_grouped(&bytes).replace('-', "");
            let value = symbol_value(text.chars().nth(at).expect("it is that long")).expect("it is a symbol");
            let wrong = char::from(ALPHABET[usize::from(value ^ other)]);
            let typed: String = text.chars().enumerate().map(|(i, c)| if i == at { wrong } else { c }).collect();
            prop_assert_eq!(decode_grouped::<16>(&typed), Err(Misread::Group { number: at / 5 + 1 }));
        }

        #[test]
        fn any_text_is_a_code_or_is_not(text in ".{0,60}") {
            let _ = decode::<16>(&text);
            let _ = decode_grouped::<16>(&text);
            let _ = decode_grouped::<20>(&text);
        }
    }
}
