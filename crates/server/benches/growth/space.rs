//! One space over the weeks, in the server's own storage and by its own rules.

use crate::habits::{Habit, Sizes};
use cairn_protocol::{BlobPurpose, SpaceKind};
use cairn_server::storage::{
    BlobName, Caller, Change, Hash, Id, Limits, Memory, NewEntry, NewSnapshot, NewSpace, Packet, Record,
    Statement, Storage, Time,
};
use futures_util::FutureExt;

const BEGIN: Time = 1_800_000_000_000;
const WEEK: Time = 7 * 24 * 3_600_000;
/// What a blob is cut into, and what a manifest has beside names and devices.
const PIECE: f64 = 1_048_576.0;
const MANIFEST: usize = 238 + 25;

/// How a space is used.
pub(crate) struct Plan {
    pub(crate) habits: &'static [Habit],
    /// How many times as much as the habits say.
    pub(crate) times: f64,
    /// Devices of all members together.
    pub(crate) devices: u64,
    pub(crate) weeks: u64,
    /// Weeks of a year in which people write.
    pub(crate) active: u64,
    /// Whether anybody makes the snapshots that the server asks for.
    pub(crate) snapshots: bool,
    /// The week from which one device is no longer here, without having been revoked.
    pub(crate) away: Option<u64>,
}

/// What there is at the end of a year.
#[derive(Clone, Copy, Default)]
pub(crate) struct Year {
    /// Entries that were ever written.
    pub(crate) written: u64,
    /// Entries that are kept.
    pub(crate) entries: u64,
    /// Bytes that the server keeps, by its own count: entries, manifests and blobs.
    pub(crate) bytes: u64,
    /// The most bytes it kept at any time of the year.
    pub(crate) most: u64,
    /// Snapshots that were made so far.
    pub(crate) snapshots: u64,
    /// The size of the state, as a snapshot.
    pub(crate) state: f64,
    /// What a fresh device fetches.
    pub(crate) first_sync: u64,
}

/// Runs a plan; a [`Year`] for each 52 weeks, and one for what is left.
pub(crate) fn run(plan: &Plan) -> Vec<Year> {
    let mut space = Space::begin(plan);
    let (mut years, mut most) = (Vec::new(), 0);
    for week in 0..plan.weeks {
        space.week(plan, week);
        most = space.bytes().max(most);
        if (week + 1) % 52 == 0 || week + 1 == plan.weeks {
            years.push(Year { most: std::mem::take(&mut most), ..space.year() });
        }
    }
    years
}

struct Space {
    storage: Memory,
    account: Id,
    /// The devices, with the number and hash of the last entry of each.
    devices: Vec<(Caller, u64, Hash)>,
    sizes: Vec<Sizes>,
    /// By habit: what is not yet a whole record.
    owed: Vec<f64>,
    written: u64,
    state: f64,
    /// Where the newest snapshot stands, and its size.
    snapshot: (u64, u64),
    snapshots: u64,
    /// The sizes of all entries ever.
    all: Vec<usize>,
    now: Time,
}

/// What an in-memory storage answers is there at once.
fn done<T>(answer: impl Future<Output = Result<T, cairn_server::storage::Error>>) -> T {
    answer.now_or_never().expect("memory does not wait").expect("it is allowed")
}

fn hash(of: &[u8]) -> Hash {
    *blake3::hash(of).as_bytes()
}

impl Space {
    fn begin(plan: &Plan) -> Space {
        let storage = Memory::new(Limits { log: u64::MAX >> 2, blobs: u64::MAX >> 2, ..Limits::default() })
            .expect("memory");
        let account = [1; 16];
        let devices: Vec<_> = (1..=plan.devices).map(|device| Caller { account, device }).collect();
        done(storage.invite_account([2; 16], [3; 32], BEGIN + WEEK));
        done(storage.register([2; 16], [3; 32], account, statements(&devices), BEGIN));
        let bytes = vec![0; 300];
        let record = Record {
            number: 1,
            issuer: account,
            previous: [0; 32],
            hash: hash(&bytes),
            start_seq: 0,
            start_hash: [0; 32],
            members: vec![account],
            bytes,
        };
        let packets = vec![Packet { account, sealed: vec![0; 80] }];
        let new = NewSpace {
            space: account,
            kind: SpaceKind::Personal,
            records: vec![record],
            packets,
            identities: Vec::new(),
        };
        done(storage.create_space(account, new));
        Space {
            storage,
            account,
            devices: devices.into_iter().map(|caller| (caller, 0, [0; 32])).collect(),
            sizes: plan.habits.iter().map(Habit::sizes).collect(),
            owed: vec![0.0; plan.habits.len()],
            written: 0,
            state: 0.0,
            snapshot: (0, 0),
            snapshots: 0,
            all: Vec::new(),
            now: BEGIN,
        }
    }

    fn week(&mut self, plan: &Plan, week: u64) {
        self.now += WEEK;
        let here = match plan.away {
            Some(away) if week >= away => self.devices.len() - 1,
            _ => self.devices.len(),
        };
        if week % 52 < plan.active {
            for (n, habit) in plan.habits.iter().enumerate() {
                self.owed[n] += habit.weekly * plan.times;
                while self.owed[n] >= 1.0 {
                    self.owed[n] -= 1.0;
                    self.write(self.sizes[n].first, here);
                    (0..habit.later).for_each(|_| self.write(self.sizes[n].later, here));
                    self.state += self.sizes[n].kept;
                }
            }
        }
        for (caller, _, _) in &self.devices[..here] {
            done(self.storage.touch(*caller, self.now));
            done(self.storage.pull(*caller, self.account, self.written, None, 1 << 20, self.now));
        }
        let wanted = done(self.storage.changes(self.account)).spaces[0].snapshot_wanted;
        if wanted && plan.snapshots {
            self.make_snapshot();
        }
    }

    fn write(&mut self, size: usize, here: usize) {
        let writer = self.written as usize % here;
        let (caller, number, previous) = &mut self.devices[writer];
        *number += 1;
        let mut frame = vec![0; size];
        frame[..8].copy_from_slice(&self.written.to_be_bytes());
        let own = hash(&frame);
        let entry = own[..16].try_into().expect("16 of 32");
        let new = NewEntry { entry, epoch: 1, number: *number, previous: *previous, hash: own, frame };
        *previous = own;
        done(self.storage.append(*caller, self.account, vec![new]));
        self.written += 1;
        self.all.push(size);
    }

    fn make_snapshot(&mut self) {
        let pieces = (self.state / PIECE).ceil().max(1.0) as u64;
        let mut names = Vec::new();
        for piece in 0..pieces {
            let name = hash(&[self.written.to_be_bytes(), piece.to_be_bytes()].concat());
            let blob = BlobName { space: self.account, name };
            done(self.storage.begin_blob(
                self.account,
                blob,
                BlobPurpose::Snapshot,
                (self.state / pieces as f64) as u64 + 64,
                self.now,
            ));
            done(self.storage.finish_blob(blob));
            names.push(name);
        }
        let manifest = vec![0; MANIFEST + 32 * names.len() + 48 * self.devices.len()];
        let size = manifest.len() as u64 + self.state as u64;
        let new = NewSnapshot { seen_seq: self.written, manifest, blobs: names };
        done(self.storage.put_snapshot(self.account, self.account, new, self.now));
        self.snapshot = (self.written, size);
        self.snapshots += 1;
    }

    fn bytes(&self) -> u64 {
        done(self.storage.account(self.account)).bytes
    }

    fn year(&self) -> Year {
        let counts = done(self.storage.counts());
        let floor = done(self.storage.changes(self.account)).spaces[0].floor;
        let (from, size) = if floor > 0 { self.snapshot } else { (0, 0) };
        let rest: usize = self.all[from as usize..].iter().map(|size| size + 12).sum();
        Year {
            written: self.written,
            entries: counts.entries,
            bytes: counts.bytes,
            most: 0,
            snapshots: self.snapshots,
            state: self.state,
            first_sync: size + rest as u64,
        }
    }
}

/// An account with all devices from the beginning.
fn statements(devices: &[Caller]) -> Vec<Statement> {
    let mut all: Vec<Statement> = Vec::new();
    let create = std::iter::once(Change::Create { identity: [4; 32] });
    let add = devices.iter().map(|it| Change::AddDevice { device: it.device, signing: [5; 32] });
    for change in create.chain(add) {
        let (number, previous) = all.last().map_or((1, [0; 32]), |it| (it.number + 1, it.hash));
        let bytes = format!("{number}").into_bytes();
        all.push(Statement { number, previous, hash: hash(&bytes), change, bytes });
    }
    all
}
