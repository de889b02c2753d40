//! What newer and older files change of what is here.

use super::*;
use cairn_domain::{AgendaItem, SessionId};
use chrono::NaiveDateTime;

fn one(sequence: u8, stamp: &str, time: &str) -> String {
    calendar(&format!(
        "BEGIN:VEVENT\nUID:curves@example.org\nSEQUENCE:{sequence}\nDTSTAMP:{stamp}T000000Z\n\
         RECURRENCE-ID;TZID=America/Chicago:20261208T203000\nDTSTART;TZID=America/Chicago:20261209T{time}\n\
         DURATION:PT1H\nSUMMARY:Survival curves\nEND:VEVENT\n"
    ))
}

fn called_off(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nSEQUENCE:3\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n")
}

fn edit_series(app: &App, edit: impl Fn(Series) -> Series) {
    let edited = edit(series(app).remove(0));
    app.background(|draft| Ok(draft.update(&edited)?)).unwrap();
}

fn civil(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

/// Something is to be talked about in the session at `original`, which makes it a record.
fn an_item(app: &App, original: &str) -> SessionId {
    let id = SessionId::of_occurrence(series(app)[0].id, civil(original));
    app.dispatch("agenda_add", json!({ "session": id, "text": "The draft" })).unwrap();
    id
}

#[test]
fn an_occurrence_that_cannot_be_told_calls_off_nothing() {
    let host = host();
    let app = host.open_app();
    a_pair(&app);
    take(&app, &look(&host, &app, &calendar(&format!("{SERIES}{SINGLE}"))));
    let single = called_off("UID:once@example.org\nRECURRENCE-ID:20261210T150000Z");
    assert_eq!(fates(&look(&host, &app, &single)), ["unknown"]);
    edit_series(&app, |series| Series { zone: "Middle Earth".into(), ..series });
    let of_series = called_off("UID:curves@example.org\nRECURRENCE-ID:20261209T023000Z");
    let preview = look(&host, &app, &of_series);
    assert_eq!(fates(&preview), ["unknown"]);
    let all = json!({ "lines": [preview["items"][0]["line"]] });
    assert_eq!(app.dispatch("calendar_file_take", all).unwrap()["called_off"], 0);
    assert!(sessions(&app).iter().all(|session| session.state == SessionState::Planned));
}

#[test]
fn what_does_not_go_with_the_zone_that_was_said_is_left_out_by_name() {
    let host = host();
    let app = host.open_app();
    a_pair(&app);
    let floating = "BEGIN:VEVENT\nUID:f\nDTSTART:20261203T150000\nDURATION:PT45M\n\
                    RRULE:FREQ=DAILY;UNTIL=20261203T160000Z\nSUMMARY:Where\nEND:VEVENT\n";
    let preview = look(&host, &app, &calendar(floating));
    assert_eq!((fates(&preview).len(), preview["left_out"][0]["title"].as_str()), (0, Some("Where")));
    assert_eq!(preview["on"], "2026-12-03");
    let there = app.dispatch("calendar_file_preview", json!({ "zone": "Europe/London" })).unwrap();
    assert_eq!((fates(&there), there["left_out"].as_array().unwrap().len()), (vec!["new"], 0));
}

#[test]
fn an_older_file_does_not_undo_a_newer_change_of_one_occurrence() {
    let host = host();
    let app = host.open_app();
    a_pair(&app);
    take(&app, &look(&host, &app, &calendar(SERIES)));
    let (older, newer) = (one(1, "20261110", "180000"), one(1, "20261112", "190000"));
    assert_eq!(take(&app, &look(&host, &app, &newer)), (0, 1, 0));
    assert_eq!(fates(&look(&host, &app, &newer)), ["same"]);
    assert_eq!(fates(&look(&host, &app, &older)), ["older"]);
    let off = "UID:curves@example.org\nRECURRENCE-ID:20261209T023000Z\nDTSTAMP:20261111T000000Z";
    let older_off = called_off(off).replace("SEQUENCE:3", "SEQUENCE:1");
    assert_eq!(fates(&look(&host, &app, &older_off)), ["older"]);
    let off = called_off(off).replace("20261111", "20261113");
    assert_eq!(take(&app, &look(&host, &app, &off)), (0, 0, 1));
    assert_eq!(fates(&look(&host, &app, &newer)), ["older"]);

    // On again.
    assert_eq!(take(&app, &look(&host, &app, &one(4, "20261114", "200000"))), (0, 1, 0));
    let back = &sessions(&app)[0];
    assert_eq!((back.state, back.starts), (SessionState::Planned, civil("2026-12-09T20:00:00")));

    // What was moved here since goes by the day on which it was.
    let moved = json!({ "id": back.id, "starts": "2026-12-10T10:00:00", "zone": "America/Chicago" });
    app.dispatch("session_move", moved).unwrap();
    assert_eq!(fates(&look(&host, &app, &one(4, "20261120", "210000"))), ["older"]);
    assert_eq!(fates(&look(&host, &app, &one(9, "20261125", "210000"))), ["update"]);
}

#[test]
fn a_rescheduled_series_takes_its_sessions_along() {
    let host = host();
    let app = host.open_app();
    let mentorship = a_pair(&app);
    take(&app, &look(&host, &app, &calendar(SERIES)));
    an_item(&app, "2026-12-08T20:30:00");
    let by_hand = an_item(&app, "2026-12-15T20:30:00");
    let moved = json!({ "id": by_hand, "starts": "2026-12-16T10:00:00", "zone": "America/Chicago" });
    app.dispatch("session_move", moved).unwrap();
    an_item(&app, "2027-01-05T20:30:00");

    // An hour and a half earlier, and only five times.
    let newer = SERIES.replace("SEQUENCE:1", "SEQUENCE:4").replace("203000", "190000");
    let newer = newer.replace("213000", "200000").replace("COUNT=6", "COUNT=5");
    assert_eq!(take(&app, &look(&host, &app, &calendar(&newer))), (0, 1, 0));
    let mut there: Vec<_> = sessions(&app)
        .into_iter()
        .map(|session| (session.original_start.unwrap(), session.starts, session.state))
        .collect();
    there.sort_by_key(|(original, ..)| *original);
    let planned = SessionState::Planned;
    assert_eq!(
        there,
        [
            (civil("2026-12-08T19:00:00"), civil("2026-12-08T19:00:00"), planned),
            (civil("2026-12-15T19:00:00"), civil("2026-12-16T10:00:00"), planned),
            (civil("2027-01-05T20:30:00"), civil("2027-01-05T20:30:00"), SessionState::Cancelled),
        ]
    );
    let items = app.read(|reader| Ok(reader.mentorship(mentorship).all::<AgendaItem>()?)).unwrap();
    assert_eq!(items.len(), 3);
    assert!(items.iter().all(|item| sessions(&app).iter().any(|session| session.id == item.session)));
    assert_eq!(fates(&look(&host, &app, &calendar(&newer))), ["same"]);
}

#[test]
fn an_override_that_the_newer_file_has_no_more_is_as_its_series() {
    let host = host();
    let app = host.open_app();
    a_pair(&app);
    let with_one = format!(
        "{SERIES}{}",
        one(1, "20261101", "180000")
            .replace("BEGIN:VCALENDAR\nVERSION:2.0\n", "")
            .replace("END:VCALENDAR\n", "")
    );
    take(&app, &look(&host, &app, &calendar(&with_one)));
    assert_eq!(sessions(&app)[0].starts, civil("2026-12-09T18:00:00"));
    let newer = calendar(&SERIES.replace("SEQUENCE:1", "SEQUENCE:2"));
    assert_eq!(take(&app, &look(&host, &app, &newer)), (0, 1, 0));
    assert_eq!(sessions(&app)[0].starts, civil("2026-12-08T20:30:00"));
}

#[test]
fn a_session_that_becomes_a_series_is_its_first() {
    let host = host();
    let app = host.open_app();
    a_pair(&app);
    take(&app, &look(&host, &app, &calendar(SINGLE)));
    app.dispatch("agenda_add", json!({ "session": sessions(&app)[0].id, "text": "The draft" })).unwrap();
    let weekly = SINGLE.replace("DURATION:", "SEQUENCE:1\nRRULE:FREQ=WEEKLY;COUNT=3\nDURATION:");
    let preview = look(&host, &app, &calendar(&weekly));
    assert_eq!(take(&app, &preview), (0, 1, 0));
    let (first, of) = (sessions(&app).remove(0), series(&app).remove(0));
    assert_eq!((sessions(&app).len(), first.series, first.original_start), (1, Some(of.id), Some(of.starts)));
    assert_eq!(of.rule, "FREQ=WEEKLY;BYDAY=TH;COUNT=3");
    let items = app.read(|reader| Ok(reader.anywhere().with::<AgendaItem>("session", first.id)?)).unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(fates(&look(&host, &app, &calendar(&weekly))), ["same"]);
}

#[test]
fn a_series_of_single_dates_that_is_called_off_does_not_become_a_daily_one() {
    let host = host();
    let app = host.open_app();
    a_pair(&app);
    let dates = SERIES
        .replace("RRULE:FREQ=WEEKLY;COUNT=6", "RDATE;TZID=America/Chicago:20261210T203000,20261220T203000");
    take(&app, &look(&host, &app, &calendar(&dates)));
    host.set_now("2026-12-05T00:00:00Z");
    take(&app, &look(&host, &app, &called_off("UID:curves@example.org")));
    let ended = series(&app).remove(0);
    assert_eq!(
        (ended.rule.as_str(), ended.rdates),
        ("FREQ=DAILY;COUNT=1", vec![civil("2026-12-10T20:30:00")])
    );
}

#[test]
fn a_file_is_let_go_of_when_it_is_taken_closed_or_locked_away() {
    let host = host();
    let app = host.open_app();
    a_pair(&app);
    let is_gone =
        || app.dispatch("calendar_file_preview", json!({})).is_err_and(|error| error.code == "not_found");
    take(&app, &look(&host, &app, &calendar(SINGLE)));
    assert!(is_gone());
    look(&host, &app, &calendar(SINGLE));
    assert!(!is_gone());
    app.dispatch("calendar_file_close", json!(null)).unwrap();
    assert!(is_gone());
    look(&host, &app, &calendar(SINGLE));
    app.lock_now();
    assert!(app.calendar_wish.chosen().is_none());
}

#[test]
fn why_a_file_cannot_be_read_is_told_apart() {
    let host = host();
    let app = host.open_app();
    a_pair(&app);
    let deep: String = (0..20).map(|depth| format!("BEGIN:X-{depth}\n")).collect();
    for (bytes, code) in [
        (b"BEGIN:VCALENDAR\n\0".as_slice(), "calendar_has_nul"),
        (b"\xff\xfeB\0E".as_slice(), "calendar_bad_utf16"),
        (deep.as_bytes(), "calendar_too_deep"),
    ] {
        let content = Base64::encode_string(bytes);
        let refused = app.dispatch("calendar_file_dropped", json!({ "name": "x.ics", "content": content }));
        assert_eq!(refused.unwrap_err().code, code);
    }
}
