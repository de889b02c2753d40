//! Every case of the public corpus; its expected values follow IANA 2026f.

use rstest::rstest;

use crate::corpus;

#[rstest]
#[case::conversions("conversions.json")]
#[case::recurrences("recurrences.json")]
#[case::rfc5545("rfc5545_3_8_5_3.json")]
#[case::overlaps("overlaps.json")]
#[case::fairness("fairness.json")]
#[case::invalid("invalid.json")]
fn every_case_passes(#[case] file: &str) {
    let path = format!("{}/../../tests/fixtures/calendar/{file}", env!("CARGO_MANIFEST_DIR"));
    let outcome = corpus::run(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(outcome.total > 0);
    assert!(outcome.differing.is_empty(), "{} differ: {:#?}", outcome.differing.len(), outcome.differing);
}
