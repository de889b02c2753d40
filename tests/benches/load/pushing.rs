//! Pushes at a steady rate, whether or not those before were answered; and everybody else's device that waits for news and
//! fetches it.

use crate::{http::Line, people::Pair};
use cairn_crypto::{DeviceId, Frame};
use cairn_protocol::{Appended, Changes, read_page, write_frame};
use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use uuid::Uuid;

/// Everything has arrived after as long as that, or it never does.
const PATIENCE: Duration = Duration::from_secs(60);
/// Pushes that can be on their way at a time.
const HANDS: usize = 24;
/// One push in so many is sent again with the same bytes, as after a lost answer.
const AGAIN: usize = 20;

/// What was seen, in milliseconds, and how much was asked.
pub(crate) struct Seen {
    /// From when a push was due until it was answered.
    pub(crate) pushed: Vec<f64>,
    /// From when it was due until the partner's device had it.
    pub(crate) delivered: Vec<f64>,
    /// All requests meanwhile: pushes, what they woke, and what was then fetched.
    pub(crate) requests: u64,
}

/// What is measured beside, while people write.
pub(crate) trait Meter {
    /// Everybody is there, nobody writes yet.
    fn begin(&mut self);
    /// All that was written has been delivered.
    fn end(&mut self);
}

/// Pairs at work.
pub(crate) struct Scene {
    desks: Vec<Desk>,
    ports: Vec<u16>,
    requests: AtomicU64,
    is_over: AtomicBool,
}

/// A pair, and the entries that it pushed and was answered.
pub(crate) type Written = (Pair, Vec<[u8; 16]>);

/// A pair, and what is going on in it.
struct Desk {
    space: Uuid,
    devices: [DeviceId; 2],
    tokens: [String; 2],
    /// Held while one of the two pushes: the order of a device's entries is theirs to keep.
    pair: Mutex<Pair>,
    /// Entries on their way to the partner, with when they were due.
    on_the_way: Mutex<HashMap<[u8; 16], Instant>>,
    /// Entries that were pushed and answered.
    written: Mutex<Vec<[u8; 16]>>,
}

impl Scene {
    /// Pairs at work with the instances on these ports.
    pub(crate) fn new(pairs: Vec<Written>, ports: Vec<u16>) -> Scene {
        let desk = |(pair, written): Written| Desk {
            space: pair.space,
            devices: pair.devices(),
            tokens: pair.people.each_ref().map(|person| person.token.clone()),
            pair: Mutex::new(pair),
            on_the_way: Mutex::default(),
            written: Mutex::new(written),
        };
        let desks = pairs.into_iter().map(desk).collect();
        Scene { desks, ports, requests: AtomicU64::new(0), is_over: AtomicBool::new(false) }
    }

    /// The pairs, as they are now.
    pub(crate) fn finish(self) -> Vec<Written> {
        let inner = |desk: Desk| {
            let pair = desk.pair.into_inner().unwrap_or_else(PoisonError::into_inner);
            (pair, desk.written.into_inner().unwrap_or_else(PoisonError::into_inner))
        };
        self.desks.into_iter().map(inner).collect()
    }

    /// People on one instance, their partners on the next.
    fn port(&self, desk: usize, who: usize) -> u16 {
        self.ports[(desk + who) % self.ports.len()]
    }

    /// Everybody listens, and in turn everybody writes.
    pub(crate) fn run(&self, a_second: f64, pushes: usize, meter: &mut dyn Meter) -> Seen {
        let (listening, next) = (AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            let people = (0..self.desks.len()).flat_map(|desk| [(desk, 0), (desk, 1)]);
            let listen = |(desk, who)| {
                let (builder, listening) = (thread::Builder::new().stack_size(256 << 10), &listening);
                builder.spawn_scoped(scope, move || self.listen(desk, who, listening)).expect("a thread")
            };
            let ears: Vec<_> = people.map(listen).collect();
            wait_until(|| listening.load(Ordering::SeqCst) == ears.len());
            self.requests.store(0, Ordering::SeqCst);
            meter.begin();
            let begun = Instant::now();
            let next = &next;
            let push = |_| scope.spawn(move || self.push_some(begun, a_second, pushes, next));
            let hands: Vec<_> = (0..HANDS).map(push).collect();
            let pushed =
                hands.into_iter().flat_map(|hand| hand.join().expect("a hand does not fail")).collect();
            wait_until(|| self.desks.iter().all(|desk| lock(&desk.on_the_way).is_empty()));
            meter.end();
            let requests = self.requests.load(Ordering::SeqCst);
            self.is_over.store(true, Ordering::SeqCst);
            self.wake_everybody();
            let delivered =
                ears.into_iter().flat_map(|ear| ear.join().expect("an ear does not fail")).collect();
            Seen { pushed, delivered, requests }
        })
    }

    /// One entry more for each pair, so that nobody waits any longer.
    fn wake_everybody(&self) {
        for desk in 0..self.desks.len() {
            self.push(&mut Line::to(self.port(desk, 0)), desk, 0, None, false);
        }
    }

    /// One hand: takes the next push that is due, again and again.
    fn push_some(&self, begun: Instant, a_second: f64, pushes: usize, next: &AtomicUsize) -> Vec<f64> {
        let mut lines: HashMap<u16, Line> = HashMap::new();
        let mut took = Vec::new();
        loop {
            let n = next.fetch_add(1, Ordering::SeqCst);
            if n >= pushes {
                return took;
            }
            let due = begun + Duration::from_secs_f64(n as f64 / a_second);
            while let Some(left) = due.checked_duration_since(Instant::now()).filter(|it| !it.is_zero()) {
                thread::park_timeout(left);
            }
            let (desk, who) = (n % self.desks.len(), n / self.desks.len() % 2);
            let port = self.port(desk, who);
            let line = lines.entry(port).or_insert_with(|| Line::to(port));
            took.push(self.push(line, desk, who, Some(due), n.is_multiple_of(AGAIN)));
        }
    }

    /// Gives the milliseconds from when it was due; without that, its delivery is not measured.
    fn push(&self, line: &mut Line, desk: usize, who: usize, due: Option<Instant>, again: bool) -> f64 {
        let desk = &self.desks[desk];
        let mut pair = lock(&desk.pair);
        let frame = pair.write(who);
        let entry = frame.header().entry.0;
        lock(&desk.on_the_way).extend(due.map(|due| (entry, due)));
        let mut body = Vec::new();
        write_frame(&mut body, frame.as_bytes());
        let mut send = || -> Appended {
            self.requests.fetch_add(1, Ordering::SeqCst);
            let path = format!("/v1/spaces/{}/log", desk.space);
            let answer = line.octets(&path, Some(&desk.tokens[who]), &body).expect(200);
            serde_json::from_slice(&answer).expect("where it is")
        };
        let first = send();
        let took = due.map(millis).unwrap_or_default();
        if again {
            assert_eq!(first.seqs, send().seqs, "the same entry again has the same place");
        }
        lock(&desk.written).push(entry);
        took
    }

    /// A device that waits for news, and fetches it. Gives how long what the partner wrote took until it was here.
    fn listen(&self, desk: usize, who: usize, listening: &AtomicUsize) -> Vec<f64> {
        let (mut line, desk) = (Line::to(self.port(desk, who)), &self.desks[desk]);
        let (mut known, mut after, mut delivered) = (String::new(), 0, Vec::new());
        while !self.is_over.load(Ordering::SeqCst) {
            let path = match known.is_empty() {
                true => "/v1/changes".to_owned(),
                false => format!("/v1/changes?known={known}&wait=25"),
            };
            let is_first = known.is_empty();
            let asked = line.get(&path, Some(&desk.tokens[who]));
            self.requests.fetch_add(1, Ordering::SeqCst);
            if asked.status != 204 {
                let changes: Changes = serde_json::from_slice(&asked.expect(200)).expect("what is new");
                let head = changes.spaces.iter().find(|it| it.space == desk.space).map_or(0, |it| it.head);
                known = changes.digest;
                while after < head {
                    after = self.fetch(&mut line, desk, who, after, &mut delivered);
                }
            }
            listening.fetch_add(usize::from(is_first), Ordering::SeqCst);
        }
        delivered
    }

    fn fetch(&self, line: &mut Line, desk: &Desk, who: usize, after: u64, delivered: &mut Vec<f64>) -> u64 {
        let path = format!("/v1/spaces/{}/log?after={after}", desk.space);
        let page = line.get(&path, Some(&desk.tokens[who])).expect(200);
        self.requests.fetch_add(1, Ordering::SeqCst);
        let mut reached = after;
        for placed in read_page(&page).expect("a page") {
            reached = placed.seq;
            let frame = Frame::parse(placed.frame).expect("a frame");
            if frame.header().device != desk.devices[who] {
                let due = lock(&desk.on_the_way).remove(&frame.header().entry.0);
                delivered.extend(due.map(millis));
            }
        }
        reached
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wait_until(is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "something was not delivered, or nobody listens");
        thread::park_timeout(Duration::from_millis(5));
    }
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}
