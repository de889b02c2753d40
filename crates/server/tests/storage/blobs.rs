//! Which blobs there are.

use crate::support::*;
use cairn_protocol::SpaceKind::Mentorship;
use cairn_server::storage::{BlobName, BlobState, Error};

on_all!(
    a_blob_is_there_when_it_is_finished,
    an_unfinished_blob_is_given_up,
    a_content_is_not_removed_after_it_was_written_again,
);

async fn a_blob_is_there_when_it_is_finished(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    space(&*on.storage, "s", Mentorship, &[ana, ben]).await;
    let blob = BlobName { space: id("s"), name: hash("b") };
    refused!(on.storage.finish_blob(blob).await, Error::NotFound);
    assert_eq!(on.storage.begin_blob(ana.account, blob, 9, NOW).await.unwrap(), BlobState::Wanted);
    refused!(on.storage.blob(ben.account, blob).await, Error::NotFound);
    assert_eq!(on.storage.begin_blob(ben.account, blob, 9, NOW).await.unwrap(), BlobState::Wanted);
    on.storage.finish_blob(blob).await.unwrap();
    on.storage.finish_blob(blob).await.unwrap();
    assert_eq!(on.storage.begin_blob(ana.account, blob, 9, NOW).await.unwrap(), BlobState::Kept);
    assert_eq!(on.storage.blob(ben.account, blob).await.unwrap(), 9);
    assert_eq!(on.storage.account(ana.account).await.unwrap().bytes, 9);
}

async fn an_unfinished_blob_is_given_up(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    space(&*on.storage, "s", Mentorship, &[ana]).await;
    let blob = BlobName { space: id("s"), name: hash("b") };
    on.storage.begin_blob(ana.account, blob, 9, NOW).await.unwrap();
    assert_eq!(on.storage.claim_doomed(9, NOW + HOUR).await.unwrap(), []);
    assert_eq!(on.storage.claim_doomed(9, NOW + HOUR + 1).await.unwrap(), [blob]);
    refused!(on.storage.finish_blob(blob).await, Error::NotFound);
    assert_eq!(on.storage.account(ana.account).await.unwrap().bytes, 0);
}

async fn a_content_is_not_removed_after_it_was_written_again(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    space(&*on.storage, "s", Mentorship, &[ana]).await;
    let blob = BlobName { space: id("s"), name: hash("b") };
    let begin = |now| on.storage.begin_blob(ana.account, blob, 9, now);
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
    on.storage.begin_blob(ana.account, other, 9, NOW).await.unwrap();
    assert_eq!(claim(later).await.unwrap(), [other]);
    assert_eq!(claim(later + HOUR).await.unwrap(), [other]);
}
