//! The stamps of a record's fields in one small blob, kept beside its row.

use crate::{CodecError, DeviceId, FieldId, Stamp};

/// The version that starts every packed clock.
const VERSION: u8 = 1;

/// Packs the stamp of every field. The inverse of [`unpack_clock`].
///
/// Layout: version, number of devices, the devices (8 bytes each), then for each field its number (2 bytes), the
/// index of its device (1 byte), milliseconds (6 bytes) and counter (2 bytes). All big-endian.
pub fn pack_clock(fields: &[(FieldId, Stamp)]) -> Vec<u8> {
    let mut devices: Vec<DeviceId> = fields.iter().map(|(_, stamp)| stamp.device).collect();
    devices.sort_unstable();
    devices.dedup();
    // A record that more than 255 devices wrote to keeps whole stamps: index 255 says that one follows.
    let indexed = &devices[..devices.len().min(255)];
    let mut packed = Vec::with_capacity(2 + indexed.len() * 8 + fields.len() * 11);
    packed.extend([VERSION, indexed.len() as u8]);
    for device in indexed {
        packed.extend(device.0.to_be_bytes());
    }
    for (field, stamp) in fields {
        packed.extend(field.0.to_be_bytes());
        let index = indexed.binary_search(&stamp.device).map_or(255, |index| index as u8);
        packed.push(index);
        packed.extend(&stamp.to_bytes()[..8]);
        if index == 255 {
            packed.extend(stamp.device.0.to_be_bytes());
        }
    }
    packed
}

/// The stamps of a record's fields. Fails on bytes that [`pack_clock`] did not make; never panics.
pub fn unpack_clock(packed: &[u8]) -> Result<Vec<(FieldId, Stamp)>, CodecError> {
    let mut rest = packed;
    let [version, count] = take::<2>(&mut rest)?;
    if version != VERSION {
        return Err(CodecError::Version(version));
    }
    let mut devices = Vec::with_capacity(count.into());
    for _ in 0..count {
        devices.push(u64::from_be_bytes(take(&mut rest)?));
    }
    let mut fields = Vec::new();
    while !rest.is_empty() {
        let field = FieldId(u16::from_be_bytes(take(&mut rest)?));
        let [index] = take(&mut rest)?;
        let time = take::<8>(&mut rest)?;
        let device = match index {
            255 => u64::from_be_bytes(take(&mut rest)?),
            _ => *devices.get(usize::from(index)).ok_or(CodecError::Malformed)?,
        };
        let mut stamp = [0; 16];
        stamp[..8].copy_from_slice(&time);
        stamp[8..].copy_from_slice(&device.to_be_bytes());
        fields.push((field, Stamp::from_bytes(stamp)));
    }
    Ok(fields)
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], CodecError> {
    let (head, tail) = rest.split_first_chunk().ok_or(CodecError::Malformed)?;
    *rest = tail;
    Ok(*head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn round_trip(fields in prop::collection::vec((any::<u16>(), 0..1u64 << 48, any::<u16>(), 0u64..600), 0..500)) {
            let fields: Vec<_> = fields.into_iter()
                .map(|(field, millis, counter, device)| {
                    (FieldId(field), Stamp { millis, counter, device: DeviceId(device) })
                })
                .collect();
            prop_assert_eq!(unpack_clock(&pack_clock(&fields)).unwrap(), fields);
        }

        #[test]
        fn any_bytes_give_stamps_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = unpack_clock(&bytes);
        }
    }
}
