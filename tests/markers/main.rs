//! What two people write is looked for wherever nobody else may read it: on the wire inside of HTTPS, in what the real server
//! keeps and logs, on SQLite and on PostgreSQL; and what is private in the other's file.

#[path = "../benches/common/chance.rs"]
mod chance;
mod device;
mod records;

use cairn_sync::Greeting;
use cairn_tests::{Server, readable};
use device::{Device, PAIR, Wire};

/// In everything that Ana writes for herself.
const PRIVATE: &str = "heron-in-the-reeds";
/// In everything that both read, and in their names.
const SHARED: &str = "lantern-on-the-pier";

#[test]
fn a_server_on_sqlite_reads_nothing() {
    nobody_else_reads(&Server::start());
}

#[test]
fn a_server_on_postgresql_reads_nothing() {
    if let Some(server) = Server::start_on_postgres() {
        nobody_else_reads(&server);
    }
}

fn nobody_else_reads(server: &Server) {
    let wire = Wire::default();
    let (ana, ben) = (Device::new("ana", &wire), Device::new("ben", &wire));
    ana.join(&server.invite());
    ben.join(&server.invite());
    records::write(&ana);
    ana.sync();
    let greeting = Greeting { name: SHARED.into(), mentorship: SHARED.into(), role: "mentor".into() };
    let invited = ana.engine.invite(PAIR.0, uuid::Uuid::from_u128(1), &greeting).expect("Ana invites");
    ben.join(&invited.link);
    for device in [&ana, &ben, &ana, &ben, &ana] {
        device.sync();
    }
    // What is there to be found is found where it may be.
    let (hers, his) = (ana.every_cell(), ben.every_cell());
    assert_eq!(readable(&hers, &[PRIVATE, SHARED]), [PRIVATE, SHARED]);
    records::all_arrived(&ana, &ben);

    assert_eq!(readable(&his, &[PRIVATE]), Vec::<&str>::new(), "Ben has what is Ana’s alone");
    let went = wire.went();
    assert!(went.len() > 100_000, "the wire was listened to: {} bytes", went.len());
    assert_eq!(readable(&went, &[PRIVATE, SHARED]), Vec::<&str>::new(), "on the wire, inside of HTTPS");
    assert_eq!(server.knows(&[PRIVATE, SHARED]), Vec::<String>::new());
}
