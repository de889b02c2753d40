//! Small files of our own, each with one thing in it that other calendars do.

use cairn_calendar::{Clock, Event, ReadCalendar, ReadError, ReadEvent, Zone, read_calendar};
use chrono::{DateTime, Utc};
use rstest::rstest;

fn now() -> DateTime<Utc> {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

fn read(text: &str) -> ReadCalendar {
    read_calendar(text.as_bytes(), now()).unwrap()
}

/// A calendar around `inside`, with the lines that most tests do not care about.
fn calendar(inside: &str) -> String {
    format!("BEGIN:VCALENDAR\nVERSION:2.0\n{inside}\nEND:VCALENDAR\n")
}

fn event_with(lines: &str) -> String {
    calendar(&format!("BEGIN:VEVENT\nUID:a@example.org\n{lines}\nEND:VEVENT"))
}

fn only(read: &ReadCalendar) -> &ReadEvent {
    assert_eq!(read.events.len(), 1, "{read:#?}");
    &read.events[0]
}

fn whole(event: &ReadEvent) -> Event {
    event.event(&Zone::find("Asia/Tokyo").unwrap()).unwrap()
}

/// The first starts of what is read, as `2026-11-24T12:00:00Z`.
fn starts(event: &ReadEvent, count: usize) -> Vec<String> {
    let series = whole(event).series;
    let instants = series.occurrences(..).take(count).map(|occurrence| occurrence.start);
    instants.map(|start| start.format("%Y-%m-%dT%H:%MZ").to_string()).collect()
}

fn skipped(read: &ReadCalendar) -> Vec<(usize, &str)> {
    read.skipped.iter().map(|skipped| (skipped.line, skipped.code)).collect()
}

fn noticed(read: &ReadCalendar) -> Vec<(usize, &str)> {
    read.notices.iter().map(|notice| (notice.line, notice.code)).collect()
}

#[test]
fn an_invitation_is_read_whole() {
    let text = calendar(
        "METHOD:REQUEST\nBEGIN:VEVENT\nUID:a@example.org\nSEQUENCE:3\nDTSTAMP:20261101T080000Z\n\
         DTSTART;TZID=America/Chicago:20261124T203000\nDTEND;TZID=America/Chicago:20261124T213000\n\
         RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=America/Chicago:20261201T203000\n\
         SUMMARY:Survival curves\\, then\\; results\nDESCRIPTION:Bring:\\n- the draft\nLOCATION:Room 4\n\
         URL:https://meet.example.org/x\nTRANSP:TRANSPARENT\n\
         ORGANIZER;CN=\"Okafor, Amara\":MAILTO:Amara@Example.org\nATTENDEE;CN=Ishani:mailto:ishani@example.org\n\
         BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nEND:VALARM\n\
         BEGIN:VALARM\nACTION:AUDIO\nTRIGGER;RELATED=END:-PT2H\nEND:VALARM\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:a@example.org\nRECURRENCE-ID:20261209T023000Z\nSUMMARY:Moved\n\
         DTSTART;TZID=Europe/Berlin:20261209T100000\nDURATION:PT30M\nEND:VEVENT",
    );
    let calendar = read(&text);
    let event = only(&calendar);
    assert_eq!((calendar.components, event.line, event.transparent), (2, 4, true));
    assert_eq!(event.people[0].name, "Okafor, Amara");
    assert_eq!(event.people[0].email, "amara@example.org");
    assert_eq!(event.people[1].name, "Ishani");
    let event = whole(event);
    assert_eq!((event.sequence, event.stamp.to_rfc3339().as_str()), (3, "2026-11-01T08:00:00+00:00"));
    assert_eq!((event.series.minutes, event.reminders.as_slice()), (60, [15, 60].as_slice()));
    assert_eq!(event.title, "Survival curves, then; results");
    assert_eq!(event.description, "Bring:\n- the draft");
    assert_eq!((event.location.as_str(), event.url.as_str()), ("Room 4", "https://meet.example.org/x"));
    let moved = &event.overrides[0];
    assert_eq!(moved.original.to_string(), "2026-12-08 20:30:00");
    assert_eq!((moved.start.to_string().as_str(), moved.minutes), ("2026-12-09 03:00:00", 30));
    assert_eq!(moved.title.as_deref(), Some("Moved"));
    assert_eq!(event.series.occurrences(..).count(), 3);
}

#[rstest]
#[case::lone_carriage_returns("DTSTART:20261124T100000Z\rSUMMARY:Cu\r rves")]
#[case::folded_with_tabs("DTSTART:20261124T100\n\t000Z\nSUMMARY:Cu\n\trves")]
#[case::blank_lines("\n\nDTSTART:20261124T100000Z\n\n  \nSUMMARY:Curves\n\n")]
#[case::lower_case("dtstart:20261124t100000z\nsummary:Curves")]
#[case::quoted_parameters("DTSTART;TZID=\"Etc/UTC\":20261124T100000\nSUMMARY;LANGUAGE=\"en\":Curves")]
#[case::spaces_around("DTSTART ; TZID = Etc/UTC:20261124T100000\nSUMMARY:Curves")]
#[case::quoted_printable("DTSTART:20261124T100000Z\nSUMMARY;ENCODING=QUOTED-PRINTABLE:Cur=\nv=65s")]
#[case::a_line_without_colon("DTSTART:20261124T100000Z\nnonsense\nSUMMARY:Curves")]
fn odd_lines_are_read(#[case] lines: &str) {
    let read = read(&event_with(lines));
    assert_eq!(starts(only(&read), 2), ["2026-11-24T10:00Z"]);
    assert_eq!(only(&read).title, "Curves");
}

#[test]
fn text_is_read_in_the_encodings_that_occur() {
    let text = event_with("DTSTART:20261124T100000Z\nSUMMARY:Zoë é");
    let with_mark = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let little: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let latin1: Vec<u8> = text.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    for bytes in [&with_mark, &little, &big, &latin1] {
        let read = read_calendar(bytes, now()).unwrap();
        assert_eq!(only(&read).title, "Zoë é");
        let latin1 = bytes.len() == text.chars().count();
        assert_eq!(noticed(&read), if latin1 { vec![(6, "latin1")] } else { vec![] });
    }
    // Folded within a character, by octets.
    let folded = [b"BEGIN:VEVENT\nDTSTART:20261124\nSUMMARY:Zo\xC3\n \xAB\nEND:VEVENT".as_slice()].concat();
    assert_eq!(only(&read_calendar(&folded, now()).unwrap()).title, "Zoë");
}

#[rstest]
#[case::nothing("", "not_a_calendar")]
#[case::another_format("BEGIN:VCARD\nFN:Amara\nEND:VCARD", "not_a_calendar")]
#[case::nul("BEGIN:VCALENDAR\nX:\0\nEND:VCALENDAR", "file_has_nul")]
#[case::too_deep(&"BEGIN:A\n".repeat(9), "too_deep")]
#[case::too_many_events(&"BEGIN:VEVENT\nEND:VEVENT\n".repeat(10_001), "too_many_events")]
#[case::too_large(&"\n".repeat(10 * 1024 * 1024 + 1), "file_too_large")]
fn what_is_no_calendar_is_refused_by_name(#[case] text: &str, #[case] code: &str) {
    let error = read_calendar(text.as_bytes(), now()).unwrap_err();
    assert_eq!(error.code(), code);
    assert_eq!(read_calendar(b"\xFF\xFE\x00\xD8", now()).unwrap_err(), ReadError::BadUtf16);
}

#[test]
fn a_bad_component_does_not_lose_the_others() {
    let good = "BEGIN:VEVENT\nUID:good\nDTSTART:20261124T100000Z\nEND:VEVENT\n";
    let long = "x".repeat(70_000);
    let bad = [
        ("BEGIN:VEVENT\nUID:b\nEND:VEVENT\n".to_owned(), "no_start"),
        ("BEGIN:VEVENT\nUID:b\nDTSTART:20261332T100000Z\nEND:VEVENT\n".to_owned(), "bad_start"),
        ("BEGIN:VEVENT\nUID:b\nDTSTART:22010101T100000Z\nEND:VEVENT\n".to_owned(), "bad_start"),
        ("BEGIN:VEVENT\nUID:b\nDTSTART:20261124\nDURATION:P3D\nEND:VEVENT\n".to_owned(), "too_long"),
        (format!("BEGIN:VEVENT\nUID:b\nDTSTART:20261124\nSUMMARY:{long}\nEND:VEVENT\n"), "property_too_long"),
        (
            "BEGIN:VEVENT\nUID:b\nDTSTART:20261124T1000\nRRULE:FREQ=HOURLY\nEND:VEVENT\n".to_owned(),
            "unsupported_freq",
        ),
        (
            "BEGIN:VEVENT\nUID:b\nDTSTART:20261124\nRRULE:FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2\nEND:VEVENT\n"
                .to_owned(),
            "never_occurs",
        ),
        (
            "BEGIN:VEVENT\nUID:b\nDTSTART:20261124\nRRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY\nEND:VEVENT\n"
                .to_owned(),
            "several_rules",
        ),
        (
            "BEGIN:VEVENT\nUID:b\nDTSTART:20261125\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261124\nEND:VEVENT\n"
                .to_owned(),
            "this_and_future",
        ),
    ];
    for (component, code) in bad {
        let read = read(&calendar(&format!("{good}{component}{}", good.replace("good", "fine"))));
        assert_eq!(skipped(&read), [(7, code)], "{component:.200}");
        assert_eq!(read.events.len(), 2);
        assert_eq!(read.components, 3);
    }
    let cut_off = read(&format!("BEGIN:VCALENDAR\n{good}BEGIN:VEVENT\nDTSTART:20261124T1000"));
    assert_eq!((skipped(&cut_off), cut_off.components), (vec![(6, "unfinished")], 1));
    let without_end =
        read(&calendar(&good.replacen("END:VEVENT", "BEGIN:VEVENT\nUID:b\nDTSTART:20261125\nEND:VEVENT", 1)));
    assert_eq!((without_end.events.len(), noticed(&without_end)), (2, vec![(6, "missing_end")]));
}

#[test]
fn an_attachment_that_is_too_long_is_all_that_is_left_out() {
    let long = "A".repeat(70_000);
    let read = read(&event_with(&format!("DTSTART:20261124T100000Z\nATTACH;ENCODING=BASE64:{long}")));
    assert_eq!((only(&read).minutes(), noticed(&read)), (0, vec![(6, "property_too_long")]));
}

#[test]
fn a_missing_uid_is_derived_and_stays() {
    let text = |title: &str| {
        calendar(&format!(
            "BEGIN:VEVENT\nDTSTAMP:20261101T000000Z\nDTSTART:20261124\nSUMMARY:{title}\nEND:VEVENT"
        ))
    };
    let uid = only(&read(&text("Curves"))).uid.clone();
    let later = text("Curves").replace("DTSTAMP:2026", "DTSTAMP:2027");
    assert_eq!(only(&read(&later)).uid, uid);
    assert_ne!(only(&read(&text("Results"))).uid, uid);
}

#[rstest]
#[case::timed_without_end("DTSTART:20261124T100000Z", 0, false)]
#[case::a_day("DTSTART;VALUE=DATE:20261124", 1440, true)]
#[case::a_day_by_its_form("DTSTART:20261124\nDTEND:20261125", 1440, true)]
#[case::a_time_that_says_it_is_a_day("DTSTART;VALUE=DATE:20261124T100000\nDTEND:20261124T103000", 30, false)]
#[case::end_in_another_zone(
    "DTSTART;TZID=Europe/Berlin:20261124T100000\nDTEND;TZID=Europe/London:20261124T100000",
    60,
    false
)]
#[case::over_a_clock_change(
    "DTSTART;TZID=Europe/Berlin:20270328T013000\nDTEND;TZID=Europe/Berlin:20270328T033000",
    60,
    false
)]
#[case::end_before_start("DTSTART:20261124T100000Z\nDTEND:20261124T090000Z", 0, false)]
fn a_meeting_is_as_long_as_it_says(#[case] lines: &str, #[case] minutes: u32, #[case] all_day: bool) {
    let read = read(&event_with(lines));
    assert_eq!((only(&read).minutes(), only(&read).all_day), (minutes, all_day));
}

const US_RULES: &str = "BEGIN:STANDARD\nDTSTART:16010101T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\n\
    RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\nEND:STANDARD\n\
    BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\n\
    RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\nEND:DAYLIGHT";
/// Changes with the clocks of nobody.
const OWN_RULES: &str = "BEGIN:STANDARD\nDTSTART:20201001T020000\nTZOFFSETFROM:-0217\nTZOFFSETTO:-0317\n\
    RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=10\nEND:STANDARD\n\
    BEGIN:DAYLIGHT\nDTSTART:20200501T020000\nTZOFFSETFROM:-0317\nTZOFFSETTO:-0217\n\
    RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=5\nEND:DAYLIGHT";

#[rstest]
#[case::iana_in_any_case("europe/PARIS", "", "Europe/Paris", "")]
#[case::behind_a_slash("/Europe/Paris", "", "Europe/Paris", "")]
#[case::behind_a_vendor(
    "/freeassociation.sourceforge.net/Tzfile/America/Argentina/Ushuaia",
    "",
    "America/Argentina/Ushuaia",
    ""
)]
#[case::windows("W. Europe Standard Time", "", "Europe/Berlin", "")]
#[case::windows_by_an_old_spelling("India Standard Time", "", "Asia/Kolkata", "")]
#[case::windows_without_a_place_of_its_own("Greenwich Standard Time", "", "Atlantic/Reykjavik", "")]
#[case::windows_in_any_case("eastern standard time", "", "America/New_York", "")]
#[case::its_location("mine", "X-LIC-LOCATION:Europe/Vienna\n", "Europe/Vienna", "")]
#[case::its_rules("Customized Time Zone", US_RULES, "America/New_York", "zone_matched")]
#[case::rules_of_nobody_else(
    "mine",
    OWN_RULES,
    "<-0317>+03:17:00<-0217>+02:17:00,M5.1.0/02:00:00,M10.1.0/02:00:00",
    "zone_kept"
)]
#[case::the_database_before_the_file("Europe/Paris", US_RULES, "Europe/Paris", "zone_definition_differs")]
#[case::unknown("Middle Earth", "", "", "zone_unknown")]
#[case::an_abbreviation_by_its_rules("EST", US_RULES, "America/New_York", "zone_matched")]
fn zones_are_found(#[case] name: &str, #[case] rules: &str, #[case] id: &str, #[case] notice: &str) {
    let definition = match rules {
        "" => String::new(),
        rules => format!("BEGIN:VTIMEZONE\nTZID:{name}\n{rules}\nEND:VTIMEZONE\n"),
    };
    let text = format!(
        "{definition}BEGIN:VEVENT\nUID:a\nDTSTART;TZID={name}:20270701T100000\nRRULE:FREQ=WEEKLY\nEND:VEVENT"
    );
    let read = read(&calendar(&text));
    match &only(&read).clock {
        Clock::Zone(zone) => assert_eq!(zone.id(), id),
        Clock::Unknown(unknown) => assert_eq!((unknown.as_str(), id), (name, "")),
        Clock::Floating { .. } => panic!("floating"),
    }
    let codes: Vec<&str> = read.notices.iter().map(|notice| notice.code).collect();
    assert_eq!(codes, if notice.is_empty() { vec![] } else { vec![notice] });
}

#[test]
fn rules_of_nobody_else_are_followed_and_kept_by_their_id() {
    let text = format!(
        "BEGIN:VTIMEZONE\nTZID:mine\n{OWN_RULES}\nEND:VTIMEZONE\n\
         BEGIN:VEVENT\nUID:a\nDTSTART;TZID=mine:20270926T100000\nRRULE:FREQ=WEEKLY\nEND:VEVENT"
    );
    let read = read(&calendar(&text));
    assert_eq!(starts(only(&read), 2), ["2027-09-26T12:17Z", "2027-10-03T13:17Z"]);
    let zone = only(&read).clock.zone().unwrap().clone();
    assert_eq!(Zone::stored(zone.id()).unwrap(), zone);
    assert_eq!(cairn_calendar::place_of(&zone).city, "UTC-03:17");
}

#[test]
fn a_time_without_a_zone_is_the_readers_own_and_says_so() {
    let text = event_with("DTSTART:20261124T100000\nRRULE:FREQ=DAILY;UNTIL=20261126T100000");
    let text = text.replace("VERSION:2.0", "X-WR-TIMEZONE:Europe/Berlin");
    let read = read(&text);
    let suggested = Zone::find("Europe/Berlin").ok();
    assert_eq!(only(&read).clock, Clock::Floating { suggested });
    // Asked for Tokyo, here.
    assert_eq!(starts(only(&read), 9), ["2026-11-24T01:00Z", "2026-11-25T01:00Z", "2026-11-26T01:00Z"]);
}

#[rstest]
#[case::until_a_day("RRULE:FREQ=DAILY;UNTIL=20261126", 3)]
#[case::until_on_the_wall("RRULE:FREQ=DAILY;UNTIL=20261125T203000", 2)]
#[case::until_before_the_start("RRULE:FREQ=DAILY;UNTIL=20261101T000000Z", 1)]
#[case::without_a_day("RRULE:FREQ=DAILY;COUNT=4\nEXDATE;VALUE=DATE:20261125,20261126", 2)]
#[case::without_an_instant("RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20261126T023000Z", 3)]
#[case::without_a_time_elsewhere("RRULE:FREQ=DAILY;COUNT=4\nEXDATE;TZID=Europe/Berlin:20261126T033000", 3)]
#[case::without_a_time_of_no_zone("RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20261125T203000", 3)]
#[case::with_added_dates("RDATE;VALUE=DATE:20261201\nRDATE;VALUE=PERIOD:20261204T023000Z/PT2H", 3)]
#[case::the_same_rule_twice("RRULE:FREQ=DAILY;COUNT=2\nRRULE:FREQ=DAILY;COUNT=2", 2)]
fn rules_and_dates_count_as_meant(#[case] lines: &str, #[case] count: usize) {
    let read = read(&event_with(&format!("DTSTART;TZID=America/Chicago:20261124T203000\n{lines}")));
    assert_eq!(whole(only(&read)).series.occurrences(..).count(), count);
}

#[test]
fn the_newest_of_the_same_meeting_counts() {
    let version = |sequence: u32, stamp: &str, start: &str| {
        format!(
            "BEGIN:VEVENT\nUID:a\nSEQUENCE:{sequence}\nDTSTAMP:{stamp}T000000Z\nDTSTART:{start}T100000Z\nEND:VEVENT\n"
        )
    };
    let read = read(&calendar(
        &[
            version(1, "20261103", "20261125"),
            version(2, "20261102", "20261127"),
            version(2, "20261101", "20261126"),
        ]
        .concat(),
    ));
    assert_eq!(starts(only(&read), 1), ["2026-11-27T10:00Z"]);
    assert_eq!(skipped(&read), [(3, "superseded"), (15, "superseded")]);
}

#[test]
fn messages_call_off_a_series_an_occurrence_or_what_is_not_in_the_file() {
    let series = "BEGIN:VEVENT\nUID:a\nDTSTART:20261124T100000Z\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT\n";
    let message = |lines: &str| {
        format!("BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n")
    };
    let both = read(&(calendar(series) + &message("UID:a\nSEQUENCE:1")));
    assert!(only(&both).cancelled);
    assert_eq!(whole(only(&both)).series.occurrences(..).count(), 3);
    let one = read(&(calendar(series) + &message("UID:a\nRECURRENCE-ID:20261125T100000Z")));
    let event = whole(only(&one));
    assert!(!event.cancelled && event.overrides[0].cancelled);
    assert_eq!(event.overrides[0].start.to_string(), "2026-11-25 10:00:00");
    let alone = read(&message("UID:a\nSEQUENCE:4\nRECURRENCE-ID:20261125T100000Z"));
    assert_eq!((alone.events.len(), alone.cancellations[0].sequence), (0, 4));
    let occurrence = alone.cancellations[0].occurrence.as_ref().unwrap();
    let berlin = Zone::find("Europe/Berlin").unwrap();
    assert_eq!(occurrence.civil(&berlin, event.series.start).to_string(), "2026-11-25 11:00:00");
    let reply = read(&calendar(series).replace("VERSION:2.0", "METHOD:REPLY"));
    assert_eq!(skipped(&reply), [(3, "not_an_invitation")]);
}

#[test]
fn an_occurrence_without_its_series_stands_alone() {
    let read = read(&event_with("RECURRENCE-ID:20261125T100000Z\nDTSTART:20261126T100000Z"));
    let event = only(&read);
    assert_eq!(event.occurrence.unwrap().to_string(), "2026-11-25 10:00:00");
    assert_eq!(starts(event, 2), ["2026-11-26T10:00Z"]);
}

/// What a file could be made of to take long.
#[rstest]
#[case::rules_that_never_occur(
    "BEGIN:VEVENT\nDTSTART:19000101T000000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\n",
    9_000
)]
#[case::definitions_like_no_zone(
    "BEGIN:VEVENT\nDTSTART;TZID=mine:20270701T100000\nRRULE:FREQ=DAILY\nEND:VEVENT\n",
    9_000
)]
#[case::dates_left_out("EXDATE:20261124,20261125,20261126,20261127\n", 200_000)]
#[case::lines_that_are_none("x\n", 3_000_000)]
#[case::quotes("X;A=\"\n", 1_500_000)]
fn no_file_takes_long(#[case] part: &str, #[case] times: usize) {
    let inside = if part.starts_with("BEGIN") {
        let definition = format!("BEGIN:VTIMEZONE\nTZID:mine\n{OWN_RULES}\nEND:VTIMEZONE\n");
        let days = (0..times)
            .map(|day| part.replace("20270701", &format!("2027{:02}{:02}", day % 12 + 1, day % 28 + 1)));
        definition + &days.collect::<String>()
    } else {
        let rule = "RRULE:FREQ=DAILY;BYHOUR=0,1,2,3;BYMINUTE=0,1,2,3,4,5,6,7,8,9";
        format!("BEGIN:VEVENT\nUID:a\nDTSTART:20261124T000000Z\n{rule}\n{}END:VEVENT\n", part.repeat(times))
    };
    let begun = std::time::Instant::now();
    let read = read(&calendar(&inside));
    assert!(read.events.len() + read.skipped.len() > 0);
    // A second when it is optimised; this is not.
    assert!(begun.elapsed().as_secs() < 15, "{:?}", begun.elapsed());
}
