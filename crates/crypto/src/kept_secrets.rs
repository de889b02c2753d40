//! The account's secrets sealed under the recovery code, for the day when all devices are gone.

use zeroize::Zeroizing;

use crate::cipher;
use crate::format::{FormatError, Reader, SUITE, VERSION, at_most};
use crate::identity::{AccountKeys, KnownStatement};
use crate::key::derive;
use crate::random::Randomness;
use crate::recovery::RecoveryCode;

const WHAT: &str = "recovery";
const MAX_SEALED: usize = 4096;

/// What a new machine needs to be the account again.
#[derive(Clone, Debug)]
pub struct KeptSecrets {
    /// The account's secrets.
    pub keys: AccountKeys,
    /// The newest statement when this was sealed: a server that shows an older chain has gone back.
    pub newest: KnownStatement,
}

impl RecoveryCode {
    /// Under which the server keeps what is sealed under the code. It says nothing of the code.
    pub fn locator(&self) -> [u8; 16] {
        let mut locator = [0; 16];
        derive(self.as_bytes(), &[], &["recovery/locator"], &mut locator);
        locator
    }

    /// Shown to the server, which keeps its SHA-256: who has it may state a device without having one. It says nothing
    /// of the code.
    pub fn token(&self) -> Zeroizing<[u8; 32]> {
        let mut token = Zeroizing::new([0; 32]);
        derive(self.as_bytes(), &[], &["recovery/token"], &mut token[..]);
        token
    }

    fn sealing(&self) -> (Zeroizing<[u8; 32]>, Vec<u8>) {
        let mut key = Zeroizing::new([0; 32]);
        derive(self.as_bytes(), &[], &["recovery/key"], &mut key[..]);
        (key, [[VERSION, SUITE].as_slice(), &self.locator()].concat())
    }
}

impl KeptSecrets {
    /// Seals them: `version 1 | suite 1 | nonce 24 | ciphertext`.
    pub fn seal(&self, code: &RecoveryCode, random: &mut dyn Randomness) -> Vec<u8> {
        let mut plain = Zeroizing::new(Vec::new());
        self.keys.write(&mut plain);
        let mut newest = Vec::with_capacity(36);
        self.newest.write(&mut newest);
        let plain = Zeroizing::new([plain.as_slice(), &newest].concat());
        let (key, associated) = code.sealing();
        let mut sealed = vec![VERSION, SUITE];
        cipher::seal_into(&mut sealed, &key, &associated, &plain, random);
        sealed
    }

    /// Opens what was sealed under this code.
    pub fn open(code: &RecoveryCode, sealed: &[u8]) -> Result<Self, FormatError> {
        at_most(WHAT, sealed, MAX_SEALED)?;
        let mut reader = Reader::new(WHAT, sealed);
        reader.version()?;
        reader.suite()?;
        let (key, associated) = code.sealing();
        let plain = Zeroizing::new(cipher::open(WHAT, &key, &associated, reader.rest())?);
        let mut reader = Reader::new(WHAT, &plain);
        let keys = AccountKeys::read(&mut reader)?;
        let newest = KnownStatement::read(&mut reader)?;
        reader.end()?;
        Ok(Self { keys, newest })
    }
}
