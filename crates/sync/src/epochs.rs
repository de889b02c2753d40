//! Epochs: accepting those that others began, and beginning one.

use crate::{
    Engine, Need, SyncError,
    log::{Log, Refusal, check_records},
    me::Me,
    people::{People, Person, uuid},
    server::Server,
    stopped::Stopped,
};
use cairn_crypto::{AccountId, Beginning, EpochKeys, EpochRecord, Hash, Member};
use cairn_protocol::{Code, EpochAppend, Packet, SpaceCreate, SpaceKind};
use std::collections::BTreeSet;

/// What there is to say against a next epoch with these members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begun {
    /// It has begun.
    Yes,
    /// Somebody was faster, or wrote in between: read again.
    Stale,
}

impl Engine {
    /// Fetches and verifies the epochs of a space that are new, and opens the packet. What does not verify is not kept:
    /// the space then stops with a notice, or stays as it is.
    pub(crate) fn accept_epochs(
        &self,
        server: &Server,
        me: &Me,
        people: &mut People,
        log: &mut Log,
    ) -> Result<(), SyncError> {
        let answer = server.epochs(log.id(), log.records.len() as u32)?;
        let parsed = answer.records.iter().map(|it| EpochRecord::parse(&it.0));
        let new = parsed.collect::<Result<Vec<_>, _>>().map_err(|_| SyncError::Unverified("epoch"))?;
        let space = log.known.space;
        // What was seen further on is of a log that the server had before it went back.
        let until = log.known.place.seq;
        let until_here =
            |seen: &dyn Fn(u64) -> Vec<[u8; 32]>, seq| if seq <= until { seen(seq) } else { Vec::new() };
        let grounds = self.grounds(log.id(), me, people)?;
        match self
            .with_hashes(space, |seen| check_records(log, &new, &grounds, &|seq| until_here(seen, seq)))?
        {
            Ok(()) => {}
            Err(Refusal::Unverified) => return Err(SyncError::Unverified("epoch")),
            Err(Refusal::KeyChange(account)) => return Err(SyncError::KeyChange { account: uuid(account) }),
            Err(Refusal::OtherLog) => return Err(SyncError::TwoHistories { space: space.0 }),
            Err(Refusal::Out) => return self.keep_out(log, Stopped::Out),
        }
        self.meet_members(server, me, people, &new)?;
        log.records.extend(new);
        log.known.epoch = log.records.len() as u32;
        self.open_packet(me, log, answer.packet.as_ref().map(|it| it.0.as_slice()));
        self.keep_epochs(log)
    }

    /// Opens the packet of the newest epoch. It stays shut where it is sealed to a key that another device of this
    /// account made and has not handed over yet.
    fn open_packet(&self, me: &Me, log: &mut Log, packet: Option<&[u8]>) {
        let (Some(record), Some(packet)) = (log.records.last(), packet) else { return };
        let Ok(opened) = EpochKeys::open(record, &me.keys, packet) else { return };
        log.take_keys(&opened);
    }

    /// Pins members that were not known here, on the issuer's word, if their statements are of the identity it named.
    fn meet_members(
        &self,
        server: &Server,
        me: &Me,
        people: &mut People,
        records: &[EpochRecord],
    ) -> Result<(), SyncError> {
        let members = records.iter().flat_map(|record| record.members());
        for member in members {
            if member.account == me.keys.account {
                continue;
            }
            match people.get(&member.account) {
                // The key may be newer than the statements here.
                Some(person) if !has_encryption(person, member) => {
                    self.hear(server, member.account, people)?
                }
                Some(_) => {}
                None => {
                    let Some(chain) = self.meet(server, member.account, &member.identity)? else { continue };
                    self.know(chain, people)?;
                }
            }
        }
        Ok(())
    }

    /// Begins the next epoch of a space with these members. The log was read up to its head.
    pub(crate) fn begin_epoch(
        &self,
        server: &Server,
        me: &Me,
        log: &mut Log,
        members: Vec<Member>,
    ) -> Result<Begun, SyncError> {
        let (record, keys) = self.next_epoch(me, log, members)?;
        let packets = self.packets(&record, &keys)?;
        let epoch = EpochAppend { record: record.as_bytes().into(), packets };
        match server.begin_epoch(log.id(), &epoch) {
            Err(error) if error.refusal() == Some(Code::Stale) => return Ok(Begun::Stale),
            other => other?,
        }
        self.keep_begun(log, record, keys)?;
        Ok(Begun::Yes)
    }

    /// Gives a server the epochs that it lost, because it was restored from an older copy. They began in a log that is no
    /// more, and so another one follows them, at the head of the log that is.
    pub(crate) fn give_epochs(
        &self,
        server: &Server,
        me: &Me,
        log: &mut Log,
        members: Vec<Member>,
    ) -> Result<Begun, SyncError> {
        let (record, keys) = self.next_epoch(me, log, members)?;
        let records = log.records.iter().chain([&record]).map(|it| it.as_bytes().into()).collect();
        let kind = if log.is_personal(me) { SpaceKind::Personal } else { SpaceKind::Mentorship };
        let create = SpaceCreate { kind, records, packets: self.packets(&record, &keys)? };
        match server.create_space(log.id(), &create) {
            Err(error) if error.refusal() == Some(Code::Stale) => return Ok(Begun::Stale),
            other => other?,
        }
        self.keep_begun(log, record, keys)?;
        Ok(Begun::Yes)
    }

    /// Keeps the epoch that has begun.
    pub(crate) fn keep_begun(
        &self,
        log: &mut Log,
        record: EpochRecord,
        keys: EpochKeys,
    ) -> Result<(), SyncError> {
        log.records.push(record);
        log.keys = Some(keys);
        log.known.epoch = log.records.len() as u32;
        self.keep_epochs(log)
    }

    /// The record of the next epoch, and all keys with its own.
    pub(crate) fn next_epoch(
        &self,
        me: &Me,
        log: &Log,
        members: Vec<Member>,
    ) -> Result<(EpochRecord, EpochKeys), SyncError> {
        let keys = log.keys.as_ref().filter(|_| log.has_all_keys());
        let (Some(keys), Some(newest)) = (keys, log.records.last()) else {
            return Err(SyncError::Unverified("epoch keys"));
        };
        let keys = keys.with_next(&mut self.dice()).ok_or(SyncError::Unverified("too many epochs"))?;
        let place = log.known.place;
        let beginning = Beginning {
            start_seq: place.seq,
            start_hash: Hash(place.hash),
            keys: keys.commitment(log.space()),
            members,
        };
        let record = newest.next(me.keys.account, &me.keys.identity, beginning);
        Ok((record.map_err(|_| SyncError::Unverified("epoch"))?, keys))
    }

    pub(crate) fn packets(&self, record: &EpochRecord, keys: &EpochKeys) -> Result<Vec<Packet>, SyncError> {
        let seal = |member: &Member| {
            let sealed = keys.seal_to(record, member.account, &mut self.dice());
            let sealed = sealed.map_err(|_| SyncError::Unverified("a member's key"))?;
            Ok(Packet { account: uuid(member.account), sealed: sealed.into() })
        };
        record.members().iter().map(seal).collect()
    }

    /// Gives a space its place on the server: with its first epoch, or with all of them where the server lost it. The
    /// records are kept before they are sent, so that a lost answer is asked again with the same.
    pub(crate) fn place_space(&self, server: &Server, me: &Me, log: &mut Log) -> Result<(), SyncError> {
        if log.records.is_empty() {
            self.first_epoch(me, log)?;
        }
        let (Some(newest), Some(keys)) = (log.records.last(), log.keys.as_ref()) else {
            return Err(SyncError::Unverified("epoch keys"));
        };
        let kind = if log.is_personal(me) { SpaceKind::Personal } else { SpaceKind::Mentorship };
        let records = log.records.iter().map(|record| record.as_bytes().into()).collect();
        let create = SpaceCreate { kind, records, packets: self.packets(newest, keys)? };
        server.create_space(log.id(), &create)
    }

    /// Begins the first epoch of a space, with this account alone.
    pub(crate) fn first_epoch(&self, me: &Me, log: &mut Log) -> Result<(), SyncError> {
        let keys = EpochKeys::first(&mut self.dice());
        let own = Member {
            account: me.keys.account,
            identity: me.keys.identity.verifying(),
            encryption: me.keys.encryption().sealing(),
        };
        let beginning = Beginning {
            start_seq: 0,
            start_hash: Hash::ZERO,
            keys: keys.commitment(log.space()),
            members: vec![own],
        };
        let record = EpochRecord::first(log.space(), me.keys.account, &me.keys.identity, beginning);
        self.keep_begun(log, record.map_err(|_| SyncError::Unverified("epoch"))?, keys)
    }
}

fn has_encryption(person: &Person, member: &Member) -> bool {
    person.chain.encryption() == member.encryption
        || person
            .chain
            .devices()
            .any(|(id, _)| person.chain.device_in_epoch(id, &member.encryption).is_some())
}

/// Whether this device has the secret of an encryption key. One of this account's that it lacks may be a thief's.
fn holds(me: &Me, encryption: &cairn_crypto::SealingKey) -> bool {
    me.keys.encryption_for(encryption).is_some()
}

/// What calls for a next epoch.
#[derive(Debug, Clone, Default)]
pub(crate) struct Due {
    /// Who was let in.
    pub(crate) admitted: Vec<AccountId>,
    /// Who left, or is to be taken out.
    pub(crate) gone: BTreeSet<AccountId>,
    /// An epoch is due even where the members stay the same.
    pub(crate) is_due: bool,
}

/// The members of the next epoch, if one is due: somebody comes or goes, or this account has a new encryption key. Nobody
/// whose keys changed is sealed to, and then no epoch begins. Pure.
pub(crate) fn next_members(
    newest: &EpochRecord,
    me: &Me,
    people: &People,
    due: &Due,
) -> Result<Option<Vec<Member>>, Need> {
    let mut is_due = due.is_due;
    let mut members = Vec::new();
    let stay = newest.members().iter().map(|member| member.account);
    for account in stay.chain(due.admitted.iter().copied()) {
        if due.gone.contains(&account) {
            is_due = true;
            continue;
        }
        if members.iter().any(|member: &Member| member.account == account) {
            continue;
        }
        let known = newest.member(account);
        let member = match people.get(&account) {
            Some(person) if person.is_changed => return Err(Need::KeyChange { account: uuid(account) }),
            Some(person) if account == me.keys.account && !holds(me, &person.chain.encryption()) => {
                return Err(Need::ForeignKey);
            }
            Some(person) => {
                Member { account, identity: person.chain.identity(), encryption: person.chain.encryption() }
            }
            None => *known.ok_or(Need::KeyChange { account: uuid(account) })?,
        };
        is_due |= known.is_none() || (account == me.keys.account && known != Some(&member));
        members.push(member);
    }
    Ok(is_due.then_some(members))
}
