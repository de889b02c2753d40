use super::*;
use crate::{CheckInId, GoalId};
use rstest::rstest;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// 6,000 words by 26 February, from 1,200 on 14 September.
fn paper() -> Goal {
    Goal {
        id: GoalId(Uuid::nil()),
        mentorship: None,
        owner: None,
        title: "A first full draft of the readmission paper".into(),
        specific: String::new(),
        measure: Measure::Number,
        baseline: Some(1200.0),
        target: Some(6000.0),
        unit: Some("words".into()),
        attainable: String::new(),
        relevant: String::new(),
        starts_on: Some(day("2026-09-14")),
        due_on: Some(day("2027-02-26")),
        status: GoalStatus::Active,
        check_in_every: Cadence::Weekly,
        next_step: String::new(),
        plan_if: String::new(),
        plan_then: String::new(),
        levels: vec![],
        copied_from: None,
        created_at: "2026-09-14T15:00:00Z".parse().unwrap(),
    }
}

/// 120 minutes on the phone a day, down to 30.
fn less_phone() -> Goal {
    Goal { baseline: Some(120.0), target: Some(30.0), unit: Some("minutes".into()), ..paper() }
}

fn values(values: &[(&str, f64)]) -> Vec<Point> {
    values.iter().map(|(on, value)| Point { on: day(on), value: *value }).collect()
}

fn check_in(number: u128, on: &str, value: Option<f64>) -> CheckIn {
    CheckIn {
        id: CheckInId(Uuid::from_u128(number)),
        goal: GoalId(Uuid::nil()),
        on: day(on),
        value,
        confidence: None,
        comment: String::new(),
        by: None,
    }
}

#[test]
fn of_two_check_ins_on_a_day_the_later_counts() {
    let made = [
        check_in(3, "2026-11-01", Some(7.0)),
        check_in(1, "2026-11-01", Some(5.0)),
        check_in(2, "2026-10-01", Some(1.0)),
        check_in(4, "2026-11-02", None),
        check_in(5, "2026-11-03", Some(f64::NAN)),
    ];
    assert_eq!(points(&made), values(&[("2026-10-01", 1.0), ("2026-11-01", 7.0)]));
}

#[rstest]
#[case::before_it_starts("2026-01-01", 1200.0)]
#[case::first_day("2026-09-14", 1200.0)]
#[case::half_way("2026-12-05", 1200.0 + 4800.0 * 82.0 / 165.0)]
#[case::last_day("2027-02-26", 6000.0)]
#[case::after_it_ends("2030-01-01", 6000.0)]
fn the_line_asks_for(#[case] on: &str, #[case] expected: f64) {
    assert!((target_line(&paper()).unwrap().at(day(on)) - expected).abs() < 1e-9);
}

#[rstest]
#[case::no_due_date(Goal { due_on: None, ..paper() })]
#[case::no_start(Goal { starts_on: None, ..paper() })]
#[case::ends_as_it_starts(Goal { due_on: paper().starts_on, ..paper() })]
#[case::ends_before_it_starts(Goal { due_on: Some(day("2020-02-29")), ..paper() })]
#[case::no_baseline(Goal { baseline: None, ..paper() })]
#[case::endless_target(Goal { target: Some(f64::INFINITY), ..paper() })]
#[case::checklist(Goal { measure: Measure::Checklist, ..paper() })]
fn there_is_no_line(#[case] goal: Goal) {
    assert_eq!(target_line(&goal), None);
    assert_eq!(asked_per_week(&goal, &[]), None);
}

#[test]
fn the_pace_is_that_of_the_last_four_weeks() {
    let points = values(&[
        ("2026-09-20", 1340.0),
        ("2026-10-18", 2080.0),
        ("2026-11-01", 2360.0),
        ("2026-11-15", 2880.0),
    ]);
    assert_eq!(pace(&paper(), &points), Some(Pace { per_week: 200.0, days: 28 }));
    assert_eq!(outlook(&paper(), &points), Some(Outlook::On(day("2027-03-04"))));
    assert_eq!(asked_per_week(&paper(), &points).unwrap().round(), 212.0);
}

#[rstest]
#[case::none(&[], None)]
#[case::one_beside_the_baseline(&[("2026-09-28", 1600.0)], Some(200.0))]
#[case::one_on_the_first_day(&[("2026-09-14", 1600.0)], None)]
#[case::one_before_the_first_day(&[("2026-09-01", 1600.0)], None)]
#[case::less_than_a_week(&[("2026-09-17", 1600.0)], None)]
#[case::long_silence(&[("2026-10-01", 1000.0), ("2027-01-07", 2400.0)], Some(100.0))]
#[case::standing_still(&[("2026-10-01", 1600.0), ("2026-10-15", 1600.0), ("2026-10-29", 1600.0)], Some(0.0))]
#[case::back(&[("2026-10-15", 2000.0), ("2026-10-29", 1600.0)], Some(-200.0))]
fn paces(#[case] made: &[(&str, f64)], #[case] per_week: Option<f64>) {
    assert_eq!(pace(&paper(), &values(made)).map(|pace| pace.per_week), per_week);
}

#[test]
fn without_a_baseline_one_value_makes_no_pace() {
    let goal = Goal { baseline: None, ..paper() };
    assert_eq!(pace(&goal, &values(&[("2026-11-01", 5.0)])), None);
    assert_eq!(pace(&goal, &values(&[("2026-11-01", 5.0), ("2026-11-08", 6.0)])).unwrap().per_week, 1.0);
}

#[rstest]
#[case::no_check_in(&[], None)]
#[case::reached(&[("2026-10-01", 6000.0)], Some(Outlook::Reached))]
#[case::more_than_reached(&[("2026-10-01", 9000.0)], Some(Outlook::Reached))]
#[case::still(&[("2026-10-01", 1600.0), ("2026-10-15", 1600.0)], Some(Outlook::Never))]
#[case::away(&[("2026-10-01", 1600.0), ("2026-10-15", 1500.0)], Some(Outlook::Never))]
#[case::in_a_thousand_years(&[("2026-10-01", 1600.0), ("2026-10-15", 1600.01)], Some(Outlook::Never))]
fn where_it_leads(#[case] made: &[(&str, f64)], #[case] expected: Option<Outlook>) {
    assert_eq!(outlook(&paper(), &values(made)), expected);
}

#[test]
fn down_to_a_target_is_the_same_way() {
    let points = values(&[("2026-10-01", 100.0), ("2026-10-15", 80.0)]);
    let goal = less_phone();
    assert_eq!(pace(&goal, &points).unwrap().per_week.signum(), -1.0);
    assert!(matches!(outlook(&goal, &points), Some(Outlook::On(_))));
    assert!(asked_per_week(&goal, &points).unwrap() < 0.0);
    assert_eq!(outlook(&goal, &values(&[("2026-10-15", 30.0)])), Some(Outlook::Reached));
    assert_eq!(asked_per_week(&goal, &values(&[("2026-10-15", 20.0)])), None);
}

#[test]
fn after_the_last_day_nothing_is_asked_any_more() {
    assert_eq!(asked_per_week(&paper(), &values(&[("2027-03-01", 5000.0)])), None);
}

#[rstest]
#[case::nothing_yet(paper(), &[], Some(0.0))]
#[case::some(paper(), &[("2026-11-15", 2880.0)], Some(0.35))]
#[case::all(paper(), &[("2026-11-15", 7000.0)], Some(1.0))]
#[case::worse_than_at_the_start(paper(), &[("2026-11-15", 200.0)], Some(0.0))]
#[case::down(less_phone(), &[("2026-11-15", 75.0)], Some(0.5))]
#[case::same_baseline_and_target(Goal { target: Some(1200.0), ..paper() }, &[], None)]
#[case::no_numbers(Goal { target: None, ..paper() }, &[], None)]
#[case::not_a_number(Goal { target: Some(f64::NAN), ..paper() }, &[], None)]
fn share_of_a_number(#[case] goal: Goal, #[case] made: &[(&str, f64)], #[case] expected: Option<f64>) {
    assert_eq!(share_done(&goal, &values(made), 0, 0), expected);
}

#[rstest]
#[case::empty(0, 0, None)]
#[case::none(0, 4, Some(0.0))]
#[case::some(3, 6, Some(0.5))]
#[case::all(6, 6, Some(1.0))]
fn share_of_a_checklist(#[case] reached: usize, #[case] all: usize, #[case] expected: Option<f64>) {
    let goal = Goal { measure: Measure::Checklist, ..paper() };
    assert_eq!(share_done(&goal, &[], reached, all), expected);
}

#[rstest]
#[case::weekly(Cadence::Weekly, Some("2026-11-15"), Some("2026-11-22"))]
#[case::fortnightly(Cadence::Fortnightly, Some("2026-11-15"), Some("2026-11-29"))]
#[case::monthly_from_the_31st(Cadence::Monthly, Some("2027-01-31"), Some("2027-02-28"))]
#[case::monthly_into_a_leap_day(Cadence::Monthly, Some("2028-01-31"), Some("2028-02-29"))]
#[case::never_yet(Cadence::Weekly, None, Some("2026-09-21"))]
#[case::as_needed(Cadence::AsNeeded, Some("2026-11-15"), None)]
fn the_next_check_in(#[case] every: Cadence, #[case] last: Option<&str>, #[case] next: Option<&str>) {
    let goal = Goal { check_in_every: every, ..paper() };
    assert_eq!(next_check_in(&goal, last.map(day)), next.map(day));
}

#[test]
fn a_goal_at_rest_wants_no_check_in() {
    for status in [GoalStatus::Draft, GoalStatus::Paused, GoalStatus::Reached, GoalStatus::Dropped] {
        assert_eq!(next_check_in(&Goal { status, ..paper() }, None), None);
    }
}
