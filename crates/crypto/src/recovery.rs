//! The recovery code: what is printed and kept in a drawer.
//!
//! 160 bits are 32 symbols of Crockford's base32, written as eight groups of four with a check symbol behind each:
//! `4KX7Q-0BZ2M-…`. A check symbol is bound to the place of its group and detects every wrong symbol, every swap of
//! two symbols and every swap of two groups, so the reader can say which group to look at again.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::random::{Randomness, fresh};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS: usize = 8;
const DATA_SYMBOLS: usize = 4;
const GROUP_SYMBOLS: usize = DATA_SYMBOLS + 1;
const SYMBOLS: usize = GROUPS * GROUP_SYMBOLS;

/// 160 random bits that open a profile when keychain and passphrase are gone.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct RecoveryCode([u8; 20]);

/// Why a text is not a recovery code. Groups count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryCodeError {
    /// The text has more or fewer symbols than a code.
    #[error("a recovery code has {expected} characters, this has {found}")]
    Length {
        /// Symbols found, separators not counted.
        found: usize,
        /// Symbols a code has.
        expected: usize,
    },
    /// A group does not fit its check symbol, is too short or too long, or has a character no code has.
    #[error("group {number} of the recovery code is mistyped")]
    Group {
        /// Which group, 1 to 8.
        number: usize,
    },
}

impl RecoveryCode {
    /// A new code.
    pub fn generate(random: &mut dyn Randomness) -> Self {
        Self(*fresh(random))
    }

    /// The code as it is printed: eight groups of five with hyphens between.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(SYMBOLS + GROUPS - 1));
        for (place, group) in self.groups().iter().enumerate() {
            if place > 0 {
                text.push('-');
            }
            text.extend(group.iter().map(|value| char::from(ALPHABET[usize::from(*value)])));
        }
        text
    }

    /// Reads a typed code: in either case, with or without spaces and hyphens, with `O` for `0` and `I` or `L` for `1`.
    pub fn from_text(text: &str) -> Result<Self, RecoveryCodeError> {
        let symbols = read_symbols(text)?;
        let mut code = Self([0; 20]);
        for (place, group) in symbols.chunks_exact(GROUP_SYMBOLS).enumerate() {
            let number = place + 1;
            let mut values = Zeroizing::new([0; GROUP_SYMBOLS]);
            for (value, symbol) in values.iter_mut().zip(group) {
                *value = symbol_value(*symbol).ok_or(RecoveryCodeError::Group { number })?;
            }
            if values[DATA_SYMBOLS] != check_symbol(place, &values[..DATA_SYMBOLS]) {
                return Err(RecoveryCodeError::Group { number });
            }
            code.put_group(place, &values[..DATA_SYMBOLS]);
        }
        Ok(code)
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// The values (0 to 31) of all groups, check symbols included.
    fn groups(&self) -> Zeroizing<[[u8; GROUP_SYMBOLS]; GROUPS]> {
        let mut groups = Zeroizing::new([[0; GROUP_SYMBOLS]; GROUPS]);
        for (place, group) in groups.iter_mut().enumerate() {
            for (index, value) in group.iter_mut().take(DATA_SYMBOLS).enumerate() {
                let (byte, shift) = bit_position(place * DATA_SYMBOLS + index);
                let pair =
                    u16::from(self.0[byte]) << 8 | u16::from(self.0.get(byte + 1).copied().unwrap_or(0));
                *value = (pair >> shift & 31) as u8;
            }
            group[DATA_SYMBOLS] = check_symbol(place, &group[..DATA_SYMBOLS]);
        }
        groups
    }

    fn put_group(&mut self, place: usize, values: &[u8]) {
        for (index, value) in values.iter().enumerate() {
            let (byte, shift) = bit_position(place * DATA_SYMBOLS + index);
            let [high, low] = (u16::from(*value) << shift).to_be_bytes();
            self.0[byte] |= high;
            if let Some(next) = self.0.get_mut(byte + 1) {
                *next |= low;
            }
        }
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

/// Where symbol `index` lies: its first byte, and how far from the low end of the two bytes beginning there.
fn bit_position(index: usize) -> (usize, usize) {
    (index * 5 / 8, 11 - index * 5 % 8)
}

/// The symbols of a text without what separates them: exactly as many as a code has.
fn read_symbols(text: &str) -> Result<Zeroizing<Vec<char>>, RecoveryCodeError> {
    let mut symbols = Zeroizing::new(Vec::with_capacity(SYMBOLS));
    let mut found = 0;
    for symbol in text.chars().filter(|c| !is_separator(*c)) {
        if found < SYMBOLS {
            symbols.push(symbol);
        }
        found += 1;
    }
    if found == SYMBOLS {
        return Ok(symbols);
    }
    // With its separators in place, a code that lost or gained a symbol still shows where.
    let groups = || text.split(is_separator).filter(|group| !group.is_empty());
    let off = groups().position(|group| group.chars().count() != GROUP_SYMBOLS);
    match off {
        Some(place) if groups().count() == GROUPS => Err(RecoveryCodeError::Group { number: place + 1 }),
        _ => Err(RecoveryCodeError::Length { found, expected: SYMBOLS }),
    }
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
mod tests;
