use super::*;
use rstest::rstest;
use uuid::Uuid;

fn civil(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    civil(text).and_utc()
}

fn series() -> Series {
    Series {
        id: SeriesId(Uuid::from_u128(1)),
        mentorship: MentorshipId(Uuid::from_u128(2)),
        title: "Weekly".into(),
        starts: civil("2026-10-20 20:30"),
        zone: "America/Chicago".into(),
        minutes: 60,
        rule: "FREQ=WEEKLY".into(),
        exdates: vec![],
        rdates: vec![],
        uid: None,
        sequence: 0,
        stamp: None,
    }
}

fn planned() -> Vec<Session> {
    ["2026-10-20 20:30", "2026-10-27 20:30", "2026-11-03 20:30", "2026-11-10 20:30"]
        .map(|start| series().session_at(civil(start)))
        .into()
}

fn at(recorded: Vec<Session>) -> Vec<(String, bool, SessionState)> {
    occurrences(planned(), recorded, utc("2026-10-01 00:00"), utc("2026-12-01 00:00"))
        .into_iter()
        .map(|found| (found.at.format("%m-%d %H:%M").to_string(), found.recorded, found.session.state))
        .collect()
}

#[test]
fn the_wall_clock_stays_and_the_instant_shifts_when_clocks_change() {
    let instants: Vec<_> = at(vec![]).into_iter().map(|(at, ..)| at).collect();
    // Chicago's clocks go back on 1 November: 20:30 there is 01:30 UTC before and 02:30 after.
    assert_eq!(instants, ["10-21 01:30", "10-28 01:30", "11-04 02:30", "11-11 02:30"]);
}

#[test]
fn a_recorded_occurrence_stands_in_the_place_of_the_plan() {
    let held = Session { state: SessionState::Held, ..planned()[1].clone() };
    let all = at(vec![held]);
    assert_eq!(all.len(), 4);
    assert_eq!(all[1], ("10-28 01:30".into(), true, SessionState::Held));
}

#[test]
fn a_moved_occurrence_is_not_doubled_and_stands_where_it_went() {
    // Moved across the change of the clocks, past the one after it.
    let moved = Session { starts: civil("2026-11-05 18:00"), ..planned()[1].clone() };
    let all = at(vec![moved]);
    let instants: Vec<_> = all.iter().map(|(at, ..)| at.as_str()).collect();
    assert_eq!(instants, ["10-21 01:30", "11-04 02:30", "11-06 00:00", "11-11 02:30"]);
}

#[test]
fn a_cancelled_occurrence_stays_in_its_place() {
    let cancelled =
        Session { state: SessionState::Cancelled, by_role: Some(Role::Mentor), ..planned()[2].clone() };
    assert_eq!(at(vec![cancelled])[2].2, SessionState::Cancelled);
}

#[test]
fn what_is_recorded_outlives_its_series() {
    let held = Session { state: SessionState::Held, ..planned()[0].clone() };
    let all = occurrences(vec![], vec![held], utc("2026-10-01 00:00"), utc("2026-12-01 00:00"));
    assert_eq!(all.len(), 1);
}

#[test]
fn a_change_of_time_or_a_cancellation_raises_the_sequence_and_a_name_does_not() {
    let before = Session { sequence: 4, ..planned()[0].clone() };
    let sequence = |after: Session| after.after(&before).sequence;
    assert_eq!(sequence(Session { title: "Curves".into(), ..before.clone() }), 4);
    assert_eq!(sequence(Session { minutes: 30, ..before.clone() }), 5);
    assert_eq!(sequence(Session { state: SessionState::Cancelled, ..before.clone() }), 5);
    assert_eq!(sequence(Session { state: SessionState::Held, ..before.clone() }), 4);
    let skipped = Series { exdates: vec![civil("2026-10-27 20:30")], ..series() };
    assert_eq!((skipped.after(&series()).sequence, series().after(&series()).sequence), (1, 0));
}

#[rstest]
#[case::day_before("2026-10-20 01:30", Phase::Ahead(1440))]
#[case::half_a_minute_before("2026-10-21 01:29", Phase::Ahead(1))]
#[case::start("2026-10-21 01:30", Phase::UnderWay(0))]
#[case::middle("2026-10-21 01:54", Phase::UnderWay(24))]
#[case::end("2026-10-21 02:30", Phase::Over)]
fn the_phase_follows_the_clock(#[case] now: &str, #[case] expected: Phase) {
    assert_eq!(planned()[0].phase(utc(now)), expected);
}

#[rstest]
#[case::before("2026-10-21 01:00", 60)]
#[case::under_way("2026-10-21 02:15", 45)]
#[case::a_little_over("2026-10-21 02:38", 68)]
#[case::next_day("2026-10-21 20:00", 60)]
fn the_length_is_guessed_from_when_it_is_logged(#[case] now: &str, #[case] expected: i64) {
    assert_eq!(planned()[0].probable_minutes(utc(now)), expected);
}

#[rstest]
#[case::at_once("2026-10-21 02:35", "2026-10-27 20:30")]
#[case::before("2026-10-15 12:00", "2026-10-27 20:30")]
#[case::weeks_later("2026-11-12 12:00", "2026-11-17 20:30")]
fn next_week_is_ahead(#[case] now: &str, #[case] expected: &str) {
    assert_eq!(planned()[0].same_time_next_week(utc(now)), Some(civil(expected)));
}

#[rstest]
#[case::full("https://meet.example.org/cairn?x=1", "https://meet.example.org/cairn?x=1")]
#[case::bare(" meet.example.org/cairn ", "https://meet.example.org/cairn")]
#[case::capitals("HTTP://meet.example.org", "http://meet.example.org")]
#[case::port("localhost:8443/room", "https://localhost:8443/room")]
fn web_addresses_are_taken(#[case] typed: &str, #[case] kept: &str) {
    assert_eq!(web_link("link", typed).unwrap(), kept);
}

#[rstest]
#[case::script("javascript:alert(1)")]
#[case::file("file:///etc/passwd")]
#[case::words("in my office")]
#[case::pretends("https://meet.example.org@evil.example")]
#[case::empty("")]
#[case::line_break("https://meet.example.org/a\nb")]
#[case::dialler("tel:+13125550134")]
fn anything_else_is_refused(#[case] typed: &str) {
    assert_eq!(web_link("link", typed).unwrap_err().code, "not_a_link");
}

#[rstest]
#[case(0, false)]
#[case(1, true)]
#[case(1440, true)]
#[case(1441, false)]
#[case(i64::MIN, false)]
fn lengths_have_bounds(#[case] minutes: i64, #[case] good: bool) {
    assert_eq!(planned_minutes("minutes", minutes).is_ok(), good);
}
