//! What a snapshot is made of: the plaintext of its manifest.

/// Which blobs a snapshot has, and how far each device's entries went in it.
///
/// `version 1 =1 | snapshot 16 | blobs 4 | name 32 … | devices 4 | (device 8, number 8, hash 32) …`, integers big-endian.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// Names it; random.
    pub(crate) snapshot: [u8; 16],
    /// Its blobs, in their order.
    pub(crate) blobs: Vec<[u8; 32]>,
    /// The last entry of each device that is in it: device, number, hash.
    pub(crate) heads: Vec<(u64, u64, [u8; 32])>,
}

impl Manifest {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(25 + 32 * self.blobs.len() + 48 * self.heads.len());
        bytes.push(1);
        bytes.extend(self.snapshot);
        bytes.extend((self.blobs.len() as u32).to_be_bytes());
        bytes.extend(self.blobs.iter().flatten());
        bytes.extend((self.heads.len() as u32).to_be_bytes());
        for (device, number, hash) in &self.heads {
            bytes.extend(device.to_be_bytes());
            bytes.extend(number.to_be_bytes());
            bytes.extend(hash);
        }
        bytes
    }

    /// None for whatever [`Manifest::encode`] did not make.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Manifest> {
        let ([1], rest) = bytes.split_first_chunk::<1>()? else { return None };
        let (snapshot, rest) = rest.split_first_chunk::<16>()?;
        let (blobs, rest) = list::<32>(rest)?;
        let (heads, rest) = list::<48>(rest)?;
        let head = |head: &[u8; 48]| {
            let (device, rest) = head.split_first_chunk::<8>()?;
            let (number, hash) = rest.split_first_chunk::<8>()?;
            Some((u64::from_be_bytes(*device), u64::from_be_bytes(*number), hash.try_into().ok()?))
        };
        let heads = heads.iter().map(head).collect::<Option<_>>()?;
        rest.is_empty().then(|| Manifest { snapshot: *snapshot, blobs: blobs.to_vec(), heads })
    }
}

fn list<const N: usize>(bytes: &[u8]) -> Option<(&[[u8; N]], &[u8])> {
    let (count, rest) = bytes.split_first_chunk::<4>()?;
    let (items, rest) = rest.split_at_checked((u32::from_be_bytes(*count) as usize).checked_mul(N)?)?;
    Some((items.as_chunks::<N>().0, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn round_trip(
            snapshot: [u8; 16],
            blobs in prop::collection::vec(any::<[u8; 32]>(), 0..5),
            heads in prop::collection::vec(any::<(u64, u64, [u8; 32])>(), 0..5),
        ) {
            let manifest = Manifest { snapshot, blobs, heads };
            let bytes = manifest.encode();
            prop_assert_eq!(Manifest::decode(&bytes), Some(manifest));
            prop_assert_eq!(Manifest::decode(&bytes[..bytes.len() - 1]), None);
        }

        #[test]
        fn any_bytes_give_a_manifest_or_none(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Manifest::decode(&bytes);
        }
    }
}
