//! Mentorships as a person lives them.

use crate::{App, testing::TestHost};
use serde_json::{Value, json};

fn app() -> App {
    TestHost::at("2026-11-25T01:12:00Z").open_app()
}

fn run(app: &App, command: &str, arguments: Value) -> Value {
    app.dispatch(command, arguments).unwrap_or_else(|error| panic!("{command}: {error:?}"))
}

fn ishani() -> Value {
    json!({"name": " Ishani ", "role": "mentor", "zone": "asia/kolkata", "pronouns": "she/her",
           "hours": [{"day": 2, "from": 420, "to": 1200}]})
}

fn pair(app: &App) -> Value {
    run(app, "mentorship_add", json!({"model": "one_to_one", "role": "mentee", "members": [ishani()]}))
}

#[test]
fn a_mentorship_is_added_with_a_name_and_a_zone() {
    let app = app();
    let id = pair(&app);
    let rows = run(&app, "mentorships_list", json!({}));
    assert_eq!(rows[0]["name"], "Ishani");
    assert_eq!((&rows[0]["clock"], &rows[0]["place"]), (&json!("06:42"), &json!("Kolkata")));
    assert_eq!(rows[0]["waits"], false);
    let view = run(&app, "mentorship_get", json!({"id": id}));
    assert_eq!(view["state"], "active");
    assert_eq!(view["members"][0]["me"], true);
    let her = &view["members"][1];
    assert_eq!((&her["zone"], &her["day"]), (&json!("Asia/Kolkata"), &json!("tomorrow")));
    assert_eq!(her["inside_hours"], false, "her Wednesday begins at seven");
    assert_eq!(view["span"], "since 24 November");
}

#[test]
fn a_group_is_named_by_its_members_until_it_has_a_title() {
    let app = app();
    let member = |name: &str| json!({"name": name, "role": "peer", "zone": "Europe/Berlin"});
    let members = json!([member("Jonas"), member("Lerato"), member("Noor")]);
    let id = run(&app, "mentorship_add", json!({"model": "peer", "role": "peer", "members": members}));
    let row = &run(&app, "mentorships_list", json!({}))[0];
    assert_eq!((&row["name"], &row["count"]), (&json!("Jonas, Lerato, Noor"), &json!(4)));
    assert_eq!(row["clock"], Value::Null, "four clocks are none");
    let edit = json!({"id": id, "title": "Stats circle", "model": "peer", "purpose": "", "cadence": "monthly",
                      "join_link": "meet.example.org/stats"});
    run(&app, "mentorship_edit", edit);
    assert_eq!(run(&app, "mentorships_list", json!({}))[0]["name"], "Stats circle");
}

#[test]
fn what_is_wrong_is_said_at_its_field_and_nothing_is_kept() {
    let app = app();
    let add = |members: Value, more: Value| {
        let mut arguments = json!({"model": "one_to_one", "role": "mentee", "members": members});
        for (name, value) in more.as_object().unwrap() {
            arguments[name] = value.clone();
        }
        let error = app.dispatch("mentorship_add", arguments).unwrap_err();
        (error.code, error.params["field"].clone())
    };
    let with = |name: &str, value: &str| {
        let mut member = ishani();
        member[name] = json!(value);
        json!([member])
    };
    assert_eq!(add(json!([]), json!({})), ("nobody_else", "members".into()));
    assert_eq!(add(json!([ishani(), ishani()]), json!({})), ("just_one_other", "members".into()));
    assert_eq!(add(with("name", " \u{0} "), json!({})), ("empty", "name".into()));
    assert_eq!(add(with("name", &"ä".repeat(10_000)), json!({})), ("too_long", "name".into()));
    assert_eq!(add(with("zone", "Mars/Olympus"), json!({})), ("unknown_zone", "zone".into()));
    let dates = json!({"starts_on": "2026-11-24", "ends_on": "2026-11-01"});
    assert_eq!(add(json!([ishani()]), dates), ("ends_before", "ends_on".into()));
    assert_eq!(
        add(json!([ishani()]), json!({"starts_on": "1066-10-14"})),
        ("out_of_range", "starts_on".into())
    );
    assert_eq!(
        add(json!([ishani()]), json!({"join_link": "javascript:alert(1)"})),
        ("not_a_link", "join_link".into())
    );
    assert_eq!(run(&app, "mentorships_list", json!({})), json!([]));
}

#[test]
fn a_life_is_lived_step_by_step_and_undone() {
    let host = TestHost::at("2026-11-25T01:12:00Z");
    let app = host.open_app();
    let id = pair(&app);
    let minute = std::cell::Cell::new(13);
    let step = |to: &str, reason: &str| {
        host.set_now(&format!("2026-11-25T01:{}:00Z", minute.replace(minute.get() + 1)));
        app.dispatch("mentorship_transition", json!({"id": id, "to": to, "reason": reason}))
    };
    let state = || run(&app, "mentorship_get", json!({"id": id}))["state"].clone();
    step("paused", "exams").unwrap();
    assert_eq!(state(), "paused");
    assert_eq!(step("proposed", "").unwrap_err().code, "not_allowed");
    assert_eq!(step("closed", " ").unwrap_err().params["field"], "reason".into());
    step("closed", "We reached it").unwrap();
    let view = run(&app, "mentorship_get", json!({"id": id}));
    assert_eq!(view["state"], "closed");
    assert_eq!(view["life"][0]["reason"], "We reached it");
    assert_eq!(view["life"].as_array().unwrap().len(), 3);
    run(&app, "undo", json!({}));
    assert_eq!(state(), "paused");
}

#[test]
fn members_come_change_and_go() {
    let app = app();
    let id = pair(&app);
    let noor = json!({"name": "Noor", "role": "facilitator", "zone": "Asia/Dubai"});
    let added = run(&app, "member_add", json!({"mentorship": id, "member": noor}));
    let view = run(&app, "mentorship_get", json!({"id": id}));
    assert_eq!((&view["name"], &view["model"]), (&json!("Ishani, Noor"), &json!("group")));
    let moved = json!({"name": "Noor", "role": "facilitator", "zone": "Asia/Amman"});
    run(&app, "member_edit", json!({"id": added, "member": moved}));
    let view = run(&app, "mentorship_get", json!({"id": id}));
    assert_eq!(view["members"][2]["place"], "Amman");
    run(&app, "member_remove", json!({"id": added}));
    let ishani = view["members"][1]["id"].clone();
    let me = view["members"][0]["id"].clone();
    assert_eq!(app.dispatch("member_remove", json!({"id": ishani})).unwrap_err().code, "nobody_else");
    assert_eq!(app.dispatch("member_remove", json!({"id": me})).unwrap_err().code, "not_allowed");
}

#[test]
fn the_health_of_the_demo_is_told_from_dates() {
    let app = app();
    app.fill_demo().unwrap();
    let rows = run(&app, "mentorships_list", json!({}));
    let names: Vec<_> = rows.as_array().unwrap().iter().map(|row| row["name"].clone()).collect();
    assert_eq!(names, ["Ishani", "Paloma", "Stats circle"]);
    assert_eq!(rows[0]["waits"], true, "an action is due today");
    let view = run(&app, "mentorship_get", json!({"id": rows[0]["id"]}));
    assert_eq!(view["health"], json!({"days_since": 6, "held": 8, "planned": 9, "goals_waiting": 2}));
    assert_eq!(view["next"]["title"], "Survival curves, then the Results section");
}
