//! "This and following": two series that together are the one, and the second one changed.

use cairn_calendar::{Change, Occurrence, Rule, Series, Zone};
use chrono::NaiveDateTime;
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

fn civil(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

/// On the clock of Berlin, at `start`, by `rule`.
fn change(start: &str, rule: &str) -> Change {
    let zone = Zone::find("Europe/Berlin").unwrap();
    let rule = Rule::parse(rule, &zone, civil(start)).unwrap();
    Change { zone, start: civil(start), minutes: 45, rule }
}

#[rstest]
#[case::endless("FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=WE")]
#[case::count_is_divided("FREQ=WEEKLY;BYDAY=TU;COUNT=8", "FREQ=WEEKLY;BYDAY=WE;COUNT=6")]
#[case::until_goes_along("FREQ=WEEKLY;UNTIL=20261124T220000Z", "FREQ=WEEKLY;BYDAY=WE;UNTIL=20261125T225959Z")]
fn this_and_following_keep_their_end(#[case] rule: &str, #[case] changed: &str) {
    let tuesdays = series(rule);
    let change = change("2026-10-21T19:00:00", "FREQ=WEEKLY;BYDAY=WE");
    let found = tuesdays.changed_from(civil("2026-10-20T17:00:00"), &change).unwrap();
    let before: Vec<_> = found.before.unwrap().occurrences(..).map(|it| it.original.date()).collect();
    assert_eq!(before, [6, 13].map(|day| civil("2026-10-06T00:00:00").date() + chrono::Days::new(day - 6)));
    assert_eq!(found.following.rule.unwrap().to_string(), changed);
    assert_eq!((found.following.minutes, found.following.zone.id()), (45, "Europe/Berlin"));
}

#[test]
fn what_hangs_on_an_occurrence_moves_with_it() {
    let mut tuesdays = series("FREQ=WEEKLY;BYDAY=TU;COUNT=6");
    tuesdays.exdates = vec![civil("2026-10-27T17:00:00")];
    tuesdays.rdates = vec![civil("2026-10-30T12:00:00")];
    let change = change("2026-10-21T19:00:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE");
    let changed = tuesdays.changed_from(civil("2026-10-20T17:00:00"), &change).unwrap();
    assert_eq!(changed.following.exdates, [civil("2026-11-04T19:00:00")]);
    assert_eq!(changed.following.rdates, [civil("2026-10-31T14:00:00")]);
    let places = [
        ("2026-10-20T17:00:00", Some("2026-10-21T19:00:00")),
        ("2026-11-03T17:00:00", Some("2026-11-18T19:00:00")),
        ("2026-11-04T17:00:00", None),
        ("2026-11-17T17:00:00", None),
    ];
    for (original, place) in places {
        assert_eq!(changed.place_of(civil(original)), place.map(civil), "{original}");
    }
}

#[test]
fn from_the_first_one_all_of_it_changes() {
    let change = change("2026-10-07T17:00:00", "FREQ=WEEKLY;BYDAY=WE");
    let changed = series("FREQ=WEEKLY;COUNT=3").changed_from(civil("2026-10-06T17:00:00"), &change).unwrap();
    assert_eq!(changed.before, None);
    assert_eq!(changed.following.occurrences(..).count(), 3);
    assert_eq!(series("FREQ=WEEKLY").changed_from(civil("2026-10-07T17:00:00"), &change), None);
}

#[test]
fn a_series_can_be_parted_where_clocks_change() {
    // 02:59 does not exist that day: an end told by the wall clock would come an hour after 03:00.
    let berlin = Zone::find("Europe/Berlin").unwrap();
    let nightly = Series::ruled(berlin, civil("2027-03-26T03:00:00"), 60, "FREQ=DAILY").unwrap();
    let parted = nightly.parted_at(civil("2027-03-28T03:00:00")).unwrap();
    assert_eq!(parted.before.occurrences(..).count(), 2);
}

#[rstest]
#[case::some_of_a_count("FREQ=WEEKLY;COUNT=5", "2026-12-08T20:30:00", "FREQ=WEEKLY;COUNT=2")]
#[case::more_than_a_count("FREQ=DAILY;COUNT=1", "2026-12-08T20:30:00", "FREQ=DAILY;COUNT=1")]
#[case::an_earlier_end(
    "FREQ=DAILY;UNTIL=20261126T023000Z",
    "2026-12-08T20:30:00",
    "FREQ=DAILY;UNTIL=20261126T023000Z"
)]
#[case::no_end("FREQ=WEEKLY", "2026-12-08T20:30:00", "FREQ=WEEKLY;UNTIL=20261209T022959Z")]
fn a_series_ends_before_any_time(#[case] rule: &str, #[case] limit: &str, #[case] expected: &str) {
    let chicago = Zone::find("America/Chicago").unwrap();
    let series = Series::ruled(chicago, "2026-11-24T20:30:00".parse().unwrap(), 60, rule).unwrap();
    let before = series.before(limit.parse().unwrap()).unwrap();
    assert_eq!(before.rule.unwrap().to_string(), expected);
    assert_eq!(series.before(series.start), None);
}
