//! The sessions of a mentee in Chicago and her mentor in Kolkata, as the interface asks for them.

mod series;

use crate::{App, Error, testing::TestHost};
use cairn_domain::{
    Cadence, Goal, GoalId, GoalStatus, Measure, Member, MemberId, Mentorship, MentorshipId, Model, Role,
    Space, WeeklyHours,
};
use rstest::rstest;
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

/// It is Friday 20 November 2026, 12:00 in Chicago.
const FRIDAY: &str = "2026-11-20T18:00:00Z";
const PAIR: Uuid = Uuid::from_u128(0xC0FFEE);

struct Pair {
    host: Arc<TestHost>,
    app: App,
}

impl Pair {
    fn new() -> Pair {
        let host = TestHost::at(FRIDAY);
        let app = host.open_app();
        let account = app.open().unwrap().account;
        let id = MentorshipId(PAIR);
        let member = |n: u128, name: &str, role: Role, zone: &str, account| Member {
            id: MemberId(Uuid::from_u128(n)),
            mentorship: id,
            account,
            name: name.into(),
            pronouns: None,
            role,
            zone: zone.into(),
            hours: WeeklyHours::default(),
        };
        let mentorship = Mentorship {
            id,
            title: None,
            model: Model::OneToOne,
            purpose: String::new(),
            cadence: Cadence::Weekly,
            starts_on: None,
            ends_on: None,
            join_link: Some("https://meet.example.org/us".into()),
            revisit_on: None,
        };
        app.act("test", |draft| {
            draft.create(Space::Mentorship(id), &mentorship)?;
            for member in [
                member(1, "Marcus", Role::Mentee, "America/Chicago", Some(account)),
                member(2, "Ishani", Role::Mentor, "Asia/Kolkata", None),
            ] {
                draft.create(Space::Mentorship(id), &member)?;
            }
            Ok(())
        })
        .unwrap();
        Pair { host, app }
    }

    fn does(&self, command: &str, arguments: Value) -> Value {
        self.app.dispatch(command, arguments).unwrap_or_else(|error| panic!("{command}: {error:?}"))
    }

    fn fails(&self, command: &str, arguments: Value) -> Error {
        self.app.dispatch(command, arguments).unwrap_err()
    }

    fn plan(&self, starts: &str, repeat: &str) -> Value {
        self.does(
            "session_plan",
            json!({"mentorship": PAIR, "title": "", "starts": starts, "zone": "America/Chicago", "minutes": 60, "repeat": repeat}),
        )
    }

    fn get(&self, id: &Value) -> Value {
        self.does("session_get", json!({"id": id}))
    }

    fn upcoming(&self) -> Vec<(String, String)> {
        let list = self.does("sessions_list", json!({"mentorship": PAIR}));
        let rows = list["upcoming"].as_array().unwrap();
        rows.iter().map(|row| (text(&row["date"]), text(&row["when"]["mine"]["start"]))).collect()
    }

    fn next_id(&self, index: usize) -> Value {
        self.does("sessions_list", json!({"mentorship": PAIR}))["upcoming"][index]["id"].clone()
    }

    fn agenda(&self, id: &Value) -> Vec<String> {
        let items = self.get(id)["shared"]["agenda"].clone();
        items.as_array().unwrap().iter().map(|item| text(&item["text"])).collect()
    }

    fn add_item(&self, id: &Value, item: &str) -> Value {
        self.does("agenda_add", json!({"session": id, "text": item}))
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().into()
}

#[test]
fn a_one_off_session_is_shown_on_both_clocks() {
    let pair = Pair::new();
    let id = pair.plan("2026-11-24T20:30:00", "once");
    let view = pair.get(&id);
    assert_eq!(view["date"], "Tue 24 Nov");
    assert_eq!(view["when"]["mine"]["line"], "You 20:30–21:30");
    assert_eq!(view["when"]["others"][0]["line"], "Ishani 08:00–09:00, Wed 25 Nov");
    assert_eq!(view["placeholder"], "Session with Ishani");
    assert_eq!(view["status"]["text"], "Planned, in 4 days");
    assert_eq!(view["names"], "Ishani");
}

#[test]
fn a_series_keeps_its_wall_clock_when_clocks_change() {
    let pair = Pair::new();
    pair.host.set_now("2027-02-26T18:00:00Z");
    pair.plan("2027-03-02T20:30:00", "weekly");
    let list = pair.does("sessions_list", json!({"mentorship": PAIR}));
    let at = |row: &Value| (text(&row["when"]["mine"]["start"]), text(&row["when"]["others"][0]["start"]));
    let rows: Vec<_> = list["upcoming"].as_array().unwrap().iter().take(3).map(at).collect();
    // Chicago's clocks go forward on 14 March 2027; Kolkata's never do.
    let expected =
        [("20:30", "08:00"), ("20:30", "08:00"), ("20:30", "07:00")].map(|(a, b)| (a.into(), b.into()));
    assert_eq!(rows, expected);
    assert_eq!(list["series"][0]["rule"], "Every Tuesday at 20:30");
    assert_eq!(list["series"][0]["clock"], "on your clock, in Chicago");
}

#[test]
fn a_series_can_follow_the_other_clock() {
    let pair = Pair::new();
    pair.host.set_now("2027-02-26T18:00:00Z");
    pair.does(
        "session_plan",
        json!({"mentorship": PAIR, "title": "", "starts": "2027-03-03T08:00:00", "zone": "Asia/Kolkata", "minutes": 60, "repeat": "weekly"}),
    );
    let starts: Vec<_> = pair.upcoming().into_iter().take(3).map(|(_, start)| start).collect();
    assert_eq!(starts, ["20:30", "20:30", "21:30"]);
    let list = pair.does("sessions_list", json!({"mentorship": PAIR}));
    assert_eq!(list["series"][0]["clock"], "on Ishani’s clock, in Kolkata");
}

#[test]
fn an_occurrence_becomes_a_record_when_somebody_writes_about_it() {
    let pair = Pair::new();
    pair.plan("2026-11-24T20:30:00", "weekly");
    let second = pair.next_id(1);
    assert_eq!(pair.get(&second)["date"], "Tue 1 Dec");
    pair.add_item(&second, "Which figure?");
    assert_eq!(pair.agenda(&second), ["Which figure?"]);
    assert_eq!(pair.next_id(1), second, "it is neither doubled nor gone");
    assert_eq!(pair.upcoming().len(), 8);
}

#[test]
fn a_moved_occurrence_stands_once_and_remembers_where_it_was() {
    let pair = Pair::new();
    pair.plan("2026-11-24T20:30:00", "weekly");
    let second = pair.next_id(1);
    pair.does(
        "session_move",
        json!({"id": second, "starts": "2026-12-03T18:00:00", "zone": "America/Chicago"}),
    );
    let dates: Vec<_> = pair.upcoming().into_iter().take(3).map(|(date, _)| date).collect();
    assert_eq!(dates, ["Tue 24 Nov", "Thu 3 Dec", "Tue 8 Dec"]);
    assert_eq!(pair.get(&second)["moved"], "Moved from Tue 1 Dec, 20:30");
}

#[test]
fn a_session_moved_past_the_next_hands_its_agenda_on() {
    let pair = Pair::new();
    pair.plan("2026-11-24T20:30:00", "weekly");
    let (first, second) = (pair.next_id(0), pair.next_id(1));
    pair.add_item(&first, "How to ask for the extract");
    pair.does(
        "session_move",
        json!({"id": first, "starts": "2026-12-03T18:00:00", "zone": "America/Chicago"}),
    );
    assert_eq!(pair.agenda(&second), ["How to ask for the extract"]);
    assert!(pair.agenda(&first).is_empty());
}

#[test]
fn what_was_not_talked_about_is_carried_over_and_says_from_where() {
    let pair = Pair::new();
    pair.plan("2026-11-24T20:30:00", "weekly");
    let ids: Vec<Value> = (0..3).map(|n| pair.next_id(n)).collect();
    let done = pair.add_item(&ids[0], "Is the dip real?");
    pair.add_item(&ids[0], "How to ask for the extract");
    pair.does("agenda_done", json!({"id": done, "done": true}));
    let logged =
        pair.does("session_log", json!({"id": ids[0], "outcome": "held", "minutes": 55, "actions": []}));
    assert_eq!(logged["carried"], 1);
    assert_eq!(pair.agenda(&ids[0]), ["Is the dip real?"]);
    assert_eq!(pair.get(&ids[1])["shared"]["agenda"][0]["carried"], "From 24 Nov");
    pair.does("session_cancel", json!({"id": ids[1], "by_role": "mentor"}));
    let item = pair.get(&ids[2])["shared"]["agenda"][0].clone();
    assert_eq!(
        (&item["carried"], &item["carried_short"]),
        (&json!("From 24 Nov, moved twice"), &json!("24 Nov"))
    );
    assert_eq!(pair.get(&ids[1])["status"]["text"], "Called off by Ishani");
}

#[test]
fn a_skipped_session_is_gone_and_undo_brings_it_back() {
    let pair = Pair::new();
    pair.plan("2026-11-24T20:30:00", "weekly");
    let first = pair.next_id(0);
    pair.does("session_skip", json!({"id": first}));
    assert_eq!(pair.upcoming()[0].0, "Tue 1 Dec");
    assert_eq!(pair.fails("session_get", json!({"id": first})).code, "not_found");
    pair.app.open().unwrap().store.undo(pair.app.now()).unwrap();
    assert_eq!(pair.upcoming()[0].0, "Tue 24 Nov");
}

#[test]
fn a_series_ends_before_a_session() {
    let pair = Pair::new();
    pair.plan("2026-11-24T20:30:00", "weekly");
    let third = pair.next_id(2);
    pair.add_item(&third, "Later");
    pair.does("series_end", json!({"session": third}));
    let dates: Vec<_> = pair.upcoming().into_iter().map(|(date, _)| date).collect();
    assert_eq!(dates, ["Tue 24 Nov", "Tue 1 Dec"]);
}

#[test]
fn a_series_changes_from_a_session_on_and_what_hangs_on_it_goes_along() {
    let pair = Pair::new();
    pair.plan("2026-11-24T20:30:00", "weekly");
    let (second, third) = (pair.next_id(1), pair.next_id(2));
    pair.add_item(&third, "Our Tuesdays");
    pair.does("note_save", json!({"session": third, "private": true, "text": "Breathe."}));
    pair.does(
        "series_change",
        json!({"session": second, "title": "Writing", "starts": "2026-12-03T19:00:00", "zone": "America/Chicago", "minutes": 45, "repeat": "weekly"}),
    );
    let dates: Vec<_> =
        pair.upcoming().into_iter().take(3).map(|(date, start)| format!("{date} {start}")).collect();
    assert_eq!(dates, ["Tue 24 Nov 20:30", "Thu 3 Dec 19:00", "Thu 10 Dec 19:00"]);
    let moved = pair.get(&pair.next_id(2));
    assert_eq!(moved["shared"]["agenda"][0]["text"], "Our Tuesdays");
    assert_eq!(moved["private"]["text"], "Breathe.");
}

#[test]
fn the_sheet_to_log_is_filled_in_and_saves_all_in_one_act() {
    let pair = Pair::new();
    let id = pair.plan("2026-11-24T20:30:00", "once");
    pair.does("note_save", json!({"session": id, "private": false, "text": "## Curves"}));
    pair.host.set_now("2026-11-25T03:26:00Z");
    let draft = pair.does("session_log_draft", json!({"id": id}));
    assert_eq!((&draft["minutes"], &draft["outcome"]), (&json!(56), &json!("held")));
    assert_eq!(draft["next"]["slot"]["typed"], "2026-12-01 20:30");
    assert_eq!(draft["next"]["source"], "the same time next week");

    let logged = pair.does(
        "session_log",
        json!({"id": id, "outcome": "held", "minutes": 56, "note": "## Curves\n- then Cox",
            "actions": [{"text": "Draw the curves again", "due_on": "2026-11-29"}, {"text": " "}],
            "next": {"starts": "2026-12-01T20:30:00", "zone": "America/Chicago"}}),
    );
    let view = pair.get(&id);
    assert_eq!(view["status"]["text"], "Held, 56 min");
    assert_eq!(view["shared"]["text"], "## Curves\n- then Cox");
    assert_eq!(view["actions"].as_array().unwrap().len(), 1);
    assert_eq!(view["actions"][0]["owner"]["name"], "Marcus");
    assert_eq!(view["next"]["id"], logged["next"]);
    assert_eq!(pair.upcoming()[0].0, "Tue 1 Dec");

    pair.app.open().unwrap().store.undo(pair.app.now()).unwrap();
    let view = pair.get(&id);
    assert_eq!((&view["status"]["state"], &view["shared"]["text"]), (&json!("planned"), &json!("## Curves")));
    assert_eq!((view["actions"].as_array().unwrap().len(), &view["next"]), (0, &Value::Null));
}

#[test]
fn logging_a_session_of_a_series_moves_the_next_one_only_when_another_date_is_chosen() {
    let pair = Pair::new();
    pair.plan("2026-11-24T20:30:00", "weekly");
    let (first, second) = (pair.next_id(0), pair.next_id(1));
    pair.host.set_now("2026-11-25T03:35:00Z");
    let draft = pair.does("session_log_draft", json!({"id": first}));
    assert_eq!(
        (&draft["next"]["source"], &draft["next"]["planned"]),
        (&json!("from the series"), &json!(true))
    );
    let log = |next: &str| {
        json!({"id": first, "outcome": "missed", "by_role": "mentor", "actions": [],
            "next": {"starts": next, "zone": "America/Chicago"}})
    };
    pair.does("session_log", log("2026-12-01T20:30:00"));
    assert_eq!(pair.get(&first)["status"]["text"], "Missed by Ishani");
    assert_eq!(pair.get(&second)["moved"], Value::Null);
    pair.does("session_log", log("2026-12-02T20:30:00"));
    assert_eq!(pair.get(&second)["moved"], "Moved from Tue 1 Dec, 20:30");
    assert_eq!(pair.upcoming()[1].0, "Tue 8 Dec");
}

#[test]
fn a_log_with_a_mistake_saves_nothing() {
    let pair = Pair::new();
    let id = pair.plan("2026-11-24T20:30:00", "once");
    let error = pair.fails(
        "session_log",
        json!({"id": id, "outcome": "held", "minutes": 50, "note": "kept?", "actions": [{"text": "x".repeat(10_000)}]}),
    );
    assert_eq!(error.code, "too_long");
    let view = pair.get(&id);
    assert_eq!((&view["status"]["state"], &view["shared"]["text"]), (&json!("planned"), &json!("")));
}

/// Words that stand in private records only. No shared view may show them.
const MARKER: &str = "lapwing-marker";

#[test]
fn private_words_are_in_no_shared_view() {
    let pair = Pair::new();
    pair.plan("2026-11-24T20:30:00", "weekly");
    let (id, next) = (pair.next_id(0), pair.next_id(1));
    let goal = Goal {
        id: GoalId(Uuid::from_u128(9)),
        mentorship: Some(MentorshipId(PAIR)),
        owner: None,
        title: format!("{MARKER} goal"),
        specific: String::new(),
        measure: Measure::Checklist,
        baseline: None,
        target: None,
        unit: None,
        attainable: String::new(),
        relevant: String::new(),
        starts_on: None,
        due_on: Some("2026-12-01".parse().unwrap()),
        status: GoalStatus::Active,
        check_in_every: Cadence::Weekly,
        next_step: String::new(),
        plan_if: String::new(),
        plan_then: String::new(),
        levels: vec![],
        copied_from: None,
        created_at: pair.app.now(),
    };
    pair.app.act("test", |draft| Ok(draft.create(Space::Personal(draft.account()), &goal)?)).unwrap();
    pair.does("note_save", json!({"session": id, "private": true, "text": format!("{MARKER} note")}));
    pair.does("note_save", json!({"session": id, "private": false, "text": "For both of us"}));
    pair.does(
        "action_add",
        json!({"session": id, "text": format!("{MARKER} action"), "private": true, "goal": goal.id}),
    );
    pair.does("action_add", json!({"session": id, "text": "Draw the curves", "private": false}));
    pair.add_item(&id, "Which figure?");
    pair.does(
        "message_draft_save",
        json!({"mentorship": PAIR, "of": "message", "text": format!("{MARKER} draft")}),
    );
    pair.does("message_send", json!({"mentorship": PAIR, "text": "See you on Tuesday"}));

    // Each view in turn: what says that it is private is taken out, and the rest may not show the marker.
    let views = [
        pair.get(&id),
        pair.get(&next),
        pair.does("sessions_list", json!({"mentorship": PAIR})),
        pair.does("session_prepare", json!({"id": next})),
        pair.does("session_log_draft", json!({"id": id})),
        pair.does("session_plan_draft", json!({"mentorship": PAIR})),
        pair.does("actions_list", json!({"mentorship": PAIR})),
        pair.does("action_choices", json!({"mentorship": PAIR})),
        pair.does("messages_list", json!({"mentorship": PAIR, "count": 50, "cards": false})),
        pair.does("concurrent_list", json!({})),
    ];
    for view in views {
        let shared = without_private(view).to_string();
        assert!(!shared.contains(MARKER), "{shared}");
    }

    // And in the space itself, which is all that ever leaves this computer.
    pair.app
        .read(|reader| {
            let space = reader.mentorship(MentorshipId(PAIR));
            let notes = space.all::<cairn_domain::Note>()?;
            assert!(notes.iter().all(|note| !note.text.contains(MARKER)) && !notes.is_empty());
            let actions = space.all::<cairn_domain::ActionItem>()?;
            assert!(actions.iter().all(|action| !action.text.contains(MARKER)) && !actions.is_empty());
            let messages = space.all::<cairn_domain::Message>()?;
            assert!(messages.iter().all(|message| !message.text.contains(MARKER)) && !messages.is_empty());
            Ok(())
        })
        .unwrap();
}

/// The value without what is marked as private.
fn without_private(value: Value) -> Value {
    match value {
        Value::Object(map) if map.get("private") == Some(&json!(true)) => Value::Null,
        Value::Object(map) => map
            .into_iter()
            .filter(|(key, _)| key != "private_html")
            .map(|(key, value)| (key, without_private(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_private).collect(),
        other => other,
    }
}

#[test]
fn a_shared_action_cannot_name_a_private_goal() {
    let pair = Pair::new();
    let goal = GoalId(Uuid::from_u128(9));
    pair.app
        .act("test", |draft| {
            let account = draft.account();
            let private = cairn_domain::ActionItem {
                id: cairn_domain::ActionItemId(Uuid::from_u128(8)),
                mentorship: None,
                session: None,
                goal: Some(goal),
                text: "x".into(),
                owner: None,
                due_on: None,
                done_at: None,
            };
            Ok(draft.create(Space::Personal(account), &private)?)
        })
        .unwrap();
    let error =
        pair.fails("action_add", json!({"mentorship": PAIR, "text": "x", "private": false, "goal": goal}));
    assert_eq!(error.code, "not_found");
}

#[test]
fn an_excerpt_is_shown_before_it_is_copied_and_the_private_note_stays() {
    let pair = Pair::new();
    let id = pair.plan("2026-11-24T20:30:00", "once");
    pair.does(
        "note_save",
        json!({"session": id, "private": true, "text": "Ask ana@example.org first.\nNot yet."}),
    );
    pair.does("note_save", json!({"session": id, "private": false, "text": "## Curves"}));
    let preview =
        pair.does("note_excerpt_preview", json!({"session": id, "excerpt": "Ask ana@example.org first."}));
    assert_eq!(preview["text"], "Ask ana@example.org first.");
    assert_eq!((&preview["names"], &preview["details"]), (&json!("Ishani"), &json!(["ana@example.org"])));
    assert_eq!(pair.get(&id)["shared"]["text"], "## Curves", "a preview copies nothing");
    pair.does("note_excerpt_share", json!({"session": id, "text": preview["text"]}));
    let view = pair.get(&id);
    assert_eq!(view["shared"]["text"], "## Curves\n\nAsk ana@example.org first.");
    assert_eq!(view["private"]["text"], "Ask ana@example.org first.\nNot yet.");
}

#[test]
fn writing_for_oneself_makes_no_record_that_others_see() {
    let pair = Pair::new();
    pair.plan("2026-11-24T20:30:00", "weekly");
    let id = pair.next_id(0);
    pair.does("note_save", json!({"session": id, "private": true, "text": "Breathe"}));
    let recorded =
        pair.app.read(|reader| Ok(reader.mentorship(MentorshipId(PAIR)).all::<cairn_domain::Session>()?));
    assert!(recorded.unwrap().is_empty());
    assert_eq!(pair.get(&id)["private"]["text"], "Breathe");
}

/// Everybody in a mentorship can reckon the ids of the notes of its sessions.
#[test]
fn a_note_planted_under_the_id_of_a_private_one_learns_nothing() {
    use cairn_domain::{Note, NoteId, SessionId};
    const MARKER: &str = "zirkon-planted";
    let pair = Pair::new();
    pair.plan("2026-11-24T20:30:00", "weekly");
    let id = pair.next_id(0);
    let session = SessionId(id.as_str().unwrap().parse().unwrap());
    let other = MentorshipId(Uuid::from_u128(0xD0));
    let plant = |draft: &mut cairn_store::Draft<'_>, id, mentorship| {
        let note =
            Note { id, mentorship: None, session: None, goal: None, text: "x".into(), copied_from: None };
        draft.create(Space::Mentorship(mentorship), &note)
    };
    pair.app
        .act("test", |draft| {
            let account = draft.account();
            plant(draft, NoteId::private_of(session, account), MentorshipId(PAIR))?;
            Ok(plant(draft, NoteId::shared_of(session), other)?)
        })
        .unwrap();
    for text in ["begun", "and gone on"] {
        pair.does("note_save", json!({"session": id, "private": true, "text": format!("{MARKER} {text}")}));
        pair.does("note_save", json!({"session": id, "private": false, "text": format!("ours {text}")}));
    }
    let view = pair.get(&id);
    assert_eq!(view["private"]["text"], format!("{MARKER} and gone on"));
    assert_eq!(view["shared"]["text"], "ours and gone on");
    let notes = |mentorship| {
        let all = pair.app.read(|reader| Ok(reader.mentorship(mentorship).all::<Note>()?)).unwrap();
        let mut texts: Vec<String> = all.iter().map(|note| note.text.clone()).collect();
        texts.sort();
        texts
    };
    assert_eq!(
        (notes(MentorshipId(PAIR)), notes(other)),
        (vec!["ours and gone on".into(), "x".into()], vec!["x".into()])
    );
    let unsent = pair.app.open().unwrap().store.outbox(usize::MAX).unwrap();
    let shared = unsent.iter().filter(|op| op.record.space.0 == PAIR);
    assert!(!format!("{:?}", shared.collect::<Vec<_>>()).contains(MARKER));
}

#[test]
fn joining_opens_the_browser_and_nothing_but_web_addresses() {
    let pair = Pair::new();
    let id = pair.plan("2026-11-24T20:30:00", "once");
    pair.does("session_join", json!({"id": id}));
    pair.does("session_set_link", json!({"id": id, "link": "meet.example.org/own"}));
    pair.does("session_join", json!({"id": id}));
    assert_eq!(pair.host.links(), ["https://meet.example.org/us", "https://meet.example.org/own"]);
    let error = pair.fails("session_set_link", json!({"id": id, "link": "file:///etc/passwd"}));
    assert_eq!((error.code, pair.host.links().len()), ("not_a_link", 2));
}

#[rstest]
#[case::in_full(
    "tue 24 nov 20:30",
    "Tuesday 24 November, 20:30 for you; Wednesday 08:00 for Ishani",
    Value::Null
)]
#[case::gap(
    "14 march 2027 02:30",
    "Sunday 14 March 2027, 03:30 for you; 14:00 for Ishani",
    json!("02:30 does not exist that day in Chicago; the meeting is at 03:30.")
)]
fn a_typed_date_is_said_on_both_clocks(#[case] typed: &str, #[case] readback: &str, #[case] more: Value) {
    let reading = Pair::new().does("date_read", json!({"text": typed, "mentorship": PAIR}));
    assert_eq!((&reading["readback"], &reading["more"]), (&json!(readback), &more));
}

#[rstest]
#[case::nothing("", "date_missing")]
#[case::words("soonish", "date_not_understood")]
#[case::no_time("tue", "time_missing")]
#[case::no_such_day("31 nov 20:30", "date_impossible")]
#[case::no_such_time("tue 25:00", "time_impossible")]
#[case::long_ago("1 jan 1700 20:30", "date_out_of_range")]
fn what_cannot_be_read_is_named_at_its_field(#[case] typed: &str, #[case] code: &str) {
    let error = Pair::new().fails("date_read", json!({"text": typed, "mentorship": PAIR}));
    assert_eq!(error.code, code);
    assert_eq!(error.params["field"], crate::Param::from("text"));
}

#[test]
fn actions_are_listed_with_what_is_urgent_and_can_be_put_off() {
    let pair = Pair::new();
    let late = pair.does(
        "action_add",
        json!({"mentorship": PAIR, "text": "Late", "due_on": "2026-11-18", "private": false}),
    );
    pair.does(
        "action_add",
        json!({"mentorship": PAIR, "text": "Today", "due_on": "2026-11-20", "private": true}),
    );
    let list = pair.does("actions_list", json!({"mentorship": PAIR, "open": true}));
    let seen = |n: usize| (text(&list[n]["text"]), text(&list[n]["urgency"]), list[n]["private"].clone());
    assert_eq!(seen(0), ("Late".into(), "late".into(), json!(false)));
    assert_eq!(seen(1), ("Today".into(), "now".into(), json!(true)));
    assert_eq!(pair.does("action_snooze", json!({"id": late})), "tomorrow");
    pair.does("action_done", json!({"id": late, "done": true}));
    pair.host.set_now("2026-11-22T18:00:00Z");
    assert_eq!(
        pair.does("actions_list", json!({"mentorship": PAIR, "open": true})).as_array().unwrap().len(),
        1
    );
}

#[rstest]
#[case::title(json!({"title": "x".repeat(10_000)}), "too_long")]
#[case::minutes(json!({"minutes": 0}), "minutes_out_of_range")]
#[case::zone(json!({"zone": "Mars/Olympus"}), "unknown_zone")]
#[case::year(json!({"starts": "2500-01-01T10:00:00"}), "out_of_range")]
#[case::last_day(json!({"repeat": "weekly", "until": "+262142-12-31"}), "out_of_range")]
#[case::link(json!({"join_link": "javascript:alert(1)"}), "not_a_link")]
#[case::mentorship(json!({"mentorship": Uuid::from_u128(5)}), "not_found")]
fn a_bad_plan_is_refused_and_leaves_nothing(#[case] wrong: Value, #[case] code: &str) {
    let pair = Pair::new();
    let mut plan = json!({"mentorship": PAIR, "title": "", "starts": "2026-11-24T20:30:00", "zone": "America/Chicago",
        "minutes": 60, "repeat": "once"});
    plan.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
    assert_eq!(pair.fails("session_plan", plan).code, code);
    assert!(pair.upcoming().is_empty());
}

/// A record from a peer whose rules know a zone that ours do not.
fn a_session_on_mars(pair: &Pair, rule: Option<&str>) -> String {
    let starts = "2026-11-24T20:30:00".parse().unwrap();
    let zone = "Mars/Olympus".to_owned();
    pair.app
        .background(|draft| {
            let id = MentorshipId(PAIR);
            if let Some(rule) = rule {
                let series = crate::series::new(
                    Uuid::from_u128(9).into(),
                    id,
                    "Far".into(),
                    starts,
                    zone,
                    60,
                    rule.into(),
                );
                draft.create(Space::Mentorship(id), &series)?;
                return Ok(series.session_at(starts).id.to_string());
            }
            let series =
                crate::series::new(Uuid::from_u128(9).into(), id, "Far".into(), starts, zone, 60, "".into());
            let session =
                cairn_domain::Session { series: None, original_start: None, ..series.session_at(starts) };
            draft.create(Space::Mentorship(id), &session)?;
            Ok(session.id.to_string())
        })
        .unwrap()
}

#[rstest]
#[case::one(None)]
#[case::a_series(Some("FREQ=WEEKLY"))]
fn a_session_in_a_zone_that_is_unknown_is_kept_and_shown_as_such(#[case] rule: Option<&str>) {
    let pair = Pair::new();
    let id = a_session_on_mars(&pair, rule);
    let list = pair.does("sessions_list", json!({"mentorship": PAIR}));
    assert_eq!((&list["upcoming"], &list["without_time"][0]["id"]), (&json!([]), &json!(id)));
    let stand_nowhere = pair.does("calendar_agenda", json!({}))["head"]["without_time"].clone();
    let line = "1 session with Ishani has no known time";
    assert_eq!(stand_nowhere, json!([{"mentorship": PAIR, "text": line}]), "the calendar leads to it");
    let when = &pair.does("session_get", json!({"id": id}))["when"];
    assert_eq!((&when["mine"]["start"], &when["starts"]), (&json!("20:30"), &json!(null)), "not converted");
    assert_eq!(when["notice"], "unknown time zone Mars/Olympus");
    pair.app.tick();
    assert_eq!(pair.does("reminders_list", json!({}))["coming"], json!([]), "and not reminded of");
    let to = json!({"id": id, "starts": "2026-11-24T20:30:00", "zone": "America/Chicago"});
    pair.does("session_move", to);
    let list = pair.does("sessions_list", json!({"mentorship": PAIR}));
    assert_eq!(pair.does("calendar_agenda", json!({}))["head"]["without_time"], json!([]));
    assert_eq!(list["upcoming"][0]["id"], json!(id), "once it is moved to a clock that is known");
}
