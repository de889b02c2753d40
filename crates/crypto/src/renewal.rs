//! Renewal: after a device was revoked, the account's new encryption key reaches the devices that stay.
//!
//! It is sealed to each of them by its own sealing key, which the revoked one does not have. It is genuine because it
//! holds the identity, which nobody else has.

use zeroize::Zeroizing;

use crate::format::{FormatError, Reader, SUITE, VERSION, at_most};
use crate::identity::{AccountKeys, DeviceKeys, PublicDevice};
use crate::random::Randomness;

const WHAT: &str = "renewal";
const MAX_SEALED: usize = 4096;

impl AccountKeys {
    /// Seals these secrets to another device of the account: `version 1 | suite 1 | enc 32 | ciphertext`.
    pub fn seal_renewal(
        &self,
        device: &PublicDevice,
        random: &mut dyn Randomness,
    ) -> Result<Vec<u8>, FormatError> {
        let mut plain = Zeroizing::new(Vec::new());
        self.write(&mut plain);
        let sealed = device.sealing.seal(WHAT, &info(device), &plain, random)?;
        Ok([[VERSION, SUITE].as_slice(), &sealed].concat())
    }

    /// Opens what another device of this account sealed to this one. Refused unless it is of the same account and
    /// identity.
    pub fn open_renewal(&self, device: &DeviceKeys, sealed: &[u8]) -> Result<AccountKeys, FormatError> {
        at_most(WHAT, sealed, MAX_SEALED)?;
        let mut reader = Reader::new(WHAT, sealed);
        reader.version()?;
        reader.suite()?;
        let plain = device.opening.open(WHAT, &info(&device.public()), reader.rest())?;
        let mut reader = Reader::new(WHAT, &plain);
        let keys = AccountKeys::read(&mut reader)?;
        let is_same = keys.account == self.account && keys.identity.verifying() == self.identity.verifying();
        let not = reader.invalid("its secrets are not those of this account");
        reader.end()?;
        if is_same { Ok(keys) } else { Err(not) }
    }
}

fn info(device: &PublicDevice) -> Vec<u8> {
    [b"cairn/1/renewal", device.signing.0.as_slice()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::AccountId;

    fn dice(seed: u8) -> impl FnMut(&mut [u8]) {
        let mut next = seed;
        move |bytes: &mut [u8]| {
            next = next.wrapping_add(1);
            bytes.fill(next);
        }
    }

    #[test]
    fn a_new_key_reaches_the_device_it_is_for_and_no_other() {
        let mut random = dice(0);
        let old = AccountKeys::generate(AccountId([1; 16]), &mut random);
        let mut new = old.clone();
        new.renew_encryption(&mut random);
        let (device, revoked) = (DeviceKeys::generate(&mut random), DeviceKeys::generate(&mut random));
        let sealed = new.seal_renewal(&device.public(), &mut random).unwrap();
        let opened = old.open_renewal(&device, &sealed).unwrap();
        assert_eq!(opened.encryption().as_bytes(), new.encryption().as_bytes());
        assert!(old.open_renewal(&revoked, &sealed).is_err());
    }

    #[test]
    fn secrets_of_another_account_are_refused() {
        let mut random = dice(9);
        let mine = AccountKeys::generate(AccountId([1; 16]), &mut random);
        let forged = AccountKeys::generate(AccountId([1; 16]), &mut random);
        let device = DeviceKeys::generate(&mut random);
        let sealed = forged.seal_renewal(&device.public(), &mut random).unwrap();
        assert!(mine.open_renewal(&device, &sealed).is_err());
    }
}
