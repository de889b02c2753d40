//! What is written into every file and every op, frozen: a change here has to be meant.

use crate::{
    connection::{self, Access, FileKey},
    migration,
    table::TABLES,
};
use cairn_crypto::StoreKey;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::fmt::Write as _;

fn empty_file() -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let key = FileKey::new(&StoreKey::from_bytes([1; 32]));
    let mut connection = connection::open(&folder.path().join("x.db"), &key, Access::Create).unwrap();
    migration::apply(&mut connection).unwrap();
    (folder, connection)
}

#[test]
fn the_schema_is_what_it_was() {
    let (_folder, connection) = empty_file();
    let mut statement = connection
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'search_index_%' ORDER BY rowid")
        .unwrap();
    let sql: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    insta::assert_snapshot!("schema", sql.join(";\n\n"));
}

#[test]
fn the_numbers_of_kinds_and_fields_are_what_they_were() {
    let mut list = String::new();
    for table in TABLES {
        writeln!(list, "{} {} {:?}", table.collection.0, table.name, table.home).unwrap();
        for field in table.fields {
            writeln!(list, "    {} {} {:?}", field.id.0, field.column, field.kind).unwrap();
        }
    }
    insta::assert_snapshot!("fields", list);
}

#[test]
fn no_number_and_no_name_is_used_twice() {
    let distinct = |numbers: Vec<u16>| numbers.iter().collect::<BTreeSet<_>>().len() == numbers.len();
    assert!(distinct(TABLES.iter().map(|table| table.collection.0).collect()));
    for table in TABLES {
        assert!(distinct(table.fields.iter().map(|field| field.id.0).collect()), "{}", table.name);
        assert!(table.fields.iter().all(|field| field.id.0 != 0), "0 is the mark of deletion");
    }
}

#[test]
fn every_field_has_a_column_of_its_type() {
    let (_folder, connection) = empty_file();
    for table in TABLES {
        let mut statement = connection.prepare(&format!("PRAGMA table_info({})", table.name)).unwrap();
        let columns: Vec<(String, String)> = statement
            .query_map([], |row| Ok((row.get(1)?, row.get(2)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let expected =
            table.fields.iter().map(|field| (field.column.to_owned(), field.kind.sql_type().to_owned()));
        let around =
            [("id", "BLOB"), ("space", "BLOB"), ("deleted", "INTEGER"), ("clock", "BLOB"), ("extra", "BLOB")];
        let around = around.map(|(name, kind)| (name.to_owned(), kind.to_owned()));
        let expected: BTreeSet<_> = expected.chain(around).collect();
        assert_eq!(columns.into_iter().collect::<BTreeSet<_>>(), expected, "{}", table.name);
    }
}

#[test]
fn applied_migrations_are_what_they_were() {
    let (_folder, connection) = empty_file();
    let mut statement = connection.prepare("SELECT n, lower(hex(hash)) FROM migration ORDER BY n").unwrap();
    let applied: Vec<(u32, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    let list: String = applied.iter().map(|(n, hash)| format!("{n} {hash}\n")).collect();
    insta::assert_snapshot!("migrations", list);
}

#[test]
fn an_update_that_fails_half_way_is_not_there() {
    let (_folder, mut connection) = empty_file();
    let known = migration::version(&connection).unwrap();
    // A table that a pending step wants to make is there already: that step fails, and so do all before it.
    connection.execute_batch("DROP TABLE goal; DROP TABLE migration; PRAGMA user_version = 0").unwrap();
    assert!(migration::apply(&mut connection).is_err());
    let goal: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'goal'", [], |row| row.get(0))
        .unwrap();
    assert_eq!((goal, migration::version(&connection).unwrap().major), (0, 0));
    assert_eq!(known.major, migration::MAJOR);
}
