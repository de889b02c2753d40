//! Opening what may be in any state: the right name for what is wrong, and nothing lost.

use crate::support::*;
use cairn_crypto::StoreKey;
use cairn_domain::*;
use cairn_replica::DeviceId;
use cairn_store::{Error, Store};
use rstest::rstest;
use std::{
    fs,
    io::{Read, Seek, SeekFrom, Write},
    path::Path,
};
use tempfile::TempDir;

/// A closed profile with a note in it.
fn closed() -> TempDir {
    let profile = Bench::new();
    for n in 0..200 {
        profile.create(PERSONAL, &note(n, &format!("Note {n} {}", "granite ".repeat(20))));
    }
    let Bench { store, folder, .. } = profile;
    drop(store);
    folder
}

fn open(folder: &Path) -> Result<Store, Error> {
    Store::open(folder, &key(), at(0))
}

/// Names and contents of all files but the lock.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file() && !path.ends_with("cairn.lock"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    all.sort();
    all
}

fn overwrite(folder: &Path, at: u64, bytes: &[u8]) {
    let mut file = fs::File::options().write(true).open(folder.join("cairn.db")).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(bytes).unwrap();
}

#[test]
fn a_folder_without_a_profile() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(open(folder.path()), Err(Error::NoProfile)));
    assert_eq!(contents(folder.path()), []);
    assert!(!Store::exists(folder.path()));
}

#[test]
fn a_profile_is_not_made_over_another() {
    let folder = closed();
    let before = contents(folder.path());
    let result = Store::create(folder.path(), &key(), ACCOUNT, DeviceId(1));
    assert!(matches!(result, Err(Error::ProfileExists)));
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn another_key() {
    let folder = closed();
    let before = contents(folder.path());
    let result = Store::open(folder.path(), &StoreKey::from_bytes([8; 32]), at(0));
    assert!(matches!(result, Err(Error::WrongKey)), "{:?}", result.err());
    assert_eq!(contents(folder.path()), before);
    assert!(open(folder.path()).is_ok());
}

#[rstest]
#[case::unencrypted(b"SQLite format 3\0 and something that goes on")]
#[case::text(b"Dear diary")]
#[case::empty_file(b"")]
#[case::zeros(&[0; 8192])]
fn something_else_under_the_name(#[case] content: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("cairn.db"), content).unwrap();
    let before = contents(folder.path());
    let result = open(folder.path());
    assert!(matches!(result, Err(Error::NotADatabase)), "{:?}", result.err());
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn a_damaged_first_page_is_not_taken_for_a_wrong_key() {
    let folder = closed();
    overwrite(folder.path(), 1_000, b"bytes that the disk made up");
    let before = contents(folder.path());
    let result = open(folder.path());
    assert!(matches!(result, Err(Error::Damaged(_))), "{:?}", result.err());
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn a_damaged_page_further_on_is_found_by_the_check() {
    let folder = closed();
    let length = fs::metadata(folder.path().join("cairn.db")).unwrap().len();
    overwrite(folder.path(), length - 2_000, b"bytes that the disk made up");
    let result = open(folder.path()).and_then(|store| store.integrity());
    assert!(matches!(result, Err(Error::Damaged(_))), "{result:?}");
}

#[test]
fn a_file_cut_short() {
    let folder = closed();
    let file = fs::File::options().write(true).open(folder.path().join("cairn.db")).unwrap();
    file.set_len(4096 * 3).unwrap();
    let result = open(folder.path()).and_then(|store| store.integrity());
    assert!(matches!(result, Err(Error::Damaged(_))), "{result:?}");
}

#[test]
fn a_log_cut_short_loses_at_most_what_was_in_it() {
    // What a power cut does to a profile: the file and a piece of its log.
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "kept"));
    let profile = profile.reopened();
    for n in 2..50 {
        profile.create(PERSONAL, &note(n, "maybe"));
    }
    let torn = tempfile::tempdir().unwrap();
    fs::copy(profile.path().join("cairn.db"), torn.path().join("cairn.db")).unwrap();
    let mut log = Vec::new();
    fs::File::open(profile.path().join("cairn.db-wal")).unwrap().read_to_end(&mut log).unwrap();
    fs::write(torn.path().join("cairn.db-wal"), &log[..log.len() * 2 / 3 + 100]).unwrap();
    let store = open(torn.path()).unwrap();
    assert_eq!(store.integrity().unwrap(), []);
    let notes = store.read(|reader| reader.personal().all::<Note>()).unwrap();
    assert!(notes.len() > 20 && notes[0].text == "kept", "{}", notes.len());
}

#[test]
fn a_newer_major_version_is_refused_by_name_and_not_touched() {
    let folder = closed();
    raw(folder.path()).execute_batch("PRAGMA user_version = 0x20001").unwrap();
    let before = contents(folder.path());
    let result = open(folder.path());
    assert!(matches!(result, Err(Error::NewerVersion { found: 2, known: 1 })), "{:?}", result.err());
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn a_newer_minor_version_opens_and_keeps_what_it_does_not_know() {
    let folder = closed();
    let connection = raw(folder.path());
    connection
        .execute_batch(
            "ALTER TABLE note ADD COLUMN mood TEXT;
             UPDATE note SET mood = 'calm';
             INSERT INTO migration (n, hash) VALUES (99, x'00');
             PRAGMA user_version = 0x10063;",
        )
        .unwrap();
    drop(connection);
    let store = open(folder.path()).unwrap();
    store
        .act("edit", at(900_000_000), |draft| draft.update(&note(1, "changed by an older version")))
        .unwrap();
    assert_eq!(store.integrity().unwrap(), []);
    drop(store);
    let connection = raw(folder.path());
    let (text, mood): (String, String) = connection
        .query_row("SELECT text, mood FROM note WHERE text LIKE 'changed%'", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!((text.as_str(), mood.as_str()), ("changed by an older version", "calm"));
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 0x10063, "the newer version's mark stays");
}

#[test]
fn a_file_of_another_line_of_versions_is_refused() {
    let folder = closed();
    raw(folder.path()).execute_batch("UPDATE migration SET hash = x'00' WHERE n = 1").unwrap();
    let result = open(folder.path());
    assert!(matches!(result, Err(Error::ForeignMigration(1))), "{:?}", result.err());
}

#[test]
fn a_profile_is_open_once() {
    let profile = Bench::new();
    assert!(matches!(open(profile.path()), Err(Error::InUse)));
    assert!(matches!(
        Store::restore(profile.path(), &key(), Path::new("x"), DeviceId(2), at(0)),
        Err(Error::InUse)
    ));
    drop(profile.reopened());
}

#[test]
fn a_full_disk_is_named_and_loses_nothing() {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "kept"));
    // The connection that writes has its own limit; SQLite's fault is the same as the disk's.
    let result = profile.store.with_page_limit(40, |store| {
        store.act("big", profile.now(), |draft| draft.create(PERSONAL, &note(2, &"x".repeat(1_000_000))))
    });
    assert!(matches!(result, Err(Error::DiskFull)), "{result:?}");
    assert_eq!(profile.get::<Note>(note(2, "").id), None);
    profile.create(PERSONAL, &note(3, "there is room again"));
    profile.assert_whole();
    assert_eq!(profile.reopened().get::<Note>(note(1, "").id).unwrap().text, "kept");
}

#[test]
fn a_profile_copied_for_tests_is_as_one_that_was_made() {
    let (copied, made) = (Bench::copied(ACCOUNT, 5), Bench::of_device(5));
    for profile in [&copied, &made] {
        assert_eq!((profile.store.account(), profile.store.device()), (ACCOUNT, DeviceId(5)));
        profile.create(PERSONAL, &note(1, "Granite"));
        profile.assert_whole();
    }
    assert_eq!(copied.store.outbox(9).unwrap(), made.store.outbox(9).unwrap());
    let copied = copied.reopened();
    assert_eq!(copied.get::<Note>(note(1, "").id).unwrap().record, note(1, "Granite"));
}
