//! From one database to another.

use crate::support::*;
use cairn_protocol::{BlobPurpose, EnrolmentSlot, SpaceKind::*};
use cairn_server::storage::{Error, Limits, NewSnapshot, Storage, TableRow, Value};

on_all!(an_export_is_imported_whole, an_import_does_not_mix, an_import_is_all_or_nothing);

/// In every table that is moved there is a row.
async fn filled(storage: &dyn Storage) {
    let (ana, ben) = (person(storage, "ana").await, person(storage, "ben").await);
    storage.server_id(id("server")).await.unwrap();
    space(storage, "personal", Personal, &[ana]).await;
    space(storage, "shared", Mentorship, &[ana, ben]).await;
    space(storage, "hers", Mentorship, &[ana]).await;
    let mut pen = Pen::new(ana, "shared");
    for number in 0..100 {
        pen.write(storage, &format!("entry {number}")).await;
    }
    storage.acknowledge(ben, id("shared"), 40, NOW).await.unwrap();
    blob_for(storage, ana, "shared", "a", BlobPurpose::Snapshot, 5).await;
    blob_for(storage, ana, "shared", "b", BlobPurpose::Snapshot, 5).await;
    for (seen_seq, blobs) in [(1, vec![hash("a")]), (2, vec![hash("b")]), (3, vec![hash("b")])] {
        let snapshot = NewSnapshot { seen_seq, manifest: vec![1], blobs };
        storage.put_snapshot(ana.account, id("shared"), snapshot, NOW).await.unwrap();
    }
    storage.put_recovery(ana, recovery("locator", &[1, 2])).await.unwrap();
    storage.invite(ana.account, invite("i", "hers"), NOW).await.unwrap();
    storage.accept(ben.account, id("i"), hash("i's token"), hash("m"), NOW).await.unwrap();
    storage.create_enrolment(ana.account, id("e"), NOW + HOUR).await.unwrap();
    storage.put_slot(id("e"), EnrolmentSlot::Commitment, vec![3], NOW).await.unwrap();
}

/// From a file of SQLite into this one.
async fn an_export_is_imported_whole(on: Backend) {
    let from = Backend::sqlite(Limits::default()).await.unwrap();
    filled(&*from.storage).await;
    let rows = dump(&*from.storage).await;
    let mut tables: Vec<&str> = rows.iter().map(|row| row.table.as_str()).collect();
    tables.dedup();
    assert_eq!(tables.len(), 21, "{tables:?}");
    on.storage.server_id(id("another")).await.unwrap();
    load(&*on.storage, rows.clone()).await.unwrap();
    assert_eq!(dump(&*on.storage).await, rows);
    assert_eq!(on.storage.server_id(id("new")).await.unwrap(), id("server"));
    // And goes on there.
    let ana = caller("ana");
    let last = on.storage.log_page(ana, id("shared"), 99, None, 999).await.unwrap().entries.pop().unwrap();
    let mut pen = Pen { number: 100, previous: *blake3::hash(&last.1).as_bytes(), ..Pen::new(ana, "shared") };
    assert_eq!(pen.write(&*on.storage, "after the move").await, 101);
}

async fn an_import_does_not_mix(on: Backend) {
    person(&*on.storage, "ana").await;
    let rows = dump(&*on.storage).await;
    refused!(load(&*on.storage, rows.clone()).await, Error::NotEmpty);
    assert_eq!(dump(&*on.storage).await, rows);
}

async fn an_import_is_all_or_nothing(on: Backend) {
    let from = Backend::memory(Limits::default()).await.unwrap();
    filled(&*from.storage).await;
    let mut rows = dump(&*from.storage).await;
    rows.push(TableRow { table: "of the future".to_owned(), values: vec![Value::Null] });
    refused!(load(&*on.storage, rows.clone()).await, Error::Misfit { .. });
    assert_eq!(dump(&*on.storage).await, []);
    rows.pop();
    load(&*on.storage, rows).await.unwrap();
}
