//! Recently deleted.

use crate::support::*;
use cairn_domain::*;
use cairn_replica::Value;
use cairn_store::{Error, KEPT_DELETED_MILLIS, Scope, Table};

#[test]
fn a_deleted_record_is_nowhere_but_in_recently_deleted() {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "# Granite\nhard"));
    profile.create(PERSONAL, &note(2, "Slate"));
    profile.remove::<Note>(note(1, "").id);
    profile
        .store
        .read::<_, Error>(|reader| {
            assert_eq!(reader.personal().get::<Note>(note(1, "").id)?, None);
            assert_eq!(reader.anywhere().all::<Note>()?.len(), 1);
            assert_eq!(reader.anywhere().with::<Note>("mentorship", MENTORSHIP)?.len(), 1);
            assert_eq!(reader.search("granite", &[], Scope::Everywhere, 9)?, []);
            let deleted = reader.recently_deleted(at(0))?;
            assert_eq!(deleted.len(), 1);
            assert_eq!(
                (deleted[0].kind(), deleted[0].title.as_str(), deleted[0].here),
                ("note", "Granite", true)
            );
            assert_eq!(reader.recently_deleted(at(900_000))?, [], "deleted before that");
            Ok(())
        })
        .unwrap();
    profile.assert_whole();
}

#[test]
fn it_is_brought_back_by_name_of_its_kind() {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "Granite"));
    profile.remove::<Note>(note(1, "").id);
    let deleted = profile.store.read(|reader| reader.recently_deleted(at(0))).unwrap().remove(0);
    let table = Table::named(deleted.kind()).unwrap();
    profile.store.act("restore", profile.now(), |draft| draft.restore_any(table, deleted.id)).unwrap();
    assert_eq!(profile.get::<Note>(note(1, "").id).unwrap().record, note(1, "Granite"));
    let found = profile.store.read(|reader| reader.search("granite", &[], Scope::Everywhere, 9)).unwrap();
    assert_eq!(found.len(), 1);
    profile.assert_whole();
}

#[test]
fn after_thirty_days_the_words_are_gone_from_the_file() {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "Granite"));
    profile.edit::<Note>(note(1, "").id, |note| note.text = "Obsidian".into());
    profile.remove::<Note>(note(1, "").id);
    let purged = profile.store.purge(at(KEPT_DELETED_MILLIS - 1)).unwrap();
    assert_eq!(purged.records, 0);
    let late = at(KEPT_DELETED_MILLIS + 3_600_000);
    assert_eq!(profile.store.purge(late).unwrap().records, 1);
    assert_eq!(profile.store.purge(late).unwrap().records, 0, "once");
    assert_eq!(profile.store.read(|reader| reader.recently_deleted(at(0))).unwrap(), []);
    profile.assert_whole();
    let unsent = profile.store.outbox(9).unwrap();
    assert_eq!(unsent.len(), 1, "that it is deleted must still be told: {unsent:?}");
    let connection = raw(profile.path());
    for table in ["note", "history", "searchable", "outbox"] {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                let value = row.get_ref(column).unwrap();
                let bytes = value.as_bytes_or_null().ok().flatten().unwrap_or_default();
                let text = String::from_utf8_lossy(bytes);
                assert!(!text.contains("Granite") && !text.contains("Obsidian"), "{table}: {text}");
            }
        }
    }
}

#[test]
fn an_edit_by_somebody_who_did_not_know_is_shown_beside_it() {
    let profile = Bench::new();
    profile.create(SHARED, &note(1, "Granite"));
    profile.remove::<Note>(note(1, "").id);
    let theirs = op::<Note>(SHARED, note(1, "").id, 4, Value::Text("Basalt".into()), (9, 10_000_000), None);
    profile.store.apply_remote(&[theirs]).unwrap();
    assert_eq!(profile.get::<Note>(note(1, "").id), None, "it stays deleted");
    let deleted = profile.store.read(|reader| reader.recently_deleted(at(0))).unwrap();
    assert_eq!((deleted[0].title.as_str(), deleted[0].changed_since), ("Basalt", true));
    profile.assert_whole();
}
