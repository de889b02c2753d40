//! The same mentorship on two devices with no server at all: files that are handed over.
//!
//! The first two go under a code that the two tell each other another way: an introduction, and the answer to it. From
//! then on files are letters to all members. In any order, twice, both ways: they give the same state on all sides.

use crate::{
    Engine, SyncError,
    cycle::pack,
    epochs::{Due, next_members},
    log::{Log, Refusal, check_records},
    me::Me,
    notebook::{self, space_key},
    people::{People, uuid},
    reading::unpack,
    stopped::Stopped,
};
use cairn_crypto::{
    AccountId, Chain, EpochRecord, ExchangeError, ExchangeFile, ExchangeKind, FileId, FormatError, Incoming,
    Outgoing,
};
use cairn_replica::{Batch, Op};
use cairn_store::sync::{Author, LedgerRecord, SealedFile, StatePlace};
use uuid::Uuid;

pub use cairn_crypto::ExchangeCode;

/// The most ops in one batch of a file.
const OPS: usize = 20_000;
/// The most bytes of writes and state in a file, unpacked.
const MAX_BODY: usize = 256 << 20;
/// How many records are read at a time.
const RECORDS: usize = 2_000;

/// What goes into a file.
struct Contents<'c> {
    file: FileId,
    /// The files of others that were taken in here.
    seen: &'c [FileId],
    body: &'c [u8],
}

/// What an exchange file brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Into which mentorship.
    pub space: Uuid,
    /// Who wrote it.
    pub author: Uuid,
    /// Records that changed here.
    pub changed: usize,
    /// It introduced its author: a file under the same code is to be sent back.
    pub wants_answer: bool,
}

impl Engine {
    /// A file with all of a mentorship, signed by this device and encrypted for its members; or, while there is nobody
    /// else in it yet, under `code`. Fails with [`SyncError::CodeNeeded`] where it needs one and there is none, and with
    /// [`SyncError::Stopped`] or [`SyncError::KeyChange`] where nothing is to leave.
    pub fn export_exchange(&self, space: Uuid, code: Option<&ExchangeCode>) -> Result<Vec<u8>, SyncError> {
        let _turn = self.turn();
        let me = self.me_without_server()?;
        let log = match self.log(space)? {
            Some(log) => log,
            None => self.begin_without_server(&me, space)?,
        };
        let people = self.people()?;
        if log.known.notice.is_some() {
            return Err(SyncError::Stopped { space });
        }
        if let Some(account) = log.changed_member(&people, me.keys.account) {
            return Err(SyncError::KeyChange { account });
        }
        let own = people.get(&me.keys.account).ok_or(SyncError::NoAccount)?;
        let file = FileId(self.fresh());
        self.store.export_exchange(log.known.space, file.0, self.now(), |exported| {
            let seen = exported.taken_in.iter().rev().take(cairn_crypto::MAX_SEEN);
            let seen: Vec<_> = seen.map(|file| FileId(*file)).collect();
            let (body, records) = self.body(&log, &exported.writes)?;
            let contents = Contents { file, seen: &seen, body: &body };
            Ok(SealedFile { bytes: self.seal_file(&me, &own.chain, &log, contents, code)?, records })
        })
    }

    fn seal_file(
        &self,
        me: &Me,
        author: &Chain,
        log: &Log,
        Contents { file, seen, body }: Contents<'_>,
        code: Option<&ExchangeCode>,
    ) -> Result<Vec<u8>, SyncError> {
        let newest = log.newest().ok_or(SyncError::NotFound)?;
        let is_member = newest.member(me.keys.account).is_some();
        let keys = log.keys.as_ref().filter(|_| is_member && log.has_all_keys());
        let outgoing = Outgoing {
            file,
            space: log.space(),
            author,
            device: me.device,
            signing: &me.device_keys.signing,
            seen,
            epochs: keys.map(|keys| (log.records.as_slice(), keys)),
            body,
        };
        let mut dice = self.dice();
        Ok(match (is_member, newest.members().len(), code) {
            (true, 2.., _) => outgoing.letter(&mut dice)?,
            (true, _, Some(code)) => outgoing.introduce(code, &mut dice)?,
            (false, _, Some(code)) => outgoing.answer(code, &mut dice)?,
            (_, _, None) => return Err(SyncError::CodeNeeded),
        })
    }

    /// Takes in another's file. Fails with [`SyncError::CodeNeeded`] where it is under a code, and with what is wrong with it.
    pub fn import_exchange(&self, file: &[u8], code: Option<&ExchangeCode>) -> Result<Imported, SyncError> {
        let _turn = self.turn();
        let me = self.me_without_server()?;
        let parsed = ExchangeFile::parse(file)?;
        let mut people = self.people()?;
        let space = Uuid::from_bytes(parsed.space().0);
        let incoming = match (parsed.kind(), code) {
            (ExchangeKind::Letter, _) => {
                let known: Vec<_> = people.values().map(|person| &person.chain).collect();
                parsed.open_letter(&me.keys, &known)?
            }
            (_, Some(code)) => parsed.open_with_code(code)?,
            (_, None) => return Err(SyncError::CodeNeeded),
        };
        // A file is about a mentorship. No personal space is one, whoever says so.
        if space == me.account() || people.contains_key(&AccountId(*space.as_bytes())) {
            return Err(SyncError::Unverified("a space"));
        }
        if self.log(space)?.is_some_and(|log| matches!(log.stopped(), Some(Stopped::WordsDiffer(_)))) {
            return Err(SyncError::Stopped { space });
        }
        let batches = batches(&incoming.body, space)?;
        self.meet_author(&parsed, &incoming, &mut people)?;
        self.take_epochs(&me, &people, &parsed, &incoming)?;
        let author = Author {
            device: cairn_store::DeviceId(incoming.device.0),
            account: uuid(incoming.author.account()).into(),
            number: 0,
            hash: [0; 32],
        };
        let brought = cairn_store::sync::ExchangeFile {
            space: cairn_replica::SpaceId(space),
            file: parsed.file().0,
            author,
            batches,
            taken_in: incoming.seen.iter().map(|file| file.0).collect(),
        };
        let applied = self.store.import_exchange(&brought, self.now())?;
        Ok(Imported {
            space,
            author: uuid(incoming.author.account()),
            changed: applied.records,
            wants_answer: parsed.kind() == ExchangeKind::Introduction,
        })
    }

    /// Pins who wrote a file: for real where it came under a code, and otherwise only that her statements grew.
    fn meet_author(
        &self,
        file: &ExchangeFile<'_>,
        incoming: &Incoming,
        people: &mut People,
    ) -> Result<(), SyncError> {
        let chain = incoming.author.clone();
        let (account, identity) = (uuid(chain.account()), chain.identity());
        let known = people.get(&chain.account());
        if known.is_some_and(|known| known.is_changed || known.chain.identity() != identity) {
            return Err(SyncError::KeyChange { account });
        }
        if file.kind() != ExchangeKind::Letter {
            return self.meet_verified(&chain, people);
        }
        // A file that is older than what is known takes nothing back.
        if known.is_none_or(|known| known.chain.statements().len() < chain.statements().len()) {
            self.know(chain, people)?;
        }
        Ok(())
    }

    /// Takes the epochs of a file where they go on from those here; lets in who answered.
    fn take_epochs(
        &self,
        me: &Me,
        people: &People,
        file: &ExchangeFile<'_>,
        incoming: &Incoming,
    ) -> Result<(), SyncError> {
        let space = Uuid::from_bytes(file.space().0);
        let author = incoming.author.account();
        let mut log = match self.log(space)? {
            Some(log) => log,
            None => {
                let author = &incoming.author;
                let joined = notebook::Joined::by(uuid(author.account()), &author.identity().0);
                self.keep_note(&space_key(space), &joined)?;
                let mut log = self.new_log(space);
                log.known.on_server = false;
                log
            }
        };
        if let Some((records, keys)) = &incoming.epochs {
            let goes_on = records.iter().zip(&log.records).all(|(theirs, ours)| theirs == ours);
            if !goes_on {
                return Err(SyncError::Unverified("epochs"));
            }
            let new = records.get(log.records.len()..).unwrap_or_default();
            self.check_epochs(me, people, file.kind(), &log, new)?;
            log.records.extend_from_slice(new);
            // Who was put out has the keys of before, and no say any more.
            let is_member = log.newest().is_some_and(|newest| newest.member(author).is_some());
            if !is_member {
                return Err(ExchangeError::UnknownAuthor.into());
            }
            log.take_keys(keys);
            log.known.epoch = log.records.len() as u32;
            return self.keep_epochs(&log);
        }
        let due = Due { admitted: vec![author], ..Due::default() };
        let newest = log.newest().ok_or(SyncError::NotFound)?;
        if newest.member(me.keys.account).is_none() {
            return Err(ExchangeError::UnknownAuthor.into());
        }
        if newest.member(author).is_some() {
            return Ok(());
        }
        let members = next_members(newest, me, people, &due);
        let Ok(Some(members)) = members else { return Err(SyncError::KeyChange { account: uuid(author) }) };
        let (record, keys) = self.next_epoch(me, &log, members)?;
        self.keep_begun(&mut log, record, keys)
    }

    /// Whether the epochs of a file may follow those here. Who is introduced is not in them yet.
    fn check_epochs(
        &self,
        me: &Me,
        people: &People,
        kind: ExchangeKind,
        log: &Log,
        new: &[EpochRecord],
    ) -> Result<(), SyncError> {
        let grounds = self.grounds(log.id(), me, people)?;
        let until = log.known.place.seq;
        let checked = self.with_hashes(log.known.space, |seen| {
            check_records(log, new, &grounds, &|seq| if seq <= until { seen(seq) } else { Vec::new() })
        })?;
        match checked {
            Err(Refusal::Out) if kind == ExchangeKind::Introduction => Ok(()),
            Err(Refusal::KeyChange(account)) => Err(SyncError::KeyChange { account: uuid(account) }),
            Err(Refusal::OtherLog) => Err(SyncError::TwoHistories { space: log.id() }),
            other => other.map_err(|_| SyncError::Unverified("epochs")),
        }
    }

    /// The account, made where there is none: a file needs keys and no server.
    fn me_without_server(&self) -> Result<Me, SyncError> {
        if self.store.sync_account()?.is_none() {
            self.make_account(None)?;
        }
        self.me_anywhere()
    }

    fn begin_without_server(&self, me: &Me, space: Uuid) -> Result<Log, SyncError> {
        let mut log = self.new_log(space);
        self.keep_note(&space_key(space), &notebook::Joined::default())?;
        self.first_epoch(me, &mut log)?;
        log.known.on_server = false;
        self.store.put_space(&log.known)?;
        Ok(log)
    }

    /// What was written here and the others may not know, then the whole state: `(length 4 | batch)…`, squeezed; and
    /// which records that is.
    fn body(&self, log: &Log, writes: &[Op]) -> Result<(Vec<u8>, Vec<LedgerRecord>), SyncError> {
        let space = log.known.space;
        let (mut body, mut told) = (Vec::new(), Vec::new());
        let mut put = |ops: Vec<Op>, state: bool| -> Result<(), SyncError> {
            let damaged = || cairn_store::Error::Damaged("a state cannot be written".into());
            told.extend(LedgerRecord::of(&ops));
            let batch = Batch { ops, attachments: Vec::new(), state }.encode(space).map_err(|_| damaged())?;
            body.extend((batch.len() as u32).to_be_bytes());
            body.extend(batch);
            Ok(())
        };
        writes.chunks(OPS).try_for_each(|ops| put(ops.to_vec(), false))?;
        let mut from = Some(StatePlace::default());
        while let Some(place) = from {
            let slice = self.store.state(space, place, RECORDS)?;
            put(slice.ops, true)?;
            from = slice.next;
        }
        if body.len() > MAX_BODY {
            return Err(
                ExchangeError::from(FormatError::TooLarge { what: "exchange", limit: MAX_BODY }).into()
            );
        }
        Ok((pack(&body), told))
    }
}

fn batches(body: &[u8], space: Uuid) -> Result<Vec<Batch>, SyncError> {
    let unverified = || SyncError::Unverified("a file's content");
    let bytes = unpack(body, MAX_BODY).ok_or_else(unverified)?;
    let (mut rest, mut all) = (bytes.as_slice(), Vec::new());
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (batch, after) =
            after.split_at_checked(u32::from_be_bytes(*length) as usize).ok_or_else(unverified)?;
        all.push(Batch::decode(batch, cairn_replica::SpaceId(space)).map_err(|_| unverified())?);
        rest = after;
    }
    if rest.is_empty() { Ok(all) } else { Err(unverified()) }
}
