//! What goes into the storage and comes out of it. Ids and hashes are plain arrays: nothing here knows what they are
//! of.

use cairn_protocol::{SpaceKind, SpaceState, limits};

/// An account, a space, an invite, an enrolment, an entry, or the locator of a recovery.
pub type Id = [u8; 16];

/// A hash, a public key, a nonce or a mac.
pub type Hash = [u8; 32];

/// A device.
pub type Device = u64;

/// Milliseconds since 1970-01-01 UTC.
pub type Time = u64;

/// Who asks: what a session stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    /// The account.
    pub account: Id,
    /// Its device.
    pub device: Device,
}

/// Why somebody may state for an account. Its identity key is not enough: a device that was revoked has that too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// A device of the account that is not revoked.
    Device(Device),
    /// The hash of the token that follows from the recovery code.
    Recovery(Hash),
}

/// Whether a thing had to be made. What is there already with the same content is not an error: an answer may have
/// been lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was made.
    New,
    /// It was there, the same.
    Same,
}

/// What holds for everybody. The default is [`cairn_protocol::limits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Devices of an account that are not revoked.
    pub devices: u64,
    /// Statements of an account.
    pub statements: u64,
    /// Members of a space.
    pub members: u64,
    /// Bytes of a space's log: entries and the manifests of snapshots.
    pub log: u64,
    /// Bytes of a space's blobs.
    pub blobs: u64,
    /// Epoch records in one answer.
    pub epochs: u64,
    /// Open invites of an account, and as many joins that it waits for.
    pub open: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            devices: limits::DEVICES as u64,
            statements: limits::STATEMENTS as u64,
            members: limits::MEMBERS as u64,
            log: limits::LOG,
            blobs: limits::BLOBS,
            epochs: limits::EPOCHS as u64,
            open: limits::OPEN_INVITES as u64,
        }
    }
}

/// A statement whose signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its place in the chain, from 1.
    pub number: u32,
    /// The hash of the one before; zeros for the first.
    pub previous: Hash,
    /// Its own.
    pub hash: Hash,
    /// What it says.
    pub change: Change,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// What a statement says, as far as the server has a use for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The account begins.
    Create {
        /// What signs its statements and epoch records.
        identity: Hash,
    },
    /// A device is one of the account's.
    AddDevice {
        /// Its id.
        device: Device,
        /// What signs its entries and sessions.
        signing: Hash,
    },
    /// A device no longer is, for ever.
    RevokeDevice {
        /// Its id.
        device: Device,
    },
    /// Another encryption key, which the server has no use for.
    NewEncryption,
}

/// A session that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub caller: Caller,
    /// The device's signing key.
    pub signing: Hash,
    /// When the device was last noted to be here.
    pub seen: Time,
}

/// An account as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    /// Its devices in the order they were added.
    pub devices: Vec<DeviceView>,
    /// Bytes of all spaces it is a member of.
    pub bytes: u64,
}

/// A device as its owner sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceView {
    /// Its id.
    pub device: Device,
    /// When it was added.
    pub added: Time,
    /// When it was last here, to the minute; `None`: never.
    pub seen: Option<Time>,
    /// When it was revoked.
    pub revoked: Option<Time>,
}

/// What an account can see, in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// Its spaces and those it waits to be let into, by id.
    pub spaces: Vec<SpaceView>,
    /// Itself and everybody it shares a space or a pending join with, by id, with the number of statements.
    pub accounts: Vec<(Id, u32)>,
    /// Who waits to be let into its spaces, by space and account.
    pub joins: Vec<Join>,
}

/// A space, in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpaceView {
    /// Its id.
    pub space: Id,
    /// What it is for.
    pub kind: SpaceKind,
    /// The number of its last entry.
    pub head: u64,
    /// The log hash there.
    pub head_hash: Hash,
    /// Its epoch, from 1.
    pub epoch: u32,
    /// The greatest number that is no longer kept.
    pub floor: u64,
    /// The place that the newest snapshot stands for.
    pub snapshot: Option<u64>,
    /// Whether somebody should make one.
    pub snapshot_wanted: bool,
    /// What the account may do in it.
    pub state: SpaceState,
    /// Its members, ascending; none while the account waits.
    pub members: Vec<Id>,
}

/// A join that waits for a member to let it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Join {
    /// Into which space.
    pub space: Id,
    /// By which invite.
    pub invite: Id,
    /// Who.
    pub account: Id,
    /// Proof for the members that the invite's secret is known.
    pub mac: Hash,
}

/// A space to be made. Its members are those of its last record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSpace {
    /// Its id.
    pub space: Id,
    /// What it is for.
    pub kind: SpaceKind,
    /// Its epochs from 1, one at least; the caller of the transaction has seen to it that they are a chain.
    pub records: Vec<Record>,
    /// One for each member of the last record.
    pub packets: Vec<Packet>,
    /// Everybody in the records, with their identity there.
    pub identities: Vec<(Id, Hash)>,
}

/// An epoch record whose signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its epoch, from 1.
    pub number: u32,
    /// Who began it.
    pub issuer: Id,
    /// The hash of the record before; zeros for the first.
    pub previous: Hash,
    /// Its own.
    pub hash: Hash,
    /// The last number of the epoch before.
    pub start_seq: u64,
    /// The log hash there.
    pub start_hash: Hash,
    /// Its members.
    pub members: Vec<Id>,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// The keys of a space, sealed to a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// To whom.
    pub account: Id,
    /// The sealed bytes.
    pub sealed: Vec<u8>,
}

/// The epochs of a space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Epochs {
    /// The records asked for, in order.
    pub records: Vec<Vec<u8>>,
    /// With the last of them, the account's packet of the newest epoch.
    pub packet: Option<Vec<u8>>,
    /// Whether there are more records.
    pub more: bool,
}

/// An entry whose signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// Its id.
    pub entry: Id,
    /// The epoch it is sealed for.
    pub epoch: u32,
    /// Its place among this device's entries of this space, from 1.
    pub number: u64,
    /// The hash of this device's entry before; zeros for the first.
    pub previous: Hash,
    /// Its own.
    pub hash: Hash,
    /// The whole frame.
    pub frame: Vec<u8>,
}

/// What became of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// The number of each entry, in the order given.
    pub seqs: Vec<u64>,
    /// The last number of the log.
    pub head: u64,
}

/// A stretch of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Entries with their numbers, without gaps.
    pub entries: Vec<(u64, Vec<u8>)>,
    /// The last number of the log.
    pub head: u64,
    /// How far the asking device was known to have read.
    pub cursor: u64,
}

/// A snapshot to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSnapshot {
    /// The place in the log that it stands for.
    pub seen_seq: u64,
    /// Its manifest's frame.
    pub manifest: Vec<u8>,
    /// The blobs that it is made of; each is there already, for a snapshot.
    pub blobs: Vec<Hash>,
}

/// A recovery to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRecovery {
    /// By what it is found: it follows from the recovery code.
    pub locator: Id,
    /// The account's secrets, sealed under the code.
    pub sealed: Vec<u8>,
    /// The hash of the token that follows from the code.
    pub token_hash: Hash,
}

/// Whether a blob's content has to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlobState {
    /// It has: write it, then call `finish_blob`.
    Wanted,
    /// It is there.
    Kept,
}

/// A blob of a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlobName {
    /// The space.
    pub space: Id,
    /// The hash of the content.
    pub name: Hash,
}

/// An invite into a space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvite {
    /// Its id.
    pub invite: Id,
    /// Into which space.
    pub space: Id,
    /// The hash of its token.
    pub token_hash: Hash,
    /// Proof for who accepts that the inviter's keys are the inviter's.
    pub mac: Hash,
    /// What the inviter says, sealed.
    pub greeting: Vec<u8>,
    /// When it ends.
    pub expires: Time,
}

/// An invite as who holds it sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteView {
    /// Into which space, and from whom; `None`: the operator's, to register.
    pub into: Option<InviteInto>,
    /// When it ends.
    pub expires: Time,
}

/// Where an invite leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteInto {
    /// The space.
    pub space: Id,
    /// Who invites.
    pub inviter: Id,
    /// The inviter's statements in order.
    pub statements: Vec<Vec<u8>>,
    /// See [`NewInvite::mac`].
    pub mac: Hash,
    /// See [`NewInvite::greeting`].
    pub greeting: Vec<u8>,
}

/// At most `limit` requests in each window of time. Windows start at multiples of their length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// What is counted: a hash, so that nobody's id or address is kept.
    pub key: Hash,
    /// The window's length in milliseconds.
    pub window: u64,
    /// How many are let through.
    pub limit: u64,
}

/// An account as the operator sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedAccount {
    /// Its id.
    pub account: Id,
    /// Its devices that are not revoked.
    pub devices: u64,
    /// The spaces it is a member of.
    pub spaces: u64,
    /// Bytes of those spaces.
    pub bytes: u64,
}

/// Everything counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Accounts.
    pub accounts: u64,
    /// Spaces.
    pub spaces: u64,
    /// Entries that are kept.
    pub entries: u64,
    /// Bytes of all spaces: entries, blobs and snapshots.
    pub bytes: u64,
}

/// A row of a table, as it is moved from one database to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// The table's name.
    pub table: String,
    /// A value for each of its columns.
    pub values: Vec<Value>,
}

/// What is in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A number. Devices are kept with the same 64 bits.
    Integer(i64),
    /// Bytes.
    Bytes(Vec<u8>),
}
