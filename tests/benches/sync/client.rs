//! One device in a process of its own: the real engine over an encrypted store. Orders come as lines, and each is answered
//! with a line of JSON.

use crate::{
    common::{
        chance::{Chance, now},
        cost,
    },
    records::{RECORDS, body, id, record},
};
use cairn_crypto::{ServerAddress, StoreKey};
use cairn_domain::{AccountId, MentorshipId, Resource, Space};
use cairn_store::{DeviceId, Error, Scope, Store};
use cairn_sync::{Cancel, Engine, Greeting, Transport, World};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio, id as process_id},
    sync::Arc,
    time::Instant,
};
use uuid::Uuid;

/// A device's process, from outside.
pub(crate) struct Client {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// What an order cost the client, and what it said.
pub(crate) struct Answer {
    pub(crate) millis: f64,
    pub(crate) cpu: f64,
    pub(crate) peak: f64,
    pub(crate) said: Value,
}

impl Client {
    /// A fresh process over the profile in `folder`. All records are in `mentorship`.
    pub(crate) fn start(folder: &Path, mentorship: Uuid) -> Client {
        let mut command = Command::new(std::env::current_exe().expect("this program is somewhere"));
        command.arg("client").arg(folder).arg(mentorship.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("this program starts");
        let orders = child.stdin.take().expect("it is piped");
        let answers = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut client = Client { child, orders, answers };
        client.read();
        client
    }

    pub(crate) fn ask(&mut self, order: &str) -> Answer {
        writeln!(self.orders, "{order}").expect("it listens");
        let mut said = self.read();
        let number = |name: &str| said[name].as_f64().expect("it says what it cost");
        let (millis, cpu, peak) = (number("millis"), number("cpu"), number("peak"));
        Answer { millis, cpu, peak, said: said["said"].take() }
    }

    fn read(&mut self) -> Value {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("it answers");
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("a device failed: {line}"))
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The device's process, from inside.
#[expect(clippy::print_stdout, reason = "answers go to standard output")]
pub(crate) fn run(folder: &Path, mentorship: Uuid) {
    let device = Device::open(folder, MentorshipId(mentorship));
    println!("{}", json!({ "peak": cost::peak(process_id()) }));
    for order in std::io::stdin().lines() {
        let order = order.expect("orders are text");
        let (cpu, begun) = (cost::cpu(process_id()), Instant::now());
        let said = device.obey(&order);
        let millis = begun.elapsed().as_secs_f64() * 1000.0;
        let cpu = (cost::cpu(process_id()) - cpu).as_secs_f64() * 1000.0;
        println!(
            "{}",
            json!({ "millis": millis, "cpu": cpu, "peak": cost::peak(process_id()), "said": said })
        );
    }
}

struct Device {
    store: Arc<Store>,
    engine: Engine,
    mentorship: MentorshipId,
}

impl Device {
    fn open(folder: &Path, mentorship: MentorshipId) -> Device {
        let key = StoreKey::from_bytes([7; 32]);
        let chance = Chance::new();
        let store = match folder.is_dir() {
            true => Store::open(folder, &key, time()),
            false => {
                std::fs::create_dir_all(folder).expect("a folder can be made");
                let account = AccountId(Uuid::from_bytes(chance.bytes()));
                Store::create(folder, &key, account, DeviceId(u64::from_be_bytes(chance.bytes())))
            }
        };
        let store = Arc::new(store.expect("a profile"));
        let engine = Engine::new(Arc::clone(&store), Arc::new(Outside { chance }));
        Device { store, engine, mentorship }
    }

    fn obey(&self, order: &str) -> Value {
        let mut words = order.split(' ');
        match (words.next(), words.next()) {
            (Some("join"), Some(link)) => {
                let invitation = self.engine.look(link).expect("the link is good");
                self.engine.join(&invitation).expect("one can join");
                Value::Null
            }
            (Some("write"), None) => {
                self.write(0..RECORDS);
                Value::Null
            }
            (Some("change"), Some(edit)) => {
                self.change(edit.parse().expect("a number"));
                Value::Null
            }
            (Some("invite"), None) => {
                let greeting =
                    Greeting { name: "Ana".into(), mentorship: "SQL".into(), role: "mentee".into() };
                json!(
                    self.engine
                        .invite(self.mentorship.0, Uuid::nil(), &greeting)
                        .expect("one can invite")
                        .link
                )
            }
            (Some("sync"), None) => {
                let report = self.engine.sync(&mut |_| {}, &Cancel::default()).expect("it syncs");
                json!({ "fetched": report.fetched, "sent": report.sent, "needs": report.needs.len() })
            }
            (Some("state"), None) => self.state(),
            _ => panic!("\"{order}\" is no order"),
        }
    }

    fn write(&self, range: std::ops::Range<usize>) {
        let mentorship = self.mentorship;
        let write = |draft: &mut cairn_store::Draft<'_>| {
            range
                .clone()
                .try_for_each(|n| draft.create(Space::Mentorship(mentorship), &record(mentorship, n, 0)))
        };
        self.store.act::<_, Error>("bench", time(), write).expect("records are written");
    }

    /// Another body for 100 records, each in an act of its own, as a person does.
    fn change(&self, edit: u64) {
        let mentorship = self.mentorship;
        for n in (0..RECORDS).step_by(RECORDS / 100) {
            let act = |draft: &mut cairn_store::Draft<'_>| {
                let changed = Resource { description: body(n, edit), ..record(mentorship, n, 0) };
                draft.put(Space::Mentorship(mentorship), &changed)
            };
            self.store.act::<_, Error>("bench", time(), act).expect("a record is changed");
        }
    }

    /// How many records there are, how many of them a search finds, and one number made of all bodies.
    fn state(&self) -> Value {
        let all = self.store.read(|reader| reader.anywhere().all::<Resource>()).expect("records are read");
        let found = self.store.read(|reader| reader.search_count("lamp", &[], Scope::Everywhere));
        let has = |text: &str| text.split(' ').any(|word| word.starts_with("lamp"));
        let told = all.iter().filter(|placed| has(&placed.record.description)).count();
        let mut bodies: Vec<_> =
            all.iter().map(|it| (it.record.id.0, it.record.description.as_str())).collect();
        bodies.sort();
        assert!(id(0).0 == bodies[0].0, "the first is there");
        let mut digest = Sha256::new();
        bodies.iter().for_each(|(_, body)| digest.update(body));
        let digest: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        json!({ "records": all.len(), "found": found.expect("a search"), "told": told, "digest": digest })
    }
}

fn time() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(now() as i64).expect("a time")
}

/// The machine's clock and randomness, and the real line to the server.
struct Outside {
    chance: Chance,
}

impl World for Outside {
    fn now(&self) -> u64 {
        now()
    }

    fn random(&self, bytes: &mut [u8]) {
        self.chance.give(bytes);
    }

    fn dial(&self, address: &ServerAddress) -> Arc<dyn Transport> {
        cairn_sync::dial(address)
    }
}
