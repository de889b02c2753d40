//! Where there is no more room.

use crate::support::*;
use cairn_protocol::SpaceKind::Mentorship;
use cairn_server::storage::{BlobName, Change, Error, Limits, NewSnapshot, NewSpace};

const LIMITS: Limits = Limits { devices: 2, statements: 5, members: 2, space: 1_000, open: 1 };

on_all!(super::LIMITS; a_space_has_so_many_bytes, an_account_has_so_many_devices, a_space_has_so_many_members);

async fn a_space_has_so_many_bytes(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    space(&*on.storage, "s", Mentorship, &[ana]).await;
    let mut pen = Pen::new(ana, "s");
    let mut entry = pen.entry("");
    entry.frame = vec![1; 600];
    on.storage.append(ana, id("s"), vec![entry.clone()], NOW).await.unwrap();
    let next = pen.entry(&"x".repeat(401));
    refused!(on.storage.append(ana, id("s"), vec![next], NOW).await, Error::Full { limit: 1_000 });
    // What is there already takes no more room.
    on.storage.append(ana, id("s"), vec![entry], NOW).await.unwrap();
    let blob = |name| BlobName { space: id("s"), name: hash(name) };
    refused!(on.storage.begin_blob(ana.account, blob("a"), 401, NOW).await, Error::Full { limit: 1_000 });
    refused!(
        on.storage.begin_blob(ana.account, blob("a"), u64::MAX, NOW).await,
        Error::Full { limit: 1_000 }
    );
    on.storage.begin_blob(ana.account, blob("a"), 400, NOW).await.unwrap();
    let snapshot = NewSnapshot { seen_seq: 1, manifest: vec![1], blobs: vec![] };
    refused!(
        on.storage.put_snapshot(ana.account, id("s"), snapshot, NOW).await,
        Error::Full { limit: 1_000 }
    );
}

async fn an_account_has_so_many_devices(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    let add = |name: &str| Change::AddDevice { device: device(name), signing: hash(name) };
    let append = |statement| on.storage.append_statements(ana.account, vec![statement], NOW);
    let third = statement(first_statements("ana").last(), add("phone"));
    append(third.clone()).await.unwrap();
    refused!(append(statement(Some(&third), add("tablet"))).await, Error::Full { limit: 2 });
    let fourth = statement(Some(&third), Change::RevokeDevice { device: device("phone") });
    append(fourth.clone()).await.unwrap();
    let fifth = statement(Some(&fourth), add("tablet"));
    append(fifth.clone()).await.unwrap();
    refused!(append(statement(Some(&fifth), Change::NewEncryption)).await, Error::Full { limit: 5 });
}

async fn a_space_has_so_many_members(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    let record = record("s", None, (0, [0; 32]), &[ana, caller("ben"), caller("cleo")]);
    let new = NewSpace { space: id("s"), kind: Mentorship, packets: packets(&record), records: vec![record] };
    refused!(on.storage.create_space(ana.account, new, NOW).await, Error::Full { limit: 2 });
    assert_eq!(on.storage.counts(NOW).await.unwrap().spaces, 0);
}
