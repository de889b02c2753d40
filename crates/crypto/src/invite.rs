//! Invites: two people find each other and know each other's keys for real.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::cipher;
use crate::format::{FormatError, Reader, SUITE, VERSION, at_most};
use crate::ids::{AccountId, Hash, SpaceId, keyed_hash};
use crate::key::derive;
use crate::keys::{SealingKey, VerifyingKey};
use crate::random::{Randomness, fresh};

const WHAT: &str = "greeting";
/// Every greeting has this length before it is sealed, so that a server learns nothing of names.
const GREETING: usize = 1024;
const SEALED_GREETING: usize = 2 + cipher::NONCE + GREETING + cipher::TAG;

/// The name of an invite on its server.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InviteId(pub [u8; 16]);

crate::ids::shown_as_hex!(InviteId);

/// The secret of an invite: it travels behind the `#` of a link and never reaches the server.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct InviteSecret([u8; 16]);

impl InviteSecret {
    /// A new secret.
    pub fn generate(random: &mut dyn Randomness) -> Self {
        Self(*fresh(random))
    }

    /// The secret with these bytes. The caller wipes its own copy.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes of the secret, for the encrypted store.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// What is derived from the secret of this invite.
    pub fn keys(&self, invite: InviteId) -> InviteKeys {
        let mut keys =
            InviteKeys { invite: invite.0, token: [0; 32], mac: MacKey([0; 32]), greeting: [0; 32] };
        derive(&self.0, &invite.0, &["invite/token"], &mut keys.token);
        derive(&self.0, &invite.0, &["invite/mac"], &mut keys.mac.0);
        derive(&self.0, &invite.0, &["invite/greeting"], &mut keys.greeting);
        keys
    }
}

impl fmt::Debug for InviteSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InviteSecret(..)")
    }
}

/// What is derived from the secret of an invite.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct InviteKeys {
    invite: [u8; 16],
    token: [u8; 32],
    mac: MacKey,
    greeting: [u8; 32],
}

impl InviteKeys {
    /// Shown to the server, which keeps its SHA-256: who has it was given the link.
    pub fn token(&self) -> &[u8; 32] {
        &self.token
    }

    /// Makes and checks what each side leaves to vouch for its keys.
    pub fn mac(&self) -> &MacKey {
        &self.mac
    }

    /// Seals a greeting, to be kept by the server.
    pub fn seal_greeting(
        &self,
        greeting: &Greeting,
        random: &mut dyn Randomness,
    ) -> Result<Vec<u8>, FormatError> {
        let mut plain = Vec::with_capacity(GREETING);
        for text in [&greeting.name, &greeting.mentorship, &greeting.role] {
            let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
            plain.extend_from_slice(&length.to_be_bytes());
            plain.extend_from_slice(text.as_bytes());
        }
        if plain.len() > GREETING {
            return Err(FormatError::TooLarge { what: WHAT, limit: GREETING });
        }
        plain.resize(GREETING, 0);
        let mut sealed = vec![VERSION, SUITE];
        cipher::seal_into(&mut sealed, &self.greeting, &self.associated(), &plain, random);
        Ok(sealed)
    }

    /// Opens the greeting of this invite.
    pub fn open_greeting(&self, sealed: &[u8]) -> Result<Greeting, FormatError> {
        at_most(WHAT, sealed, SEALED_GREETING)?;
        let mut reader = Reader::new(WHAT, sealed);
        reader.version()?;
        reader.suite()?;
        let plain = cipher::open(WHAT, &self.greeting, &self.associated(), reader.rest())?;
        let mut reader = Reader::new(WHAT, &plain);
        let greeting = Greeting {
            name: read_text(&mut reader)?,
            mentorship: read_text(&mut reader)?,
            role: read_text(&mut reader)?,
        };
        let is_whole = plain.len() == GREETING && reader.clone().rest().iter().all(|byte| *byte == 0);
        if is_whole { Ok(greeting) } else { Err(reader.invalid("its padding is not what it should be")) }
    }

    /// `version 1 | suite 1 | invite 16`
    fn associated(&self) -> Vec<u8> {
        [[VERSION, SUITE].as_slice(), &self.invite].concat()
    }
}

impl fmt::Debug for InviteKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InviteKeys(..)")
    }
}

fn read_text(reader: &mut Reader<'_>) -> Result<String, FormatError> {
    let length = reader.count(GREETING)?;
    let text = std::str::from_utf8(reader.slice(length)?);
    text.map(str::to_owned).map_err(|_| reader.invalid("it is not text"))
}

/// What the inviter says before the two have met. Together at most 1,018 bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Greeting {
    /// Her name.
    pub name: String,
    /// What she calls the mentorship.
    pub mentorship: String,
    /// The role she offers, by the code the app has for it.
    pub role: String,
}

/// A key that only the two have to whom an invite (or an introduction) belongs: who makes the right hash vouches for
/// the keys in it.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct MacKey(pub(crate) [u8; 32]);

impl MacKey {
    /// What the inviter leaves: `"inviter" | space | account | identity` under this key.
    pub fn inviter(&self, space: SpaceId, account: AccountId, identity: &VerifyingKey) -> Hash {
        Hash(*keyed_hash(&self.0, &[b"inviter", &space.0, &account.0, &identity.0]).as_bytes())
    }

    /// What who accepts leaves: `"joiner" | space | account | identity | encryption` under this key.
    pub fn joiner(
        &self,
        space: SpaceId,
        account: AccountId,
        identity: &VerifyingKey,
        encryption: &SealingKey,
    ) -> Hash {
        let parts = [b"joiner".as_slice(), &space.0, &account.0, &identity.0, &encryption.0];
        Hash(*keyed_hash(&self.0, &parts).as_bytes())
    }
}

impl Hash {
    /// Whether they are the same, in a time that does not tell where they differ.
    pub fn is_same(&self, other: &Self) -> bool {
        blake3::Hash::from_bytes(self.0) == blake3::Hash::from_bytes(other.0)
    }
}

impl fmt::Debug for MacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MacKey(..)")
    }
}
