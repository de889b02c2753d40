//! A real server on this computer, and people with real apps.

use crate::{App, testing::TestHost};
use axum::{extract::Request, middleware::map_request};
use cairn_crypto::{InviteId, InviteLink, InviteSecret, ServerAddress, Trust};
use cairn_server::{
    Names, Server as Core, Settings,
    blobs::Blobs,
    clock::MachineChance,
    router,
    storage::{Limits, Memory, Storage},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    future::ready,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{net::TcpListener, runtime::Runtime};

pub(super) const NOW: &str = "2026-11-24T01:12:00Z";

/// A server on loopback, over plain HTTP. It ends when it is dropped.
pub(super) struct Server {
    runtime: Option<Runtime>,
    storage: Arc<dyn Storage>,
    core: Arc<Core>,
    address: String,
    now: u64,
    asked: Arc<AtomicU32>,
}

impl Server {
    pub(super) fn start() -> Server {
        let now = NOW.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis() as u64;
        let storage: Arc<dyn Storage> = Arc::new(Memory::new(Limits::default()).unwrap());
        let settings =
            Settings { names: Names::new([]), trust_forwarded: false, limited: false, open_metrics: false };
        let blobs = Arc::new(Blobs::memory());
        let core =
            Core::new(Arc::clone(&storage), blobs, Arc::new(move || now), Arc::new(MachineChance), settings);
        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let asked = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&asked);
        let routes = router(Arc::clone(&core)).layer(map_request(move |request: Request| {
            count.fetch_add(1, Ordering::SeqCst);
            ready(request)
        }));
        runtime.spawn(async move {
            axum::serve(listener, routes.into_make_service_with_connect_info::<std::net::SocketAddr>()).await
        });
        Server { runtime: Some(runtime), storage, core, address, now, asked }
    }

    /// How often anybody asked it for anything.
    pub(super) fn asked(&self) -> u32 {
        self.asked.load(Ordering::SeqCst)
    }

    /// A link of whoever runs it.
    pub(super) fn invite(&self, number: u8) -> String {
        let (invite, secret) = (InviteId([number; 16]), InviteSecret::from_bytes([number; 16]));
        let token = Sha256::digest(secret.keys(invite).token()).into();
        let made = self.storage.invite_account(invite.0, token, self.now + 3_600_000);
        self.runtime.as_ref().unwrap().block_on(made).unwrap();
        let server = ServerAddress::new(&self.address, Trust::Plain).unwrap();
        InviteLink { server, invite, secret }.to_text().to_string()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.core.close();
        if let Some(runtime) = self.runtime.take() {
            // Once this is over, it answers nobody any more: not what was asked before either.
            runtime.shutdown_timeout(Duration::from_secs(60));
        }
    }
}

/// Somebody at a computer.
pub(super) struct Person {
    pub(super) host: Arc<TestHost>,
    pub(super) app: Arc<App>,
}

/// As the program does when it ends.
impl Drop for Person {
    fn drop(&mut self) {
        self.app.quit();
    }
}

impl Person {
    /// Somebody whose first minute is over, without a mentorship.
    pub(super) fn new(name: &str, seed: u64) -> Person {
        let person = Person::at_a_new_computer(seed);
        person.ask(
            "set_up",
            json!({"name": name, "zone": "America/Chicago", "follows_system": true, "role": "mentor"}),
        );
        person
    }

    /// A computer on which there is nothing yet.
    pub(super) fn at_a_new_computer(seed: u64) -> Person {
        let host = TestHost::of_another(NOW, seed);
        Person { app: Arc::new(host.app()), host }
    }

    pub(super) fn ask(&self, command: &str, arguments: Value) -> Value {
        self.app.dispatch(command, arguments).unwrap_or_else(|error| panic!("{command}: {error:?}"))
    }

    pub(super) fn fails(&self, command: &str, arguments: Value) -> String {
        self.app.dispatch(command, arguments).expect_err(command).code.to_owned()
    }

    pub(super) fn connected(name: &str, seed: u64, server: &Server) -> Person {
        let person = Person::new(name, seed);
        let link = server.invite(u8::try_from(seed).unwrap());
        assert_eq!(person.ask("invite_accept", json!({"link": link}))["mentorship"], Value::Null);
        person
    }

    /// A mentorship with somebody who is a name only: its id and the member's.
    pub(super) fn meets(&self, name: &str) -> (String, String) {
        let member = json!({"name": name, "role": "mentee", "zone": "Asia/Kolkata"});
        let id = self.ask("mentorship_add", json!({"model": "one_to_one", "role": "mentor", "members": [member], "title": "", "purpose": "", "cadence": "weekly", "join_link": "", "proposed": false}));
        let view = self.ask("mentorship_get", json!({"id": id}));
        let members = view["members"].as_array().unwrap();
        let other = members.iter().find(|member| member["me"] == false).unwrap();
        (id.as_str().unwrap().to_owned(), other["id"].as_str().unwrap().to_owned())
    }

    /// Waits until `look` gives something: no longer than a slow machine needs.
    pub(super) fn wait_for<T>(&self, what: &str, look: impl Fn(&Person) -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            if let Some(found) = look(self) {
                return found;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "waited too long for {what}: {:#}",
                self.ask("sync_status", json!({}))
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until a whole round has ended that began after this.
    pub(super) fn goes_round(&self) {
        // What goes round first goes in a round that may have begun before; what is written after that, in another one.
        for n in ["once", "twice"] {
            self.add_goal(None, n);
            let personal = json!({"from": 0, "space": self.app.open().unwrap().account});
            self.wait_for("a round", |person| {
                (person.ask("ledger_waiting", personal.clone())["total"] == 0).then_some(())
            });
        }
    }

    /// The state of the first other member, as the sharing card has it.
    pub(super) fn standing(&self, mentorship: &str) -> Value {
        let view = self.ask("sharing_view", json!({"id": mentorship}));
        view["members"].as_array().unwrap().iter().find(|member| member["me"] == false).unwrap()["state"]
            .clone()
    }

    pub(super) fn goals(&self, mentorship: &str) -> Vec<String> {
        let groups = self.ask("goals_list", json!({"mentorship": mentorship}));
        let rows =
            groups.as_array().unwrap().iter().flat_map(|group| group["goals"].as_array().unwrap().clone());
        rows.map(|row| row["title"].as_str().unwrap().to_owned()).collect()
    }

    pub(super) fn add_goal(&self, mentorship: Option<&str>, title: &str) {
        let goal = match mentorship {
            Some(id) => json!({"title": title, "shared_in": id}),
            None => json!({"title": title}),
        };
        self.ask("goal_save", goal);
    }

    pub(super) fn will_write(&self, name: &str) -> PathBuf {
        let path = self.app.folder.join(name);
        self.host.will_save(path.clone());
        path
    }
}
