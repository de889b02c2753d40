//! The store key and the keys derived from it.

use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::random::{Randomness, fresh};

/// The key of a profile: 32 random bytes that never leave the machine unwrapped.
///
/// It encrypts nothing itself. Every use takes a [`subkey`](StoreKey::subkey), so that no two uses share a key.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct StoreKey([u8; 32]);

impl StoreKey {
    /// A new key.
    pub fn generate(random: &mut dyn Randomness) -> Self {
        Self(*fresh(random))
    }

    /// The key with these bytes. The caller wipes its own copy.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes of the key.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key for one purpose, by HKDF-SHA256. Different contexts give unrelated keys, and none leads back to the
    /// store key.
    ///
    /// A context is a constant of the program such as `"database"`, or such a constant with an id. Changing it loses
    /// what was encrypted under it.
    pub fn subkey(&self, context: &str) -> Subkey {
        let mut bytes = [0; 32];
        self.derive(&[], &["subkey/", context], &mut bytes);
        Subkey(bytes)
    }

    /// A value that tells this key from others and reveals nothing about it.
    pub(crate) fn check(&self) -> [u8; 16] {
        let mut check = [0; 16];
        self.derive(&[], &["check"], &mut check);
        check
    }

    /// Fills `out` with bytes derived from the key, a salt and a label.
    pub(crate) fn derive(&self, salt: &[u8], label: &[&str], out: &mut [u8]) {
        derive(&self.0, salt, label, out);
    }
}

impl fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreKey(..)")
    }
}

/// A key for one purpose, derived from the [`StoreKey`].
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Subkey([u8; 32]);

impl Subkey {
    /// The bytes of the key.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key as 64 lower-case hexadecimal digits, which is how SQLCipher takes a raw key: `x'<hex>'`.
    pub fn to_hex(&self) -> Zeroizing<String> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        // Reserved in full: a string that grows leaves copies of the key behind.
        let mut hex = Zeroizing::new(String::with_capacity(64));
        for byte in self.0 {
            hex.push(char::from(DIGITS[usize::from(byte >> 4)]));
            hex.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        hex
    }
}

impl fmt::Debug for Subkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subkey(..)")
    }
}

/// HKDF-SHA256 over `secret`. Every label starts with `cairn/1/`, so no other use of the same secret collides.
pub(crate) fn derive(secret: &[u8], salt: &[u8], label: &[&str], out: &mut [u8]) {
    let label: Vec<_> = label.iter().map(|part| part.as_bytes()).collect();
    derive_bytes(secret, salt, &label, out);
}

/// The same, with a label that has bytes in it.
pub(crate) fn derive_bytes(secret: &[u8], salt: &[u8], label: &[&[u8]], out: &mut [u8]) {
    let info: Vec<_> = [b"cairn/1/".as_slice()].into_iter().chain(label.iter().copied()).collect();
    Hkdf::<Sha256>::new(Some(salt), secret)
        .expand_multi_info(&info, out)
        .expect("HKDF-SHA256 gives up to 8160 bytes and nothing here asks for a hundred");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_context_or_another_key_gives_another_subkey() {
        let one = StoreKey::from_bytes([1; 32]);
        let two = StoreKey::from_bytes([2; 32]);
        assert_eq!(one.subkey("database").as_bytes(), one.subkey("database").as_bytes());
        assert_ne!(one.subkey("database").as_bytes(), one.subkey("backup").as_bytes());
        assert_ne!(one.subkey("database").as_bytes(), two.subkey("database").as_bytes());
        assert_ne!(one.subkey("database").as_bytes(), one.as_bytes());
        assert_ne!(one.check(), two.check());
    }

    #[test]
    fn hex_is_what_sqlcipher_reads() {
        let mut bytes = [0; 32];
        bytes[0] = 0x0f;
        bytes[31] = 0xa0;
        let hex = Subkey(bytes).to_hex();
        assert_eq!(hex.len(), 64);
        assert!(hex.starts_with("0f00") && hex.ends_with("00a0"));
    }

    #[test]
    fn debug_shows_nothing() {
        let key = StoreKey::from_bytes([0xab; 32]);
        assert_eq!(format!("{key:?} {:?}", key.subkey("database")), "StoreKey(..) Subkey(..)");
    }
}
