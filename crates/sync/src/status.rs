//! How the person's data stands with the server, in short.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How things stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// `HOST[:PORT]` of the server; none: this profile has no account with one.
    pub server: Option<String>,
    /// When all was last fetched and sent, in milliseconds.
    pub synced_at: Option<u64>,
    /// Records with changes that have not been sent, of spaces that have a place on the server.
    pub waiting: u64,
    /// Since when the server cannot be reached, in milliseconds.
    pub offline_since: Option<u64>,
    /// What somebody should do or know, the gravest first.
    pub needs: Vec<Need>,
}

/// What somebody should do or know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Need {
    /// The server showed two histories of a space, or somebody's entries do not follow each other. Its sync is stopped.
    TwoHistories {
        /// Which.
        space: Uuid,
    },
    /// A member's keys are not those that were pinned. The sync of the spaces she is in is stopped.
    KeyChange {
        /// Whose.
        account: Uuid,
    },
    /// The six words were compared with a member, and differ. The sync of the mentorship is stopped until she is taken out.
    WordsDiffer {
        /// In which mentorship.
        space: Uuid,
        /// With whom.
        account: Uuid,
    },
    /// A space cannot be synced: what the server has of it does not verify, or the server refuses what is right here.
    Trouble {
        /// Which.
        space: Uuid,
    },
    /// This account has an encryption key that this device does not hold: another device stated it and did not hand it over
    /// yet, or a thief did. Nothing is sealed to it.
    ForeignKey,
    /// A device is this account's that none of the person's devices vouches for. She revokes it, or says that it is hers
    /// ([`crate::Engine::accept_device`]).
    StrangeDevice {
        /// Which.
        device: u64,
    },
    /// This device was revoked.
    Revoked,
    /// The server does not know this account any more: it came back empty. Nothing here is lost.
    ServerEmpty,
    /// The server's certificate is not the one that was pinned.
    Certificate,
    /// This app is too old for the server.
    UpdateApp,
    /// The server is too old for this app.
    UpdateServer,
    /// The server is another one than it was, or was set up anew.
    OtherServer,
    /// What the recovery code opens is out of date: a device was revoked since. A new code is needed.
    Recovery,
    /// No room on the server for more of a space.
    Full {
        /// Which.
        space: Uuid,
    },
    /// This device's clock differs from the server's by more than five minutes; what was unsent has been stamped again.
    Clock {
        /// By how many milliseconds this device is ahead; below zero: behind.
        ahead: i64,
    },
    /// The server went back to an older state; what is here was merged with it and sent again.
    WentBack {
        /// Which.
        space: Uuid,
    },
    /// This profile was copied or restored; it goes on under a new device id.
    NewDeviceId,
    /// Entries of a space that could not be verified were put aside.
    PutAside {
        /// Which.
        space: Uuid,
        /// How many.
        entries: u64,
    },
    /// Somebody came in with a link whose secret she does not know; she was not let in.
    Forged {
        /// Where to.
        space: Uuid,
        /// Who.
        account: Uuid,
    },
    /// A member is not one any more, as the server says: she left. Who did not can be invited again.
    Left {
        /// What she left.
        space: Uuid,
        /// Who.
        account: Uuid,
    },
    /// A space waits for a key, which another device of this account hands over when it next syncs.
    Key {
        /// Which.
        space: Uuid,
    },
    /// A space was not done with in the last round, because others were faster again and again.
    Unfinished {
        /// Which.
        space: Uuid,
    },
    /// The six words should be compared with a member.
    Verify {
        /// In which mentorship.
        space: Uuid,
        /// With whom.
        account: Uuid,
    },
    /// This account waits to be let into a mentorship.
    Waiting {
        /// Which.
        space: Uuid,
    },
    /// A mentorship is read-only on the server.
    Ended {
        /// Which.
        space: Uuid,
    },
    /// This account is no longer a member of a mentorship.
    Out {
        /// Which.
        space: Uuid,
    },
}
