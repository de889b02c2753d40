//! When, and on which device, a field was written.

use std::fmt;

/// One installation of Cairn. Random, and new again when the disk it lives on was cloned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceId(pub u64);

/// A hybrid logical time, totally ordered: first by milliseconds, then by counter, then by device.
///
/// Two ops never share a stamp unless they are the same write: a device never gives one out twice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Milliseconds since 1970-01-01 UTC; at most 48 bits.
    pub millis: u64,
    /// Orders writes within one millisecond, and while a clock stands still or goes back.
    pub counter: u16,
    /// The device that wrote.
    pub device: DeviceId,
}

impl Stamp {
    /// The greatest time a stamp can hold, in the year 10889.
    pub const MAX_MILLIS: u64 = (1 << 48) - 1;

    /// The latest time that a write may have. A day is left above it, so that a clock that has seen such a write can still go
    /// on.
    pub const LATEST_MILLIS: u64 = Stamp::MAX_MILLIS - 24 * 3600 * 1000;

    /// Sixteen bytes that sort as the stamps do.
    pub fn to_bytes(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..6].copy_from_slice(&self.millis.to_be_bytes()[2..]);
        bytes[6..8].copy_from_slice(&self.counter.to_be_bytes());
        bytes[8..].copy_from_slice(&self.device.0.to_be_bytes());
        bytes
    }

    /// The inverse of [`Stamp::to_bytes`]; every sixteen bytes are some stamp.
    pub fn from_bytes(bytes: [u8; 16]) -> Stamp {
        let number = u128::from_be_bytes(bytes);
        Stamp {
            millis: (number >> 80) as u64,
            counter: (number >> 64) as u16,
            device: DeviceId(number as u64),
        }
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}@{:x}", self.millis, self.counter, self.device.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_stamp() -> impl Strategy<Value = Stamp> {
        (0..=Stamp::MAX_MILLIS, any::<u16>(), any::<u64>()).prop_map(|(millis, counter, device)| Stamp {
            millis,
            counter,
            device: DeviceId(device),
        })
    }

    proptest! {
        #[test]
        fn bytes_round_trip(stamp in any_stamp()) {
            prop_assert_eq!(Stamp::from_bytes(stamp.to_bytes()), stamp);
        }

        #[test]
        fn bytes_sort_as_stamps_do(a in any_stamp(), b in any_stamp()) {
            prop_assert_eq!(a.cmp(&b), a.to_bytes().cmp(&b.to_bytes()));
        }
    }
}
