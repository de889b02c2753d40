//! The contents of blobs: in memory, in a folder, and on a server that speaks S3.

use crate::support::*;
use cairn_protocol::{BlobPurpose, SpaceKind::Mentorship};
use cairn_server::{
    blobs::{Blobs, NewBlob, keep, sweep},
    storage::{BlobName, Error, Limits, Outcome, Storage},
};
use std::env;

/// A store, and what keeps it there.
type Place = (Blobs, Option<tempfile::TempDir>);

fn memory() -> Option<Place> {
    Some((Blobs::memory(), None))
}

fn folder() -> Option<Place> {
    let folder = tempfile::tempdir().unwrap();
    Some((Blobs::folder(&folder.path().join("new")).unwrap(), Some(folder)))
}

/// Below a prefix of its own, for the server is the same for all tests.
fn bucket() -> Option<Place> {
    let Ok(url) = env::var("CAIRN_S3_URL") else {
        assert!(env::var_os("CI").is_none(), "CAIRN_S3_URL names no bucket: run it by scripts/s3.sh");
        eprintln!("NOT RUN: CAIRN_S3_URL names no bucket; scripts/s3.sh makes one");
        return None;
    };
    let own = std::thread::current().name().unwrap_or_default().replace("::", "/");
    Some((Blobs::bucket(&format!("{url}/{own}/")).unwrap(), None))
}

macro_rules! in_all {
    ($($name:ident),* $(,)?) => { in_all!(@ memory; $($name),*); in_all!(@ folder; $($name),*); in_all!(@ bucket; $($name),*); };
    (@ $kind:ident; $($name:ident),*) => {
        mod $kind {
            $(#[tokio::test]
            async fn $name() {
                if let Some((blobs, _place)) = super::$kind() {
                    let on = crate::support::Backend::memory(super::Limits::default()).await.unwrap();
                    super::$name(&*on.storage, &blobs).await;
                }
            })*
        }
    };
}

in_all!(what_is_written_is_read, contents_go_with_their_space, contents_of_a_deleted_account_go);

fn attachment(blob: BlobName, octets: &[u8]) -> NewBlob {
    NewBlob { blob, purpose: BlobPurpose::Attachment, octets: octets.to_vec().into() }
}

fn name(space: &str, octets: &[u8]) -> BlobName {
    BlobName { space: id(space), name: *blake3::hash(octets).as_bytes() }
}

async fn what_is_written_is_read(storage: &dyn Storage, blobs: &Blobs) {
    let ana = person(storage, "ana").await;
    space(storage, "s", Mentorship, &[ana]).await;
    blobs.ready().await.unwrap();
    blobs.probe().await.unwrap();
    let octets: Vec<u8> = (0..(1_u32 << 20) + 64).map(|number| (number % 251) as u8).collect();
    let blob = name("s", &octets);
    refused!(blobs.get(blob).await, Error::NotFound);
    let put = || keep(storage, blobs, ana.account, attachment(blob, &octets), NOW);
    assert_eq!(put().await.unwrap(), Outcome::New);
    assert_eq!(put().await.unwrap(), Outcome::Same);
    assert!(blobs.get(blob).await.unwrap() == octets);
    // The answer was lost before it was finished: the same bytes again.
    blobs.put(blob, octets.clone().into()).await.unwrap();
    assert!(blobs.get(blob).await.unwrap() == octets);
    refused!(blobs.get(BlobName { space: id("another"), ..blob }).await, Error::NotFound);
    let stranger = person(storage, "ben").await;
    let theirs = keep(storage, blobs, stranger.account, attachment(blob, &octets), NOW).await;
    refused!(theirs, Error::NotFound);
}

async fn contents_go_with_their_space(storage: &dyn Storage, blobs: &Blobs) {
    let ana = person(storage, "ana").await;
    for in_space in ["s", "t"] {
        space(storage, in_space, Mentorship, &[ana]).await;
        keep(storage, blobs, ana.account, attachment(name(in_space, b"same"), b"same"), NOW).await.unwrap();
    }
    storage.leave(ana.account, id("s")).await.unwrap();
    sweep(storage, blobs, NOW).await.unwrap();
    refused!(blobs.get(name("s", b"same")).await, Error::NotFound);
    assert_eq!(blobs.get(name("t", b"same")).await.unwrap(), &b"same"[..]);
    sweep(storage, blobs, NOW).await.unwrap();
    blobs.remove(name("s", b"same")).await.unwrap();
}

async fn contents_of_a_deleted_account_go(storage: &dyn Storage, blobs: &Blobs) {
    let (ana, ben) = (person(storage, "ana").await, person(storage, "ben").await);
    space(storage, "hers", Mentorship, &[ana]).await;
    space(storage, "shared", Mentorship, &[ana, ben]).await;
    for number in 0..150_u32 {
        let octets = number.to_be_bytes();
        keep(storage, blobs, ana.account, attachment(name("hers", &octets), &octets), NOW).await.unwrap();
    }
    keep(storage, blobs, ana.account, attachment(name("shared", b"both"), b"both"), NOW).await.unwrap();
    storage.delete_account(ana).await.unwrap();
    sweep(storage, blobs, NOW).await.unwrap();
    for number in 0..150_u32 {
        refused!(blobs.get(name("hers", &number.to_be_bytes())).await, Error::NotFound);
    }
    assert_eq!(blobs.get(name("shared", b"both")).await.unwrap(), &b"both"[..]);
}

#[test]
fn a_mistyped_place_is_named() {
    let said = |url| Blobs::bucket(url).unwrap_err().to_string();
    assert!(said("http://bucket").contains("not an s3:// URL"));
    assert!(said("s3:///prefix").contains("names no bucket"));
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = Blobs::folder(&file.path().join("below")).unwrap_err().to_string();
    assert!(error.contains("below"), "{error}");
}
