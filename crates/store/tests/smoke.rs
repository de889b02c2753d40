//! A first walk through.
use cairn_crypto::StoreKey;
use cairn_domain::*;
use cairn_replica::DeviceId;
use cairn_store::*;
use chrono::{DateTime, Utc};
use uuid::Uuid;

fn at(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_790_000_000_000 + millis).unwrap()
}

#[test]
fn a_walk() {
    let folder = tempfile::tempdir().unwrap();
    let key = StoreKey::from_bytes([7; 32]);
    let account = AccountId(Uuid::from_u128(1));
    let store = Store::create(folder.path(), &key, account, DeviceId(1)).unwrap();
    let id = NoteId(Uuid::from_u128(2));
    let note = Note {
        id,
        mentorship: None,
        session: None,
        goal: None,
        text: "# Hello stone".into(),
        copied_from: None,
    };
    store.act("a", at(0), |draft| draft.create(Space::Personal(account), &note)).unwrap();
    assert_eq!(store.integrity().unwrap(), []);
    let hits = store.read(|reader| reader.search("sto", &[], Scope::Everywhere, 10)).unwrap();
    assert_eq!(hits.len(), 1, "{hits:?}");
    println!("{hits:?}");
    store.undo(at(1)).unwrap().unwrap();
    assert!(store.read(|r| r.personal().get::<Note>(id)).unwrap().is_none());
    store.redo(at(2)).unwrap().unwrap();
    assert_eq!(store.read(|r| r.personal().get::<Note>(id)).unwrap().unwrap().into_inner(), note);
    let backup = store.back_up(at(3), &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
    Store::verify_backup(&backup.path, &key).unwrap();
    assert_eq!(store.integrity().unwrap(), []);
    drop(store);
    let wrong = Store::open(folder.path(), &StoreKey::from_bytes([8; 32]), at(4));
    println!("{:?}", wrong.as_ref().err());
    assert!(matches!(wrong, Err(Error::WrongKey)));
    Store::restore(folder.path(), &key, &backup.path, DeviceId(2), at(5)).unwrap().unwrap();
    let store = Store::open(folder.path(), &key, at(6)).unwrap();
    assert_eq!(store.read(|r| r.personal().get::<Note>(id)).unwrap().unwrap().into_inner(), note);
    assert_eq!(store.outbox(10).unwrap().len(), 2);
}
