//! Statements: what an account says of its keys and devices, each signed by its identity.

use crate::format::{FormatError, Reader, VERSION, at_most};
use crate::identity::PublicDevice;
use crate::ids::{AccountId, DeviceId, Hash};
use crate::keys::{SealingKey, Signature, SigningKey, VerifyingKey};

const WHAT: &str = "statement";
/// The longest statement: one that adds a device.
pub(crate) const MAX_STATEMENT: usize = 1 + 16 + 4 + 32 + 8 + 1 + 72 + 64;

/// One link of an account's [`Chain`](crate::Chain), as it was signed. Parsed is not yet verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    account: AccountId,
    number: u32,
    previous: Hash,
    at: u64,
    says: Says,
    signature: Signature,
    bytes: Vec<u8>,
}

/// What a statement says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// The account begins, with these keys.
    Create {
        /// Its identity, for ever.
        identity: VerifyingKey,
        /// Its first encryption key.
        encryption: SealingKey,
    },
    /// A device is the account's.
    AddDevice {
        /// Its id, never used before.
        device: DeviceId,
        /// Its keys.
        keys: PublicDevice,
    },
    /// A device is no longer the account's.
    RevokeDevice {
        /// Which.
        device: DeviceId,
    },
    /// From now on others seal to this key.
    NewEncryption {
        /// The key.
        encryption: SealingKey,
    },
}

impl Statement {
    /// Reads a statement. Whether it is genuine, [`verify`](Self::verify) says; whether it has its place,
    /// [`Chain`](crate::Chain).
    pub fn parse(bytes: &[u8]) -> Result<Self, FormatError> {
        at_most(WHAT, bytes, MAX_STATEMENT)?;
        let mut reader = Reader::new(WHAT, bytes);
        reader.version()?;
        let account = AccountId(reader.bytes()?);
        let number = reader.u32()?;
        let previous = Hash(reader.bytes()?);
        let at = reader.u64()?;
        let says = Says::read(&mut reader)?;
        let signature = Signature(reader.bytes()?);
        reader.end()?;
        Ok(Self { account, number, previous, at, says, signature, bytes: bytes.to_vec() })
    }

    pub(crate) fn sign(
        account: AccountId,
        number: u32,
        previous: Hash,
        at: u64,
        says: Says,
        identity: &SigningKey,
    ) -> Self {
        let mut bytes = Vec::with_capacity(MAX_STATEMENT);
        bytes.push(VERSION);
        bytes.extend_from_slice(&account.0);
        bytes.extend_from_slice(&number.to_be_bytes());
        bytes.extend_from_slice(&previous.0);
        bytes.extend_from_slice(&at.to_be_bytes());
        says.write(&mut bytes);
        let signature = identity.sign(WHAT, &bytes);
        bytes.extend_from_slice(&signature.0);
        Self { account, number, previous, at, says, signature, bytes }
    }

    /// Whether this identity signed it.
    pub fn verify(&self, identity: &VerifyingKey) -> Result<(), FormatError> {
        identity.verify(WHAT, &self.bytes[..self.bytes.len() - 64], &self.signature)
    }

    /// The bytes, as they are kept and sent.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The hash of its bytes, by which the next one names it.
    pub fn hash(&self) -> Hash {
        Hash::of(&self.bytes)
    }

    /// Whose statement it is.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// Its place in the chain, from 1.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The hash of the one before; zeros in the first.
    pub fn previous(&self) -> Hash {
        self.previous
    }

    /// When it was made, by the clock of the device: milliseconds since 1970-01-01 UTC.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// What it says.
    pub fn says(&self) -> Says {
        self.says
    }
}

impl Says {
    fn read(reader: &mut Reader<'_>) -> Result<Self, FormatError> {
        Ok(match reader.u8()? {
            1 => Self::Create {
                identity: VerifyingKey(reader.bytes()?),
                encryption: SealingKey(reader.bytes()?),
            },
            2 => {
                let device = DeviceId(reader.u64()?);
                let signing = VerifyingKey(reader.bytes()?);
                Self::AddDevice {
                    device,
                    keys: PublicDevice { signing, sealing: SealingKey(reader.bytes()?) },
                }
            }
            3 => Self::RevokeDevice { device: DeviceId(reader.u64()?) },
            4 => Self::NewEncryption { encryption: SealingKey(reader.bytes()?) },
            _ => return Err(reader.invalid("its kind is unknown")),
        })
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Create { identity, encryption } => {
                out.push(1);
                out.extend_from_slice(&identity.0);
                out.extend_from_slice(&encryption.0);
            }
            Self::AddDevice { device, keys } => {
                out.push(2);
                out.extend_from_slice(&device.0.to_be_bytes());
                out.extend_from_slice(&keys.signing.0);
                out.extend_from_slice(&keys.sealing.0);
            }
            Self::RevokeDevice { device } => {
                out.push(3);
                out.extend_from_slice(&device.0.to_be_bytes());
            }
            Self::NewEncryption { encryption } => {
                out.push(4);
                out.extend_from_slice(&encryption.0);
            }
        }
    }
}
