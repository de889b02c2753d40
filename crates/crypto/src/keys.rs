//! The two kinds of key pairs: for signing (Ed25519) and for sealing to somebody (X25519, HPKE).

use std::fmt;

use ed25519_dalek::Signer;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, single_shot_open, single_shot_seal_with_rng};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::format::FormatError;
use crate::random::{ForCrates, Randomness, fresh};

/// The secret half of an Ed25519 pair: of an account (its identity) or of a device.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

/// The public half of a [`SigningKey`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VerifyingKey(pub [u8; 32]);

/// An Ed25519 signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature(pub [u8; 64]);

/// The secret half of an X25519 pair: it opens what was sealed to the public half.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct OpeningKey([u8; 32]);

/// The public half of an [`OpeningKey`]: what is sealed to it only its owner reads.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SealingKey(pub [u8; 32]);

impl SigningKey {
    /// A new key.
    pub fn generate(random: &mut dyn Randomness) -> Self {
        Self::from_bytes(&fresh(random))
    }

    /// The key with these bytes. The caller wipes its own copy.
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(bytes))
    }

    /// The bytes of the key, for the encrypted store.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The public half.
    pub fn verifying(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key().to_bytes())
    }

    /// Signs these bytes as `what`; as nothing else does the signature hold.
    pub(crate) fn sign(&self, what: &str, bytes: &[u8]) -> Signature {
        Signature(self.0.sign(&message(what, bytes)).to_bytes())
    }
}

impl VerifyingKey {
    /// Whether the signature over these bytes as `what` is by this key, strictly: no other encoding of the same
    /// signature, and no key of small order.
    pub(crate) fn verify(
        &self,
        what: &'static str,
        bytes: &[u8],
        signature: &Signature,
    ) -> Result<(), FormatError> {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        ed25519_dalek::VerifyingKey::from_bytes(&self.0)
            .and_then(|key| key.verify_strict(&message(what, bytes), &signature))
            .map_err(|_| FormatError::Signature { what })
    }
}

/// What is really signed: `"cairn/1/<what>\0"` and the bytes.
fn message(what: &str, bytes: &[u8]) -> Vec<u8> {
    [b"cairn/1/", what.as_bytes(), b"\0", bytes].concat()
}

impl OpeningKey {
    /// A new key.
    pub fn generate(random: &mut dyn Randomness) -> Self {
        Self(*fresh(random))
    }

    /// The key with these bytes. The caller wipes its own copy.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes of the key, for the encrypted store.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The public half.
    pub fn sealing(&self) -> SealingKey {
        let secret = x25519_dalek::StaticSecret::from(self.0);
        SealingKey(x25519_dalek::PublicKey::from(&secret).to_bytes())
    }

    /// Opens what [`SealingKey::seal`] wrote with the same `info`.
    pub(crate) fn open(
        &self,
        what: &'static str,
        info: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, FormatError> {
        let (enc, ciphertext) = sealed.split_first_chunk::<32>().ok_or(FormatError::Length { what })?;
        let no = |_| FormatError::Sealed { what };
        let secret = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&self.0).map_err(no)?;
        let enc = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(enc).map_err(no)?;
        single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &secret,
            &enc,
            info,
            ciphertext,
            &[],
        )
        .map(Zeroizing::new)
        .map_err(no)
    }
}

impl SealingKey {
    /// Seals by HPKE in base mode: `enc 32 | ciphertext`. It does not say who sealed: what is inside must.
    ///
    /// Fails for a key that is no point to seal to, as a hostile member may state.
    pub(crate) fn seal(
        &self,
        what: &'static str,
        info: &[u8],
        plain: &[u8],
        random: &mut dyn Randomness,
    ) -> Result<Vec<u8>, FormatError> {
        let no = |_| FormatError::Invalid { what, why: "the key to seal it to is not a key" };
        let key = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&self.0).map_err(no)?;
        let (enc, ciphertext) = single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &key,
            info,
            plain,
            &[],
            &mut ForCrates(random),
        )
        .map_err(no)?;
        Ok([hpke::Serializable::to_bytes(&enc).as_slice(), &ciphertext].concat())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

impl fmt::Debug for OpeningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpeningKey(..)")
    }
}

crate::ids::shown_as_hex!(VerifyingKey, SealingKey, Signature);
