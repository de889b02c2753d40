//! Three devices, one log, and everything that goes wrong between them: at the end they agree.

use crate::{log::*, support::*};
use cairn_domain::*;
use cairn_replica::DeviceId;
use cairn_store::{Error, Store, sync::StatePlace};
use proptest::prelude::*;
use uuid::Uuid;

const DEVICES: usize = 3;
const TEN_YEARS: i64 = 10 * 365 * 24 * 3_600_000;

#[derive(Debug, Clone)]
enum Deed {
    Create(u8),
    Write(u8, u8),
    Remove(u8),
    Restore(u8),
    Undo,
    /// An entry is made, and nothing is sent.
    Take,
    /// What is in flight is given up.
    Drop,
    /// Reads a few entries.
    Read(u8),
    /// Reads and sends.
    Sync(Answer),
    /// The device's clock is ten years ahead until the server says so.
    ClockAhead,
    /// The disk was cloned.
    NewDevice,
    /// The whole state of another device is merged, as from a snapshot.
    StateFrom(u8),
    /// The server loses so many of its last entries.
    ServerLoses(u8),
    /// Reads the log again from its beginning.
    ReadAgain,
    /// Ends and begins again.
    Reopen,
}

fn any_deed() -> impl Strategy<Value = (usize, u16, Deed)> {
    let deed = prop_oneof![
        4 => (0u8..4).prop_map(Deed::Create),
        8 => (0u8..4, any::<u8>()).prop_map(|(id, text)| Deed::Write(id, text)),
        2 => (0u8..4).prop_map(Deed::Remove),
        1 => (0u8..4).prop_map(Deed::Restore),
        1 => Just(Deed::Undo),
        3 => Just(Deed::Take),
        1 => Just(Deed::Drop),
        2 => (1u8..4).prop_map(Deed::Read),
        5 => prop::sample::select(vec![Answer::Lost, Answer::Numbers, Answer::Whole]).prop_map(Deed::Sync),
        1 => Just(Deed::ClockAhead),
        1 => Just(Deed::NewDevice),
        1 => (0u8..DEVICES as u8).prop_map(Deed::StateFrom),
        1 => (1u8..6).prop_map(Deed::ServerLoses),
        1 => Just(Deed::ReadAgain),
        1 => Just(Deed::Reopen),
    ];
    (0..DEVICES, 0u16..2_000, deed)
}

struct World {
    profiles: Vec<Bench>,
    /// Each device's clock, in milliseconds after the tests' time.
    clocks: [i64; DEVICES],
    /// How far each is ahead of what it should be.
    ahead: [i64; DEVICES],
    log: Log,
    next_device: u64,
    /// The server's clock.
    now: i64,
}

impl World {
    fn new() -> World {
        let ben = AccountId(Uuid::from_u128(0xBE));
        let profiles = vec![Bench::copied(ACCOUNT, 1), Bench::copied(ACCOUNT, 2), Bench::copied(ben, 3)];
        for profile in &profiles {
            profile.store.put_space(&on_server(SHARED_SPACE)).unwrap();
        }
        let log = Log::new(SHARED_SPACE);
        World { profiles, clocks: [0; DEVICES], ahead: [0; DEVICES], log, next_device: 100, now: 0 }
    }

    fn new_device(&mut self) -> DeviceId {
        self.next_device += 1;
        DeviceId(self.next_device)
    }

    fn sync(&mut self, who: usize, answer: Answer) {
        self.find_other_history(who);
        sync(&self.profiles[who].store, &mut self.log, at(self.now), answer);
        self.ahead[who] = 0;
    }

    /// The server has fewer entries than were read, or others.
    fn find_other_history(&mut self, who: usize) {
        let known = self.profiles[who].store.sync_space(SHARED_SPACE).unwrap().unwrap();
        let went_back = known.head > self.log.entries.len() as u64;
        if went_back || self.log.hash_at(known.place.seq) != known.place.hash {
            let device = self.new_device();
            begin_again(&self.profiles[who].store, SHARED_SPACE, device);
        }
    }

    fn act(&mut self, who: usize, pause: u16, deed: &Deed) {
        self.now += i64::from(pause);
        self.clocks[who] = self.now + self.ahead[who];
        let now = at(self.clocks[who]);
        match deed {
            Deed::Read(count) => {
                self.find_other_history(who);
                pull(&self.profiles[who].store, &self.log, usize::from(*count));
            }
            Deed::Sync(answer) => self.sync(who, *answer),
            Deed::ClockAhead => self.ahead[who] = TEN_YEARS,
            Deed::NewDevice => {
                let device = self.new_device();
                self.profiles[who].store.take_new_device(device).unwrap();
            }
            Deed::StateFrom(other) => self.merge_state(usize::from(*other), who),
            Deed::ServerLoses(count) => {
                let left = self.log.entries.len().saturating_sub(usize::from(*count));
                self.log.entries.truncate(left);
            }
            Deed::ReadAgain => self.profiles[who].store.begin_again(SHARED_SPACE).unwrap(),
            Deed::Reopen => {
                let profile = self.profiles.remove(who).reopened();
                self.profiles.insert(who, profile);
            }
            Deed::Take => drop(take(&self.profiles[who].store, SHARED_SPACE)),
            Deed::Drop => self.profiles[who].store.drop_in_flight(SHARED_SPACE).unwrap(),
            _ => write(&self.profiles[who].store, now, deed),
        }
    }

    /// A state is made of what was sent alone.
    fn merge_state(&mut self, from: usize, to: usize) {
        let (from, to) = (&self.profiles[from].store, &self.profiles[to].store);
        if !from.is_all_sent(SHARED_SPACE).unwrap() {
            return;
        }
        let mut next = Some(StatePlace::default());
        while let Some(place) = next {
            let slice = from.state(SHARED_SPACE, place, 2).unwrap();
            let batch = cairn_replica::Batch { ops: slice.ops, state: true, ..Default::default() };
            to.apply_state(SHARED_SPACE, &batch, at(self.now)).unwrap();
            next = slice.next;
        }
    }
}

fn write(store: &Store, now: chrono::DateTime<chrono::Utc>, deed: &Deed) {
    let goal_of = |id: u8| goal(u128::from(id) + 1, "created");
    // Some deeds make no sense when they come: they fail, and change nothing.
    let _: Result<(), Error> = match deed {
        Deed::Create(id) => store.act("create", now, |draft| draft.create(SHARED, &goal_of(*id))),
        Deed::Write(id, text) => store.act("write", now, |draft| {
            let mut goal = draft.need::<Goal>(goal_of(*id).id)?;
            (goal.title, goal.next_step) = (format!("title {text}"), format!("step {}", text / 16));
            draft.update(&goal.record)
        }),
        Deed::Remove(id) => store.act("remove", now, |draft| draft.remove::<Goal>(goal_of(*id).id)),
        Deed::Restore(id) => store.act("restore", now, |draft| draft.restore::<Goal>(goal_of(*id).id)),
        Deed::Undo => store.undo(now).map(drop),
        _ => Ok(()),
    };
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_all_devices_agree_once_the_log_is_read(
        deeds in prop::collection::vec(any_deed(), 1..80),
    ) {
        let mut world = World::new();
        for (who, pause, deed) in &deeds {
            world.act(*who, *pause, deed);
        }
        // At last everybody can reach the server, twice around.
        for who in (0..DEVICES).chain(0..DEVICES).chain(0..DEVICES) {
            world.now += 1_000;
            world.sync(who, Answer::Whole);
        }
        for profile in &world.profiles {
            prop_assert_eq!(goal_rows(profile), goal_rows(&world.profiles[0]));
            prop_assert_eq!(profile.store.integrity().unwrap(), []);
            prop_assert!(profile.store.is_all_sent(SHARED_SPACE).unwrap());
            prop_assert_eq!(profile.store.refused(SHARED_SPACE).unwrap(), []);
        }
    }
}
