//! Snapshots, and what is forgotten because of them.

use crate::support::*;
use cairn_protocol::{BlobPurpose, SpaceKind::Mentorship};
use cairn_server::storage::{Caller, Error, NewEntry, NewSnapshot, Outcome, Value};

on_all!(
    a_snapshot_stands_above_the_last,
    entries_go_when_every_device_is_past,
    a_device_that_was_long_away_does_not_hold_it_up,
    a_snapshots_blobs_go_with_it,
    a_snapshot_is_wanted_when_the_log_is_long,
    a_space_knows_its_bytes,
);

async fn written(on: &Backend) -> (Caller, Caller, Vec<NewEntry>) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    space(&*on.storage, "s", Mentorship, &[ana, ben]).await;
    let mut pen = Pen::new(ana, "s");
    let entries: Vec<NewEntry> = (0..10).map(|number| pen.entry(&format!("{number}"))).collect();
    on.storage.append(ana, id("s"), entries.clone()).await.unwrap();
    (ana, ben, entries)
}

async fn put(on: &Backend, who: Caller, seen_seq: u64, blobs: &[&str]) -> Result<Outcome, Error> {
    let blobs = blobs.iter().map(|name| hash(name)).collect();
    let manifest = format!("up to {seen_seq}").into_bytes();
    on.storage.put_snapshot(who.account, id("s"), NewSnapshot { seen_seq, manifest, blobs }, NOW).await
}

async fn floor(on: &Backend, who: Caller) -> u64 {
    on.storage.changes(who.account).await.unwrap().spaces[0].floor
}

async fn a_snapshot_stands_above_the_last(on: Backend) {
    let (ana, ben, _) = written(&on).await;
    refused!(on.storage.snapshot(ana.account, id("s")).await, Error::NotFound);
    refused!(put(&on, ana, 11, &[]).await, Error::Stale);
    refused!(put(&on, ana, 0, &[]).await, Error::Stale);
    refused!(put(&on, ana, 4, &["not there"]).await, Error::NotFound);
    assert_eq!(put(&on, ana, 4, &[]).await.unwrap(), Outcome::New);
    assert_eq!(put(&on, ana, 4, &[]).await.unwrap(), Outcome::Same);
    refused!(put(&on, ben, 3, &[]).await, Error::Stale);
    assert_eq!(put(&on, ben, 5, &[]).await.unwrap(), Outcome::New);
    assert_eq!(on.storage.snapshot(ana.account, id("s")).await.unwrap(), b"up to 5");
    assert_eq!(on.storage.changes(ana.account).await.unwrap().spaces[0].snapshot, Some(5));
}

async fn entries_go_when_every_device_is_past(on: Backend) {
    let (ana, ben, entries) = written(&on).await;
    put(&on, ana, 4, &[]).await.unwrap();
    put(&on, ana, 8, &[]).await.unwrap();
    on.storage.acknowledge(ana, id("s"), 10, NOW).await.unwrap();
    on.storage.acknowledge(ben, id("s"), 3, NOW).await.unwrap();
    assert_eq!(floor(&on, ana).await, 0);
    on.storage.pull(ben, id("s"), 4, Some(log_hash(&entries[..4])), 100, NOW).await.unwrap();
    assert_eq!(floor(&on, ana).await, 4);
    let page = |after, hash| on.storage.log_page(ben, id("s"), after, hash, 1 << 20);
    refused!(page(3, None).await, Error::Compacted { snapshot: 8 });
    let rest = page(4, Some(log_hash(&entries[..4]))).await.unwrap();
    assert_eq!(rest.entries.iter().map(|it| it.0).collect::<Vec<_>>(), [5, 6, 7, 8, 9, 10]);
    refused!(page(4, Some(hash("x"))).await, Error::OtherHistory { head: 10 });
    // The device goes on as if nothing had happened.
    let mut pen = Pen { number: 10, previous: entries[9].hash, ..Pen::new(ana, "s") };
    assert_eq!(pen.write(&*on.storage, "eleventh").await, 11);
    let old = on.storage.append(ana, id("s"), vec![entries[1].clone()]).await;
    refused!(old, Error::Fork { number: 2 });
}

async fn a_device_that_was_long_away_does_not_hold_it_up(on: Backend) {
    let (ana, ben, _) = written(&on).await;
    let mut later = NOW + 181 * DAY;
    on.storage.touch(ana, later).await.unwrap();
    on.storage.acknowledge(ana, id("s"), 10, later).await.unwrap();
    put(&on, ana, 4, &[]).await.unwrap();
    put(&on, ana, 8, &[]).await.unwrap();
    assert_eq!(floor(&on, ana).await, 0, "by the clock of the snapshots he was here");
    on.storage.tidy(later).await.unwrap();
    assert_eq!(floor(&on, ana).await, 4);
    // He is back, and holds up what comes next.
    on.storage.touch(ben, later).await.unwrap();
    put(&on, ana, 10, &[]).await.unwrap();
    later += DAY;
    on.storage.tidy(later).await.unwrap();
    assert_eq!(floor(&on, ana).await, 4);
    on.storage.acknowledge(ben, id("s"), 8, later).await.unwrap();
    assert_eq!(floor(&on, ana).await, 8);
}

async fn a_snapshots_blobs_go_with_it(on: Backend) {
    let (ana, _, _) = written(&on).await;
    for name in ["only first", "shared", "second", "third", "attachment"] {
        let purpose = if name == "attachment" { BlobPurpose::Attachment } else { BlobPurpose::Snapshot };
        blob_for(&*on.storage, ana, "s", name, purpose, 5).await;
    }
    put(&on, ana, 2, &["only first", "shared"]).await.unwrap();
    put(&on, ana, 4, &["shared", "second"]).await.unwrap();
    assert_eq!(on.storage.claim_doomed(9, NOW).await.unwrap(), []);
    put(&on, ana, 6, &["third", "second"]).await.unwrap();
    let doomed = on.storage.claim_doomed(9, NOW).await.unwrap();
    assert_eq!(doomed.iter().map(|it| it.name).collect::<Vec<_>>(), [hash("only first")]);
    on.storage.forget_doomed(doomed).await.unwrap();
    put(&on, ana, 8, &["third"]).await.unwrap();
    assert_eq!(on.storage.claim_doomed(9, NOW).await.unwrap()[0].name, hash("shared"));
}

async fn a_snapshot_is_wanted_when_the_log_is_long(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    space(&*on.storage, "s", Mentorship, &[ana]).await;
    let mut pen = Pen::new(ana, "s");
    let wanted = async || on.storage.changes(ana.account).await.unwrap().spaces[0].snapshot_wanted;
    let big = "x".repeat(250_000);
    for _ in 0..8 {
        pen.write(&*on.storage, &big).await;
    }
    assert!(!wanted().await, "less than 2 MiB");
    pen.write(&*on.storage, &big).await;
    assert!(wanted().await, "more than 2 MiB");
    blob_for(&*on.storage, ana, "s", "piece", BlobPurpose::Snapshot, 1_001_000).await;
    put(&on, ana, 9, &["piece"]).await.unwrap();
    for _ in 0..16 {
        pen.write(&*on.storage, &big).await;
    }
    assert!(!wanted().await, "less than four times the snapshot");
    pen.write(&*on.storage, &big).await;
    assert!(wanted().await, "more than four times the snapshot");
    put(&on, ana, 26, &[]).await.unwrap();
    for round in 0..5 {
        let many = (0..1_000).map(|it| pen.entry(&format!("{round} {it}"))).collect();
        on.storage.append(ana, id("s"), many).await.unwrap();
    }
    assert!(!wanted().await, "5,000 entries");
    pen.write(&*on.storage, "one more").await;
    assert!(wanted().await, "more than 5,000 entries");
}

/// The count that is kept is the sum of what is there.
async fn a_space_knows_its_bytes(on: Backend) {
    let (ana, ben, _) = written(&on).await;
    let check = async || {
        let rows = dump(&*on.storage).await;
        let sum = |table: &str, of: &dyn Fn(&[Value]) -> i64| -> i64 {
            rows.iter().filter(|row| row.table == table).map(|row| of(&row.values)).sum()
        };
        let length =
            |value: &Value| if let Value::Bytes(bytes) = value { bytes.len() as i64 } else { panic!() };
        let number = |value: &Value| if let Value::Integer(number) = value { *number } else { panic!() };
        let frames = sum("entries", &|it| length(&it[6]));
        let blobs = sum("blobs", &|it| number(&it[2]));
        let manifests = sum("snapshots", &|it| length(&it[4]));
        assert_eq!(sum("spaces", &|it| number(&it[9])), frames + manifests);
        assert_eq!(sum("spaces", &|it| number(&it[10])), blobs);
        assert_eq!(on.storage.account(ana.account).await.unwrap().bytes as i64, frames + blobs + manifests);
    };
    check().await;
    for name in ["a", "b", "c"] {
        blob_for(&*on.storage, ana, "s", name, BlobPurpose::Snapshot, 77).await;
    }
    check().await;
    for (seen_seq, blobs) in [(2, ["a", "b"]), (4, ["b", "c"]), (6, ["b", "c"])] {
        put(&on, ana, seen_seq, &blobs).await.unwrap();
        check().await;
    }
    for reader in [ana, ben] {
        on.storage.acknowledge(reader, id("s"), 10, NOW).await.unwrap();
    }
    assert_eq!(floor(&on, ana).await, 4);
    check().await;
    let unfinished = cairn_server::storage::BlobName { space: id("s"), name: hash("unfinished") };
    on.storage.begin_blob(ana.account, unfinished, BlobPurpose::Snapshot, 99, NOW).await.unwrap();
    check().await;
    on.storage.claim_doomed(9, NOW + 2 * HOUR).await.unwrap();
    check().await;
}
