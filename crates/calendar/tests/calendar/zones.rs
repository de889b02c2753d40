//! Zones and places as a user meets them.

use cairn_calendar::{Adjustment, Source, Zone, ZoneDatabase, place_of, search_places};
use chrono::{DateTime, NaiveDateTime, Utc};
use rstest::rstest;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn civil(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

#[test]
fn the_bundled_rules_are_those_of_2026f() {
    assert_eq!(ZoneDatabase::bundled().release(), "2026f");
    let vancouver = Zone::find("America/Vancouver").unwrap();
    assert_eq!(vancouver.to_local(at("2026-12-01T16:00:00Z")).offset_seconds, -7 * 3600);
}

#[rstest]
#[case::any_case("europe/berlin", "Europe/Berlin", "Europe/Berlin")]
#[case::keeps_the_choice("Europe/Amsterdam", "Europe/Amsterdam", "Europe/Brussels")]
#[case::alias("US/Eastern", "US/Eastern", "America/New_York")]
#[case::utc("utc", "UTC", "Etc/UTC")]
fn a_zone_keeps_the_id_that_was_chosen(#[case] typed: &str, #[case] id: &str, #[case] canonical: &str) {
    let zone = Zone::find(typed).unwrap();
    assert_eq!((zone.id(), zone.canonical_id()), (id, canonical));
}

#[rstest]
#[case("IST")]
#[case("EST")]
#[case("pst")]
#[case("CET")]
#[case("")]
#[case("Europe/")]
#[case("/etc/localtime")]
#[case("posix/Europe/Berlin")]
#[case("Europe/../Europe/Berlin")]
#[case("GMT+5")]
#[case("\u{415}urope/Berlin")]
fn what_is_no_zone_is_refused(#[case] typed: &str) {
    assert_eq!(Zone::find(typed).unwrap_err().code(), "unknown_zone");
}

#[test]
fn a_record_may_carry_an_old_abbreviation() {
    assert_eq!(Zone::stored("CET").unwrap().canonical_id(), "Europe/Brussels");
}

#[test]
fn every_windows_name_and_every_alias_is_a_zone_we_have() {
    assert_eq!(Zone::of_windows("India Standard Time").unwrap().id(), "Asia/Calcutta");
    assert!(Zone::of_windows("Mars Standard Time").is_err());
    for line in include_str!("../../src/data/windows.txt").lines().filter(|line| !line.starts_with('#')) {
        Zone::of_windows(line.split('\t').next().unwrap()).unwrap();
    }
    for line in include_str!("../../src/data/links.txt").lines().filter(|line| !line.starts_with('#')) {
        let (alias, target) = line.split_once('\t').unwrap();
        assert_eq!(Zone::stored(alias).unwrap().canonical_id(), target);
    }
}

#[rstest]
#[case::older("# version 2025b\n", None, "2026f")]
#[case::same("# version 2026f\n", None, "2026f")]
#[case::newer("# version 2027a\nrest", None, "2027a")]
#[case::second_alphabet("# version 2026za\n", None, "2026za")]
#[case::unreadable("# version tomorrow\n", None, "2026f")]
#[case::other_file("", Some("2099a\n"), "2099a")]
fn the_newer_database_is_used(#[case] zi: &str, #[case] version: Option<&str>, #[case] release: &str) {
    let directory = directory_with_berlin();
    if !zi.is_empty() {
        std::fs::write(directory.path().join("tzdata.zi"), zi).unwrap();
    }
    if let Some(version) = version {
        std::fs::write(directory.path().join("+VERSION"), version).unwrap();
    }
    let database = ZoneDatabase::newest(Some(directory.path()));
    assert_eq!(database.release(), release);
    assert_eq!(*database.source() == Source::Bundled, release == "2026f");
    // What the directory lacks comes from the program.
    assert_eq!(database.find("America/Vancouver").unwrap().id(), "America/Vancouver");
}

/// A directory whose Berlin is always two hours ahead: its rules are told from ours at once.
fn directory_with_berlin() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    std::fs::create_dir(directory.path().join("Europe")).unwrap();
    let mut file = b"TZif2".to_vec();
    let empty_block = [0, 0, 0, 0, 0, 1, 4];
    for (data, version_2) in [(true, false), (true, true)] {
        if version_2 {
            file.extend(b"TZif2");
        }
        file.extend([0; 15]);
        for count in &empty_block[1..] {
            file.extend(u32::to_be_bytes(*count));
        }
        if data {
            file.extend(7200i32.to_be_bytes());
            file.extend([0, 0]);
            file.extend(b"BER\0");
        }
    }
    file.extend(b"\nBER-2\n");
    std::fs::write(directory.path().join("Europe/Berlin"), file).unwrap();
    directory
}

#[test]
fn rules_of_a_newer_directory_are_followed() {
    let directory = directory_with_berlin();
    std::fs::write(directory.path().join("tzdata.zi"), "# version 2099a\n").unwrap();
    let database = ZoneDatabase::newest(Some(directory.path()));
    let winter = at("2027-01-01T12:00:00Z");
    assert_eq!(database.find("Europe/Berlin").unwrap().civil(winter), civil("2027-01-01T14:00:00"));
    // An alias that the directory lacks follows the zone that it has.
    assert_eq!(database.find("Arctic/Longyearbyen").unwrap().civil(winter), civil("2027-01-01T14:00:00"));
}

#[test]
fn the_next_transition_is_told() {
    let change = Zone::find("Europe/London").unwrap().next_transition(at("2026-11-23T00:00:00Z")).unwrap();
    assert_eq!(change.at, at("2027-03-28T01:00:00Z"));
    assert_eq!((change.offset_before, change.offset_after, change.minutes()), (0, 3600, 60));
    assert_eq!(Zone::find("Asia/Kolkata").unwrap().next_transition(at("2026-11-23T00:00:00Z")), None);
    assert_eq!(Zone::find("Asia/Kolkata").unwrap().next_transition(DateTime::<Utc>::MAX_UTC), None);
}

#[test]
fn every_change_of_every_clock_is_converted_as_the_rules_say() {
    use jiff::{Timestamp, tz::TimeZoneDatabase};
    let (ours, rules) = (ZoneDatabase::bundled(), TimeZoneDatabase::bundled());
    let since: Timestamp = "1900-01-03T00:00:00Z".parse().unwrap();
    for id in ours.ids() {
        let (zone, rules) = (ours.find(&id).unwrap(), rules.get(&id).unwrap());
        let offset = |second| i64::from(rules.to_offset(Timestamp::from_second(second).unwrap()).seconds());
        let changes = rules.following(since).map(|it| it.timestamp().as_second());
        for change in changes.take_while(|at| *at < 7_289_000_000) {
            for second in [change - 1, change] {
                let civil = second + offset(second);
                let local = zone.to_local(DateTime::from_timestamp(second, 0).unwrap());
                assert_eq!(local.civil.and_utc().timestamp(), civil, "{id} at {second}");
                let mut shown = [change - 1, change].map(|at| civil - offset(at));
                shown.sort_unstable();
                let shown = shown.map(|at| if at + offset(at) == civil { at } else { second });
                let resolved = zone.to_instant(local.civil).unwrap();
                let found = [resolved.earlier, resolved.later].map(|at| at.timestamp());
                assert_eq!(found, shown, "{id}: {}", local.civil);
            }
        }
    }
}

#[test]
fn a_change_of_name_is_no_change_of_clocks() {
    // Greenland's new standard time began as its last summer time ended, both two hours behind UTC.
    let nuuk = Zone::find("America/Nuuk").unwrap().to_instant(civil("2023-10-28T23:00:00")).unwrap();
    assert_eq!((nuuk.instant, nuuk.adjustment), (at("2023-10-29T01:00:00Z"), Adjustment::None));
}

#[test]
fn a_day_may_begin_after_midnight() {
    let cairo = Zone::find("Africa/Cairo").unwrap();
    let date = civil("2027-04-30T00:00:00").date();
    assert_eq!(cairo.to_instant(civil("2027-04-30T00:30:00")).unwrap().adjustment, Adjustment::Gap);
    assert_eq!(cairo.civil(cairo.start_of_day(date).unwrap()), civil("2027-04-30T01:00:00"));
}

#[rstest]
#[case("1899-12-31T23:59:59", false)]
#[case("1900-01-01T00:00:00", true)]
#[case("2200-12-31T23:59:59", true)]
#[case("2201-01-01T00:00:00", false)]
fn civil_times_have_a_range(#[case] time: &str, #[case] accepted: bool) {
    let answer = Zone::find("America/New_York").unwrap().to_instant(civil(time));
    assert_eq!(answer.is_ok(), accepted);
    if let Err(error) = answer {
        assert_eq!(error.code(), "out_of_range");
    }
}

#[test]
fn no_instant_panics() {
    for id in ZoneDatabase::current().ids() {
        let zone = Zone::find(&id).unwrap();
        zone.to_local(DateTime::<Utc>::MIN_UTC);
        zone.to_local(DateTime::<Utc>::MAX_UTC);
        assert!(zone.to_instant(NaiveDateTime::MAX).is_err());
    }
}

#[rstest]
#[case::city("kolk", "Kolkata, India")]
#[case::big_city_without_a_zone("mumbai", "Mumbai, India")]
#[case::accents_do_not_matter("sao paulo", "São Paulo, Brazil")]
#[case::country("japan", "Tokyo, Japan")]
#[case::alias("calcutta", "Kolkata, India")]
#[case::id("america/argentina/buenos_aires", "Buenos Aires, Argentina")]
#[case::second_word("york", "New York, United States")]
#[case::city_and_country("amsterdam nether", "Amsterdam, Netherlands")]
#[case::no_country("utc", "UTC")]
fn places_are_found(#[case] typed: &str, #[case] first: &str) {
    let found = search_places(typed, 8);
    assert_eq!(found.first().map(ToString::to_string).as_deref(), Some(first), "{found:?}");
}

#[test]
fn nothing_is_found_for_nothing() {
    assert!(search_places("  ", 8).is_empty());
    assert!(search_places("qqqq", 8).is_empty());
    assert_eq!(search_places("united", 5).len(), 5);
}

#[rstest]
#[case("Asia/Kolkata", "Kolkata, India")]
#[case("Asia/Calcutta", "Calcutta, India")]
#[case("US/Eastern", "Eastern, United States")]
#[case("Europe/Amsterdam", "Amsterdam, Netherlands")]
#[case("America/Chicago", "Chicago, United States")]
#[case("Asia/Singapore", "Singapore")]
#[case("UTC", "UTC")]
#[case("America/Indiana/Knox", "Knox, Indiana, United States")]
fn a_zone_has_a_name_for_people(#[case] id: &str, #[case] name: &str) {
    assert_eq!(place_of(&Zone::find(id).unwrap()).to_string(), name);
}
