//! The log of a space.

use crate::support::*;
use cairn_protocol::SpaceKind::Mentorship;
use cairn_server::storage::{Caller, Error, NewEntry};
use std::sync::Arc;

on_all!(
    numbers_follow_without_gaps,
    pages_hold_as_much_as_was_asked_for,
    the_hash_tells_another_history,
    an_entry_that_is_there_gives_its_number,
    an_id_with_other_bytes_is_taken,
    a_used_number_is_a_fork,
    entries_that_are_missing_are_another_history,
    a_batch_is_all_or_nothing,
    a_pull_says_how_far_a_device_is,
);

async fn begun(on: &Backend) -> (Caller, Caller) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    space(&*on.storage, "s", Mentorship, &[ana, ben]).await;
    (ana, ben)
}

async fn numbers_follow_without_gaps(on: Backend) {
    let (ana, ben) = begun(&on).await;
    let (mut hers, mut his) = (Pen::new(ana, "s"), Pen::new(ben, "s"));
    let batch: Vec<NewEntry> = ["a", "b", "c"].map(|words| hers.entry(words)).into();
    let done = on.storage.append(ana, id("s"), batch.clone()).await.unwrap();
    assert_eq!((done.seqs, done.head), (vec![1, 2, 3], 3));
    assert_eq!(his.write(&*on.storage, "d").await, 4);
    assert_eq!(hers.write(&*on.storage, "e").await, 5);
    let page = on.storage.log_page(ben, id("s"), 0, None, 1 << 20).await.unwrap();
    assert_eq!(page.head, 5);
    assert_eq!(page.entries.iter().map(|(seq, _)| *seq).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!(page.entries[1].1, batch[1].frame);
    assert_eq!(on.storage.changes(ana.account).await.unwrap().spaces[0].head, 5);
    let nothing = on.storage.append(ana, id("s"), vec![]).await.unwrap();
    assert_eq!((nothing.seqs, nothing.head), (vec![], 5));
}

async fn pages_hold_as_much_as_was_asked_for(on: Backend) {
    let (ana, _) = begun(&on).await;
    let mut pen = Pen::new(ana, "s");
    let entries: Vec<NewEntry> = (0..200).map(|number| pen.entry(&format!("{number:04}"))).collect();
    let sizes: Vec<u64> = entries.iter().map(|it| it.frame.len() as u64 + 12).collect();
    on.storage.append(ana, id("s"), entries.clone()).await.unwrap();
    let count =
        async |after, max| on.storage.log_page(ana, id("s"), after, None, max).await.unwrap().entries.len();
    assert_eq!(count(0, 0).await, 1);
    assert_eq!(count(0, sizes[0] + sizes[1]).await, 2);
    assert_eq!(count(0, sizes[0] + sizes[1] - 1).await, 1);
    assert_eq!(count(0, sizes[..150].iter().sum()).await, 150);
    assert_eq!(count(150, 1 << 20).await, 50);
    assert_eq!(count(200, 1 << 20).await, 0);
    // By pages of any size, all of it.
    let (mut after, mut read) = (0, Vec::new());
    while after < 200 {
        let page = on.storage.log_page(ana, id("s"), after, None, 700).await.unwrap();
        after = page.entries.last().unwrap().0;
        read.extend(page.entries.into_iter().map(|(_, frame)| frame));
    }
    assert_eq!(read, entries.into_iter().map(|it| it.frame).collect::<Vec<_>>());
}

async fn the_hash_tells_another_history(on: Backend) {
    let (ana, _) = begun(&on).await;
    let mut pen = Pen::new(ana, "s");
    let entries = [pen.entry("a"), pen.entry("b")];
    on.storage.append(ana, id("s"), entries.to_vec()).await.unwrap();
    let page = |after, hash| on.storage.log_page(ana, id("s"), after, Some(hash), 100);
    page(0, [0; 32]).await.unwrap();
    page(1, log_hash(&entries[..1])).await.unwrap();
    page(2, log_hash(&entries)).await.unwrap();
    refused!(page(1, log_hash(&entries)).await, Error::OtherHistory { head: 2 });
    refused!(page(3, log_hash(&entries)).await, Error::OtherHistory { head: 2 });
    refused!(on.storage.log_page(ana, id("s"), 3, None, 100).await, Error::OtherHistory { head: 2 });
}

async fn an_entry_that_is_there_gives_its_number(on: Backend) {
    let (ana, ben) = begun(&on).await;
    let mut pen = Pen::new(ana, "s");
    let (a, b, c) = (pen.entry("a"), pen.entry("b"), pen.entry("c"));
    on.storage.append(ana, id("s"), vec![a.clone(), b.clone()]).await.unwrap();
    Pen::new(ben, "s").write(&*on.storage, "between").await;
    let again = on.storage.append(ana, id("s"), vec![b.clone(), a, c, b]).await.unwrap();
    assert_eq!((again.seqs, again.head), (vec![2, 1, 4, 2], 4));
}

async fn an_id_with_other_bytes_is_taken(on: Backend) {
    let (ana, _) = begun(&on).await;
    let mut pen = Pen::new(ana, "s");
    let a = pen.entry("a");
    on.storage.append(ana, id("s"), vec![a.clone()]).await.unwrap();
    let other = NewEntry { entry: a.entry, ..pen.entry("b") };
    refused!(on.storage.append(ana, id("s"), vec![other]).await, Error::Taken);
    let (c, d) = (pen.entry("c"), pen.entry("d"));
    let twice = vec![c.clone(), NewEntry { entry: c.entry, ..d }];
    refused!(on.storage.append(ana, id("s"), twice).await, Error::Taken);
    assert_eq!(on.storage.changes(ana.account).await.unwrap().spaces[0].head, 1);
}

/// The disk was cloned, or an old backup put back.
async fn a_used_number_is_a_fork(on: Backend) {
    let (ana, _) = begun(&on).await;
    let (mut pen, mut clone) = (Pen::new(ana, "s"), Pen::new(ana, "s"));
    let first = pen.entry("first");
    on.storage.append(ana, id("s"), vec![first.clone(), pen.entry("second")]).await.unwrap();
    let append = |entry| on.storage.append(ana, id("s"), vec![entry]);
    refused!(append(clone.entry("first, otherwise")).await, Error::Fork { number: 1 });
    refused!(append(clone.entry("second, otherwise")).await, Error::Fork { number: 2 });
    refused!(append(clone.entry("third, after another second")).await, Error::Fork { number: 2 });
    append(pen.entry("third")).await.unwrap();
}

/// The server's backup was put back.
async fn entries_that_are_missing_are_another_history(on: Backend) {
    let (ana, _) = begun(&on).await;
    let mut pen = Pen::new(ana, "s");
    pen.write(&*on.storage, "first").await;
    pen.entry("lost");
    let third = pen.entry("third");
    refused!(on.storage.append(ana, id("s"), vec![third]).await, Error::OtherHistory { head: 1 });
}

async fn a_batch_is_all_or_nothing(on: Backend) {
    let (ana, _) = begun(&on).await;
    let mut pen = Pen::new(ana, "s");
    let (a, mut b, c) = (pen.entry("a"), pen.entry("b"), pen.entry("c"));
    b.epoch = 3;
    refused!(on.storage.append(ana, id("s"), vec![a.clone(), b.clone()]).await, Error::OldEpoch { epoch: 2 });
    refused!(on.storage.append(ana, id("s"), vec![a.clone(), c.clone()]).await, Error::OtherHistory { .. });
    let page = on.storage.log_page(ana, id("s"), 0, None, 100).await.unwrap();
    assert_eq!((page.head, page.entries.len()), (0, 0));
    b.epoch = 2;
    assert_eq!(on.storage.append(ana, id("s"), vec![a, b, c]).await.unwrap().seqs, [1, 2, 3]);
}

async fn a_pull_says_how_far_a_device_is(on: Backend) {
    let (ana, _) = begun(&on).await;
    let mut pen = Pen::new(ana, "s");
    for words in ["a", "b", "c"] {
        pen.write(&*on.storage, words).await;
    }
    let storage = Arc::clone(&on.storage);
    let pull = |after| storage.pull(ana, id("s"), after, None, 1 << 20, NOW);
    assert_eq!(pull(0).await.unwrap().cursor, 0);
    assert_eq!(pull(2).await.unwrap().cursor, 0);
    assert_eq!(pull(3).await.unwrap().cursor, 2);
    assert_eq!(pull(1).await.unwrap().cursor, 3);
    assert_eq!(pull(3).await.unwrap().cursor, 3);
}
