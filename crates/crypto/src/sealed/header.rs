//! The first bytes of a sealed file.

use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{SealedError, Stream};
use crate::key::StoreKey;

const MAGIC: &[u8; 8] = b"cairnbox";
const VERSION: u8 = 1;
const SALT: usize = 32;
const CHECK: usize = 16;
const SUM: usize = 8;

pub(super) struct Header;

impl Header {
    pub(super) const LENGTH: usize = MAGIC.len() + 1 + SALT + CHECK + SUM;

    /// The header of a new file and the cipher that follows it.
    pub(super) fn create(key: &StoreKey, context: &str, salt: [u8; SALT]) -> (Vec<u8>, Stream) {
        let (check, stream) = derive(key, context, &salt);
        let mut header = Vec::with_capacity(Self::LENGTH);
        header.extend_from_slice(MAGIC);
        header.push(VERSION);
        header.extend_from_slice(&salt);
        header.extend_from_slice(&check);
        header.extend_from_slice(&sum(&header));
        (header, stream)
    }

    /// The cipher for a file with this header, which has [`LENGTH`](Self::LENGTH) bytes.
    pub(super) fn read(key: &StoreKey, context: &str, header: &[u8]) -> Result<Stream, SealedError> {
        let rest = header.strip_prefix(MAGIC).ok_or(SealedError::NotSealed)?;
        let (version, rest) = rest.split_first().ok_or(SealedError::DamagedHeader)?;
        if *version > VERSION {
            return Err(SealedError::NewerVersion { found: *version, known: VERSION });
        }
        let (salt, rest) = rest.split_first_chunk::<SALT>().ok_or(SealedError::DamagedHeader)?;
        let (check, written) = rest.split_first_chunk::<CHECK>().ok_or(SealedError::DamagedHeader)?;
        if *version == 0 || sum(&header[..header.len() - SUM]) != written {
            return Err(SealedError::DamagedHeader);
        }
        let (expected, stream) = derive(key, context, salt);
        // Compared in plain time: the check value is in the file for everybody to read.
        if expected == *check { Ok(stream) } else { Err(SealedError::WrongKey) }
    }

    /// What is wrong with a file that ends within its header.
    pub(super) fn missing(start: &[u8]) -> SealedError {
        let seen = start.len().min(MAGIC.len());
        if seen > 0 && start[..seen] == MAGIC[..seen] {
            SealedError::Truncated
        } else {
            SealedError::NotSealed
        }
    }
}

/// Anybody can compute it: it tells damage from a wrong key and protects from nobody.
fn sum(header: &[u8]) -> [u8; SUM] {
    let mut sum = [0; SUM];
    sum.copy_from_slice(&Sha256::digest(header)[..SUM]);
    sum
}

/// Key check, key and nonce prefix of one file.
fn derive(key: &StoreKey, context: &str, salt: &[u8; SALT]) -> ([u8; CHECK], Stream) {
    let mut derived = Zeroizing::new([0; CHECK + 32 + 15]);
    key.derive(salt, &["sealed/", context], &mut derived[..]);
    let (check, rest) = derived.split_at(CHECK);
    let (file_key, rest) = rest.split_at(32);
    let mut out = [0; CHECK];
    out.copy_from_slice(check);
    let mut prefix = [0; 15];
    prefix.copy_from_slice(rest);
    let cipher = XChaCha20Poly1305::new_from_slice(file_key).expect("the key has 32 bytes");
    (out, Stream { cipher, prefix, number: 0 })
}
