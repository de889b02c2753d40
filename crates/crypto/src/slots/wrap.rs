//! One slot: the store key under a wrapping key, and what is bound to it.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::key::{StoreKey, derive};
use crate::passphrase::Cost;

/// A wrapped store key. Nothing in it is secret.
#[derive(Clone)]
pub(super) struct Slot {
    /// What the passphrase costs to try; no other kind has it.
    pub(super) cost: Option<Cost>,
    /// Salt of the passphrase and of the wrapping key.
    pub(super) salt: [u8; 32],
    pub(super) nonce: [u8; 24],
    /// The store key (32 bytes) and its tag (16).
    pub(super) wrapped: [u8; 48],
    /// Hash of all of it. Anybody can compute it: it tells damage from a wrong secret and protects from nobody.
    pub(super) sum: [u8; 16],
}

impl Slot {
    pub(super) fn wrap(
        binding: &str,
        key: &StoreKey,
        secret: &[u8],
        cost: Option<Cost>,
        salt: [u8; 32],
        nonce: [u8; 24],
    ) -> Self {
        let mut slot = Self { cost, salt, nonce, wrapped: [0; 48], sum: [0; 16] };
        let bound = slot.bound(binding);
        let wrapped = slot
            .cipher(binding, secret)
            .encrypt(&XNonce::from(nonce), Payload { msg: key.as_bytes(), aad: &bound })
            .expect("32 bytes are not too long for the cipher");
        slot.wrapped.copy_from_slice(&wrapped);
        slot.sum = slot.sum_of(binding);
        slot
    }

    /// The store key, or `None` when the secret is not the one it was wrapped with.
    pub(super) fn unwrap(&self, binding: &str, secret: &[u8]) -> Option<StoreKey> {
        let bound = self.bound(binding);
        let payload = Payload { msg: &self.wrapped, aad: &bound };
        let opened = self.cipher(binding, secret).decrypt(&XNonce::from(self.nonce), payload).ok()?;
        let opened = Zeroizing::new(opened);
        Some(StoreKey::from_bytes(opened.as_slice().try_into().ok()?))
    }

    /// Whether the slot is, bit for bit, one that was written for this file.
    pub(super) fn is_whole(&self, binding: &str) -> bool {
        self.sum == self.sum_of(binding)
    }

    fn cipher(&self, binding: &str, secret: &[u8]) -> XChaCha20Poly1305 {
        let mut key = Zeroizing::new([0; 32]);
        derive(secret, &self.salt, &["wrap/", binding], &mut key[..]);
        XChaCha20Poly1305::new((&*key).into())
    }

    /// The associated data: file version, profile, kind, check of the store key, and the parameters of this slot.
    fn bound(&self, binding: &str) -> Vec<u8> {
        let cost = match self.cost {
            Some(Cost { memory_kib, passes, lanes }) => {
                format!("argon2id m={memory_kib} t={passes} p={lanes}")
            }
            None => "hkdf-sha256".to_owned(),
        };
        [format!("{binding} {cost} ").as_bytes(), &self.salt].concat()
    }

    pub(super) fn sum_of(&self, binding: &str) -> [u8; 16] {
        let hash = Sha256::new()
            .chain_update(self.bound(binding))
            .chain_update(self.nonce)
            .chain_update(self.wrapped)
            .finalize();
        let mut sum = [0; 16];
        sum.copy_from_slice(&hash[..16]);
        sum
    }
}
