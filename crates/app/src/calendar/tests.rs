use crate::testing::{TestHost, a_pair, a_session};
use serde_json::{Value, json};

/// Marcus in Chicago meets Ishani in Kolkata; `starts` are on his clock.
fn week(day: &str, starts: &[&str]) -> Value {
    let app = TestHost::at("2027-03-10T18:00:00Z").open_app();
    let mentorship = a_pair(&app);
    for start in starts {
        a_session(&app, mentorship, start);
    }
    app.dispatch("calendar_week", json!({"day": day})).unwrap()
}

#[test]
fn a_meeting_stands_on_both_rulers() {
    let week = week("2027-03-16", &["2027-03-16T20:30:00"]);
    assert_eq!(week["title"], "15–21 March");
    assert_eq!(week["other"]["place"], "Kolkata");
    assert_eq!(
        (&week["other"]["hours"][7], &week["other"]["midnight"]),
        (&json!("17:30"), &json!(13 * 60 + 30))
    );
    let meeting = &week["days"][1]["meetings"][0];
    assert_eq!((&meeting["from"], &meeting["label"]), (&json!(20 * 60 + 30), &json!("20:30 Ishani")));
    assert_eq!(meeting["clocks"], json!(["Kolkata 07:00 Wed"]));
    assert_eq!(meeting["unsocial"], true, "07:00 is before the hours Ishani gave");
}

#[test]
fn a_day_on_which_clocks_change_says_so() {
    let week = week("2027-03-14", &[]);
    let sunday = &week["days"][6];
    assert_eq!(sunday["changes"][0]["text"], "Chicago: clocks go forward 1 h, from 02:00 to 03:00");
    assert_eq!(sunday["changes"][0]["length"], "23 h");
}

#[test]
fn hours_outside_are_drawn_on_the_persons_own_day() {
    let week = week("2027-03-16", &[]);
    // 08:00 to 22:00 in Kolkata is 21:30 to 11:30 in Chicago.
    assert_eq!(week["days"][1]["outside_other"], json!([{"from": 11 * 60 + 30, "to": 21 * 60 + 30}]));
}

#[test]
fn meetings_at_the_same_time_stand_beside_each_other() {
    let week = week("2027-03-16", &["2027-03-16T09:00:00", "2027-03-16T09:30:00", "2027-03-16T10:30:00"]);
    let lanes: Vec<_> = week["days"][1]["meetings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|meeting| (meeting["lane"].as_u64().unwrap(), meeting["lanes"].as_u64().unwrap()))
        .collect();
    assert_eq!(lanes, [(0, 2), (1, 2), (0, 1)]);
}

#[test]
fn a_day_that_is_none_is_named() {
    let app = TestHost::at("2027-03-10T18:00:00Z").open_app();
    let error = app.dispatch("calendar_week", json!({"day": "2027-02-30"})).unwrap_err();
    assert_eq!(error.params["value"], "2027-02-30".into());
}
