//! Who is in a mentorship, and how sure it is that they are who they say.

use crate::{
    Cancel, Engine, Need, SyncError,
    cycle::{DEVICE_IDS, Round},
    epochs::{Begun, Due, next_members},
    log::Log,
    me::Me,
    notebook::{self, PinnedBy, space_key},
    people::{People, uuid},
    server::Server,
    stopped::Stopped,
};
use cairn_crypto::{AccountId, EpochRecord, Frame};
use cairn_store::sync::Place;
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
        let (Some(log), Ok(me)) = (self.log(space)?, self.me_anywhere()) else { return Ok(members) };
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
        self.members_among(space, &self.people()?)
    }

    /// As [`Engine::members_without_words`], where everybody is known already.
    pub(crate) fn members_among(&self, space: Uuid, people: &People) -> Result<Vec<Member>, SyncError> {
        let (Some(log), Ok(me)) = (self.log(space)?, self.me_anywhere()) else { return Ok(Vec::new()) };
        let Some(newest) = log.newest() else { return Ok(Vec::new()) };
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

    /// Keeps that the six words were compared and are the same; what stopped because they differed goes on. Fails with
    /// [`SyncError::NotFound`] for who is not known here.
    pub fn mark_verified(&self, account: Uuid) -> Result<(), SyncError> {
        let _turn = self.turn();
        let people = self.people()?;
        let person = people.get(&AccountId(*account.as_bytes())).ok_or(SyncError::NotFound)?;
        if person.is_changed {
            return Err(SyncError::KeyChange { account });
        }
        self.keep_pin(account, &person.chain.identity().0, PinnedBy::Words)?;
        for space in self.store.sync_spaces()? {
            self.clear_notice(space.space.0, |stopped| stopped == Stopped::WordsDiffer(account))?;
        }
        Ok(())
    }

    /// Leaves a mentorship: what is here stays here, nothing new comes or goes. *Blocks on the network.*
    pub fn leave(&self, space: Uuid) -> Result<(), SyncError> {
        let _turn = self.turn();
        let me = self.me()?;
        match self.with_session(&me, |server| server.leave(space)) {
            Ok(()) | Err(SyncError::NotFound) => {}
            Err(other) => return Err(other),
        }
        self.has_gone(space)
    }

    /// Remembers that this account is no member of a mentorship any more.
    pub(crate) fn has_gone(&self, space: Uuid) -> Result<(), SyncError> {
        let joined = self.note::<notebook::Joined>(&space_key(space))?.unwrap_or_default();
        self.keep_note(&space_key(space), &notebook::Joined { left: true, ..joined })?;
        match self.log(space)? {
            Some(mut log) => self.keep_out(&mut log, Stopped::Left),
            None => Ok(()),
        }
    }

    /// A space is none of this account's any more: nothing of it waits for a server.
    pub(crate) fn keep_out(&self, log: &mut Log, why: Stopped) -> Result<(), SyncError> {
        log.known.notice = Some(why.notice(Vec::new()));
        log.known.on_server = false;
        Ok(self.store.put_space(&log.known)?)
    }

    /// Whether this account left a mentorship, by whichever of its devices.
    pub(crate) fn has_left(&self, space: Uuid) -> Result<bool, SyncError> {
        Ok(self.note::<notebook::Joined>(&space_key(space))?.is_some_and(|joined| joined.left))
    }

    /// The person wants to go on with a space that stopped because its server showed two histories, or that could not be
    /// synced: she has asked the others, or knows that it was restored. What was seen counts as known from now on; what
    /// comes next is held against it as ever.
    pub fn resume(&self, space: Uuid) -> Result<(), SyncError> {
        let _turn = self.turn();
        let Some(mut log) = self.log(space)? else { return Ok(()) };
        // Where nothing is held against it, the next round tries again.
        self.no_longer(&Need::Trouble { space })?;
        self.no_longer(&Need::TwoHistories { space })?;
        let may_go_on = |stopped| matches!(stopped, None | Some(Stopped::TwoHistories));
        let Some(notice) = log.known.notice.take_if(|it| may_go_on(Stopped::of(it))) else {
            return Ok(());
        };
        if let Some(place) = claimed(&notice.evidence) {
            self.store.keep_log_hash(log.known.space, place)?;
        }
        self.store.put_space(&log.known)?;
        self.store.set_local_setting(DEVICE_IDS, None)?;
        self.forget_heard();
        Ok(())
    }

    /// Ends a mentorship on the server: read-only for all, for good. *Blocks on the network.*
    pub fn end(&self, space: Uuid) -> Result<(), SyncError> {
        let _turn = self.turn();
        let me = self.me()?;
        self.with_session(&me, |server| server.end(space))
    }

    /// Takes a member out: she keeps what she had and reads nothing written from now on. *Blocks on the network.*
    ///
    /// What others wrote is read first, also in a space that stopped: the next epoch follows all of it. Where the words with
    /// her differed, the space goes on. Fails with [`SyncError::SlowDown`] where others write all the while.
    pub fn remove(&self, space: Uuid, account: Uuid) -> Result<(), SyncError> {
        const TRIES: usize = 4;
        let _turn = self.turn();
        let me = self.me()?;
        let due = Due { gone: [AccountId(*account.as_bytes())].into(), ..Due::default() };
        self.with_session(&me, |server| {
            for _ in 0..TRIES {
                let mut log = self.log(space)?.ok_or(SyncError::NotFound)?;
                match self.take_out(server, &me, &self.people()?, &mut log, &due)? {
                    Begun::Yes => return Ok(()),
                    Begun::Stale => {
                        Round::begin(self, server, &mut |_| (), &Cancel::default())?.read_up(space)?;
                    }
                }
            }
            Err(SyncError::SlowDown { seconds: 1 })
        })?;
        self.clear_notice(space, |stopped| stopped == Stopped::WordsDiffer(account))
    }

    fn take_out(
        &self,
        server: &Server,
        me: &Me,
        people: &People,
        log: &mut Log,
        due: &Due,
    ) -> Result<Begun, SyncError> {
        let newest = log.newest().ok_or(SyncError::NotFound)?;
        let is_member = due.gone.iter().all(|account| newest.member(*account).is_some());
        if !is_member {
            return Ok(Begun::Yes);
        }
        let members = next_members(newest, me, people, due).map_err(|need| match need {
            Need::KeyChange { account } => SyncError::KeyChange { account },
            _ => SyncError::Unverified("members"),
        })?;
        let Some(members) = members else { return Ok(Begun::Yes) };
        let begun = self.begin_epoch(server, me, log, members)?;
        if begun == Begun::Yes {
            self.store.drop_in_flight(log.known.space)?;
        }
        Ok(begun)
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
