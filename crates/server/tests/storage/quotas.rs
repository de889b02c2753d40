//! Where there is no more room.

use crate::support::*;
use cairn_protocol::{BlobPurpose, SpaceKind::Mentorship};
use cairn_server::storage::{BlobName, Change, Error, Limits, NewSnapshot, NewSpace};

const LIMITS: Limits =
    Limits { devices: 2, statements: 5, members: 2, log: 1_000, blobs: 500, epochs: 3, open: 1 };

on_all!(super::LIMITS; a_space_has_so_many_bytes, what_fills_the_blobs_leaves_room_for_entries, epochs_come_in_pages, an_account_has_so_many_devices, a_space_has_so_many_members);

async fn a_space_has_so_many_bytes(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    space(&*on.storage, "s", Mentorship, &[ana]).await;
    let mut pen = Pen::new(ana, "s");
    let mut entry = pen.entry("");
    entry.frame = vec![1; 600];
    on.storage.append(ana, id("s"), vec![entry.clone()]).await.unwrap();
    let next = pen.entry(&"x".repeat(401));
    refused!(on.storage.append(ana, id("s"), vec![next]).await, Error::Full { limit: 1_000 });
    // What is there already takes no more room.
    on.storage.append(ana, id("s"), vec![entry]).await.unwrap();
    let snapshot = NewSnapshot { seen_seq: 1, manifest: vec![1; 401], blobs: vec![] };
    refused!(
        on.storage.put_snapshot(ana.account, id("s"), snapshot, NOW).await,
        Error::Full { limit: 1_000 }
    );
}

async fn what_fills_the_blobs_leaves_room_for_entries(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    space(&*on.storage, "s", Mentorship, &[ana]).await;
    let begin = |name, size| {
        let blob = BlobName { space: id("s"), name: hash(name) };
        on.storage.begin_blob(ana.account, blob, BlobPurpose::Attachment, size, NOW)
    };
    refused!(begin("a", 501).await, Error::Full { limit: 500 });
    refused!(begin("a", u64::MAX).await, Error::Full { limit: 500 });
    begin("a", 500).await.unwrap();
    refused!(begin("b", 1).await, Error::Full { limit: 500 });
    Pen::new(ana, "s").write(&*on.storage, &"x".repeat(900)).await;
    refused!(begin("b", 1).await, Error::Full { limit: 500 });
}

async fn epochs_come_in_pages(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    let mut last = space(&*on.storage, "s", Mentorship, &[ana]).await;
    let page = |after| on.storage.epochs(ana.account, id("s"), after);
    // Two there are, and three fit.
    for more in [false, false, true, true] {
        let first = page(0).await.unwrap();
        assert_eq!((first.more, first.packet.is_some()), (more, !more));
        last = record("s", Some(&last), (0, [0; 32]), &[ana]);
        on.storage.append_epoch(ana.account, id("s"), last.clone(), packets(&last)).await.unwrap();
    }
    let (one, two, end) = (page(0).await.unwrap(), page(3).await.unwrap(), page(6).await.unwrap());
    assert_eq!((one.records.len(), one.more, one.packet), (3, true, None));
    assert_eq!((two.records.last(), two.records.len(), two.more), (Some(&last.bytes), 3, false));
    assert_eq!(two.packet, Some(packets(&last)[0].sealed.clone()));
    assert_eq!((end.records.len(), end.more, end.packet), (0, false, two.packet));
    // Long records come in smaller pages.
    last = record("s", Some(&last), (0, [0; 32]), &[ana]);
    last.bytes = vec![7; 200 << 10];
    on.storage.append_epoch(ana.account, id("s"), last.clone(), packets(&last)).await.unwrap();
    last = record("s", Some(&last), (0, [0; 32]), &[ana]);
    last.bytes = vec![8; 200 << 10];
    on.storage.append_epoch(ana.account, id("s"), last.clone(), packets(&last)).await.unwrap();
    assert_eq!(page(6).await.unwrap().records.len(), 1);
    assert_eq!(page(7).await.unwrap().records.len(), 1);
}

async fn an_account_has_so_many_devices(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    let add = |name: &str| Change::AddDevice { device: device(name), signing: hash(name) };
    let append = |statement| on.storage.append_statements(ana.account, by(ana), vec![statement], NOW);
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
    let first = record("s", None, (0, [0; 32]), &[ana]);
    let second = record("s", Some(&first), (0, [0; 32]), &[ana, caller("ben"), caller("cleo")]);
    let (packets, records) = (packets(&second), vec![first, second]);
    let new = NewSpace { space: id("s"), kind: Mentorship, packets, records, identities: vec![] };
    refused!(on.storage.create_space(ana.account, new).await, Error::Full { limit: 2 });
    assert_eq!(on.storage.counts().await.unwrap().spaces, 0);
}
