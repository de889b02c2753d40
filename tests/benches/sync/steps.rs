//! The steps, in order, with what each costs.

use crate::{
    client::Client,
    common::{
        chance::Chance,
        cost,
        program::{Program, invite},
    },
    proxy::{Proxy, Wire},
    records::RECORDS,
};
use serde_json::Value;
use std::{path::Path, process::Command};
use uuid::Uuid;

const PUSH: &str = "push of 10,000 records";
const FIRST: &str = "first sync on a fresh device";
const THERE: &str = "100 changes, pushed";
const THERE_READ: &str = "100 changes, pulled";
const SNAPSHOT: &str = "a snapshot, when the server asks";
const BACK: &str = "100 changes back, pushed";
const BACK_READ: &str = "100 changes back, pulled";
const NOTHING: &str = "nothing to do, fresh process";
const NOTHING_AGAIN: &str = "nothing to do, app running";

/// What is measured.
pub(crate) const STEPS: [&str; 9] =
    [PUSH, FIRST, THERE, SNAPSHOT, THERE_READ, BACK, BACK_READ, NOTHING, NOTHING_AGAIN];

/// What a step cost. Times in milliseconds, memory in MiB.
pub(crate) struct Cost {
    pub(crate) step: &'static str,
    pub(crate) millis: f64,
    pub(crate) cpu: f64,
    pub(crate) server_cpu: f64,
    pub(crate) wire: Wire,
    pub(crate) peak: f64,
    pub(crate) server_peak: f64,
}

/// The floor, in a process of its own.
pub(crate) fn floor() -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let this = std::env::current_exe().expect("this program is somewhere");
    let output = Command::new(this).arg("floor").arg(folder.path()).output().expect("it starts");
    serde_json::from_slice(&output.stdout).expect("it answers")
}

/// All steps against a fresh server that is started with these arguments.
pub(crate) fn run(arguments: &[String]) -> Vec<Cost> {
    let folder = tempfile::tempdir().expect("a folder");
    let more: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let data = folder.path().join("server");
    let program = Program::start(&data, &more);
    let proxy = Proxy::to(program.port);
    let scene =
        Scene { folder: folder.path(), program, proxy, mentorship: Uuid::from_bytes(Chance::new().bytes()) };
    let database: Vec<&str> = more.iter().copied().filter(|it| *it != "--plain-http").collect();
    let mut costs = Vec::new();

    // A device signs the host it dials, so the link itself leads to the proxy.
    let (server, wire) = (format!(":{}/", scene.program.port), format!(":{}/", scene.proxy.port));
    scene.client("ana").ask(&format!("join {}", invite(&data, &database).replace(&server, &wire)));
    scene.client("ana").ask("sync");
    scene.client("ana").ask("write");
    let link = scene.client("ana").ask("invite").said;
    costs.push(scene.cost(PUSH, &mut scene.client("ana"), "sync"));
    scene.client("ben").ask(&format!("join {}", link.as_str().expect("a link")));
    scene.client("ana").ask("sync");
    costs.push(scene.cost(FIRST, &mut scene.client("ben"), "sync"));
    assert_eq!(scene.state("ben")["records"], RECORDS, "all have come");
    assert_eq!(scene.state("ben")["found"], scene.state("ben")["told"], "all can be found");
    for (n, from, to, pushed, pulled) in
        [(1, "ana", "ben", THERE, THERE_READ), (2, "ben", "ana", BACK, BACK_READ)]
    {
        scene.client(from).ask(&format!("change {n}"));
        costs.push(scene.cost(pushed, &mut scene.client(from), "sync"));
        if n == 1 {
            // The log has just grown beyond 2 MiB. Whoever syncs next makes it.
            costs.push(scene.cost(SNAPSHOT, &mut scene.client(from), "sync"));
        }
        costs.push(scene.cost(pulled, &mut scene.client(to), "sync"));
        assert_eq!(scene.state("ana"), scene.state("ben"), "both are the same");
    }
    // Whoever pulled may have something to say about what it has read.
    scene.client("ben").ask("sync");
    let mut running = scene.client("ben");
    costs.push(scene.cost(NOTHING, &mut running, "sync"));
    costs.push(scene.cost(NOTHING_AGAIN, &mut running, "sync"));
    costs
}

struct Scene<'s> {
    folder: &'s Path,
    program: Program,
    proxy: Proxy,
    mentorship: Uuid,
}

impl Scene<'_> {
    fn client(&self, name: &str) -> Client {
        Client::start(&self.folder.join(name), self.mentorship)
    }

    fn state(&self, name: &str) -> Value {
        self.client(name).ask("state").said
    }

    fn cost(&self, step: &'static str, client: &mut Client, order: &str) -> Cost {
        let server = self.program.id();
        cost::forget_peak(server);
        let (cpu, before) = (cost::cpu(server), self.proxy.counted());
        let answer = client.ask(order);
        let after = self.proxy.counted();
        let server_cpu = (cost::cpu(server) - cpu).as_secs_f64() * 1000.0;
        Cost {
            step,
            millis: answer.millis,
            cpu: answer.cpu,
            server_cpu,
            wire: Wire { up: after.up - before.up, down: after.down - before.down },
            peak: answer.peak,
            server_peak: cost::peak(server),
        }
    }
}
