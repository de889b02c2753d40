//! Today, with nothing in it and on the example.

use crate::{App, testing::TestHost};
use serde_json::{Value, json};

/// Tuesday 24 November, 19:12 in Chicago.
fn demo() -> App {
    let app = TestHost::at("2026-11-25T01:12:00Z").open_app();
    app.fill_demo().unwrap();
    app
}

fn run(app: &App, command: &str, arguments: Value) -> Value {
    app.dispatch(command, arguments).unwrap_or_else(|error| panic!("{command}: {error:?}"))
}

fn texts(list: &Value, name: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|item| item[name].as_str().unwrap().to_owned()).collect()
}

#[test]
fn nothing_yet_is_said() {
    let app = TestHost::at("2026-11-25T01:12:00Z").open_app();
    let today = run(&app, "today", json!({}));
    assert_eq!((&today["date"], &today["is_empty"]), (&json!("Tuesday 24 November"), &json!(true)));
    assert_eq!((&today["next"], &today["nudge"]), (&Value::Null, &Value::Null));
    assert_eq!(today["week"].as_array().unwrap().len(), 7);
}

#[test]
fn the_next_session_is_told_on_both_clocks() {
    let next = &run(&demo(), "today", json!({}))["next"];
    assert_eq!(next["title"], "Survival curves, then the Results section");
    assert_eq!(next["facts"], "Session 10 with Ishani · 1 h · Every Tuesday at 20:30");
    assert_eq!(next["countdown"], "1 h 18 min");
    assert_eq!(next["joinable"], true);
    let band = &next["band"];
    assert_eq!((&band["now"], &band["session"]["at"]), (&json!(7.2), &json!(8.5)));
    assert_eq!(texts(&band["lanes"], "time"), ["20:30–21:30", "08:00–09:00"]);
    assert_eq!(texts(&band["lanes"], "who"), ["You, in Chicago", "Ishani, tomorrow in Kolkata"]);
}

#[test]
fn actions_stand_by_whose_they_are_and_private_ones_are_marked() {
    let today = run(&demo(), "today", json!({}));
    assert_eq!(texts(&today["mine"], "due"), ["Since Sun 22", "Today", "Thu 26"]);
    assert_eq!(texts(&today["theirs"], "due"), ["Today", "Fri 27", "Sat 28"]);
    let private: Vec<_> =
        today["mine"].as_array().unwrap().iter().map(|item| item["private"].clone()).collect();
    assert_eq!(private, [false, false, true]);
}

#[test]
fn goals_that_wait_are_told_with_their_line() {
    let today = run(&demo(), "today", json!({}));
    assert_eq!(texts(&today["goals"], "title"), ["Readmission paper", "Lead the data review"]);
    assert_eq!(texts(&today["goals"], "facts"), ["2,880 words, line at 3,265", "1 of 4 stones"]);
    assert_eq!(today["goals"][0]["meter"]["done"], 0.35);
}

#[test]
fn a_week_tells_sessions_on_the_others_clock_too() {
    let week = run(&demo(), "today", json!({}))["week"].clone();
    assert_eq!(week[5]["label"], "Mon 30");
    assert_eq!(week[5]["items"][0]["text"], "12:00 Paloma");
    assert_eq!(week[5]["items"][0]["there"], "11:00 for her");
    assert_eq!(week[6]["items"][0]["there"], "Wed 08:00 for her");
}

#[test]
fn one_thought_at_most_and_it_can_be_put_away_or_talked_about() {
    let app = demo();
    let nudge = run(&app, "today", json!({}))["nudge"].clone();
    assert!(nudge["text"].as_str().unwrap().starts_with("You and Paloma planned to end on 14 December."));
    run(&app, "nudge_hide", json!({"key": nudge["key"]}));
    assert_eq!(run(&app, "today", json!({}))["nudge"], Value::Null);
    run(&app, "undo", json!({}));
    run(&app, "nudge_to_agenda", json!({"key": nudge["key"], "session": nudge["session"]}));
    assert_eq!(run(&app, "today", json!({}))["nudge"], Value::Null);
    let session = run(&app, "session_get", json!({"id": nudge["session"]}));
    assert_eq!(session["shared"]["agenda"][0]["text"], "Look back, and what comes next");
}

#[test]
fn a_paused_mentorship_does_not_press() {
    let app = demo();
    let rows = run(&app, "mentorships_list", json!({}));
    run(&app, "mentorship_transition", json!({"id": rows[0]["id"], "to": "paused", "reason": ""}));
    let today = run(&app, "today", json!({}));
    assert_ne!(today["next"]["mentorship"], rows[0]["id"]);
    assert!(!texts(&today["theirs"], "text").contains(&"Comment on the Methods draft".to_owned()));
}
