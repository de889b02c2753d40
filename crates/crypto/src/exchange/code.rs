//! The code of an introduction: said on the telephone, or written on a card.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::base32::{Misread, decode_grouped, encode_grouped};
use crate::ids::SpaceId;
use crate::invite::MacKey;
use crate::key::derive;
use crate::random::{Randomness, fresh};

/// 128 random bits that open an introduction and the answer to it.
///
/// Written as 26 symbols of Crockford's base32 in seven groups, a check symbol behind each: `4KX7Q-0BZ2M-…-7QK`.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct ExchangeCode([u8; 16]);

/// Why a text is not the code of an introduction. Groups count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeCodeError {
    /// The text has more or fewer symbols than a code.
    #[error("a code has {expected} characters, this has {found}")]
    Length {
        /// Symbols found, separators not counted.
        found: usize,
        /// Symbols a code has.
        expected: usize,
    },
    /// A group does not fit its check symbol, is too short or too long, or has a character no code has.
    #[error("group {number} of the code is mistyped")]
    Group {
        /// Which group, 1 to 7.
        number: usize,
    },
}

impl ExchangeCode {
    /// A new code.
    pub fn generate(random: &mut dyn Randomness) -> Self {
        Self(*fresh(random))
    }

    /// The code with these bytes. The caller wipes its own copy.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes of the code, for the encrypted store: it is kept until the answer came.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The code in groups with hyphens between.
    pub fn to_text(&self) -> Zeroizing<String> {
        encode_grouped(&self.0)
    }

    /// Reads a typed code: in either case, with or without spaces and hyphens, with `O` for `0` and `I` or `L` for `1`.
    pub fn from_text(text: &str) -> Result<Self, ExchangeCodeError> {
        let bytes = decode_grouped(text).map_err(|misread| match misread {
            Misread::Length { found, expected } => ExchangeCodeError::Length { found, expected },
            Misread::Group { number } => ExchangeCodeError::Group { number },
        })?;
        Ok(Self(*bytes))
    }

    /// Makes and checks what vouches for the keys of both in this space.
    pub(super) fn mac(&self, space: SpaceId) -> MacKey {
        let mut key = MacKey([0; 32]);
        derive(&self.0, &space.0, &["exchange/mac"], &mut key.0);
        key
    }
}

impl fmt::Debug for ExchangeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExchangeCode(..)")
    }
}
