//! Argon2id: what makes guessing slow, of a passphrase and of keys that would fit six words.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// The fewest characters of a new passphrase.
pub(crate) const MINIMUM_CHARACTERS: usize = 8;
/// The most bytes of a passphrase.
pub(crate) const MAXIMUM_BYTES: usize = 1024;

/// What one guess costs. Written into the slot and bound to it, so that it cannot be lowered unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cost {
    /// Memory, in KiB.
    pub(crate) memory_kib: u32,
    /// How often the memory is gone over.
    pub(crate) passes: u32,
    /// Lanes that can be filled side by side.
    pub(crate) lanes: u32,
}

impl Cost {
    /// What this version writes, and the least it accepts.
    pub(crate) const STANDARD: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
    /// The most this version accepts: a crafted file must not take all memory or all day.
    pub(crate) const CEILING: Self = Self { memory_kib: 1024 * 1024, passes: 16, lanes: 8 };
    /// The least Argon2 allows.
    #[cfg(any(test, feature = "cheap-passphrases"))]
    pub(crate) const CHEAP: Self = Self { memory_kib: 8, passes: 1, lanes: 1 };

    /// Whether each parameter is at least that of `floor`.
    pub(crate) fn reaches(&self, floor: &Self) -> bool {
        self.memory_kib >= floor.memory_kib && self.passes >= floor.passes && self.lanes >= floor.lanes
    }

    /// The 32-byte secret of a passphrase, or `None` when this machine cannot give the memory.
    pub(crate) fn stretch(&self, passphrase: &str, salt: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
        self.stretch_bytes(composed(passphrase).as_bytes(), salt)
    }

    /// The same of any bytes: 32 that cost as much to try.
    pub(crate) fn stretch_bytes(&self, bytes: &[u8], salt: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).ok()?;
        let mut memory = wiped_memory(params.block_count())?;
        let mut secret = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(bytes, salt, &mut secret[..], &mut memory[..])
            .ok()?;
        Some(secret)
    }
}

/// Memory that is wiped after use, as the last blocks of it give the secret. Argon2's own allocation is not.
fn wiped_memory(blocks: usize) -> Option<Zeroizing<Box<[Block]>>> {
    let mut memory = Vec::new();
    memory.try_reserve_exact(blocks).ok()?;
    memory.resize(blocks, Block::new());
    Some(Zeroizing::new(memory.into_boxed_slice()))
}

/// The passphrase in Unicode's composed form (NFC): one keyboard types `é` as one character and another as two.
fn composed(passphrase: &str) -> Zeroizing<String> {
    // NFC at most triples the bytes of a text; reserved in full, the string never leaves a copy behind.
    let mut text = Zeroizing::new(String::with_capacity(passphrase.len() * 3));
    text.extend(passphrase.nfc());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_from_another_keyboard_are_the_same_passphrase() {
        let stretch = |text| Cost::CHEAP.stretch(text, &[7; 32]).unwrap();
        assert_eq!(stretch("caf\u{e9} au lait"), stretch("cafe\u{301} au lait"));
        assert_ne!(stretch("caf\u{e9} au lait"), stretch("cafe au lait"));
    }

    #[test]
    fn every_parameter_counts_towards_the_floor() {
        let floor = Cost::STANDARD;
        assert!(floor.reaches(&floor));
        assert!(!Cost { memory_kib: floor.memory_kib - 1, ..floor }.reaches(&floor));
        assert!(!Cost { passes: floor.passes - 1, ..floor }.reaches(&floor));
        assert!(!Cost { lanes: 0, ..floor }.reaches(&floor));
    }
}
