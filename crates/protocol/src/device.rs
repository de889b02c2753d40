//! The id of a device in JSON.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::{fmt, str::FromStr};

/// A device's id: 64 bits, written as 16 lower-case hexadecimal digits, because numbers in JSON have 53.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[0-9a-f]{16}$"))]
pub struct Device(pub u64);

/// The text is not 16 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not 16 lower-case hexadecimal digits")]
pub struct NotADevice;

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for Device {
    type Err = NotADevice;

    fn from_str(text: &str) -> Result<Device, NotADevice> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() != 16 || !text.bytes().all(is_digit) {
            return Err(NotADevice);
        }
        u64::from_str_radix(text, 16).map(Device).map_err(|_| NotADevice)
    }
}

impl Serialize for Device {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Device {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Device, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_way_to_write_a_device() {
        let device = Device(0xab);
        assert_eq!(serde_json::to_string(&device).unwrap(), "\"00000000000000ab\"");
        assert_eq!("00000000000000ab".parse(), Ok(device));
        for text in ["ab", "00000000000000AB", "+0000000000000ab", "00000000000000abc"] {
            assert_eq!(text.parse::<Device>(), Err(NotADevice), "{text}");
        }
    }
}
