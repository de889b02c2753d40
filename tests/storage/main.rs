//! The store against what machines do to it: processes that are killed, disks that are full, folders that cannot be
//! written.
//!
//! Each test starts this very executable again as a child, told by a variable of its environment which part to play.

mod crash;
mod disk;

use cairn_crypto::StoreKey;
use cairn_domain::{AccountId, Note, NoteId, Space};
use cairn_replica::DeviceId;
use cairn_store::{Error, Store};
use chrono::{DateTime, Utc};
use std::path::Path;
use uuid::Uuid;

const ACCOUNT: AccountId = AccountId(Uuid::from_u128(0xACC));
const PERSONAL: Space = Space::Personal(ACCOUNT);

fn key() -> StoreKey {
    StoreKey::from_bytes([7; 32])
}

fn at(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_789_900_000_000 + millis).expect("a date of this century")
}

fn create(folder: &Path) -> Result<Store, Error> {
    Store::create(folder, &key(), ACCOUNT, DeviceId(1))
}

fn open(folder: &Path) -> Result<Store, Error> {
    Store::open(folder, &key(), at(0))
}

fn note(n: u128, text: &str) -> Note {
    let text = text.to_owned();
    Note {
        id: NoteId(Uuid::from_u128(n)),
        mentorship: None,
        session: None,
        goal: None,
        text,
        copied_from: None,
    }
}

fn notes(store: &Store) -> Vec<Note> {
    let notes = store.read(|reader| reader.personal().all::<Note>()).expect("the notes can be read");
    notes.into_iter().map(|note| note.into_inner()).collect()
}

fn assert_whole(store: &Store) {
    assert_eq!(store.integrity().expect("every page matches its checksum"), []);
}
