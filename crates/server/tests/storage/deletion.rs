//! The end of an account: nothing is left.

use crate::support::*;
use cairn_protocol::{BlobPurpose, EnrolmentSlot, SpaceKind::*, SpaceState};
use cairn_server::storage::{Error, Rate, TableRow, Value};

on_all!(
    nothing_of_an_account_is_left,
    a_deleted_account_may_come_back,
    statements_stay_while_somebody_reads_by_them,
    a_revoked_device_deletes_nothing,
);

async fn nothing_of_an_account_is_left(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    fill(&on, ana, ben).await;
    on.storage.delete_account(ana).await.unwrap();
    refused!(on.storage.delete_account(ana).await, Error::NotFound);
    refused!(on.storage.session(hash("ana's session"), NOW).await, Error::Unauthorized);
    refused!(on.storage.recovery(id("locator")).await, Error::NotFound);

    let doomed = on.storage.claim_doomed(99, NOW).await.unwrap();
    assert_eq!(doomed.iter().filter(|it| it.space == ana.account).count(), 1);
    on.storage.forget_doomed(doomed).await.unwrap();

    let rows = everything(&on).await;
    let device = ana.device.cast_signed();
    let is_hers = |value: &Value| match value {
        Value::Integer(number) => *number == device,
        Value::Bytes(bytes) => {
            let names = [&ana.account[..], b"ana", &hash("ana's laptop's key"), &hash("ana's identity")];
            names.iter().any(|name| bytes.windows(name.len()).any(|it| it == *name))
        }
        Value::Null => false,
    };
    // Neither her name in the members that others signed, nor what she wrote to them and the keys it is read by.
    let left: Vec<&TableRow> = rows
        .iter()
        .filter(|row| row.values.iter().any(is_hers))
        .filter(|row| !["epochs", "named", "entries", "statements"].contains(&row.table.as_str()))
        .collect();
    assert!(left.is_empty(), "{left:#?}");
    let spaces: Vec<_> = rows.iter().filter(|row| row.table == "spaces").collect();
    assert_eq!(spaces.len(), 1, "only the one with another member");
    let changes = on.storage.changes(ben.account).await.unwrap();
    assert_eq!((changes.spaces.len(), changes.spaces[0].state), (1, SpaceState::Rotate));
    let mut both = [(ana.account, 2), (ben.account, 2)];
    both.sort_unstable();
    assert_eq!(changes.accounts, both);
    assert_eq!(on.storage.statements(ben.account, ana.account, 0).await.unwrap().len(), 2);
    assert_eq!(on.storage.log_page(ben, id("shared"), 0, None, 999).await.unwrap().entries.len(), 1);
    overwritten_in_the_file(&on).await;
}

/// Of everything that an account can have, something.
async fn fill(on: &Backend, ana: cairn_server::storage::Caller, ben: cairn_server::storage::Caller) {
    let s = &*on.storage;
    space(s, "personal", Personal, &[ana]).await;
    space(s, "shared", Mentorship, &[ana, ben]).await;
    space(s, "alone", Mentorship, &[ana]).await;
    space(s, "his", Mentorship, &[ben]).await;
    let mut personal = Pen { space: ana.account, ..Pen::new(ana, "") };
    personal.write(s, MARK).await;
    let own = cairn_server::storage::BlobName { space: ana.account, name: hash("own") };
    s.begin_blob(ana.account, own, BlobPurpose::Attachment, 4, NOW).await.unwrap();
    s.finish_blob(own).await.unwrap();
    Pen::new(ana, "shared").write(s, "to ben").await;
    s.acknowledge(ana, id("shared"), 1, NOW).await.unwrap();
    s.put_recovery(ana, recovery("locator", b"ana's secrets")).await.unwrap();
    s.put_challenge(hash("n"), ana.account, ana.device, NOW + HOUR).await.unwrap();
    s.count(vec![Rate { key: hash("a key"), window: HOUR, limit: 9 }], NOW).await.unwrap().unwrap();
    s.create_enrolment(ana.account, id("e"), NOW + HOUR).await.unwrap();
    s.put_slot(id("e"), EnrolmentSlot::Commitment, b"ana".to_vec(), NOW).await.unwrap();
    s.invite(ana.account, invite("by ana", "shared"), NOW).await.unwrap();
    s.invite(ben.account, invite("by ben", "his"), NOW).await.unwrap();
    s.accept(ana.account, id("by ben"), hash("by ben's token"), hash("mac"), NOW).await.unwrap();
    s.leave(ben.account, id("his")).await.unwrap();
}

/// A word that was only in her personal space.
const MARK: &str = "quartzwren";

/// Every row of every table, those that are not exported too.
async fn everything(on: &Backend) -> Vec<TableRow> {
    let mut rows = dump(&*on.storage).await;
    let left = ["challenges", "sessions", "rates"];
    match &on.place {
        Place::Memory => {}
        Place::Folder(_) => {
            let file = rusqlite::Connection::open(on.file().unwrap()).unwrap();
            for table in left {
                let mut all = file.prepare(&format!("SELECT * FROM {table}")).unwrap();
                let columns = all.column_count();
                let read = all.query_map([], |row| {
                    let value = |column| match row.get_ref_unwrap(column) {
                        rusqlite::types::ValueRef::Integer(number) => Value::Integer(number),
                        rusqlite::types::ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
                        _ => Value::Null,
                    };
                    Ok(TableRow { table: table.to_owned(), values: (0..columns).map(value).collect() })
                });
                rows.extend(read.unwrap().map(Result::unwrap));
            }
        }
        Place::Url(url) => {
            let client = client(url).await;
            let tables = client
                .query(
                    "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
                    &[],
                )
                .await
                .unwrap();
            for table in tables.iter().map(|row| row.get::<_, String>(0)) {
                let number: i64 =
                    client.query_one(&format!("SELECT count(*) FROM {table}"), &[]).await.unwrap().get(0);
                let known = rows.iter().filter(|row| row.table == table).count() as i64;
                assert!(
                    left.contains(&table.as_str()) || table == "migrations" || number == known,
                    "{table}"
                );
            }
            for table in left {
                for row in client.query(&format!("SELECT t::text FROM {table} t"), &[]).await.unwrap() {
                    // Bytes are hexadecimal there; so is the account that is looked for.
                    let text: String = row.get(0);
                    let account = cairn_hex(&id("ana"));
                    assert!(!text.contains(&account), "{table}: {text}");
                    assert!(
                        !text.contains(&device("ana's laptop").cast_signed().to_string()),
                        "{table}: {text}"
                    );
                }
            }
        }
    }
    rows
}

fn cairn_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Deleted rows are not left in the file either.
async fn overwritten_in_the_file(on: &Backend) {
    let Some(path) = on.file() else { return };
    let file = rusqlite::Connection::open(&path).unwrap();
    file.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    assert!(!bytes.windows(MARK.len()).any(|it| it == MARK.as_bytes()));
}

async fn a_deleted_account_may_come_back(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    space(&*on.storage, "personal", Personal, &[ana]).await;
    on.storage.delete_account(ana).await.unwrap();
    person(&*on.storage, "ana").await;
    space(&*on.storage, "personal", Personal, &[ana]).await;
    assert_eq!(on.storage.changes(ana.account).await.unwrap().spaces.len(), 1);
}

async fn statements_stay_while_somebody_reads_by_them(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    let cleo = person(&*on.storage, "cleo").await;
    for name in ["one", "two"] {
        space(&*on.storage, name, Mentorship, &[ana, ben]).await;
    }
    on.storage.leave(ana.account, id("one")).await.unwrap();
    on.storage.delete_account(ana).await.unwrap();
    let read = |who: cairn_server::storage::Caller| on.storage.statements(who.account, ana.account, 0);
    assert_eq!(read(ben).await.unwrap().len(), 2);
    refused!(read(cleo).await, Error::NotFound);
    // Nobody else takes her id meanwhile: neither for an account nor for a mentorship.
    on.storage.invite_account(id("i"), hash("t"), NOW + DAY).await.unwrap();
    let mut other = first_statements("ben");
    other[1] = statement(
        Some(&other[0]),
        cairn_server::storage::Change::AddDevice {
            device: device("another"),
            signing: hash("another's key"),
        },
    );
    refused!(on.storage.register(id("i"), hash("t"), ana.account, other, NOW).await, Error::Taken);
    on.storage.leave(ben.account, id("one")).await.unwrap();
    assert_eq!(read(ben).await.unwrap().len(), 2);
    on.storage.leave(ben.account, id("two")).await.unwrap();
    refused!(read(ben).await, Error::NotFound);
    let rows = dump(&*on.storage).await;
    let hers = |row: &&TableRow| row.values.contains(&Value::Bytes(ana.account.to_vec()));
    assert_eq!(rows.iter().filter(hers).count(), 0);
    // She herself comes back with what she said before, also while it is kept.
    person(&*on.storage, "ana").await;
    space(&*on.storage, "three", Mentorship, &[ana, ben]).await;
    on.storage.delete_account(ana).await.unwrap();
    on.storage.invite_account(id("again"), hash("t"), NOW + DAY).await.unwrap();
    let same = first_statements("ana");
    on.storage.register(id("again"), hash("t"), ana.account, same, NOW).await.unwrap();
    assert_eq!(read(ben).await.unwrap().len(), 2);
}

/// Its session was looked at before the revocation.
async fn a_revoked_device_deletes_nothing(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    let change = cairn_server::storage::Change::RevokeDevice { device: ana.device };
    let revoke = statement(first_statements("ana").last(), change);
    on.storage.append_statements(ana.account, by(ana), vec![revoke], NOW).await.unwrap();
    refused!(on.storage.delete_account(ana).await, Error::UnknownDevice);
    refused!(on.storage.put_recovery(ana, recovery("code", b"a thief's")).await, Error::UnknownDevice);
    on.storage.account(ana.account).await.unwrap();
}
