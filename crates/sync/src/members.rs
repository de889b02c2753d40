//! Who is in a mentorship, and how sure it is that they are who they say.

use crate::cycle::DEVICE_IDS;
use crate::{
    Engine, SyncError,
    epochs::{Begun, Due, next_members},
    log::Log,
    me::Me,
    notebook::{self, PinnedBy, space_key},
    people::{People, uuid},
    server::Server,
};
use cairn_crypto::{AccountId, EpochRecord, Frame};
use cairn_store::sync::{Notice, Place, Verification};
use uuid::Uuid;

/// How it is known that an account's keys are its person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verified {
    /// It is this account.
    Yourself,
    /// By the secret of an invite that they shared.
    ByInvite,
    /// By six words that they compared.
    ByWords,
    /// Taken on another member's word: the six words should be compared.
    NotYet,
}

/// A member of a mentorship's space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub account: Uuid,
    /// How sure that is.
    pub verified: Verified,
    /// What both see where they compare; for `Yourself` empty.
    pub words: Vec<&'static str>,
    /// Her keys changed, which only a deceiver or a new account under the old name does. Sync of the space is stopped.
    pub is_key_changed: bool,
}

impl Engine {
    /// The members of a mentorship's space, as the newest epoch that was verified here has them. Empty where it has no
    /// place on a server.
    ///
    /// Words are made slowly, so that nobody makes keys to fit them: the first time takes a good part of a second for each
    /// member, and the engine remembers them.
    pub fn members(&self, space: Uuid) -> Result<Vec<Member>, SyncError> {
        let mut members = self.members_without_words(space)?;
        let (Some(log), Ok(me)) = (self.log(space)?, self.me()) else { return Ok(members) };
        let own = me.keys.identity.verifying();
        for member in members.iter_mut().filter(|member| member.verified != Verified::Yourself) {
            let identity = log.newest().and_then(|it| it.member(AccountId(*member.account.as_bytes())));
            let words = identity.and_then(|it| self.remembered_words(&own, &it.identity));
            member.words = words.map(Vec::from).unwrap_or_default();
        }
        Ok(members)
    }

    /// As [`Engine::members`], at once.
    pub fn members_without_words(&self, space: Uuid) -> Result<Vec<Member>, SyncError> {
        let (Some(log), Ok(me)) = (self.log(space)?, self.me()) else { return Ok(Vec::new()) };
        let Some(newest) = log.newest() else { return Ok(Vec::new()) };
        let people = self.people()?;
        let mut members = Vec::new();
        for member in newest.members() {
            let account = uuid(member.account);
            let verified = match self.pinned(account, &member.identity.0)? {
                _ if member.account == me.keys.account => Verified::Yourself,
                Some(PinnedBy::Invite) => Verified::ByInvite,
                Some(PinnedBy::Words) => Verified::ByWords,
                None => Verified::NotYet,
            };
            let person = people.get(&member.account);
            let is_key_changed =
                person.is_some_and(|person| person.is_changed || person.chain.identity() != member.identity);
            members.push(Member { account, verified, words: Vec::new(), is_key_changed });
        }
        Ok(members)
    }

    /// Keeps that the six words were compared and are the same. Fails with `not_on_server` for who is not known here.
    pub fn mark_verified(&self, account: Uuid) -> Result<(), SyncError> {
        let people = self.people()?;
        let person = people.get(&AccountId(*account.as_bytes())).ok_or(SyncError::NotFound)?;
        if person.is_changed {
            return Err(SyncError::KeyChange { account });
        }
        self.pin(&person.chain, Verification::Verified)?;
        self.keep_pin(account, &person.chain.identity().0, PinnedBy::Words)
    }

    /// Leaves a mentorship: what is here stays here, nothing new comes or goes. *Blocks on the network.*
    pub fn leave(&self, space: Uuid) -> Result<(), SyncError> {
        let _turn = self.turn();
        let me = self.me()?;
        match self.with_session(&me, |server| server.leave(space)) {
            Ok(()) | Err(SyncError::NotFound) => {}
            Err(other) => return Err(other),
        }
        let joined = self.note::<notebook::Joined>(&space_key(space))?.unwrap_or_default();
        self.keep_note(&space_key(space), &notebook::Joined { left: true, ..joined })?;
        if let Some(mut log) = self.log(space)? {
            log.known.notice = Some(Notice { code: "left".into(), evidence: Vec::new() });
            self.store.put_space(&log.known)?;
        }
        Ok(())
    }

    /// Whether this account left a mentorship, by whichever of its devices.
    pub(crate) fn has_left(&self, space: Uuid) -> Result<bool, SyncError> {
        Ok(self.note::<notebook::Joined>(&space_key(space))?.is_some_and(|joined| joined.left))
    }

    /// Takes away why a space stopped, if it is one of these codes.
    pub(crate) fn clear_notice(&self, space: Uuid, codes: &[&str]) -> Result<(), SyncError> {
        let Some(mut log) = self.log(space)? else { return Ok(()) };
        if log.known.notice.take_if(|notice| codes.contains(&notice.code.as_str())).is_some() {
            self.store.put_space(&log.known)?;
        }
        Ok(())
    }

    /// The person wants to go on with a space that stopped because its server showed two histories, or did not give back
    /// what it lost: she has asked the others, or knows that it was restored. What was seen counts as known from now on; what
    /// comes next is held against it as ever.
    pub fn resume(&self, space: Uuid) -> Result<(), SyncError> {
        let _turn = self.turn();
        let Some(mut log) = self.log(space)? else { return Ok(()) };
        let Some(notice) = log.known.notice.take_if(|it| it.code != "out" && it.code != "left") else {
            return Ok(());
        };
        if let Some(place) = claimed(&notice.evidence) {
            self.store.keep_log_hash(log.known.space, place)?;
        }
        self.store.put_space(&log.known)?;
        self.store.set_local_setting(DEVICE_IDS, None)?;
        self.forget_heard();
        self.no_longer(&crate::Need::of_notice(space, &notice.code))
    }

    /// Ends a mentorship on the server: read-only for all, for good. *Blocks on the network.*
    pub fn end(&self, space: Uuid) -> Result<(), SyncError> {
        let _turn = self.turn();
        let me = self.me()?;
        self.with_session(&me, |server| server.end(space))
    }

    /// Takes a member out: she keeps what she had and reads nothing written from now on. *Blocks on the network.*
    ///
    /// All of the log must have been read; fails with `slow_down` where others wrote in between: sync and try again.
    pub fn remove(&self, space: Uuid, account: Uuid) -> Result<(), SyncError> {
        let _turn = self.turn();
        let me = self.me()?;
        self.with_session(&me, |server| {
            let Some(mut log) = self.log(space)? else { return Err(SyncError::NotFound) };
            let due = Due { gone: [AccountId(*account.as_bytes())].into(), ..Due::default() };
            self.take_out(server, &me, &self.people()?, &mut log, &due)
        })
    }

    fn take_out(
        &self,
        server: &Server,
        me: &Me,
        people: &People,
        log: &mut Log,
        due: &Due,
    ) -> Result<(), SyncError> {
        let newest = log.newest().ok_or(SyncError::NotFound)?;
        let is_member = due.gone.iter().all(|account| newest.member(*account).is_some());
        if !is_member {
            return Ok(());
        }
        let members = next_members(newest, me, people, due).map_err(|need| match need {
            crate::Need::KeyChange { account } => SyncError::KeyChange { account },
            _ => SyncError::Unverified("members"),
        })?;
        let Some(members) = members else { return Ok(()) };
        match self.begin_epoch(server, me, log, members)? {
            Begun::Yes => Ok(self.store.drop_in_flight(log.known.space)?),
            Begun::Stale => Err(SyncError::SlowDown { seconds: 1 }),
        }
    }
}

/// The place in a log that evidence speaks of: what the author of an entry had seen, or where an epoch began.
fn claimed(evidence: &[u8]) -> Option<Place> {
    if let Ok(frame) = Frame::parse(evidence) {
        let header = frame.header();
        return Some(Place { seq: header.seen_seq, hash: header.seen_hash.0 });
    }
    let record = EpochRecord::parse(evidence).ok()?;
    Some(Place { seq: record.start_seq(), hash: record.start_hash().0 })
}
