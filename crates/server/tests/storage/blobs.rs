//! Which blobs there are.

use crate::support::*;
use cairn_protocol::{
    BlobPurpose::{Attachment, Snapshot},
    SpaceKind::Mentorship,
};
use cairn_server::storage::{BlobName, BlobState, Error, NewSnapshot};

on_all!(
    a_blob_is_there_when_it_is_finished,
    an_unfinished_blob_is_given_up,
    a_content_is_not_removed_after_it_was_written_again,
    what_no_snapshot_has_goes_after_a_day,
    nobody_makes_a_snapshots_blob_of_an_attachment,
);

async fn a_blob_is_there_when_it_is_finished(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    space(&*on.storage, "s", Mentorship, &[ana, ben]).await;
    let blob = BlobName { space: id("s"), name: hash("b") };
    refused!(on.storage.finish_blob(blob).await, Error::NotFound);
    assert_eq!(
        on.storage.begin_blob(ana.account, blob, Attachment, 9, NOW).await.unwrap(),
        BlobState::Wanted
    );
    refused!(on.storage.blob(ben.account, blob).await, Error::NotFound);
    assert_eq!(
        on.storage.begin_blob(ben.account, blob, Attachment, 9, NOW).await.unwrap(),
        BlobState::Wanted
    );
    on.storage.finish_blob(blob).await.unwrap();
    on.storage.finish_blob(blob).await.unwrap();
    assert_eq!(on.storage.begin_blob(ana.account, blob, Attachment, 9, NOW).await.unwrap(), BlobState::Kept);
    on.storage.blob(ben.account, blob).await.unwrap();
    assert_eq!(on.storage.account(ana.account).await.unwrap().bytes, 9);
}

async fn an_unfinished_blob_is_given_up(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    space(&*on.storage, "s", Mentorship, &[ana]).await;
    let blob = BlobName { space: id("s"), name: hash("b") };
    on.storage.begin_blob(ana.account, blob, Attachment, 9, NOW).await.unwrap();
    assert_eq!(on.storage.claim_doomed(9, NOW + HOUR).await.unwrap(), []);
    assert_eq!(on.storage.claim_doomed(9, NOW + HOUR + 1).await.unwrap(), [blob]);
    refused!(on.storage.finish_blob(blob).await, Error::NotFound);
    assert_eq!(on.storage.account(ana.account).await.unwrap().bytes, 0);
}

async fn a_content_is_not_removed_after_it_was_written_again(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    space(&*on.storage, "s", Mentorship, &[ana]).await;
    let blob = BlobName { space: id("s"), name: hash("b") };
    let begin = |now| on.storage.begin_blob(ana.account, blob, Attachment, 9, now);
    let claim = |now| on.storage.claim_doomed(9, now);
    begin(NOW).await.unwrap();
    let later = NOW + 2 * HOUR;
    // Claimed: whoever removes it is at it, and nobody else is.
    assert_eq!(claim(later).await.unwrap(), [blob]);
    assert_eq!(claim(later + 1).await.unwrap(), []);
    refused!(begin(later + 1).await, Error::SlowDown { .. });
    on.storage.forget_doomed(vec![blob]).await.unwrap();
    assert_eq!(begin(later + 2).await.unwrap(), BlobState::Wanted);
    on.storage.finish_blob(blob).await.unwrap();
    assert_eq!(claim(later + DAY).await.unwrap(), []);
    // Whoever claimed it has failed, and another does it.
    let other = BlobName { name: hash("other"), ..blob };
    on.storage.begin_blob(ana.account, other, Attachment, 9, NOW).await.unwrap();
    assert_eq!(claim(later).await.unwrap(), [other]);
    assert_eq!(claim(later + HOUR).await.unwrap(), [other]);
}

async fn what_no_snapshot_has_goes_after_a_day(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    space(&*on.storage, "s", Mentorship, &[ana]).await;
    Pen::new(ana, "s").write(&*on.storage, "one").await;
    let orphan = blob_for(&*on.storage, ana, "s", "orphan", Snapshot, 5).await;
    let used = blob_for(&*on.storage, ana, "s", "used", Snapshot, 5).await;
    let kept = blob(&*on.storage, ana, "s", "attachment", 5).await;
    let snapshot = NewSnapshot { seen_seq: 1, manifest: vec![1], blobs: vec![used.name] };
    on.storage.put_snapshot(ana.account, id("s"), snapshot, NOW).await.unwrap();
    on.storage.tidy(NOW + DAY).await.unwrap();
    assert_eq!(on.storage.claim_doomed(9, NOW + DAY).await.unwrap(), []);
    // Who sends it again is still at it.
    let again = on.storage.begin_blob(ana.account, orphan, Snapshot, 5, NOW + DAY).await;
    assert_eq!(again.unwrap(), BlobState::Kept);
    on.storage.tidy(NOW + 2 * DAY).await.unwrap();
    assert_eq!(on.storage.claim_doomed(9, NOW + 2 * DAY).await.unwrap(), []);
    let before = on.storage.account(ana.account).await.unwrap().bytes;
    on.storage.tidy(NOW + 2 * DAY + 1).await.unwrap();
    assert_eq!(on.storage.claim_doomed(9, NOW + 2 * DAY).await.unwrap(), [orphan]);
    refused!(on.storage.blob(ana.account, orphan).await, Error::NotFound);
    for blob in [used, kept] {
        on.storage.blob(ana.account, blob).await.unwrap();
    }
    assert_eq!(on.storage.account(ana.account).await.unwrap().bytes, before - 5);
}

/// A member who knows what an attachment will be sends it as a snapshot's first, or names it in a snapshot.
async fn nobody_makes_a_snapshots_blob_of_an_attachment(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    space(&*on.storage, "s", Mentorship, &[ana, ben]).await;
    let mut pen = Pen::new(ben, "s");
    for number in 0..3 {
        pen.write(&*on.storage, &format!("{number}")).await;
    }
    let kept = blob(&*on.storage, ana, "s", "picture", 5).await;
    let put = |seen_seq, blobs: Vec<[u8; 32]>| {
        let manifest = vec![seen_seq as u8];
        let snapshot = NewSnapshot { seen_seq, manifest, blobs };
        on.storage.put_snapshot(ben.account, id("s"), snapshot, NOW)
    };
    refused!(put(1, vec![kept.name]).await, Error::NotFound);
    let first = blob_for(&*on.storage, ben, "s", "first", Snapshot, 5).await;
    let second = blob_for(&*on.storage, ben, "s", "second", Snapshot, 5).await;
    for picture in [first, second] {
        on.storage.begin_blob(ana.account, picture, Attachment, 5, NOW).await.unwrap();
    }
    put(1, vec![first.name]).await.unwrap();
    put(2, vec![]).await.unwrap();
    put(3, vec![]).await.unwrap();
    on.storage.tidy(NOW + 9 * DAY).await.unwrap();
    assert_eq!(on.storage.claim_doomed(9, NOW + 9 * DAY).await.unwrap(), []);
    for blob in [kept, first, second] {
        on.storage.blob(ana.account, blob).await.unwrap();
    }
}
