//! What somebody should do or know, kept from round to round.

use crate::{Engine, Need, Status, SyncError, members::Verified, people::uuid};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Of this device alone.
const KEY: &str = "sync.needs";

/// What is kept.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    /// What stays until the person puts it away.
    lasting: BTreeSet<Need>,
    /// What the last round found, and the next finds again where it still holds.
    passing: BTreeSet<Need>,
    /// Since when the server cannot be reached.
    offline_since: Option<u64>,
}

impl Need {
    /// Whether it happened, and stays true: the person puts it away when she has seen it.
    pub fn is_lasting(&self) -> bool {
        matches!(
            self,
            Need::WentBack { .. }
                | Need::NewDeviceId
                | Need::Clock { .. }
                | Need::PutAside { .. }
                | Need::Forged { .. }
                | Need::Left { .. }
                | Need::OtherServer
        )
    }
}

impl Engine {
    /// Keeps what came of a round.
    pub(crate) fn keep_outcome(&self, outcome: Result<&[Need], &SyncError>) -> Result<(), SyncError> {
        let mut kept = self.kept_needs()?;
        match outcome {
            Ok(needs) => {
                let (lasting, passing): (BTreeSet<Need>, BTreeSet<Need>) =
                    needs.iter().cloned().partition(Need::is_lasting);
                for need in lasting {
                    // Of a kind that counts, the newest stands.
                    kept.lasting.retain(|it| {
                        std::mem::discriminant(it) != std::mem::discriminant(&need)
                            || is_of_another(it, &need)
                    });
                    kept.lasting.insert(need);
                }
                kept.passing = passing;
                kept.offline_since = None;
                let now = self.now();
                self.store.update_sync_account(|account| account.last_success = Some(now))?;
            }
            Err(SyncError::Offline(_)) => {
                kept.offline_since.get_or_insert(self.world.now());
                self.forget_heard();
            }
            Err(SyncError::Cancelled | SyncError::Store(_) | SyncError::SlowDown { .. }) => {}
            Err(error) => {
                let need = match error {
                    SyncError::Certificate => Some(Need::Certificate),
                    SyncError::UpdateApp => Some(Need::UpdateApp),
                    SyncError::UpdateServer => Some(Need::UpdateServer),
                    SyncError::Revoked => Some(Need::Revoked),
                    SyncError::UnknownDevice => Some(Need::ServerEmpty),
                    SyncError::KeyChange { account } => Some(Need::KeyChange { account: *account }),
                    _ => None,
                };
                kept.passing.extend(need);
                self.forget_heard();
            }
        }
        self.keep_needs(&kept)
    }

    fn kept_needs(&self) -> Result<Kept, SyncError> {
        let text = self.store.local_setting(KEY)?.unwrap_or_default();
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }

    /// How things stand, by what is known here.
    pub fn status(&self) -> Result<Status, SyncError> {
        let Some(account) = self.store.sync_account()? else { return Ok(Status::default()) };
        let kept = self.kept_needs()?;
        let mut needs: BTreeSet<Need> = kept.lasting.into_iter().chain(kept.passing).collect();
        let people = self.people()?;
        if self.is_recovery_void(&people)? {
            needs.insert(Need::Recovery);
        }
        let changed = people.values().filter(|person| person.is_changed);
        needs.extend(changed.map(|person| Need::KeyChange { account: uuid(person.chain.account()) }));
        for space in self.store.sync_spaces()? {
            needs.extend(space.notice.as_ref().map(|notice| Need::of_notice(space.space.0, notice)));
            if !space.on_server {
                continue;
            }
            let space = space.space.0;
            let unverified = self
                .members_among(space, &people)?
                .into_iter()
                .filter(|member| member.verified == Verified::NotYet);
            needs.extend(unverified.map(|member| Need::Verify { space, account: member.account }));
        }
        let waiting = if account.server.is_some() { self.store.waiting(None)? } else { 0 };
        Ok(Status {
            server: account.server,
            synced_at: account.last_success.and_then(|at| u64::try_from(at.timestamp_millis()).ok()),
            waiting,
            offline_since: kept.offline_since,
            needs: needs.into_iter().collect(),
        })
    }

    /// Keeps a lasting need, whatever comes of the round.
    pub(crate) fn keep_lasting(&self, need: Need) -> Result<(), SyncError> {
        let mut kept = self.kept_needs()?;
        kept.lasting.insert(need);
        self.keep_needs(&kept)
    }

    /// What somebody decided about is no longer said.
    pub(crate) fn no_longer(&self, need: &Need) -> Result<(), SyncError> {
        let mut kept = self.kept_needs()?;
        kept.lasting.remove(need);
        kept.passing.remove(need);
        self.keep_needs(&kept)
    }

    fn keep_needs(&self, kept: &Kept) -> Result<(), SyncError> {
        let text = serde_json::to_string(kept).expect("plain values can be written");
        Ok(self.store.set_local_setting(KEY, Some(&text))?)
    }

    /// The person has seen what she can do nothing about: see [`Need::is_lasting`].
    pub fn put_away(&self, need: &Need) -> Result<(), SyncError> {
        let mut kept = self.kept_needs()?;
        kept.lasting.remove(need);
        self.keep_needs(&kept)
    }
}

/// Whether two needs of one kind are about different things.
fn is_of_another(one: &Need, other: &Need) -> bool {
    match (one, other) {
        (Need::WentBack { space: a }, Need::WentBack { space: b }) => a != b,
        (Need::PutAside { space: a, .. }, Need::PutAside { space: b, .. }) => a != b,
        (Need::Forged { space: a, account: x }, Need::Forged { space: b, account: y }) => (a, x) != (b, y),
        (Need::Left { space: a, account: x }, Need::Left { space: b, account: y }) => (a, x) != (b, y),
        _ => false,
    }
}
