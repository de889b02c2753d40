//! Bytes in JSON: base64url without padding.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::fmt;

/// Bytes, written as base64url without padding. `Debug` tells how many, never which: some are secrets.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[A-Za-z0-9_-]*$"))]
pub struct Binary(pub Vec<u8>);

/// The text is not base64url without padding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not base64url without padding")]
pub struct NotBase64;

impl Binary {
    /// The bytes, if there are exactly `N`.
    pub fn exactly<const N: usize>(&self) -> Option<[u8; N]> {
        self.0.as_slice().try_into().ok()
    }

    /// The text that stands for the bytes.
    pub fn to_text(&self) -> String {
        Base64UrlUnpadded::encode_string(&self.0)
    }

    /// The bytes that a text stands for.
    pub fn from_text(text: &str) -> Result<Binary, NotBase64> {
        Base64UrlUnpadded::decode_vec(text).map(Binary).map_err(|_| NotBase64)
    }
}

impl From<Vec<u8>> for Binary {
    fn from(bytes: Vec<u8>) -> Binary {
        Binary(bytes)
    }
}

impl From<&[u8]> for Binary {
    fn from(bytes: &[u8]) -> Binary {
        Binary(bytes.into())
    }
}

impl<const N: usize> From<[u8; N]> for Binary {
    fn from(bytes: [u8; N]) -> Binary {
        Binary(bytes.into())
    }
}

impl AsRef<[u8]> for Binary {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binary({} bytes)", self.0.len())
    }
}

impl Serialize for Binary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

impl<'de> Deserialize<'de> for Binary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Binary, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Binary::from_text(&text).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn round_trip(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let json = serde_json::to_string(&Binary(bytes.clone())).unwrap();
            prop_assert_eq!(serde_json::from_str::<Binary>(&json).unwrap(), Binary(bytes));
        }
    }

    #[test]
    fn padding_and_other_alphabets_are_refused() {
        for text in ["YQ==", "a+b/", "YR", "Y", "ü"] {
            assert_eq!(Binary::from_text(text), Err(NotBase64), "{text}");
        }
    }

    #[test]
    fn debug_shows_no_bytes() {
        assert_eq!(format!("{:?}", Binary::from([7; 32])), "Binary(32 bytes)");
    }
}
