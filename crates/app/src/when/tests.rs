use super::*;
use cairn_domain::{HoursBlock, MentorshipId, Role};
use rstest::rstest;
use uuid::Uuid;

const ME: AccountId = AccountId(Uuid::from_u128(1));

fn viewer(now: &str) -> Viewer {
    Viewer {
        account: ME,
        zone: Zone::find("America/Chicago").unwrap(),
        hours: WeeklyHours::default(),
        now: now.parse().unwrap(),
    }
}

fn member(name: &str, zone: &str, account: Option<AccountId>) -> Member {
    Member {
        id: MemberId(Uuid::from_u128(7)),
        mentorship: MentorshipId(Uuid::from_u128(2)),
        account,
        name: name.into(),
        pronouns: None,
        role: Role::Mentor,
        zone: zone.into(),
        hours: WeeklyHours(vec![HoursBlock { day: 2, from: 8 * 60, to: 17 * 60 }]),
    }
}

fn when(now: &str, start: &str, zone: &str) -> When {
    let members = [member("Marcus", "America/Chicago", Some(ME)), member("Ishani", "Asia/Kolkata", None)];
    let slot = Slot { starts: start.parse().unwrap(), zone, minutes: 60 };
    When::of(&Words::english(), &viewer(now), slot, &members)
}

#[test]
fn both_clocks_are_told_and_whose_tomorrow_it_is() {
    let when = when("2026-11-25T01:12:00Z", "2026-11-24T20:30:00", "America/Chicago");
    assert_eq!(when.distance, "in 1 h 18 min");
    assert_eq!((when.mine.span.as_str(), when.mine.label.as_str()), ("20:30–21:30", "You, in Chicago"));
    let ishani = &when.others[0];
    assert_eq!(ishani.line, "Ishani 08:00–09:00, Wed 25 Nov");
    assert_eq!(ishani.label, "Ishani, tomorrow in Kolkata");
    assert_eq!((ishani.day_shift, ishani.inside_hours), (1, Some(true)));
    assert_eq!(when.others.len(), 1, "the person herself is not among the others");
}

#[test]
fn a_time_that_clocks_skip_is_moved_and_said() {
    let when = when("2026-11-25T01:12:00Z", "2027-03-14T02:30:00", "America/Chicago");
    assert_eq!(when.mine.start, "03:30");
    assert_eq!(when.notice.unwrap(), "02:30 does not exist that day in Chicago; the meeting is at 03:30.");
}

#[test]
fn a_time_that_comes_twice_is_the_first() {
    let when = when("2026-10-25T01:12:00Z", "2026-11-01T01:30:00", "America/Chicago");
    assert_eq!(
        when.starts,
        Some("2026-11-01T06:30:00Z".parse::<DateTime<Utc>>().unwrap().timestamp_millis())
    );
    assert!(when.notice.unwrap().starts_with("01:30 comes twice that day in Chicago"));
}

#[test]
fn a_meeting_that_older_rules_would_put_elsewhere_says_so() {
    let starts = ("2026-10-25T01:12:00Z", "2026-11-03T09:00:00");
    let vancouver = Viewer { zone: Zone::find("America/Vancouver").unwrap(), ..viewer(starts.0) };
    let slot = Slot { starts: starts.1.parse().unwrap(), zone: "America/Vancouver", minutes: 60 };
    let words = Words::english();
    assert_eq!(
        When::of(&words, &vancouver, slot, &[]).older_rules.unwrap(),
        "Some calendars still use older rules for Vancouver and will show 08:00."
    );
    assert!(
        When::of(&words, &viewer(starts.0), slot, &[]).older_rules.is_some(),
        "it follows Vancouver's clock"
    );
    let chicago = Slot { zone: "America/Chicago", ..slot };
    assert_eq!(When::of(&words, &viewer(starts.0), chicago, &[]).older_rules, None);
    let over = Viewer { now: "2026-11-04T00:00:00Z".parse().unwrap(), ..vancouver };
    assert_eq!(When::of(&words, &over, slot, &[]).older_rules, None);
}

#[test]
fn an_unknown_zone_is_said_and_no_time_made_up() {
    let when = when("2026-11-25T01:12:00Z", "2026-11-24T20:30:00", "Mars/Olympus");
    assert_eq!(when.starts, None);
    assert_eq!(when.notice.unwrap(), "unknown time zone Mars/Olympus");
}

#[rstest]
#[case::before("2026-11-25T02:29:30Z", Phase::Before, "in 1 min")]
#[case::at_the_start("2026-11-25T02:30:00Z", Phase::During, "0 min so far")]
#[case::during("2026-11-25T02:54:10Z", Phase::During, "24 min so far")]
#[case::at_the_end("2026-11-25T03:30:00Z", Phase::After, "0 min ago")]
#[case::days_later("2026-11-28T05:30:00Z", Phase::After, "3 days ago")]
fn the_distance_is_told(#[case] now: &str, #[case] phase: Phase, #[case] distance: &str) {
    let when = when(now, "2026-11-24T20:30:00", "America/Chicago");
    assert_eq!((when.phase, when.distance.as_str()), (phase, distance));
}
