mod changes;
mod outgoing;

use crate::{
    App,
    testing::{TestHost, a_pair, a_session},
};
use base64ct::{Base64, Encoding};
use cairn_domain::{Member, Note, NoteId, Series, Session, SessionState, Space};
use serde_json::{Value, json};
use std::{path::PathBuf, sync::Arc};

const SERIES: &str = "BEGIN:VEVENT\nUID:curves@example.org\nSEQUENCE:1\nDTSTAMP:20261101T000000Z\n\
    DTSTART;TZID=America/Chicago:20261201T203000\nDTEND;TZID=America/Chicago:20261201T213000\n\
    RRULE:FREQ=WEEKLY;COUNT=6\nSUMMARY:Survival curves\nORGANIZER;CN=Ishani Rao:mailto:ishani@example.org\nEND:VEVENT\n";
const SINGLE: &str = "BEGIN:VEVENT\nUID:once@example.org\nDTSTAMP:20261101T000000Z\n\
    DTSTART:20261203T150000Z\nDURATION:PT45M\nSUMMARY:A talk\nLOCATION:see <https://meet.example.org/x>\nEND:VEVENT\n";

fn host() -> Arc<TestHost> {
    TestHost::at("2026-11-24T01:12:00Z")
}

fn calendar(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\nVERSION:2.0\n{lines}END:VCALENDAR\n")
}

fn file(content: &str) -> PathBuf {
    let path = tempfile::tempdir().unwrap().keep().join("invitation.ics");
    std::fs::write(&path, content).unwrap();
    path
}

fn look(host: &TestHost, app: &App, content: &str) -> Value {
    host.will_open(file(content));
    app.dispatch("calendar_file_choose", json!({})).unwrap()
}

/// Takes in what Cairn chose by itself, and tells how much that was: new, updated, called off.
fn take(app: &App, preview: &Value) -> (u64, u64, u64) {
    let chosen: Vec<&Value> = preview["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["chosen"] == json!(true))
        .map(|item| &item["line"])
        .collect();
    let taken = app
        .dispatch("calendar_file_take", json!({ "mentorship": preview["mentorship"], "lines": chosen }))
        .unwrap();
    let count = |name: &str| taken[name].as_u64().unwrap();
    (count("new"), count("updated"), count("called_off"))
}

fn fates(preview: &Value) -> Vec<&str> {
    preview["items"].as_array().unwrap().iter().map(|item| item["fate"].as_str().unwrap()).collect()
}

fn sessions(app: &App) -> Vec<Session> {
    app.read(|reader| Ok(reader.anywhere().all::<Session>()?.into_iter().map(|found| found.record).collect()))
        .unwrap()
}

fn series(app: &App) -> Vec<Series> {
    app.read(|reader| Ok(reader.anywhere().all::<Series>()?.into_iter().map(|found| found.record).collect()))
        .unwrap()
}

#[test]
fn a_file_is_told_in_full_and_nothing_is_written_before_it_is_taken() {
    let host = host();
    let app = host.open_app();
    let mentorship = a_pair(&app);
    let bad =
        "BEGIN:VEVENT\nUID:bad\nDTSTART:20261201T000000Z\nRRULE:FREQ=HOURLY\nSUMMARY:Too often\nEND:VEVENT\n";
    let preview = look(&host, &app, &calendar(&format!("{SERIES}{bad}{SINGLE}")));
    assert_eq!(preview["mentorship"], json!(mentorship));
    assert_eq!(fates(&preview), ["new", "new"]);
    assert_eq!(preview["items"][0]["repeats"], "Every Tuesday at 20:30");
    assert_eq!(preview["items"][1]["when"], "Thu 3 Dec, 09:00–09:45");
    assert_eq!(preview["items"][1]["clock"], "15:00 in UTC");
    assert_eq!(preview["left_out"][0]["line"], 13);
    assert_eq!(preview["left_out"][0]["title"], "Too often");
    assert!(sessions(&app).is_empty() && series(&app).is_empty());

    assert_eq!(take(&app, &preview), (2, 0, 0));
    let (taken, planned) = (sessions(&app), series(&app));
    assert_eq!((taken[0].title.as_str(), taken[0].minutes, taken[0].mentorship), ("A talk", 45, mentorship));
    assert_eq!(taken[0].join_link.as_deref(), Some("https://meet.example.org/x"));
    assert_eq!((planned[0].uid.as_deref(), planned[0].sequence), (Some("curves@example.org"), 1));
    assert_eq!(
        (planned[0].rule.as_str(), planned[0].zone.as_str()),
        ("FREQ=WEEKLY;BYDAY=TU;COUNT=6", "America/Chicago")
    );

    // One act, and one undo.
    app.dispatch("undo", json!({})).unwrap();
    assert!(sessions(&app).is_empty() && series(&app).is_empty());
    app.dispatch("redo", json!({})).unwrap();

    // The same file again brings nothing.
    let again = look(&host, &app, &calendar(&format!("{SERIES}{SINGLE}")));
    assert_eq!(fates(&again), ["same", "same"]);
    assert_eq!(take(&app, &again), (0, 0, 0));
}

#[test]
fn a_greater_sequence_updates_and_a_lesser_is_left() {
    let host = host();
    let app = host.open_app();
    a_pair(&app);
    let first = look(&host, &app, &calendar(&format!("{SERIES}{SINGLE}")));
    take(&app, &first);
    let newer =
        SERIES.replace("SEQUENCE:1", "SEQUENCE:2").replace("203000", "190000").replace("213000", "200000");
    let preview = look(&host, &app, &calendar(&newer));
    assert_eq!(fates(&preview), ["update"]);
    assert_eq!(preview["items"][0]["with"], "Ishani");
    assert_eq!(take(&app, &preview), (0, 1, 0));
    assert_eq!(
        (series(&app)[0].starts.to_string().as_str(), series(&app)[0].sequence),
        ("2026-12-01 19:00:00", 2)
    );
    assert_eq!(fates(&look(&host, &app, &calendar(SERIES))), ["older"]);

    // With one sequence, the later stamp is newer.
    let later = SINGLE.replace("20261101", "20261102").replace("PT45M", "PT30M");
    assert_eq!(take(&app, &look(&host, &app, &calendar(&later))), (0, 1, 0));
    assert_eq!(sessions(&app)[0].minutes, 30);

    // What was moved here since is newer than the file.
    let id = sessions(&app)[0].id;
    let moved = json!({ "id": id, "starts": "2026-12-04T10:00:00", "zone": "America/Chicago" });
    app.dispatch("session_move", moved).unwrap();
    let later_still = SINGLE.replace("20261101", "20261120");
    assert_eq!(fates(&look(&host, &app, &calendar(&later_still))), ["older"]);
}

#[test]
fn what_is_called_off_stays_with_its_notes() {
    let host = host();
    let app = host.open_app();
    let mentorship = a_pair(&app);
    take(&app, &look(&host, &app, &calendar(&format!("{SERIES}{SINGLE}"))));
    let id = sessions(&app)[0].id;
    let note = Note {
        id: NoteId::shared_of(id),
        mentorship: Some(mentorship),
        session: Some(id),
        goal: None,
        text: "What we said".into(),
        copied_from: None,
    };
    app.background(|draft| Ok(draft.create(Space::Mentorship(mentorship), &note)?)).unwrap();
    let message = |lines: &str| {
        format!(
            "BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nSEQUENCE:3\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"
        )
    };
    let once = look(&host, &app, &message("UID:once@example.org"));
    assert_eq!((fates(&once), once["items"][0]["title"].as_str()), (vec!["call_off"], Some("A talk")));
    assert_eq!(take(&app, &once), (0, 0, 1));
    assert_eq!(sessions(&app)[0].state, SessionState::Cancelled);
    let kept = app.read(|reader| Ok(reader.anywhere().get::<Note>(note.id)?)).unwrap();
    assert_eq!(kept.unwrap().text, "What we said");

    // One occurrence, which the file names in another zone.
    let one = look(&host, &app, &message("UID:curves@example.org\nRECURRENCE-ID:20261209T023000Z"));
    assert_eq!(take(&app, &one), (0, 0, 1));
    let off: Vec<_> = sessions(&app).into_iter().filter(|session| session.series.is_some()).collect();
    assert_eq!((off.len(), off[0].starts.to_string().as_str()), (1, "2026-12-08 20:30:00"));
    assert_eq!(off[0].state, SessionState::Cancelled);

    // All of it: the next one shows so, and none comes after it.
    let all = message("UID:curves@example.org");
    assert_eq!(take(&app, &look(&host, &app, &all)), (0, 0, 1));
    let until: cairn_domain::Series = series(&app).remove(0);
    assert!(until.rule.contains("UNTIL=20261202T023000Z"), "{}", until.rule);
    assert_eq!(fates(&look(&host, &app, &all)), ["same"]);
    assert_eq!(fates(&look(&host, &app, &message("UID:nobody@example.org"))), ["unknown"]);
}

#[test]
fn an_occurrence_comes_to_its_series_or_stands_alone() {
    let host = host();
    let app = host.open_app();
    let mentorship = a_pair(&app);
    let moved = |original: &str| {
        format!(
            "BEGIN:VEVENT\nUID:curves@example.org\nSEQUENCE:1\nRECURRENCE-ID;TZID=America/Chicago:{original}\n\
             DTSTART;TZID=Asia/Kolkata:20261210T090000\nDURATION:PT30M\nSUMMARY:Survival curves\nEND:VEVENT\n"
        )
    };
    let alone = calendar(&(moved("20261201T203000") + &moved("20261208T203000")));
    assert_eq!(take(&app, &look(&host, &app, &alone)), (2, 0, 0));
    assert_eq!(fates(&look(&host, &app, &alone)), ["same", "same"]);
    // Deleted here, it may still go to another mentorship.
    for session in sessions(&app) {
        app.background(|draft| Ok(draft.remove::<Session>(session.id)?)).unwrap();
    }
    let other = a_pair(&app);
    let preview = look(&host, &app, &alone);
    let lines: Vec<&Value> = preview["items"].as_array().unwrap().iter().map(|item| &item["line"]).collect();
    app.dispatch("calendar_file_take", json!({ "mentorship": other, "lines": lines })).unwrap();
    assert!(sessions(&app).iter().all(|session| session.mentorship == other));

    let preview = look(&host, &app, &calendar(SERIES));
    app.dispatch("calendar_file_take", json!({ "mentorship": mentorship, "lines": [3] })).unwrap();
    assert_eq!(fates(&preview), ["new"]);
    let one = calendar(&moved("20261208T203000"));
    assert_eq!(take(&app, &look(&host, &app, &one)), (0, 1, 0));
    let there: Vec<_> = sessions(&app).into_iter().filter(|session| session.series.is_some()).collect();
    assert_eq!(there[0].original_start.unwrap().to_string(), "2026-12-08 20:30:00");
    assert_eq!(
        (there[0].starts.to_string().as_str(), there[0].zone.as_str()),
        ("2026-12-10 09:00:00", "Asia/Kolkata")
    );
    assert_eq!(fates(&look(&host, &app, &one)), ["same"]);
}

#[test]
fn a_zone_is_asked_for_where_the_file_names_none_that_is_known() {
    let host = host();
    let app = host.open_app();
    a_pair(&app);
    let floating =
        "BEGIN:VEVENT\nUID:f\nDTSTART:20261203T150000\nDURATION:PT45M\nSUMMARY:Where\nEND:VEVENT\n";
    let preview = look(&host, &app, &calendar(floating));
    assert_eq!((preview["zone"].as_str(), preview["asks_zone"].is_string()), (Some("America/Chicago"), true));
    let answers = json!({ "zone": "Europe/Berlin" });
    let answered = app.dispatch("calendar_file_preview", answers).unwrap();
    assert_eq!(answered["items"][0]["when"], "Thu 3 Dec, 08:00–08:45");

    // Unknown and not answered: it comes with the name of its zone, and is nobody's clock.
    let unknown = floating.replace("DTSTART:", "DTSTART;TZID=Middle Earth:");
    let preview = look(&host, &app, &calendar(&unknown));
    assert_eq!(preview["zone"], Value::Null);
    assert_eq!(take(&app, &preview), (1, 0, 0));
    assert_eq!((sessions(&app)[0].zone.as_str(), sessions(&app)[0].instant()), ("Middle Earth", None));
}

#[test]
fn the_mentorship_is_guessed_by_who_is_named_or_asked_for() {
    let host = host();
    let app = host.open_app();
    let first = a_pair(&app);
    let second = a_pair(&app);
    let preview = look(&host, &app, &calendar(SINGLE));
    assert_eq!(preview["mentorship"], Value::Null);
    let lines = json!([preview["items"][0]["line"]]);
    let refused = app.dispatch("calendar_file_take", json!({ "lines": lines })).unwrap_err();
    assert_eq!((refused.code, sessions(&app).len()), ("empty", 0));
    app.dispatch("calendar_file_take", json!({ "mentorship": second, "lines": lines })).unwrap();
    assert_eq!(sessions(&app)[0].mentorship, second);
    assert_ne!(first, second);

    // A name that begins with no letter is that of nobody who is named otherwise.
    let nick = app.read(|reader| Ok(reader.mentorship(first).all::<Member>()?)).unwrap();
    let nick = nick.into_iter().map(|member| member.into_inner()).find(|member| member.account.is_none());
    let nick = Member { name: "(Paloma)".into(), ..nick.unwrap() };
    app.background(|draft| Ok(draft.update(&nick)?)).unwrap();
    let of = |name: &str| SERIES.replace("Ishani Rao:mailto:ishani", name);
    let of_nobody = look(&host, &app, &calendar(&of("Somebody:mailto:-x-")));
    assert_eq!(of_nobody["mentorship"], Value::Null);
    let of_nick = look(&host, &app, &calendar(&of("Paloma Diaz:mailto:pd")));
    assert_eq!(of_nick["mentorship"], json!(first));
}

#[test]
fn what_goes_out_comes_back_under_its_own_name_and_nothing_private_goes_with_it() {
    const MARK: &str = "heron-on-the-roof";
    let host = host();
    let app = host.open_app();
    let mentorship = a_pair(&app);
    let id = a_session(&app, mentorship, "2026-12-08T20:30:00");
    let account = app.open().unwrap().account;
    let private = Note {
        id: app.new_id(),
        mentorship: Some(mentorship),
        session: Some(id),
        goal: None,
        text: MARK.into(),
        copied_from: None,
    };
    app.background(|draft| Ok(draft.create(Space::Personal(account), &private)?)).unwrap();
    app.dispatch(
        "session_move",
        json!({ "id": id, "starts": "2026-12-09T20:30:00", "zone": "America/Chicago" }),
    )
    .unwrap();
    take(&app, &look(&host, &app, &calendar(SERIES)));
    let path = tempfile::tempdir().unwrap().keep().join("out.ics");
    host.will_save(path.clone());
    let written = app.dispatch("calendar_file_write", json!({})).unwrap();
    assert_eq!(written, json!({ "name": "out.ics", "left_out": 0 }));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains(MARK));
    assert!(text.contains("UID:curves@example.org") && text.contains(&format!("UID:{id}")));

    // The same profile has all of it; an empty one gets all of it.
    assert_eq!(fates(&look(&host, &app, &text)), ["same", "same"]);
    let there = self::host();
    let other = there.open_app();
    a_pair(&other);
    assert_eq!(take(&other, &look(&there, &other, &text)), (2, 0, 0));
    let moved = sessions(&other).remove(0);
    assert_eq!((moved.id, moved.uid, moved.sequence), (id, None, 1));
    let (ours, theirs) = (series(&app).remove(0), series(&other).remove(0));
    assert_eq!((ours.uid, ours.sequence, ours.rule), (theirs.uid, theirs.sequence, theirs.rule));
}

#[test]
fn a_file_that_is_dropped_or_opened_is_looked_at_too() {
    let host = host();
    let app = host.open_app();
    a_pair(&app);
    let content = Base64::encode_string(calendar(SINGLE).as_bytes());
    let dropped =
        app.dispatch("calendar_file_dropped", json!({ "name": "x.ics", "content": content })).unwrap();
    assert_eq!((dropped["name"].as_str(), fates(&dropped)), (Some("x.ics"), vec!["new"]));
    assert_eq!(app.dispatch("calendar_file_waiting", json!({})).unwrap(), Value::Null);
    app.open_calendar_file(&file(&calendar(SINGLE)));
    assert_eq!(host.events().last(), Some(&crate::AppEvent::CalendarFile));
    let opened = app.dispatch("calendar_file_waiting", json!({})).unwrap();
    assert_eq!(opened["name"], "invitation.ics");
    host.will_open(file("no calendar at all"));
    assert_eq!(app.dispatch("calendar_file_choose", json!({})).unwrap_err().code, "not_a_calendar");
}
