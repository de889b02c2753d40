//! The check of the store against itself finds what is planted, each by its name.

use crate::{log::*, support::*};
use cairn_domain::*;
use rstest::rstest;

/// A profile with something in every part.
fn lived_in() -> Bench {
    let bench = Bench::new();
    bench.create(PERSONAL, &note(1, "Granite"));
    bench.edit::<Note>(note(1, "").id, |note| note.text = "Basalt".into());
    bench.store.put_space(&on_server(SHARED_SPACE)).unwrap();
    bench.create(SHARED, &session(3, "Kick-off"));
    let mut log = Log::new(SHARED_SPACE);
    sync(&bench.store, &mut log, at(10_000_000), Answer::Whole);
    for id in [2, 4] {
        bench.create(SHARED, &goal(id, "Learn SQL"));
        take(&bench.store, SHARED_SPACE).unwrap();
    }
    bench
}

#[rstest]
#[case::value_without_stamp(
    "UPDATE note SET goal = x'00000000000000000000000000000001'",
    "a value has no stamp"
)]
#[case::deleted_in_the_row_alone("UPDATE goal SET deleted = 1", "the mark of deletion and its stamp differ")]
#[case::other_text_than_found("UPDATE note SET text = 'Slate'", "the search index has other words")]
#[case::found_and_not_there(
    "INSERT INTO searchable (collection, id, space, title, body) VALUES (24, x'00', x'00', 'ghost', '')",
    "an id does not have 16 bytes"
)]
#[case::not_found(
    "DELETE FROM search_index WHERE rowid = (SELECT max(n) FROM searchable)",
    "the search index differs from its text"
)]
#[case::outbox_of_nothing("DELETE FROM note", "the outbox names a record that is not there")]
#[case::outbox_of_another_device(
    "UPDATE meta SET value = x'0000000000000009' WHERE key = 'devices'",
    "the outbox names a field that was not written here"
)]
#[case::history_from_the_future(
    "UPDATE history SET stamp = x'ffffffffffffffffffffffffffffffff'",
    "the history has a version newer than the value"
)]
#[case::in_flight_of_another_space(
    "UPDATE sync_in_flight SET space = x'00000000000000000000000000000001'",
    "an entry in flight has an op of another space"
)]
#[case::in_flight_out_of_step(
    "UPDATE sync_in_flight SET number = 7 WHERE n = (SELECT max(n) FROM sync_in_flight)",
    "entries in flight are not numbered one by one"
)]
#[case::in_flight_and_unsent(
    "INSERT INTO outbox (collection, id, space, fields) SELECT 10, id, space, x'000300' FROM goal",
    "an op is in flight and unsent"
)]
#[case::whole_record_of_nothing(
    "INSERT INTO sync_refill (space, collection, id) SELECT space, 24, id FROM goal",
    "a record that is to be sent whole is not there"
)]
#[case::place_without_hash("DELETE FROM sync_log_hash", "a log was read to a place whose hash is not kept")]
#[case::told_by_nobody(
    "INSERT INTO sync_attachment SELECT space, 'ab', 1, 1, x'', x'07' FROM goal LIMIT 1",
    "an attachment is told of by an entry that is not in flight"
)]
#[case::ledger_cut_short("UPDATE sync_ledger SET fields = substr(fields, 2)", "the ledger cannot be read")]
fn a_planted_fault_is_found(#[case] fault: &str, #[case] name: &str) {
    let bench = lived_in();
    bench.assert_whole();
    let connection = raw(bench.path());
    connection.execute_batch(fault).unwrap();
    drop(connection);
    let found = match bench.reopened().store.integrity() {
        Ok(findings) => findings.iter().map(|finding| finding.what).collect::<Vec<_>>().join("; "),
        Err(error) => error.to_string(),
    };
    assert!(found.contains(name), "{found:?}");
}
