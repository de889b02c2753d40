//! A space as it is known here: its epochs, and how far its log was read.

use crate::{
    Engine, SyncError,
    me::Me,
    notebook::{Joined, Pin, hex, space_key},
    people::{People, uuid},
};
use cairn_crypto::{AccountId, EpochKey, EpochKeys, EpochRecord, Hash, Member};
use cairn_replica::SpaceId;
use cairn_store::sync::{Epoch, Place, SyncSpace};
use std::{cell::Cell, collections::BTreeMap};
use uuid::Uuid;

/// A space as it is known here.
pub(crate) struct Log {
    /// What the store knows.
    pub(crate) known: SyncSpace,
    /// Its epochs from the first; verified when they were kept.
    pub(crate) records: Vec<EpochRecord>,
    /// Their keys, from the first on, as far as they are known here.
    pub(crate) keys: Option<EpochKeys>,
}

impl Log {
    pub(crate) fn id(&self) -> Uuid {
        self.known.space.0
    }

    /// The id, for crypto.
    pub(crate) fn space(&self) -> cairn_crypto::SpaceId {
        cairn_crypto::SpaceId(*self.known.space.0.as_bytes())
    }

    pub(crate) fn newest(&self) -> Option<&EpochRecord> {
        self.records.last()
    }

    /// Whether all keys are here, so that something can be sealed.
    pub(crate) fn has_all_keys(&self) -> bool {
        self.keys.as_ref().is_some_and(|keys| keys.epoch() as usize == self.records.len())
    }

    /// The last number that an entry of this epoch may have: none where the epoch goes on.
    pub(crate) fn end_of(&self, epoch: u32) -> Option<u64> {
        self.records.iter().filter(|record| record.epoch() > epoch).map(EpochRecord::start_seq).min()
    }

    /// Takes over keys that follow those known here. A key that is known already is not replaced by what a later issuer
    /// calls it.
    pub(crate) fn take_keys(&mut self, opened: &EpochKeys) {
        let known = self.keys.as_ref().map(EpochKeys::all).unwrap_or_default();
        let later = opened.all().get(known.len()..).unwrap_or_default();
        self.keys = EpochKeys::from_kept(known.iter().chain(later).cloned().collect());
    }

    /// Whether it is the personal space.
    pub(crate) fn is_personal(&self, me: &Me) -> bool {
        self.id() == me.account()
    }
}

impl Engine {
    /// What is known here of a space.
    pub(crate) fn log(&self, space: Uuid) -> Result<Option<Log>, SyncError> {
        let id = SpaceId(space);
        let Some(known) = self.store.sync_space(id)? else { return Ok(None) };
        let epochs = self.store.epochs(id)?;
        let damaged = || cairn_store::Error::Damaged("a kept epoch cannot be read".into());
        let records = epochs.iter().map(|it| EpochRecord::parse(&it.record).map_err(|_| damaged()));
        let records = records.collect::<Result<Vec<_>, _>>()?;
        let keys = epochs.iter().map_while(|it| it.key.as_deref()?.try_into().ok().map(EpochKey::from_bytes));
        let keys = EpochKeys::from_kept(keys.collect());
        Ok(Some(Log { known, records, keys }))
    }

    /// Keeps epochs of a space and their keys.
    pub(crate) fn keep_epochs(&self, log: &Log) -> Result<(), SyncError> {
        let key = |epoch: u32| log.keys.as_ref()?.get(epoch).map(|key| key.as_bytes().to_vec());
        let kept: Vec<_> = log
            .records
            .iter()
            .map(|it| Epoch { epoch: it.epoch(), record: it.as_bytes().to_vec(), key: key(it.epoch()) })
            .collect();
        self.store.put_epochs(log.known.space, &kept)?;
        Ok(self.store.put_space(&log.known)?)
    }

    /// Does `work` with the log hashes that were seen at a place. Where one of them cannot be read nothing of it counts.
    pub(crate) fn with_hashes<R>(
        &self,
        space: SpaceId,
        work: impl FnOnce(&dyn Fn(u64) -> Vec<[u8; 32]>) -> R,
    ) -> Result<R, SyncError> {
        let failed = Cell::new(None);
        let seen = |seq| {
            self.store.log_hashes(space, seq).unwrap_or_else(|error| {
                failed.set(Some(error));
                Vec::new()
            })
        };
        let done = work(&seen);
        failed.into_inner().map_or(Ok(done), |error| Err(error.into()))
    }

    /// What records of a space are held against.
    pub(crate) fn grounds<'g>(
        &self,
        space: Uuid,
        me: &'g Me,
        people: &'g People,
    ) -> Result<Grounds<'g>, SyncError> {
        let pins = self.notes::<Pin>("sync/pin/")?;
        let pins = pins.into_iter().filter_map(|(account, pin)| Some((account.parse().ok()?, pin.identity)));
        let joined = self.note::<Joined>(&space_key(space))?.and_then(|joined| joined.inviter);
        let inviter = joined.map(|it| (it.account, it.identity));
        let own = || (me.account(), hex(&me.keys.identity.verifying().0));
        Ok(Grounds { me, people, pins: pins.collect(), inviter: inviter.unwrap_or_else(own) })
    }

    /// A space that is new here.
    pub(crate) fn new_log(&self, space: Uuid) -> Log {
        let known = SyncSpace {
            space: SpaceId(space),
            on_server: true,
            state: String::new(),
            place: Place::default(),
            head: 0,
            epoch: 0,
            notice: None,
        };
        Log { known, records: Vec::new(), keys: None }
    }
}

/// What records are held against: what this account knows of people, on all of its devices.
pub(crate) struct Grounds<'g> {
    pub(crate) me: &'g Me,
    pub(crate) people: &'g People,
    /// Identities that one of the person's devices verified, in hexadecimal.
    pub(crate) pins: BTreeMap<Uuid, String>,
    /// Who let this account into the space: account and identity.
    pub(crate) inviter: (Uuid, String),
}

impl Grounds<'_> {
    fn check_member(&self, member: &Member) -> Result<(), Refusal> {
        let pinned = match member.account == self.me.keys.account {
            true => Some(self.me.keys.identity.verifying()),
            false => self.people.get(&member.account).map(|person| person.chain.identity()),
        };
        let is_pinned =
            self.pins.get(&uuid(member.account)).is_none_or(|pin| *pin == hex(&member.identity.0));
        match pinned {
            _ if !is_pinned => Err(Refusal::KeyChange(member.account)),
            Some(identity) if identity != member.identity => Err(Refusal::KeyChange(member.account)),
            _ => Ok(()),
        }
    }

    /// Whether `record`, which follows `before`, lets this account in.
    fn is_admission(&self, before: Option<&EpochRecord>, record: &EpochRecord) -> bool {
        let own = self.me.keys.account;
        record.member(own).is_some() && before.is_none_or(|before| before.member(own).is_none())
    }

    /// Whether the inviter signed a record. Who did had everything before it in view: its hash is in what was signed.
    fn is_by_inviter(&self, before: Option<&EpochRecord>, record: &EpochRecord) -> bool {
        let issuer = before.unwrap_or(record).member(record.issuer());
        let (account, identity) = &self.inviter;
        issuer.is_some_and(|issuer| uuid(issuer.account) == *account && hex(&issuer.identity.0) == *identity)
    }
}

/// Why epoch records are not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// They do not continue what is known, or are not signed by a member.
    Unverified,
    /// A member has another identity than the one that is pinned.
    KeyChange(AccountId),
    /// The log at the beginning of an epoch is another than the one seen here.
    OtherLog,
    /// This account is not in the newest.
    Out,
}

/// Whether records continue a log. `new` are those above what is kept, and `seen` tells the log hashes that were seen here
/// at a place. Pure.
pub(crate) fn check_records(
    log: &Log,
    new: &[EpochRecord],
    grounds: &Grounds<'_>,
    seen: &dyn Fn(u64) -> Vec<[u8; 32]>,
) -> Result<(), Refusal> {
    let (me, mut before, mut is_let_in) = (grounds.me, log.records.last(), true);
    for record in new {
        let continues = match before {
            Some(before) => record.verify_after(before),
            None => record.verify_first(),
        };
        match continues {
            Err(cairn_crypto::EpochError::IdentityChanged { account }) => {
                return Err(Refusal::KeyChange(account));
            }
            other => other.map_err(|_| Refusal::Unverified)?,
        }
        if record.space() != log.space() {
            return Err(Refusal::Unverified);
        }
        let is_mine_alone = record.members().iter().all(|member| member.account == me.keys.account);
        if log.is_personal(me) && !is_mine_alone {
            return Err(Refusal::Unverified);
        }
        for member in record.members() {
            grounds.check_member(member)?;
        }
        if grounds.is_admission(before, record) {
            // Who was let in more than once has been by others before: the last time counts.
            is_let_in = grounds.is_by_inviter(before, record);
        }
        let hashes = seen(record.start_seq());
        let is_known = if record.start_seq() == 0 { record.start_hash() == Hash::ZERO } else { true };
        if !is_known || (!hashes.is_empty() && !hashes.contains(&record.start_hash().0)) {
            return Err(Refusal::OtherLog);
        }
        before = Some(record);
    }
    if !is_let_in {
        return Err(Refusal::Unverified);
    }
    let own = before.and_then(|newest| newest.member(me.keys.account));
    if own.is_some() { Ok(()) } else { Err(Refusal::Out) }
}
