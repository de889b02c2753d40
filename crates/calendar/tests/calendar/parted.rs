//! "This and following": two series that together are the one.

use cairn_calendar::{Occurrence, Series, Zone};
use rstest::rstest;

fn series(rule: &str) -> Series {
    Series::ruled(Zone::find("America/New_York").unwrap(), "2026-10-06T17:00:00".parse().unwrap(), 60, rule)
        .unwrap()
}

#[rstest]
#[case::endless("FREQ=WEEKLY;BYDAY=TU")]
#[case::counted("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=20")]
#[case::until("FREQ=WEEKLY;INTERVAL=2;UNTIL=20270301T000000Z")]
#[case::monthly("FREQ=MONTHLY;BYDAY=1TU")]
#[case::by_position("FREQ=MONTHLY;BYDAY=TU,WE;BYSETPOS=-1;COUNT=12")]
fn both_parts_are_the_whole(#[case] rule: &str) {
    let mut whole = series(rule);
    let all: Vec<Occurrence> = whole.occurrences(..).take(15).collect();
    whole.exdates = vec![all[1].original, all[6].original];
    whole.rdates = vec!["2026-10-10T09:00:00".parse().unwrap()];
    let expected: Vec<Occurrence> = whole.occurrences(..).take(12).collect();
    let parted = whole.parted_at(all[4].original).unwrap();
    assert_eq!(parted.following.start, all[4].original);
    let together: Vec<Occurrence> =
        parted.before.occurrences(..).chain(parted.following.occurrences(..)).take(12).collect();
    assert_eq!(together, expected);
}

#[rstest]
#[case::the_first("2026-10-06T17:00:00")]
#[case::not_an_occurrence("2026-10-07T17:00:00")]
#[case::left_out("2026-10-13T17:00:00")]
#[case::after_the_end("2027-10-05T17:00:00")]
fn what_cannot_be_parted_is_left_whole(#[case] original: &str) {
    let mut whole = series("FREQ=WEEKLY;COUNT=8");
    whole.exdates = vec!["2026-10-13T17:00:00".parse().unwrap()];
    assert_eq!(whole.parted_at(original.parse().unwrap()), None);
}
