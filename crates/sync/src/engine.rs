//! The engine: what it stands on.

use crate::{SyncError, World, server::Server};
use cairn_crypto::{ServerAddress, VerifyingKey, six_words};
use cairn_protocol::Changes;
use cairn_store::Store;
use chrono::{DateTime, Utc};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The client of the program server, over one open profile.
///
/// Cheap to make; keep one for as long as the profile is open, because it keeps the line to the server. All methods may
/// be called from several threads; those that change something on the server take turns.
pub struct Engine {
    pub(crate) store: Arc<Store>,
    pub(crate) world: Arc<dyn World>,
    line: Mutex<Option<(ServerAddress, Server)>>,
    turn: Mutex<()>,
    heard: Mutex<Heard>,
    words: Mutex<BTreeMap<VerifyingKey, Option<[&'static str; 6]>>>,
}

impl Engine {
    /// The engine of a profile. Says nothing to anybody yet.
    pub fn new(store: Arc<Store>, world: Arc<dyn World>) -> Engine {
        Engine {
            store,
            world,
            line: Mutex::default(),
            turn: Mutex::default(),
            heard: Mutex::default(),
            words: Mutex::default(),
        }
    }

    /// The line to a server, dialled once.
    pub(crate) fn line(&self, address: &ServerAddress) -> Server {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        match &*line {
            Some((known, server)) if known == address => server.clone(),
            _ => line.insert((address.clone(), Server::new(self.world.dial(address)))).1.clone(),
        }
    }

    /// Ends sync on this device: the server is forgotten with all that was heard from it. No record is, and no key: who goes
    /// to a server later, or comes back to this one, is nobody else than she was. Waits for a round that goes on: cancel it
    /// first.
    pub fn disconnect(&self) -> Result<(), SyncError> {
        let _turn = self.turn();
        self.forget_server()
    }

    /// Deletes the account on the server with everything of it there, and then ends sync as [`Engine::disconnect`] does. Of
    /// what is in spaces of others the entries stay there. *Blocks on the network.* Where it fails nothing is forgotten;
    /// [`SyncError::UnknownDevice`] says that the server knows no such account any more.
    pub fn delete_account(&self) -> Result<(), SyncError> {
        let _turn = self.turn();
        let me = self.me()?;
        self.with_session(&me, Server::delete_account)?;
        let placed = self.store.sync_spaces()?.into_iter().filter(|space| space.on_server);
        for space in placed.map(|placed| placed.space.0).filter(|space| *space != me.account()) {
            self.has_gone(space)?;
        }
        // Her own space is gone from there. In those of others her entries count on, should she come back.
        self.store.forget_placed(cairn_replica::SpaceId(me.account()))?;
        self.forget_server()
    }

    fn forget_server(&self) -> Result<(), SyncError> {
        self.store.disconnect()?;
        self.forget_heard();
        *self.line.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(())
    }

    /// Waits until nobody else changes anything on the server from here.
    pub(crate) fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is new on the server: what was heard last where that is still true.
    pub(crate) fn changes(&self, server: &Server) -> Result<Changes, SyncError> {
        let known = self.heard().changes.clone();
        match (server.changes(known.as_ref().map(|it| it.digest.as_str()), 0)?, known) {
            (Some(changes), _) | (None, Some(changes)) => Ok(changes),
            (None, None) => Err(SyncError::Malformed("changes")),
        }
    }

    /// Remembers what a round heard and dealt with, so that the next one, and whoever listens, asks for what is new only.
    pub(crate) fn keep_changes(&self, changes: &Changes) {
        self.heard().changes = Some(changes.clone());
    }

    pub(crate) fn known_digest(&self) -> Option<String> {
        self.heard().changes.as_ref().map(|it| it.digest.clone())
    }

    /// Whether the server said what it is since the last failure.
    pub(crate) fn is_met(&self) -> bool {
        self.heard().is_met
    }

    pub(crate) fn met(&self) {
        self.heard().is_met = true;
    }

    /// Asks the server everything anew next time.
    pub(crate) fn forget_heard(&self) {
        *self.heard() = Heard::default();
    }

    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The six words of this account and another identity, made once.
    pub(crate) fn remembered_words(
        &self,
        own: &VerifyingKey,
        other: &VerifyingKey,
    ) -> Option<[&'static str; 6]> {
        let known = self.words.lock().unwrap_or_else(PoisonError::into_inner).get(other).copied();
        known.unwrap_or_else(|| {
            // Nobody is held up meanwhile; made twice, they are the same.
            let words = six_words(own, other);
            self.words.lock().unwrap_or_else(PoisonError::into_inner).insert(*other, words);
            words
        })
    }

    /// About the latest stamp that any entry in a log was seen to carry, in milliseconds.
    pub(crate) fn latest(&self) -> Result<u64, SyncError> {
        Ok(self.store.local_setting(LATEST)?.and_then(|text| text.parse().ok()).unwrap_or_default())
    }

    /// Remembers the latest stamp of entries that are in a log.
    pub(crate) fn saw_stamp(&self, millis: u64) -> Result<(), SyncError> {
        if millis > self.latest()? + LATEST_STEP {
            self.store.set_local_setting(LATEST, Some(&millis.to_string()))?;
        }
        Ok(())
    }

    /// The time on this device's clock.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        instant(self.world.now())
    }
}

/// Of this device alone.
const LATEST: &str = "sync.latest";
/// How coarsely the latest stamp is kept: a minute.
pub(crate) const LATEST_STEP: u64 = 60_000;

/// What the server said, in the life of this engine.
#[derive(Default)]
struct Heard {
    is_met: bool,
    changes: Option<Changes>,
}

/// The instant of these milliseconds.
pub fn instant(millis: u64) -> DateTime<Utc> {
    i64::try_from(millis).ok().and_then(DateTime::from_timestamp_millis).unwrap_or_default()
}
