//! The recovery code: what is printed and kept in a drawer.
//!
//! 160 bits are 32 symbols of Crockford's base32, written as eight groups of four with a check symbol behind each.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::base32::{Misread, decode_grouped, encode_grouped};
use crate::random::{Randomness, fresh};

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
        encode_grouped(&self.0)
    }

    /// Reads a typed code: in either case, with or without spaces and hyphens, with `O` for `0` and `I` or `L` for `1`.
    pub fn from_text(text: &str) -> Result<Self, RecoveryCodeError> {
        let bytes = decode_grouped(text).map_err(|misread| match misread {
            Misread::Length { found, expected } => RecoveryCodeError::Length { found, expected },
            Misread::Group { number } => RecoveryCodeError::Group { number },
        })?;
        Ok(Self(*bytes))
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

#[cfg(test)]
mod tests;
