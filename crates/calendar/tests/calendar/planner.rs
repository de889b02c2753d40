//! Times that suit everybody, against a scan that tries every start and looks at every quarter hour of it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::time::{Duration, Instant};

use cairn_calendar::{
    Findings, Gap, Participant, Proposal, Rhythm, Term, WeeklyHours, Zone, burden, find_times, stretches,
};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};
use proptest::prelude::*;
use rstest::rstest;

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

fn zone(id: &str) -> Zone {
    Zone::find(id).unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn at(quarter: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(quarter / 4 % 24, quarter % 4 * 15, 0).unwrap()
}

/// Somebody who can meet every day from one full hour to another.
fn person(id: &str, from: u32, to: u32) -> Participant {
    let hours = WeeklyHours::on_days(&WEEK, at(from * 4), at(to * 4));
    Participant { zone: zone(id), hours, busy: vec![] }
}

/// Marcus, Ishani, Jonas and Camila.
fn four() -> Vec<Participant> {
    vec![
        person("America/Chicago", 7, 22),
        person("Asia/Kolkata", 8, 22),
        person("Europe/Berlin", 8, 20),
        person("America/Sao_Paulo", 8, 20),
    ]
}

fn thursdays(from: &str, until: &str) -> Term {
    Term {
        from: date(from),
        until: date(until),
        rhythm: Rhythm::Weekly { every: 1 },
        weekday: Some(Weekday::Thu),
    }
}

fn best(findings: &Findings) -> String {
    let best = &findings.times[0];
    format!("{} {:?}", best.time().format("%H:%M"), best.proposal.totals)
}

#[test]
fn four_people_take_turns_over_a_winter() {
    let found = find_times(&four(), 60, &thursdays("2026-12-03", "2027-04-01"));
    let rank = |proposal: &Proposal| (proposal.starts.len(), proposal.most(), proposal.sum());
    let eight = found.times.iter().find(|time| time.time() == at(8 * 4)).unwrap();
    assert_eq!(rank(&eight.proposal), (18, 33, 51));
    let nine = found.times.iter().find(|time| time.time() == at(9 * 4)).unwrap();
    assert_eq!((rank(&nine.proposal), nine.latest), ((18, 36, 36), at(9 * 4 + 1)));
    let turns = found.turns.unwrap();
    assert!(turns.most() <= 23 && turns.sum() <= 46, "{:?}", turns.totals);
    // Few changes: whatever the number of sessions, nobody has to look up each week when it is.
    let changes = turns.starts.windows(2).filter(|pair| pair[0].time() != pair[1].time()).count();
    assert!(changes <= 4, "{:?}", turns.starts);
}

#[test]
fn a_term_is_parted_where_clocks_change_apart() {
    let zones: Vec<Zone> = four().into_iter().map(|one| one.zone).collect();
    let dates = &thursdays("2026-12-03", "2027-04-01").choices()[0];
    let parts: Vec<_> =
        stretches(&zones, dates).iter().map(|part| (part.len(), part[0].to_string())).collect();
    assert_eq!(parts, [(15, "2026-12-03".into()), (2, "2027-03-18".into()), (1, "2027-04-01".into())]);
    let together = [zone("America/New_York"), zone("America/Los_Angeles")];
    assert_eq!(stretches(&together, dates).len(), 1);
}

#[rstest]
#[case::weekly_on_any_day(Rhythm::Weekly { every: 1 }, None, 7, 2)]
#[case::weekly_on_a_day(Rhythm::Weekly { every: 1 }, Some(Weekday::Thu), 1, 3)]
#[case::fortnightly(Rhythm::Weekly { every: 2 }, Some(Weekday::Thu), 1, 2)]
#[case::once_on_any_day(Rhythm::Once, None, 17, 1)]
#[case::once_on_a_day(Rhythm::Once, Some(Weekday::Thu), 3, 1)]
#[case::monthly(Rhythm::Monthly, Some(Weekday::Thu), 3, 1)]
fn the_dates_follow_the_rhythm(
    #[case] rhythm: Rhythm,
    #[case] weekday: Option<Weekday>,
    #[case] choices: usize,
    #[case] dates: usize,
) {
    // From a Thursday to the Saturday two weeks later.
    let term = Term { from: date("2026-12-03"), until: date("2026-12-19"), rhythm, weekday };
    let found = term.choices();
    assert_eq!((found.len(), found[0].len()), (choices, dates), "{found:?}");
}

#[test]
fn a_meeting_that_somebody_is_busy_for_once_is_excluded_on_every_date() {
    let mut people = vec![person("Europe/Berlin", 9, 12), person("Europe/Madrid", 9, 12)];
    let term = thursdays("2026-12-03", "2026-12-17");
    assert_eq!(best(&find_times(&people, 60, &term)), "09:00 [0, 0]");
    people[1].busy = vec![utc("2026-12-10T08:30:00Z")..utc("2026-12-10T09:00:00Z")];
    assert_eq!(best(&find_times(&people, 60, &term)), "10:00 [0, 0]");
}

#[test]
fn who_starts_a_little_before_her_hours_is_the_nearest_miss() {
    let people = vec![
        person("America/Chicago", 7, 9),
        person("Europe/Berlin", 14, 16),
        person("America/Sao_Paulo", 11, 20),
    ];
    let found = find_times(&people, 90, &thursdays("2026-12-03", "2026-12-17"));
    let nobody = found.nobody.unwrap();
    assert_eq!((found.times.len(), found.turns), (0, None));
    // São Paulo is three hours ahead of Chicago: her 11:00 is 08:00 there, and 07:30 is the latest for the others.
    assert_eq!(nobody.excluding, [[2]]);
    assert_eq!(nobody.nearest.starts[0].time(), at(30));
    let gaps: Vec<_> = nobody.nearest.misses.iter().map(|miss| (miss.participant, miss.gap)).collect();
    assert_eq!(gaps, [(2, Gap::Early(30)); 3]);
}

#[test]
fn two_whose_hours_never_meet_each_exclude_the_other() {
    let people = vec![person("America/Chicago", 9, 17), person("Asia/Kolkata", 9, 17)];
    let nobody = find_times(&people, 60, &thursdays("2026-12-03", "2026-12-17")).nobody.unwrap();
    assert_eq!(nobody.excluding, [[0], [1]]);
}

#[test]
fn what_somebody_is_busy_with_is_named_by_its_date() {
    let mut people = vec![person("Europe/Berlin", 9, 10), person("Europe/Madrid", 9, 17)];
    people[1].busy = vec![utc("2026-12-10T08:00:00Z")..utc("2026-12-10T08:20:00Z")];
    let nobody = find_times(&people, 60, &thursdays("2026-12-03", "2026-12-17")).nobody.unwrap();
    let [miss] = nobody.nearest.misses[..] else { panic!("{:?}", nobody.nearest) };
    assert_eq!((miss.participant, miss.start.date(), miss.gap), (1, date("2026-12-10"), Gap::Busy(20)));
}

#[test]
fn turns_are_found_where_no_one_time_fits() {
    let mut people = vec![person("Europe/Berlin", 9, 11), person("Europe/Madrid", 9, 11)];
    people[0].busy = vec![utc("2026-12-03T08:00:00Z")..utc("2026-12-03T09:00:00Z")];
    people[1].busy = vec![utc("2026-12-10T09:00:00Z")..utc("2026-12-10T10:00:00Z")];
    let found = find_times(&people, 60, &thursdays("2026-12-03", "2026-12-10"));
    assert!(found.times.is_empty() && found.nobody.is_some());
    let starts: Vec<_> = found.turns.unwrap().starts.iter().map(NaiveDateTime::to_string).collect();
    assert_eq!(starts, ["2026-12-03 10:00:00", "2026-12-10 09:00:00"]);
}

#[test]
fn hours_that_skip_a_day_say_that_there_are_none() {
    let mut people = vec![person("Europe/Berlin", 9, 17), person("Europe/Madrid", 9, 17)];
    people[1].hours = WeeklyHours::on_days(&[Weekday::Mon], at(36), at(68));
    let nobody = find_times(&people, 60, &thursdays("2026-12-03", "2026-12-03")).nobody.unwrap();
    assert_eq!(nobody.excluding, [[1]]);
    assert_eq!(nobody.nearest.misses[0].gap, Gap::NoHours);
}

#[test]
fn nobody_and_no_date_find_nothing() {
    let nothing = Findings { times: vec![], turns: None, nobody: None };
    assert_eq!(find_times(&[], 60, &thursdays("2026-12-03", "2026-12-10")), nothing);
    assert_eq!(find_times(&four(), 60, &thursdays("2026-12-04", "2026-12-08")), nothing);
}

#[test]
fn twelve_people_over_half_a_year_are_quick() {
    let ids = [
        "America/Chicago",
        "Asia/Kolkata",
        "Europe/Berlin",
        "America/Sao_Paulo",
        "Africa/Lagos",
        "Europe/London",
        "America/New_York",
        "Asia/Karachi",
        "Africa/Nairobi",
        "Europe/Istanbul",
        "America/Denver",
        "Asia/Dubai",
    ];
    let people: Vec<_> = ids.iter().map(|id| person(id, 6, 23)).collect();
    let term = Term {
        from: date("2026-12-01"),
        until: date("2027-05-31"),
        rhythm: Rhythm::Weekly { every: 1 },
        weekday: None,
    };
    let begun = Instant::now();
    let found = find_times(&people, 60, &term);
    assert!(!found.times.is_empty());
    // The aim is 100 ms in a release build; this only keeps a test build from hanging.
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    println!(
        "{:?}, {} times, turns {:?}",
        begun.elapsed(),
        found.times.len(),
        found.turns.map(|it| it.totals)
    );
}

/// Whether a meeting suits one of them, looked at every quarter hour.
fn suits(one: &Participant, meeting: &Range<DateTime<Utc>>) -> bool {
    let quarters = (meeting.end - meeting.start).num_minutes() / 15;
    (0..quarters).map(|quarter| meeting.start + TimeDelta::minutes(quarter * 15)).all(|instant| {
        one.hours.include(one.zone.civil(instant)) && !one.busy.iter().any(|busy| busy.contains(&instant))
    })
}

fn costs(people: &[Participant], starts: &[NaiveDateTime]) -> Vec<u32> {
    let instant = |civil: &NaiveDateTime| people[0].zone.to_instant(*civil).unwrap().instant;
    let cost = |one: &Participant| starts.iter().map(|civil| burden(one.zone.civil(instant(civil)))).sum();
    people.iter().map(cost).collect()
}

/// Whom each start of each date suits.
fn scan(people: &[Participant], minutes: u32, dates: &[NaiveDate]) -> Vec<Vec<BTreeSet<usize>>> {
    let suited = |start: NaiveDateTime| {
        let start = people[0].zone.to_instant(start).unwrap().instant;
        let meeting = start..start + TimeDelta::minutes(i64::from(minutes));
        (0..people.len()).filter(|who| suits(&people[*who], &meeting)).collect()
    };
    dates.iter().map(|date| (0..96).map(|quarter| suited(date.and_time(at(quarter)))).collect()).collect()
}

fn a_person() -> impl Strategy<Value = Participant> {
    let zones = ["America/Chicago", "Asia/Kolkata", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"];
    let days = prop::sample::subsequence(WEEK.to_vec(), 4..=7);
    let busy = prop::collection::vec((0i64..3000, 1i64..12), 0..6);
    (0..zones.len(), days, 0u32..96, 8u32..80, busy).prop_map(move |(id, days, from, length, busy)| {
        let hours = WeeklyHours::on_days(&days, at(from), at(from + length));
        let term = utc("2027-03-01T00:00:00Z");
        let busy = busy.into_iter().map(|(at, length)| {
            let start = term + TimeDelta::minutes(at * 15);
            start..start + TimeDelta::minutes(length * 15)
        });
        Participant { zone: zone(zones[id]), hours, busy: busy.collect() }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_planner_agrees_with_trying_every_start(
        people in prop::collection::vec(a_person(), 1..5), quarters in 1u32..8, first in 0u64..28, weeks in 1u64..4,
    ) {
        // Chicago's clocks change on 14 March, Berlin's on the 28th, Lord Howe's on 4 April.
        let (minutes, from) = (quarters * 15, date("2027-03-01") + chrono::Days::new(first));
        let until = from + chrono::Days::new(7 * (weeks - 1));
        let term = Term { from, until, rhythm: Rhythm::Weekly { every: 1 }, weekday: Some(chrono::Datelike::weekday(&from)) };
        let dates = term.choices().remove(0);
        let found = find_times(&people, minutes, &term);
        let scanned = scan(&people, minutes, &dates);
        let everybody: BTreeSet<usize> = (0..people.len()).collect();

        // The same times, with the same costs, the fairest first.
        let fits = |quarter: usize, who: &BTreeSet<usize>| scanned.iter().all(|date| date[quarter].is_superset(who));
        let starts = |quarter: usize| dates.iter().map(|date| date.and_time(at(quarter as u32))).collect::<Vec<_>>();
        let tried: Vec<usize> = (0..96).filter(|quarter| fits(*quarter, &everybody)).collect();
        let tried_costs: BTreeSet<_> = tried.iter().map(|quarter| costs(&people, &starts(*quarter))).collect();
        let found_costs: BTreeSet<_> = found.times.iter().map(|time| time.proposal.totals.clone()).collect();
        prop_assert_eq!(&tried_costs, &found_costs);
        for time in &found.times {
            let quarter = (0..96).find(|quarter| at(*quarter as u32) == time.time()).unwrap();
            prop_assert!(tried.contains(&quarter));
            prop_assert_eq!(&time.proposal.totals, &costs(&people, &time.proposal.starts));
        }
        let rank = |totals: &Vec<u32>| (totals.iter().max().copied().unwrap(), totals.iter().sum::<u32>());
        prop_assert!(found.times.is_sorted_by_key(|time| rank(&time.proposal.totals)));

        // Turns are the best of all choices, and only told when they are fairer.
        let kinds = scanned.iter().zip(&dates).map(|(slots, date)| {
            let fitting = slots.iter().zip(0u32..).filter(|(who, _)| **who == everybody);
            fitting.map(|(_, quarter)| costs(&people, &[date.and_time(at(quarter))])).collect::<BTreeSet<_>>()
        });
        let mut outcomes = BTreeSet::from([vec![0; people.len()]]);
        for kinds in kinds {
            let add = |total: &Vec<u32>, cost: &Vec<u32>| total.iter().zip(cost).map(|(a, b)| a + b).collect::<Vec<_>>();
            outcomes = outcomes.iter().flat_map(|total| kinds.iter().map(move |cost| add(total, cost))).collect();
        }
        let optimum = outcomes.iter().map(rank).min().filter(|_| dates.len() > 1);
        let fixed = tried_costs.iter().map(rank).min();
        let fairer = optimum.filter(|optimum| fixed.is_none_or(|fixed| *optimum < fixed));
        prop_assert_eq!(found.turns.as_ref().map(|turns| rank(&turns.totals)), fairer);
        if let Some(turns) = &found.turns {
            prop_assert_eq!(&turns.totals, &costs(&people, &turns.starts));
        }

        // Who excludes it: no smaller set of people will do.
        let leaving_out = |left_out: u32| everybody.iter().copied().filter(|who| left_out & (1 << who) == 0).collect::<BTreeSet<_>>();
        let enough = |left_out: &u32| (0..96).any(|quarter| fits(quarter, &leaving_out(*left_out)));
        let sets: Vec<u32> = (0..1 << people.len()).filter(enough).collect();
        let fewest = sets.iter().map(|set| set.count_ones()).min().unwrap();
        let smallest: BTreeSet<Vec<usize>> = sets.into_iter().filter(|set| set.count_ones() == fewest)
            .map(|set| everybody.iter().copied().filter(|who| set & (1 << who) != 0).collect()).collect();
        match found.nobody {
            None => prop_assert_eq!(fewest, 0),
            Some(nobody) => prop_assert_eq!(nobody.excluding.into_iter().collect::<BTreeSet<_>>(), smallest),
        }
    }
}

#[test]
fn at_the_end_of_the_calendar_nothing_is_found() {
    let term = Term { from: NaiveDate::MAX, until: NaiveDate::MAX, rhythm: Rhythm::Once, weekday: None };
    let found = find_times(&four(), 60, &term);
    assert_eq!((found.times.len(), found.turns, found.nobody), (0, None, None));
    assert_eq!(stretches(&[zone("Europe/Berlin")], &[NaiveDate::MAX]), [[NaiveDate::MAX]]);
}
