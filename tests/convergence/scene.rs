//! A scene: two people, their devices and a server, all from one seed.

use crate::{
    device::{Device, now},
    dice::Dice,
    network::{Network, Outside, Weather},
    server::{HOST, Program, finish},
    tell::tell,
};
use cairn_crypto::{InviteId, InviteLink, InviteSecret, RecoveryCode, ServerAddress, Trust};
use cairn_domain::{JournalEntryId, MentorshipId, NoteId};
use cairn_protocol::{Binary, Changes};
use cairn_server::storage::{Memory, Storage};
use cairn_sync::{Greeting, Method, Need, NewDevice, Report, Request, Response, SyncError, World};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use tempfile::TempDir;
use uuid::Uuid;

/// The simulated time at the beginning: 25 November 2026.
const BEGINNING: u64 = 1_795_600_000_000;
pub(crate) const ANA: Uuid = Uuid::from_u128(0xA0A);
pub(crate) const BEN: Uuid = Uuid::from_u128(0xBE2);
pub(crate) const PAIR: Uuid = Uuid::from_u128(0x9A12);
/// The member of it whom Ana invites.
pub(crate) const MEMBER: Uuid = Uuid::from_u128(0x3E3);

/// Two people, their devices and a server.
pub(crate) struct Scene {
    pub(crate) dice: Dice,
    pub(crate) clock: Arc<AtomicU64>,
    pub(crate) network: Arc<Network>,
    pub(crate) devices: Vec<Device>,
    pub(crate) folder: TempDir,
    /// Notes that were written once, by nobody else: they must all be there in the end, word for word. With who wrote.
    pub(crate) notes: BTreeMap<NoteId, (String, String)>,
    /// The same of journals, with whose they are.
    pub(crate) journals: BTreeMap<JournalEntryId, (String, String, Uuid)>,
    pub(crate) backup: Option<Arc<Memory>>,
    /// The server lost something.
    pub(crate) has_lost: bool,
    /// Two devices of one person stated different things in the same place, and say so.
    pub(crate) has_branched: bool,
    made: u64,
}

impl Scene {
    /// Ana and Ben, each with a device, in a mentorship.
    pub(crate) fn new(seed: u64) -> Scene {
        let mut scene = Scene::of_strangers(seed);
        scene.pair_up();
        scene
    }

    /// Ana and Ben, each with a device and an account, who do not know each other.
    pub(crate) fn of_strangers(seed: u64) -> Scene {
        let dice = Dice::new(seed);
        let clock = Arc::new(AtomicU64::new(BEGINNING));
        let instances = 1 + dice.below(3) as usize;
        let program = Program::new(Arc::clone(&clock), instances, dice.clone());
        let network = Network::new(program, dice.clone());
        let memory = std::path::Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let folder = folder.expect("a folder can be made");
        let mut scene = Scene {
            dice,
            clock,
            network,
            devices: Vec::new(),
            folder,
            notes: BTreeMap::new(),
            journals: BTreeMap::new(),
            backup: None,
            has_lost: false,
            has_branched: false,
            made: 0,
        };
        for (account, name) in [(ANA, "ana"), (BEN, "ben")] {
            let outside = scene.outside(name);
            let id = scene.dice.next();
            let folder = scene.folder.path().join(format!("{name}-0"));
            scene.devices.push(Device::new(format!("{name}-0"), folder, outside, account, id));
            let last = scene.devices.len() - 1;
            scene.operator_invites(last);
            scene.devices[last].sync().expect("a new account syncs");
        }
        scene
    }

    fn pair_up(&mut self) {
        self.write_note(0);
        self.write_journal(0);
        let greeting = Greeting { name: "Ana".into(), mentorship: "SQL".into(), role: "mentee".into() };
        let invited = self.devices[0].engine.invite(PAIR, MEMBER, &greeting).expect("Ana invites");
        let invitation = self.devices[1].engine.look(&invited.link).expect("Ben looks");
        assert_eq!(invitation.greeting.as_ref(), Some(&greeting));
        self.devices[1].engine.join(&invitation).expect("Ben joins");
        let report = self.devices[0].sync().expect("Ana syncs");
        assert_eq!(report.let_in, [(PAIR, BEN)]);
        self.devices[1].sync().expect("Ben syncs");
        assert_eq!(
            self.devices[1].state(PAIR),
            self.devices[0].state(PAIR),
            "Ben has what was there before him"
        );
    }

    pub(crate) fn outside(&self, name: &str) -> Arc<Outside> {
        Outside::new(name, &self.network, &self.clock, self.dice.clone())
    }

    /// The operator lets somebody have an account.
    pub(crate) fn operator_invites(&self, device: usize) {
        let random = |bytes: &mut [u8]| self.dice.fill(bytes);
        let (mut id, mut secret) = ([0; 16], [0; 16]);
        random(&mut id);
        random(&mut secret);
        let secret = InviteSecret::from_bytes(secret);
        let token = *secret.keys(InviteId(id)).token();
        let expires = self.clock.load(Ordering::SeqCst) + 1_000_000;
        {
            let program = self.network.program.lock().expect("nobody panicked");
            finish(program.storage().invite_account(id, Sha256::digest(token).into(), expires))
                .expect("an invite");
        }
        let server = ServerAddress::new(HOST, Trust::Public).expect("an address");
        let link = InviteLink { server, invite: InviteId(id), secret }.to_text();
        let engine = &self.devices[device].engine;
        let invitation = engine.look(&link).expect("the operator's invite can be looked at");
        engine.join(&invitation).expect("the operator's invite is good");
    }

    /// Another device for the person of `old`.
    pub(crate) fn enrol(&mut self, old: usize) -> Result<(), SyncError> {
        let name = format!("{}+{}", self.devices[old].name, self.devices.len());
        let outside = self.outside(&name);
        let folder = self.folder.path().join(format!("enrolled-{}", self.devices.len()));
        let mut side = self.devices[old].engine.enrol()?;
        let mut new = NewDevice::arrive(outside.clone() as Arc<dyn World>, side.link())?;
        assert_eq!(side.try_words(0)?, None);
        let there = new.try_words(0)?.expect("the answer is there");
        let here = side.try_words(0)?.expect("the reveal is there");
        assert_eq!(here, there);
        side.confirm()?;
        let enrolled = new.try_finish(0)?.expect("the secrets are there");
        let (account, id) = (enrolled.account(), enrolled.device());
        let device = Device::new(name, folder, outside, account, id);
        enrolled.settle(&device.store)?;
        self.devices.push(device);
        Ok(())
    }

    pub(crate) fn recovery_code(&self) -> RecoveryCode {
        RecoveryCode::generate(&mut |bytes: &mut [u8]| self.dice.fill(bytes))
    }

    /// A new machine, and nothing but the code.
    pub(crate) fn recover(&mut self, code: &RecoveryCode) -> Result<(), SyncError> {
        let name = format!("recovered-{}", self.devices.len());
        let outside = self.outside(&name);
        let server = ServerAddress::new(HOST, Trust::Public).expect("an address");
        let enrolled = cairn_sync::recover(outside.clone() as Arc<dyn World>, &server, code)?;
        let folder = self.folder.path().join(&name);
        let device = Device::new(name, folder, outside, enrolled.account(), enrolled.device());
        enrolled.settle(&device.store)?;
        self.devices.push(device);
        Ok(())
    }

    fn fresh_id(&mut self) -> Uuid {
        self.made += 1;
        Uuid::from_u128((u128::from(self.dice.next()) << 64) | u128::from(self.made))
    }

    /// A note of its own.
    pub(crate) fn write_note(&mut self, device: usize) {
        let id = NoteId(self.fresh_id());
        let text = format!("{} {}", self.made, self.devices[device].name);
        self.devices[device].write_note(MentorshipId(PAIR), id, &text);
        let device = &self.devices[device];
        if device.all::<cairn_domain::Note>().iter().any(|note| note.id == id) {
            self.notes.insert(id, (text, device.name.clone()));
        }
    }

    /// An edit of a note that everybody edits.
    pub(crate) fn edit_note(&mut self, device: usize) {
        let id = NoteId(Uuid::from_u128(0xED17 + u128::from(self.dice.below(4))));
        self.made += 1;
        let text = format!("edit {}", self.made);
        match self.dice.chance(10) {
            true => self.devices[device].delete_note(id),
            false => self.devices[device].write_note(MentorshipId(PAIR), id, &text),
        }
    }

    /// So much is written that the server asks for snapshots and forgets its log's beginning, over most of a year in which
    /// whoever is cut off stays so.
    pub(crate) fn write_for_a_year(&mut self, writers: &[usize]) {
        (self.weeks_of(writers, 56))();
    }

    /// How far the server forgot the beginning of the log, in calm weather.
    pub(crate) fn forgotten(&self) -> u64 {
        let changes = self.ask(0, Method::Get, "/v1/changes".into(), Vec::new());
        let changes: Changes = serde_json::from_slice(&changes.body).expect("changes");
        changes.spaces.iter().find(|changed| changed.space == PAIR).map_or(0, |changed| changed.floor)
    }

    /// Asks the server honestly, in the session of a device.
    pub(crate) fn ask(&self, at: usize, method: Method, path: String, body: Vec<u8>) -> Response {
        let account = self.devices[at].store.sync_account().expect("an account");
        let token = account.and_then(|it| it.session).map(|token| Binary::from(token.as_slice()).to_text());
        let content_type = (method == Method::Post).then_some("application/octet-stream");
        let (headers, limit) = (Vec::new(), usize::MAX);
        let request = Request { method, path, token, content_type, headers, body, limit, wait: 0 };
        self.network.program.lock().expect("nobody panicked").answer(request)
    }

    /// What the writers do in so many weeks: each writes 90 kB in turn, and all of them sync.
    pub(crate) fn weeks_of(&self, writers: &[usize], weeks: usize) -> impl FnOnce() + Send + use<> {
        let writers: Vec<Device> = writers.iter().map(|at| self.devices[*at].clone()).collect();
        let (clock, dice) = (Arc::clone(&self.clock), self.dice.clone());
        move || {
            for writer in writers.iter().cycle().take(weeks) {
                clock.fetch_add(7 * 24 * 3_600_000, Ordering::SeqCst);
                let mut bytes = vec![0; 90 << 10];
                dice.fill(&mut bytes);
                let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                writer.write_note(MentorshipId(PAIR), NoteId(Uuid::from_u128(0xB16)), &text);
                for device in &writers {
                    let _ = device.sync();
                }
            }
        }
    }

    pub(crate) fn write_journal(&mut self, device: usize) {
        let id = JournalEntryId(self.fresh_id());
        let text = format!("{}", self.made);
        self.devices[device].write_journal(id, &text);
        let device = &self.devices[device];
        if device.all::<cairn_domain::JournalEntry>().iter().any(|entry| entry.id == id) {
            self.journals.insert(id, (text, device.name.clone(), device.account));
        }
    }

    pub(crate) fn back_up_server(&mut self) {
        let program = self.network.program.lock().expect("nobody panicked");
        self.backup = Some(program.backup());
    }

    /// The server is what it was when it was backed up.
    pub(crate) fn restore_server(&mut self) {
        self.network.cut();
        self.network.program.lock().expect("nobody panicked").restore(self.backup.as_deref());
        self.forget();
    }

    /// The server knows nobody any more.
    pub(crate) fn empty_server(&mut self) {
        self.network.cut();
        self.network.program.lock().expect("nobody panicked").restore(None);
        self.forget();
    }

    /// The server has lost something, and whoever read its log begins anew.
    fn forget(&mut self) {
        self.has_lost = true;
        self.devices.iter().for_each(Device::begins_anew);
    }

    /// A device syncs, and another one in the middle of that.
    pub(crate) fn sync_across(&mut self, at: usize, other: usize, after: u64) {
        let device = &self.devices[at];
        let other = self.devices[other].clone();
        let act = move || {
            let _ = other.sync();
        };
        self.network.while_in_round(&device.outside.name, "", after, act, || {
            let _ = device.sync();
        });
    }

    /// Somebody revokes another of her devices.
    pub(crate) fn revoke_one(&mut self) {
        let Some((by, lost)) = self.two_of_one() else { return };
        self.calm();
        self.settle_some(&[by]);
        let id = self.devices[lost].store.device().0;
        // The server may know nobody any more, and the device go by a new id that nobody heard of yet.
        let known = self.devices[by].engine.devices().unwrap_or_default();
        if known.iter().any(|device| device.id == id && !device.is_revoked) {
            self.devices[by].engine.revoke(id).expect("a device is revoked in calm weather");
            // A copy of its disk goes by the same id.
            self.devices
                .iter_mut()
                .filter(|it| it.store.device().0 == id)
                .for_each(|it| it.is_revoked = true);
        }
    }

    /// A second computer with a copy of this one's disk.
    pub(crate) fn clone_disk(&mut self, at: usize) {
        let name = format!("{}'", self.devices[at].name);
        let outside = self.outside(&name);
        let folder = self.folder.path().join(format!("clone-{}", self.devices.len()));
        let clone = self.devices[at].clone_disk(name, folder, outside);
        self.devices.push(clone);
    }

    fn two_of_one(&self) -> Option<(usize, usize)> {
        let last = self.devices.len() - 1;
        let first = self.devices[..last].iter().position(|it| it.account == self.devices[last].account)?;
        Some((first, last))
    }

    fn settle_some(&self, devices: &[usize]) {
        for at in devices {
            let _ = self.devices[*at].sync();
        }
    }

    pub(crate) fn pass(&self, millis: u64) {
        self.clock.fetch_add(millis, Ordering::SeqCst);
    }

    pub(crate) fn calm(&self) {
        self.network.set_weather(Weather::CALM);
        self.network.deliver_late();
        for device in &self.devices {
            device.outside.is_cut_off.store(false, Ordering::SeqCst);
            device.outside.clock_off.store(0, Ordering::SeqCst);
        }
    }

    /// Everybody syncs until nothing moves any more.
    pub(crate) fn settle(&mut self) {
        self.calm();
        const ROUNDS: usize = 30;
        let mut last = Vec::new();
        for round in 0..ROUNDS {
            let mut moved = false;
            last.clear();
            if round == ROUNDS / 2 {
                self.give_up_copies();
            }
            for at in 0..self.devices.len() {
                self.pass(1_000);
                moved |= self.sync_in_calm(at, &mut last);
            }
            if !moved {
                return;
            }
        }
        panic!("after {ROUNDS} rounds something moves still: {last:#?}");
    }

    fn is_copy_of_revoked(&self, at: usize) -> bool {
        self.copies(at).any(|device| device.is_revoked)
    }

    /// Those with the same disk, itself among them.
    pub(crate) fn copies(&self, at: usize) -> impl Iterator<Item = &Device> {
        let original = |device: &Device| device.name.trim_end_matches('\'').to_owned();
        self.devices.iter().filter(move |device| original(device) == original(&self.devices[at]))
    }

    /// Of two with the same disk, the one that was silent while the other took a new id and a device was revoked waits for a
    /// key that nobody knows to hand over to it. The person adds it anew: docs/encryption.md, known limits.
    fn give_up_copies(&mut self) {
        for at in 0..self.devices.len() {
            let status = self.devices[at].engine.status().expect("a status");
            let waits = status.needs.iter().any(|need| matches!(need, Need::Key { .. }));
            self.devices[at].is_revoked |= waits && self.copies(at).count() > 1;
        }
    }

    /// The person says of a device that came by itself, as a copied disk does, that it is hers. Until then it waits for keys
    /// that were new since. Gives whether something may come of it.
    fn settle_devices(&mut self, at: usize, report: &Report) -> bool {
        let waits =
            !self.devices[at].is_revoked && report.needs.iter().any(|need| matches!(need, Need::Key { .. }));
        if waits {
            self.pass(11 * 60_000);
        }
        let mut accepted = false;
        for need in &report.needs {
            let Need::StrangeDevice { device } = *need else { continue };
            let mut living = self.devices.iter().filter(|other| !other.is_revoked);
            if living.any(|other| other.store.device().0 == device) {
                self.devices[at].engine.accept_device(device).expect("a device is accepted");
                accepted = true;
            }
        }
        waits || accepted
    }

    fn sync_in_calm(&mut self, at: usize, last: &mut Vec<String>) -> bool {
        let device = &self.devices[at];
        let outcome = device.sync();
        tell(|| format!("{}: {outcome:?}, put aside {:?}", device.name, device.put_aside(PAIR)));
        match outcome {
            Ok(report) => {
                last.push(format!("{}: {report:?}", device.name));
                let account = device.account;
                self.has_branched |= report.needs.contains(&Need::KeyChange { account });
                let moved = report.fetched + report.sent > 0 || !report.let_in.is_empty();
                self.settle_devices(at, &report) || moved
            }
            // A copy of a disk that had read nothing before it was revoked: it cannot tell that from a server that came back empty.
            Err(SyncError::UnknownDevice)
                if !device.is_revoked && device.knows_nobody() && self.is_copy_of_revoked(at) =>
            {
                self.devices[at].is_revoked = true;
                true
            }
            // The server came back empty: who was there first is let in anew, and brings her other devices along.
            Err(SyncError::UnknownDevice) if !device.is_revoked => {
                if at < 2 {
                    self.operator_invites(at);
                }
                true
            }
            Err(SyncError::Revoked | SyncError::UnknownDevice) if device.is_revoked => false,
            // A copy of a revoked disk, that had not made its new id known before.
            Err(SyncError::Revoked) if self.is_copy_of_revoked(at) => {
                self.devices[at].is_revoked = true;
                true
            }
            Err(error) => {
                panic!("{} cannot sync in calm weather: {error:?} at {}", device.name, now(&device.outside))
            }
        }
    }
}
