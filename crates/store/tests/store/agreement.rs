//! The check of the store against itself finds what is planted, each by its name.

use crate::support::*;
use cairn_domain::*;
use rstest::rstest;

/// A profile with something in every part.
fn lived_in() -> Bench {
    let bench = Bench::new();
    bench.create(PERSONAL, &note(1, "Granite"));
    bench.edit::<Note>(note(1, "").id, |note| note.text = "Basalt".into());
    bench.create(SHARED, &goal(2, "Learn SQL"));
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
#[case::outbox_of_nothing("DELETE FROM goal", "the outbox names a record that is not there")]
#[case::outbox_of_another_device(
    "UPDATE meta SET value = x'0000000000000009' WHERE key = 'devices'",
    "the outbox names a field that was not written here"
)]
#[case::history_from_the_future(
    "UPDATE history SET stamp = x'ffffffffffffffffffffffffffffffff'",
    "the history has a version newer than the value"
)]
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
