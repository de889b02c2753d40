//! What can go wrong, by name.

use crate::TransportError;
use cairn_crypto::ExchangeError;
use cairn_protocol::{Code, Problem};
use uuid::Uuid;

/// Why something was not done. What was done before stays, and doing it again is harmless.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The server cannot be reached. Everything stays here and waits.
    #[error(transparent)]
    Offline(TransportError),
    /// The server's certificate is not the one that was pinned, or no authority vouches for it.
    #[error("the server's certificate is not to be trusted")]
    Certificate,
    /// The link is not one of Cairn's.
    #[error("this is not a link of Cairn's")]
    Link,
    /// This profile has no account with a server.
    #[error("there is no account with a server")]
    NoAccount,
    /// This profile has an account with another server.
    #[error("this profile belongs to the server {0}")]
    OtherServer(String),
    /// The server speaks only newer versions: this app has to be updated.
    #[error("this app is too old for the server")]
    UpdateApp,
    /// The server speaks only older versions: it has to be updated.
    #[error("the server is too old for this app")]
    UpdateServer,
    /// The server does not know this device: it was revoked.
    #[error("this device was revoked")]
    Revoked,
    /// The server does not know this device, and it was not revoked: the server came back empty.
    #[error("the server does not know this device")]
    UnknownDevice,
    /// The invite was used, withdrawn, or has expired.
    #[error("the invite is no longer good")]
    InviteSpent,
    /// What came with an invite or a join was not made by who holds the link: somebody in between swapped keys.
    #[error("somebody in between changed the keys")]
    Forged,
    /// The keys of `account` are not those that were pinned. Nothing is sealed to the new ones.
    #[error("the keys of {account} changed")]
    KeyChange {
        /// Whose.
        account: Uuid,
    },
    /// The server showed two histories of `space`. Sync of it stops; work here goes on.
    #[error("the server showed two histories of {space}")]
    TwoHistories {
        /// Which.
        space: Uuid,
    },
    /// The space stopped: see [`crate::Need`]. Nothing of it leaves.
    #[error("the space {space} has stopped")]
    Stopped {
        /// Which.
        space: Uuid,
    },
    /// There is no such thing on the server, or it is not for this account.
    #[error("there is no such thing on the server")]
    NotFound,
    /// No room on the server; everything stays here.
    #[error("there is no room left on the server")]
    Full {
        /// The limit in bytes.
        limit: u64,
    },
    /// Too many requests.
    #[error("the server asks to wait {seconds} s")]
    SlowDown {
        /// How long.
        seconds: u64,
    },
    /// What somebody left for us to read does not verify.
    #[error("what the server sent does not verify: {0}")]
    Unverified(&'static str),
    /// Any other refusal.
    #[error("the server refused: {:?}", .0.code)]
    Refused(Box<Problem>),
    /// The answer is not in the format.
    #[error("the server's answer cannot be read: {0}")]
    Malformed(&'static str),
    /// The other side of an enrolment did not come in time, or was not who it said.
    #[error("the other device did not answer")]
    NobodyThere,
    /// The person said on her other device that the words differ, or gave it up there.
    #[error("the other device refused this one")]
    TurnedDown,
    /// The exchange file is under a code, or needs one.
    #[error("the exchange file needs its code")]
    CodeNeeded,
    /// The exchange file is not to be taken in.
    #[error(transparent)]
    File(#[from] ExchangeError),
    /// Somebody asked to stop.
    #[error("stopped")]
    Cancelled,
    /// This device could not read or write its own file.
    #[error(transparent)]
    Store(#[from] cairn_store::Error),
}

impl SyncError {
    /// The code that the server refused with, where it has no name of its own here.
    pub(crate) fn refusal(&self) -> Option<Code> {
        match self {
            SyncError::Refused(problem) => Some(problem.code),
            _ => None,
        }
    }
}

impl From<TransportError> for SyncError {
    fn from(error: TransportError) -> SyncError {
        match error {
            TransportError::Certificate => SyncError::Certificate,
            other => SyncError::Offline(other),
        }
    }
}

impl From<cairn_crypto::LinkError> for SyncError {
    fn from(_: cairn_crypto::LinkError) -> SyncError {
        SyncError::Link
    }
}
