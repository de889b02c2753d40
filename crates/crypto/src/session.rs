//! Sessions: a device proves to a server that it is the one it says.

use crate::format::FormatError;
use crate::ids::{AccountId, DeviceId};
use crate::keys::{Signature, SigningKey, VerifyingKey};

const WHAT: &str = "session";

/// What a device signs to begin a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Challenge<'a> {
    /// `HOST[:PORT]` as the device dialled it, in lower case. A server accepts only names that are its own, so that
    /// another cannot pass the challenge on.
    pub host: &'a str,
    /// Whose device.
    pub account: AccountId,
    /// Which.
    pub device: DeviceId,
    /// The server's fresh bytes.
    pub nonce: [u8; 32],
}

impl Challenge<'_> {
    /// The answer to it.
    pub fn sign(&self, device: &SigningKey) -> Signature {
        device.sign(WHAT, &self.bytes())
    }

    /// Whether the device with this key answered it.
    pub fn verify(&self, device: &VerifyingKey, signature: &Signature) -> Result<(), FormatError> {
        device.verify(WHAT, &self.bytes(), signature)
    }

    /// `host | account 16 | device 8 | nonce 32`; all but the host have one length.
    fn bytes(&self) -> Vec<u8> {
        [self.host.as_bytes(), &self.account.0, &self.device.0.to_be_bytes(), &self.nonce].concat()
    }
}
