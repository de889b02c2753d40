//! XChaCha20-Poly1305 with a nonce that is random or derived, and padding that tells little of sizes.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::format::FormatError;
use crate::random::{Randomness, fresh};

pub(crate) const NONCE: usize = 24;
pub(crate) const TAG: usize = 16;

/// Appends `nonce 24 | ciphertext` to `out`. `plain` is at most some MiB.
pub(crate) fn seal_into(
    out: &mut Vec<u8>,
    key: &[u8; 32],
    associated: &[u8],
    plain: &[u8],
    random: &mut dyn Randomness,
) {
    seal_with_nonce(out, key, *fresh(random), associated, plain);
}

/// As [`seal_into`]. The caller sees to it that no nonce serves two plaintexts under one key.
pub(crate) fn seal_with_nonce(
    out: &mut Vec<u8>,
    key: &[u8; 32],
    nonce: [u8; NONCE],
    associated: &[u8],
    plain: &[u8],
) {
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: associated })
        .expect("nothing of ours is too long for the cipher");
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
}

/// Opens `nonce 24 | ciphertext`.
pub(crate) fn open(
    what: &'static str,
    key: &[u8; 32],
    associated: &[u8],
    sealed: &[u8],
) -> Result<Vec<u8>, FormatError> {
    let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE>().ok_or(FormatError::Length { what })?;
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: ciphertext, aad: associated })
        .map_err(|_| FormatError::Sealed { what })
}

/// `length 4 | bytes | zeros`, as long as PADMÉ makes it, but at most `limit`.
pub(crate) fn pad(what: &'static str, bytes: &[u8], limit: usize) -> Result<Vec<u8>, FormatError> {
    let length = bytes.len() + 4;
    if length > limit {
        return Err(FormatError::TooLarge { what, limit: limit - 4 });
    }
    let mut padded = Vec::with_capacity(padme(length).min(limit));
    padded.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
    padded.extend_from_slice(bytes);
    padded.resize(padme(length).min(limit), 0);
    Ok(padded)
}

/// Takes away what [`pad`] added with the same `limit`, and refuses any other padding.
pub(crate) fn unpad(what: &'static str, mut padded: Vec<u8>, limit: usize) -> Result<Vec<u8>, FormatError> {
    let (length, rest) = padded.split_first_chunk::<4>().ok_or(FormatError::Length { what })?;
    let length = u32::from_be_bytes(*length) as usize;
    let (_, zeros) = rest.split_at_checked(length).ok_or(FormatError::Length { what })?;
    if padded.len() != padme(length + 4).min(limit) || zeros.iter().any(|byte| *byte != 0) {
        return Err(FormatError::Invalid { what, why: "its padding is not what it should be" });
    }
    padded.truncate(4 + length);
    padded.drain(..4);
    Ok(padded)
}

/// The next length with as many bits set aside as its logarithm has: at most 12 % more.
fn padme(length: usize) -> usize {
    let exponent = length.max(1).ilog2();
    let kept = exponent.checked_ilog2().map_or(0, |bits| bits + 1);
    let mask = (1 << exponent.saturating_sub(kept)) - 1;
    (length + mask) & !mask
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lengths_are_those_of_the_paper() {
        for (length, padded) in
            [(0, 0), (1, 1), (8, 8), (9, 10), (100, 104), (1000, 1024), (100_000, 100_352)]
        {
            assert_eq!(padme(length), padded, "{length}");
        }
    }

    proptest! {
        #[test]
        fn padding_comes_off_and_costs_an_eighth_at_most(bytes in prop::collection::vec(any::<u8>(), 0..5000)) {
            let padded = pad("x", &bytes, 4096);
            if bytes.len() > 4092 {
                prop_assert_eq!(padded, Err(FormatError::TooLarge { what: "x", limit: 4092 }));
            } else {
                let padded = padded.expect("it is short enough");
                prop_assert!(padded.len() <= 4096);
                prop_assert!(padded.len() * 100 <= (bytes.len() + 4) * 112 + 100);
                prop_assert_eq!(unpad("x", padded, 4096), Ok(bytes));
            }
        }

        #[test]
        fn any_bytes_unpad_or_do_not(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(plain) = unpad("x", bytes.clone(), 64) {
                prop_assert_eq!(pad("x", &plain, 64), Ok(bytes));
            }
        }
    }
}
