//! The chain of an account's statements: its keys and devices as everybody who keeps it sees them.

use std::collections::BTreeMap;

use crate::format::{FormatError, Reader};
use crate::identity::{AccountKeys, KnownStatement, PublicDevice};
use crate::ids::{AccountId, DeviceId, Hash};
use crate::keys::{SealingKey, SigningKey, VerifyingKey};
use crate::statement::{MAX_STATEMENT, Says, Statement};

/// The most statements an account makes.
const MAX_STATEMENTS: usize = 1000;

/// Why a statement does not continue a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// A statement is not what it should be, or not signed by the identity.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// It is another account's.
    #[error("the statement is of another account")]
    OtherAccount,
    /// One or more in between are missing.
    #[error("after statement {have} comes number {found}")]
    Gap {
        /// The newest number here.
        have: u32,
        /// The number of the one offered.
        found: u32,
    },
    /// Under a number that is known here there is another statement, or its predecessor is another: a key change.
    #[error("statement {number} contradicts the chain that is kept")]
    Contradicts {
        /// The number.
        number: u32,
    },
    /// The first is no `Create`, or a later one is.
    #[error("an account is created once, by its first statement")]
    Creation,
    /// A device id is added again, or one is revoked that is not the account's.
    #[error("the statement adds a device again or revokes one that is not there")]
    Device,
    /// An encryption key is stated again.
    #[error("the encryption key is not new")]
    NotNew,
    /// There are a thousand already.
    #[error("an account makes at most {MAX_STATEMENTS} statements")]
    TooMany,
}

/// A device of an account, present or revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatedDevice {
    /// Its keys.
    pub keys: PublicDevice,
    /// When it was added, in milliseconds since 1970-01-01 UTC.
    pub added: u64,
    /// When it was revoked, if it was.
    pub revoked: Option<u64>,
    /// The number of the statement that revoked it.
    revoked_by: Option<u32>,
}

/// An account's statements, every one verified, and what they come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    statements: Vec<Statement>,
    account: AccountId,
    identity: VerifyingKey,
    /// Each with the number of the statement it came by; the newest last.
    encryption: Vec<(u32, SealingKey)>,
    devices: BTreeMap<DeviceId, StatedDevice>,
}

impl Chain {
    /// Begins the chain of a new account.
    pub fn create(keys: &AccountKeys, at: u64) -> Self {
        let says =
            Says::Create { identity: keys.identity.verifying(), encryption: keys.encryption().sealing() };
        let first = Statement::sign(keys.account, 1, Hash::ZERO, at, says, &keys.identity);
        Self::begin(first).expect("a create statement of one's own begins a chain")
    }

    /// The chain of these statements, in order from the first; each is verified.
    pub fn verify(statements: impl IntoIterator<Item = Statement>) -> Result<Self, ChainError> {
        let mut statements = statements.into_iter();
        let mut chain = Self::begin(statements.next().ok_or(ChainError::Creation)?)?;
        statements.try_for_each(|statement| chain.append(statement))?;
        Ok(chain)
    }

    fn begin(first: Statement) -> Result<Self, ChainError> {
        let Says::Create { identity, encryption } = first.says() else { return Err(ChainError::Creation) };
        if first.number() != 1 {
            return Err(ChainError::Gap { have: 0, found: first.number() });
        }
        if first.previous() != Hash::ZERO {
            return Err(ChainError::Contradicts { number: 1 });
        }
        first.verify(&identity)?;
        let encryption = vec![(1, encryption)];
        let account = first.account();
        Ok(Self { statements: vec![first], account, identity, encryption, devices: BTreeMap::new() })
    }

    /// Takes the next statement. On an error the chain is as it was.
    pub fn append(&mut self, statement: Statement) -> Result<(), ChainError> {
        if statement.account() != self.account {
            return Err(ChainError::OtherAccount);
        }
        let newest = self.newest();
        if statement.number() <= newest.number {
            return Err(ChainError::Contradicts { number: statement.number() });
        }
        if statement.number() - 1 != newest.number {
            return Err(ChainError::Gap { have: newest.number, found: statement.number() });
        }
        if statement.previous() != newest.hash {
            return Err(ChainError::Contradicts { number: statement.number() });
        }
        if self.statements.len() >= MAX_STATEMENTS {
            return Err(ChainError::TooMany);
        }
        statement.verify(&self.identity)?;
        self.apply(&statement)?;
        self.statements.push(statement);
        Ok(())
    }

    /// Takes what is new of statements that may begin anywhere in the chain, and gives how many that were. Those known
    /// must be the same, to the byte; else it is a key change ([`ChainError::Contradicts`]). All or none are taken.
    pub fn take(&mut self, statements: impl IntoIterator<Item = Statement>) -> Result<usize, ChainError> {
        let mut longer = self.clone();
        for statement in statements {
            match (statement.number() as usize).checked_sub(1).map(|at| longer.statements.get(at)) {
                Some(Some(known)) if *known == statement => {}
                Some(None) => longer.append(statement)?,
                _ if statement.account() != self.account => return Err(ChainError::OtherAccount),
                _ => return Err(ChainError::Contradicts { number: statement.number() }),
            }
        }
        let taken = longer.statements.len() - self.statements.len();
        *self = longer;
        Ok(taken)
    }

    /// Makes the next statement, takes it, and gives it to be sent.
    pub fn state(&mut self, identity: &SigningKey, at: u64, says: Says) -> Result<Statement, ChainError> {
        let newest = self.newest();
        let statement = Statement::sign(self.account, newest.number + 1, newest.hash, at, says, identity);
        self.append(statement.clone())?;
        Ok(statement)
    }

    /// What a statement says, entered into what the chain comes to.
    fn apply(&mut self, statement: &Statement) -> Result<(), ChainError> {
        match statement.says() {
            Says::Create { .. } => return Err(ChainError::Creation),
            Says::AddDevice { device, keys } => {
                if self.devices.contains_key(&device) {
                    return Err(ChainError::Device);
                }
                let added = statement.at();
                self.devices.insert(device, StatedDevice { keys, added, revoked: None, revoked_by: None });
            }
            Says::RevokeDevice { device } => {
                let stated = self.devices.get_mut(&device).ok_or(ChainError::Device)?;
                if stated.revoked.is_some() {
                    return Err(ChainError::Device);
                }
                stated.revoked = Some(statement.at());
                stated.revoked_by = Some(statement.number());
            }
            Says::NewEncryption { encryption } => {
                if self.encryption.iter().any(|(_, known)| *known == encryption) {
                    return Err(ChainError::NotNew);
                }
                self.encryption.push((statement.number(), encryption));
            }
        }
        Ok(())
    }

    /// Whose chain it is.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The account's identity.
    pub fn identity(&self) -> VerifyingKey {
        self.identity
    }

    /// The key to seal to.
    pub fn encryption(&self) -> SealingKey {
        self.encryption.last().expect("a chain begins with an encryption key").1
    }

    /// All statements, from the first.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The newest statement.
    pub fn newest(&self) -> KnownStatement {
        let newest = self.statements.last().expect("a chain begins with a statement");
        KnownStatement { number: newest.number(), hash: newest.hash() }
    }

    /// Whether the chain has this statement: the one that was known when something was written.
    pub fn reaches(&self, known: &KnownStatement) -> bool {
        let at = (known.number as usize).checked_sub(1);
        at.and_then(|at| self.statements.get(at)).is_some_and(|statement| statement.hash() == known.hash)
    }

    /// All devices there ever were.
    pub fn devices(&self) -> impl Iterator<Item = (DeviceId, &StatedDevice)> {
        self.devices.iter().map(|(id, device)| (*id, device))
    }

    /// A device that is the account's now: not one that was revoked.
    pub fn device(&self, id: DeviceId) -> Option<&PublicDevice> {
        self.devices.get(&id).filter(|device| device.revoked.is_none()).map(|device| &device.keys)
    }

    /// A device that may have written in an epoch whose record names this encryption key for the account. Every
    /// revocation is followed by a new encryption key, so a device that was revoked before that key came may not.
    pub fn device_in_epoch(&self, id: DeviceId, encryption: &SealingKey) -> Option<&PublicDevice> {
        let (since, _) = self.encryption.iter().find(|(_, key)| key == encryption)?;
        let device = self.devices.get(&id)?;
        device.revoked_by.is_none_or(|number| number > *since).then_some(&device.keys)
    }

    /// `count 2 | (length 2 | statement)…`
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&(self.statements.len() as u16).to_be_bytes());
        for statement in &self.statements {
            out.extend_from_slice(&(statement.as_bytes().len() as u16).to_be_bytes());
            out.extend_from_slice(statement.as_bytes());
        }
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, ChainError> {
        let count = reader.count(MAX_STATEMENTS)?;
        let mut statements = Vec::new();
        for _ in 0..count {
            let length = reader.count(MAX_STATEMENT)?;
            statements.push(Statement::parse(reader.slice(length)?)?);
        }
        Self::verify(statements)
    }
}
