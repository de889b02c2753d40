//! People and devices in a round: statements, who is to be let in, and new keys of this account.

use super::{Round, Turn};
use crate::{
    Need, SyncError,
    engine::LATEST_STEP,
    epochs::Due,
    invites::GRACE,
    log::Log,
    notebook::{OpenInvite, Renewal, invite_key, renewal_key},
    people::{encryption_keys, uuid},
};
use cairn_crypto::{AccountId, AccountKeys, EpochRecord, Hash, InviteLink, Says};
use cairn_protocol::{Binary, ChangedSpace, Code, PendingJoin, SpaceState, limits};
use cairn_store::DeviceId;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Of this device alone: when new device ids were taken.
pub(crate) const DEVICE_IDS: &str = "sync.device_ids";

/// Of this device alone: how many statements there were when it made its newest encryption key.
const RENEWED: &str = "sync.renewed";

impl Round<'_> {
    /// Fetches statements that grew. The server is told those of this account that it does not have (any more).
    pub(super) fn hear_people(&mut self) -> Result<(), SyncError> {
        let accounts = self.changes.accounts.clone();
        if self.engine.hear_statements(&self.server, &accounts, &mut self.people)? {
            for space in self.engine.store.sync_spaces()? {
                self.retry_refused(space.space.0)?;
            }
        }
        let own = self.me.account();
        let (Some(told), Some(person)) =
            (accounts.iter().find(|it| it.account == own), self.people.get(&self.me.keys.account))
        else {
            return Ok(());
        };
        if (told.statements as usize) < person.chain.statements().len() {
            let all = person.chain.statements().iter().map(|it| it.as_bytes().into()).collect();
            match self.server.state(own, all) {
                // Others of her devices went on in another way, on a server that had lost what this one states.
                Err(error) if error.refusal() == Some(Code::Stale) => {
                    self.need(Need::KeyChange { account: own });
                    self.may_send = false;
                }
                other => other?,
            }
        }
        Ok(())
    }

    pub(super) fn look_again(&mut self) -> Result<(), SyncError> {
        self.changes = self.engine.changes(&self.server)?;
        let accounts = self.changes.accounts.clone();
        self.engine.hear_statements(&self.server, &accounts, &mut self.people).map(drop)
    }

    /// What calls for a new epoch of a space: joins whose secret is known, and members who left.
    pub(super) fn due(&mut self, log: &Log, changed: &ChangedSpace) -> Result<Due, SyncError> {
        let joins: Vec<_> =
            self.changes.joins.iter().filter(|join| join.space == changed.space).cloned().collect();
        let mut due = Due { is_due: changed.state == SpaceState::Rotate, ..Due::default() };
        for join in joins {
            let account = AccountId(*join.account.as_bytes());
            match self.admit(log, &join)? {
                Some(true) => due.admitted.push(account),
                Some(false) => self.need(Need::Forged { space: join.space, account: join.account }),
                None => {}
            }
        }
        if due.is_due {
            // Who is not among the members any more has left.
            let listed: BTreeSet<_> =
                changed.members.iter().map(|account| AccountId(*account.as_bytes())).collect();
            let members = log.newest().map(|it| it.members()).unwrap_or_default();
            let gone: BTreeSet<_> =
                members.iter().map(|it| it.account).filter(|it| !listed.contains(it)).collect();
            for account in &gone {
                self.need(Need::Left { space: log.id(), account: uuid(*account) });
            }
            due.gone = gone;
        }
        Ok(due)
    }

    /// Whether who waits is to be let in: not where the invite is another member's, has expired, or somebody came in by it.
    fn admit(&mut self, log: &Log, join: &PendingJoin) -> Result<Option<bool>, SyncError> {
        let Some(invite) = self.engine.note::<OpenInvite>(&invite_key(join.invite))? else { return Ok(None) };
        if is_spent(&invite, log, join.account) || invite.expires + GRACE < self.engine.world.now() {
            return Ok(None);
        }
        if !self.knows_secret(log, join, &invite)? {
            return Ok(Some(false));
        }
        let invite = OpenInvite { admitted: Some(join.account), ..invite };
        self.engine.keep_note(&invite_key(join.invite), &invite)?;
        Ok(Some(true))
    }

    /// Whether who waits knows the invite's secret. Then her keys are pinned, and verified with that.
    fn knows_secret(
        &mut self,
        log: &Log,
        join: &PendingJoin,
        invite: &OpenInvite,
    ) -> Result<bool, SyncError> {
        let (Ok(link), Some(mac)) = (InviteLink::parse(&invite.link), join.mac.exactly().map(Hash)) else {
            return Ok(false);
        };
        if invite.space != join.space {
            return Ok(false);
        }
        let account = AccountId(*join.account.as_bytes());
        let statements = self.server.statements(join.account, 0)?;
        let Some(chain) = crate::people::verified_chain(&statements).filter(|it| it.account() == account)
        else {
            return Ok(false);
        };
        let keys = link.secret.keys(link.invite);
        let encryptions = crate::people::encryption_keys(&chain);
        let is_hers =
            |encryption| keys.mac().joiner(log.space(), account, &chain.identity(), encryption).is_same(&mac);
        if !encryptions.iter().any(is_hers) {
            return Ok(false);
        }
        match self.engine.meet_verified(&chain, &mut self.people) {
            Err(SyncError::KeyChange { .. }) => Ok(false),
            other => other.map(|()| true),
        }
    }

    /// Takes this account's new encryption key, where another device of hers handed it over.
    pub(super) fn take_renewal(&mut self) -> Result<(), SyncError> {
        let key = renewal_key(self.me.device.0);
        let Some(renewal) = self.engine.note::<Renewal>(&key)? else { return Ok(()) };
        let Ok(sealed) = Binary::from_text(&renewal.sealed) else { return Ok(()) };
        let Ok(handed) = self.me.keys.open_renewal(&self.me.device_keys, &sealed.0) else { return Ok(()) };
        let is_known =
            |key: &&cairn_crypto::OpeningKey| self.me.keys.encryption_for(&key.sealing()).is_some();
        if handed.all_encryption().iter().all(|key| is_known(&key)) {
            return Ok(());
        }
        // One that is not stated is nobody's yet: a device that is revoked before it states it would have it too.
        let stated = self.people.get(&self.me.keys.account).map(|own| encryption_keys(&own.chain));
        if !stated.is_some_and(|stated| stated.contains(&handed.encryption().sealing())) {
            return Ok(());
        }
        self.me.keys = merged(&self.me.keys, &handed);
        self.engine.keep_secrets(&self.me)
    }

    /// After a revocation: a new encryption key, which the other devices get before anybody seals to it. What was cut
    /// short goes on here, on whichever device comes first.
    pub(super) fn renew_if_due(&mut self) -> Result<(), SyncError> {
        let Some(own) = self.people.get(&self.me.keys.account) else { return Ok(()) };
        let newest = self.me.keys.encryption().sealing();
        let is_made = !encryption_keys(&own.chain).contains(&newest);
        let due_since = crate::people::renewal_due_since(&own.chain);
        if !is_made && due_since.is_none() {
            return Ok(());
        }
        // One that was made before a device was revoked may have been handed to that device.
        let made = self.engine.store.local_setting(RENEWED)?.and_then(|it| it.parse::<usize>().ok());
        let is_good = is_made && due_since.is_none_or(|since| made.is_some_and(|made| made > since));
        if !is_good {
            let statements = own.chain.statements().len().to_string();
            self.me.keys.renew_encryption(&mut self.engine.dice());
            self.engine.keep_secrets(&self.me)?;
            self.engine.store.set_local_setting(RENEWED, Some(&statements))?;
        }
        self.hand_over()?;
        let account = self.me.account();
        match self.space_until_sent(account)? {
            true => {}
            false => return Ok(()),
        }
        let encryption = self.me.keys.encryption().sealing();
        let me = self.me.clone();
        self.engine.state(&self.server, &me, &mut self.people, Says::NewEncryption { encryption })?;
        self.visit(account)
    }

    /// Seals the account's secrets to each of its other devices, in the personal space.
    fn hand_over(&mut self) -> Result<(), SyncError> {
        let Some(own) = self.people.get(&self.me.keys.account) else { return Ok(()) };
        for (id, device) in
            own.chain.devices().filter(|(id, it)| it.revoked.is_none() && *id != self.me.device)
        {
            let sealed = self.me.keys.seal_renewal(&device.keys, &mut self.engine.dice());
            let sealed = sealed.map_err(|_| SyncError::Unverified("a device's key"))?;
            let renewal = Renewal { sealed: Binary::from(sealed).to_text() };
            self.engine.keep_note(&renewal_key(id.0), &renewal)?;
        }
        Ok(())
    }

    /// Sends what waits in a space; whether all of it arrived.
    fn space_until_sent(&mut self, space: uuid::Uuid) -> Result<bool, SyncError> {
        Ok(matches!(self.pull(space)?, Turn::Done) && matches!(self.push(space)?, Turn::Done))
    }

    /// Goes on under a new device id: this copy of the profile is not the only one, or the server has gone back.
    ///
    /// Each costs statements, of which an account has a thousand: not more than some in a day, and one in a round.
    pub(super) fn new_device(&mut self) -> Result<(), SyncError> {
        const IN_A_DAY: usize = 4;
        const A_DAY: u64 = 24 * 3_600_000;
        let now = self.engine.world.now();
        let kept = self.engine.store.local_setting(DEVICE_IDS)?.unwrap_or_default();
        let mut taken: Vec<u64> = kept.split_whitespace().filter_map(|it| it.parse().ok()).collect();
        taken.retain(|at| at.abs_diff(now) < A_DAY);
        if self.is_new_device || taken.len() >= IN_A_DAY {
            return Err(SyncError::Unverified("a copy of this profile, again"));
        }
        taken.push(now);
        let kept: Vec<_> = taken.iter().map(u64::to_string).collect();
        self.engine.store.set_local_setting(DEVICE_IDS, Some(&kept.join(" ")))?;
        let id = u64::from_be_bytes(self.engine.fresh());
        self.engine.store.take_new_device(DeviceId(id))?;
        self.is_new_device = true;
        self.need(Need::NewDeviceId);
        self.me = self.engine.me()?;
        self.engine.settle_device(&self.server, &mut self.me, &mut self.people)?;
        self.server = self.engine.new_session(&self.me)?;
        Ok(())
    }

    /// Stamps by the server's clock what was stamped too far ahead of it.
    pub(super) fn restamp(&mut self, now: u64) -> Result<(), SyncError> {
        const WORTH_SAYING: i64 = 5 * 60_000;
        let limit = now.saturating_add(limits::CLOCK_AHEAD);
        if limit.saturating_add(LATEST_STEP) < self.engine.latest()? {
            // By its own log it is later: whoever believed it would write into the past, and lose against everybody.
            return Err(SyncError::Unverified("the server's clock"));
        }
        let ahead = self.engine.now().timestamp_millis() - i64::try_from(now).unwrap_or_default();
        if ahead.abs() > WORTH_SAYING {
            self.need(Need::Clock { ahead });
        }
        self.engine.store.restamp(crate::instant(limit), crate::instant(now))?;
        Ok(())
    }
}

/// Whether somebody else came in by an invite, or the same person did already.
fn is_spent(invite: &OpenInvite, log: &Log, account: Uuid) -> bool {
    let id = AccountId(*account.as_bytes());
    let later = log.records.iter().zip(log.records.iter().skip(1));
    let mut later = later.filter(|(_, record)| record.epoch() > invite.epochs);
    let came_in = |(before, record): (&EpochRecord, &EpochRecord)| {
        before.member(id).is_none() && record.member(id).is_some()
    };
    invite.admitted.is_some_and(|admitted| admitted != account) || later.any(came_in)
}

/// All encryption keys of both, those of `ours` first.
fn merged(ours: &AccountKeys, handed: &AccountKeys) -> AccountKeys {
    let new = handed.all_encryption().iter().filter(|key| ours.encryption_for(&key.sealing()).is_none());
    let all: Vec<_> = ours.all_encryption().iter().chain(new).cloned().collect();
    let kept = all.len().saturating_sub(32);
    AccountKeys::from_kept(ours.account, ours.identity.clone(), all[kept..].to_vec())
        .expect("there are one to 32 of them")
}
