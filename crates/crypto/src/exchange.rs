//! Exchange files: two people share a mentorship with no server at all, by files that go by mail or on a stick.
//!
//! ```text
//! header       "cairnexc" 8 | version 1 | suite 1 | kind 1 | file 16 | space 16
//! recipients   only in a letter: count 2 | (account 16 | enc 32 | sealed file key 48)…, ascending
//! content      a sealed file (sealed.rs), under a key from the code or from the file key, bound to all before it
//! ```
//!
//! The first file, the **introduction**, is sealed under a code that travels another way; so is the **answer** to it.
//! Each of the two carries its author's chain and a mac under the code, so both sides know each other's keys for
//! real. Every later file is a **letter**: its key is fresh and sealed to each member, so that a revoked device or a
//! member who left, having all keys of earlier epochs, reads none.

mod code;
mod content;

use std::fmt;

use zeroize::Zeroizing;

use crate::chain::{Chain, ChainError};
use crate::epoch::{EpochError, EpochRecord, MAX_MEMBERS};
use crate::format::{FormatError, Reader, SUITE, VERSION, at_most};
use crate::identity::AccountKeys;
use crate::ids::{AccountId, DeviceId, Hash, SpaceId};
use crate::key::{StoreKey, derive_bytes};
use crate::keys::SigningKey;
use crate::packet::EpochKeys;
use crate::random::{Randomness, fresh};
use crate::sealed::{self, SealedError};

pub use code::{ExchangeCode, ExchangeCodeError};
use content::Content;

const WHAT: &str = "exchange";
const MAGIC: &[u8; 8] = b"cairnexc";
const HEADER: usize = 8 + 1 + 1 + 1 + 16 + 16;
/// A file key, sealed to a member.
const WRAPPED: usize = 32 + 32 + 16;
/// The largest file, in bytes.
pub const MAX_EXCHANGE: usize = 256 * 1024 * 1024;
/// The most files that one says it has taken in: the newest ones.
pub const MAX_SEEN: usize = 4096;

/// The name of a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub [u8; 16]);

crate::ids::shown_as_hex!(FileId);

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExchangeKind {
    /// The first, to a partner not known yet.
    Introduction,
    /// What who was introduced sends back.
    Answer,
    /// Every later one.
    Letter,
}

/// Why a file is not taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// The bytes do not begin as an exchange file does.
    #[error("not an exchange file")]
    NotAnExchangeFile,
    /// It is not what it should be, or its signature does not hold.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// It is sealed under another code, damaged or cut.
    #[error(transparent)]
    Sealed(#[from] SealedError),
    /// The author's statements do not hold, or contradict those kept: a key change.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The epochs in it do not hold.
    #[error(transparent)]
    Epoch(#[from] EpochError),
    /// It opens another way: with the code, or as a letter.
    #[error("the file is of another kind")]
    OtherKind,
    /// None of the account's keys opens it.
    #[error("the file is for somebody else")]
    NotForYou,
    /// Its author is not known here, or no member of the space.
    #[error("the author of the file is not known here")]
    UnknownAuthor,
    /// The device that wrote it was never the author's or is revoked.
    #[error("the device that wrote the file is not its author's")]
    Device,
    /// What vouches for the author's keys was not made with the code.
    #[error("nothing vouches for the author's keys")]
    Mac,
}

/// What goes into a file.
#[derive(Clone, Copy, Debug)]
pub struct Outgoing<'a> {
    /// A new name for it, 16 random bytes.
    pub file: FileId,
    /// The space.
    pub space: SpaceId,
    /// The author's chain.
    pub author: &'a Chain,
    /// The author's device.
    pub device: DeviceId,
    /// Its key.
    pub signing: &'a SigningKey,
    /// The files of this space that the author has taken in, the newest [`MAX_SEEN`] of them.
    pub seen: &'a [FileId],
    /// The space's epochs from the first to the newest with their keys. Only an answer has none.
    pub epochs: Option<(&'a [EpochRecord], &'a EpochKeys)>,
    /// The state of the space, as the caller wrote and compressed it.
    pub body: &'a [u8],
}

/// What came in a file. Its author's keys and signature are verified.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The author's chain: of a letter, the longer one of that kept here and that in the file.
    pub author: Chain,
    /// The author's device.
    pub device: DeviceId,
    /// The files that the author had taken in.
    pub seen: Vec<FileId>,
    /// The space's epochs from the first to the newest, verified as a sequence, with their keys; an answer has none. The
    /// caller holds them against those it has.
    pub epochs: Option<(Vec<EpochRecord>, EpochKeys)>,
    /// The state of the space.
    pub body: Vec<u8>,
}

impl Outgoing<'_> {
    /// Writes the first file, under a code that travels another way.
    pub fn introduce(
        &self,
        code: &ExchangeCode,
        random: &mut dyn Randomness,
    ) -> Result<Vec<u8>, ExchangeError> {
        let mac = code.mac(self.space).inviter(self.space, self.author.account(), &self.author.identity());
        self.write_under_code(ExchangeKind::Introduction, code, mac, random)
    }

    /// Writes the answer to an introduction, under the same code.
    pub fn answer(&self, code: &ExchangeCode, random: &mut dyn Randomness) -> Result<Vec<u8>, ExchangeError> {
        let mac = code.mac(self.space).joiner(
            self.space,
            self.author.account(),
            &self.author.identity(),
            &self.author.encryption(),
        );
        self.write_under_code(ExchangeKind::Answer, code, mac, random)
    }

    fn write_under_code(
        &self,
        kind: ExchangeKind,
        code: &ExchangeCode,
        mac: Hash,
        random: &mut dyn Randomness,
    ) -> Result<Vec<u8>, ExchangeError> {
        let before = header(kind, self.file, self.space);
        let key = content_key(code.as_bytes(), "exchange/code", self.file, &before);
        self.write(kind, before, &key, mac, random)
    }

    /// Writes a letter to all members of the newest epoch.
    pub fn letter(&self, random: &mut dyn Randomness) -> Result<Vec<u8>, ExchangeError> {
        let header = header(ExchangeKind::Letter, self.file, self.space);
        let (records, _) = self.epochs.ok_or(EpochError::NotNext)?;
        let members = records.last().ok_or(EpochError::NotNext)?.members();
        let file_key = fresh::<32>(random);
        let mut before = header.clone();
        // A member whose stated key is none to seal to shuts out itself, not the others.
        let recipients: Vec<_> = members
            .iter()
            .filter_map(|member| {
                let sealed = member.encryption.seal(WHAT, &wrap_info(&header), &file_key[..], random).ok()?;
                Some([member.account.0.as_slice(), &sealed].concat())
            })
            .collect();
        before.extend_from_slice(&(recipients.len() as u16).to_be_bytes());
        before.extend(recipients.concat());
        let key = content_key(&file_key[..], "exchange/letter", self.file, &before);
        self.write(ExchangeKind::Letter, before, &key, Hash::ZERO, random)
    }

    fn write(
        &self,
        kind: ExchangeKind,
        before: Vec<u8>,
        key: &StoreKey,
        mac: Hash,
        random: &mut dyn Randomness,
    ) -> Result<Vec<u8>, ExchangeError> {
        let content = Zeroizing::new(content::write(self, kind, mac, &before)?);
        let mut file = before;
        file.extend(sealed::seal(key, WHAT, &content, random));
        at_most(WHAT, &file, MAX_EXCHANGE)?;
        Ok(file)
    }
}

/// A file as it came. Whether it is genuine shows when it is opened.
#[derive(Clone, Copy)]
pub struct ExchangeFile<'a> {
    kind: ExchangeKind,
    file: FileId,
    space: SpaceId,
    /// All before the content.
    before: &'a [u8],
    /// `account 16 | enc 32 | sealed file key 48` for each recipient of a letter.
    recipients: &'a [u8],
    content: &'a [u8],
}

impl<'a> ExchangeFile<'a> {
    /// Reads what is not sealed of a file.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ExchangeError> {
        let mut reader = Reader::new(WHAT, bytes);
        if reader.bytes() != Ok(*MAGIC) {
            return Err(ExchangeError::NotAnExchangeFile);
        }
        at_most(WHAT, bytes, MAX_EXCHANGE)?;
        reader.version()?;
        reader.suite()?;
        let kind = match reader.u8()? {
            1 => ExchangeKind::Introduction,
            2 => ExchangeKind::Answer,
            3 => ExchangeKind::Letter,
            _ => return Err(reader.invalid("its kind is unknown").into()),
        };
        let (file, space) = (FileId(reader.bytes()?), SpaceId(reader.bytes()?));
        let mut recipients = [].as_slice();
        if kind == ExchangeKind::Letter {
            let count = reader.count(MAX_MEMBERS)?;
            recipients = reader.slice(count * (16 + WRAPPED))?;
        }
        let content = reader.rest();
        let before = &bytes[..bytes.len() - content.len()];
        Ok(Self { kind, file, space, before, recipients, content })
    }

    /// What it is for.
    pub fn kind(&self) -> ExchangeKind {
        self.kind
    }

    /// Its name.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The space it is about.
    pub fn space(&self) -> SpaceId {
        self.space
    }

    /// Opens an introduction or an answer with the code. The keys of its author are then known for real.
    pub fn open_with_code(&self, code: &ExchangeCode) -> Result<Incoming, ExchangeError> {
        if self.kind == ExchangeKind::Letter {
            return Err(ExchangeError::OtherKind);
        }
        let key = content_key(code.as_bytes(), "exchange/code", self.file, self.before);
        let content = self.open(&key)?;
        let mac = code.mac(self.space);
        let (account, identity) = (content.author.account(), content.author.identity());
        let expected = match self.kind {
            ExchangeKind::Answer => mac.joiner(self.space, account, &identity, &content.author.encryption()),
            _ => mac.inviter(self.space, account, &identity),
        };
        if !content.mac.is_same(&expected) {
            return Err(ExchangeError::Mac);
        }
        content.by_its_author(self)
    }

    /// Opens a letter with one's own secrets. `known` are the chains of the space's members as they are kept here: the
    /// author must be among them, and the chain in the file must agree with the one kept.
    pub fn open_letter(&self, own: &AccountKeys, known: &[&Chain]) -> Result<Incoming, ExchangeError> {
        if self.kind != ExchangeKind::Letter {
            return Err(ExchangeError::OtherKind);
        }
        let file_key = self.file_key(own)?;
        let key = content_key(&file_key[..], "exchange/letter", self.file, self.before);
        let mut content = self.open(&key)?;
        let kept = known.iter().find(|chain| chain.account() == content.author.account());
        let mut author = Chain::clone(kept.ok_or(ExchangeError::UnknownAuthor)?);
        author.take(content.author.statements().iter().cloned())?;
        content.author = author;
        let incoming = content.by_its_author(self)?;
        let newest = incoming.epochs.as_ref().and_then(|(records, _)| records.last());
        for member in newest.map(EpochRecord::members).unwrap_or_default() {
            let kept = known.iter().find(|chain| chain.account() == member.account);
            if kept.is_some_and(|chain| chain.identity() != member.identity) {
                return Err(EpochError::IdentityChanged { account: member.account }.into());
            }
        }
        Ok(incoming)
    }

    /// The key of a letter, which is sealed to whatever key of ours its author knew.
    fn file_key(&self, own: &AccountKeys) -> Result<Zeroizing<[u8; 32]>, ExchangeError> {
        let info = wrap_info(&self.before[..HEADER]);
        let wrapped = self.recipients.chunks_exact(16 + WRAPPED).find_map(|recipient| {
            let (account, wrapped) = recipient.split_first_chunk::<16>()?;
            (AccountId(*account) == own.account).then_some(wrapped)
        });
        let wrapped = wrapped.ok_or(ExchangeError::NotForYou)?;
        let mut keys = own.all_encryption().iter().rev();
        let opened = keys.find_map(|key| key.open(WHAT, &info, wrapped).ok());
        let opened = opened.ok_or(ExchangeError::NotForYou)?;
        let length = FormatError::Length { what: WHAT };
        Ok(Zeroizing::new(opened.as_slice().try_into().map_err(|_| length)?))
    }

    fn open(&self, key: &StoreKey) -> Result<Content, ExchangeError> {
        let plain = Zeroizing::new(sealed::open(key, WHAT, self.content)?);
        content::read(&plain)
    }
}

impl fmt::Debug for ExchangeFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExchangeFile({:?}, {:?}, {:?})", self.kind, self.file, self.space)
    }
}

fn header(kind: ExchangeKind, file: FileId, space: SpaceId) -> Vec<u8> {
    let kind = match kind {
        ExchangeKind::Introduction => 1,
        ExchangeKind::Answer => 2,
        ExchangeKind::Letter => 3,
    };
    [MAGIC.as_slice(), &[VERSION, SUITE, kind], &file.0, &space.0].concat()
}

/// The key of the content: from a secret, for this file, and only with exactly these bytes before it.
fn content_key(secret: &[u8], what: &str, file: FileId, before: &[u8]) -> StoreKey {
    let mut key = Zeroizing::new([0; 32]);
    derive_bytes(secret, &file.0, &[what.as_bytes(), &Hash::of(before).0], &mut key[..]);
    StoreKey::from_bytes(*key)
}

fn wrap_info(header: &[u8]) -> Vec<u8> {
    [b"cairn/1/exchange", header].concat()
}
