use super::*;
use crate::testing::{TestHost, a_pair};
use cairn_domain::{Series, Space};
use serde_json::{Value, json};
use std::sync::Arc;

/// A weekly series of Marcus in Chicago with Ishani in Kolkata, on the clock of `zone`.
fn a_series(app: &App, starts: &str, zone: &str) -> MentorshipId {
    let mentorship = a_pair(app);
    let begins = cairn_domain::LifecycleEvent {
        id: app.new_id(),
        mentorship,
        by: None,
        at: app.now(),
        zone: zone.into(),
        from: None,
        to: cairn_domain::MentorshipState::Active,
        reason: None,
    };
    let series = Series {
        id: app.new_id(),
        mentorship,
        title: "Weekly".into(),
        starts: starts.parse().unwrap(),
        zone: zone.into(),
        minutes: 60,
        rule: "FREQ=WEEKLY".into(),
        exdates: vec![],
        rdates: vec![],
        uid: None,
        sequence: 0,
        stamp: None,
    };
    app.background(|draft| {
        draft.create(Space::Mentorship(mentorship), &begins)?;
        Ok(draft.create(Space::Mentorship(mentorship), &series)?)
    })
    .unwrap();
    mentorship
}

fn at(host: &TestHost, app: &App, now: &str) -> (usize, Value) {
    host.set_now(now);
    app.tick();
    let told = host.notifications().iter().filter(|one| one.title.contains("another time")).count();
    (told, app.dispatch("alerts", json!({})).unwrap())
}

fn marcus(now: &str, starts: &str, zone: &str) -> (Arc<TestHost>, App) {
    let host = TestHost::at(now);
    let app = host.open_app();
    a_series(&app, starts, zone);
    (host, app)
}

#[test]
fn a_shift_is_told_seven_days_before_once_and_stays_until_it_is_put_away() {
    let (host, app) = marcus("2027-02-01T12:00:00Z", "2027-01-05T20:30:00", "America/Chicago");
    // Chicago's clocks go forward on Sunday 14 March; the first meeting after that is on Tuesday at 20:30, 01:30 UTC.
    assert_eq!(at(&host, &app, "2027-03-10T01:29:00Z"), (0, json!([])));
    let (told, alerts) = at(&host, &app, "2027-03-10T01:30:00Z");
    assert_eq!((told, alerts.as_array().unwrap().len()), (1, 1));
    assert_eq!(alerts[0]["title"], "Your meetings with Ishani come at another time");
    let lines = json!([
        "From Wednesday 17 March it is 07:00 for Ishani, not 08:00: your clocks change.",
        "07:00 is outside the hours Ishani gave.",
    ]);
    assert_eq!(alerts[0]["lines"], lines);
    assert_eq!(at(&host, &app, "2027-03-12T01:30:00Z").0, 1, "once");
    app.dispatch("alert_dismiss", json!({"id": alerts[0]["id"]})).unwrap();
    assert_eq!(at(&host, &app, "2027-03-13T01:30:00Z"), (1, json!([])));
}

#[test]
fn a_shift_of_the_persons_own_clock_says_until_when() {
    // The series follows Berlin; Chicago changes two weeks before it.
    let (host, app) = marcus("2027-02-01T12:00:00Z", "2027-01-07T17:00:00", "Europe/Berlin");
    let (_, alerts) = at(&host, &app, "2027-03-12T01:30:00Z");
    assert_eq!(
        alerts[0]["lines"][0],
        "From Thursday 18 March to 25 March you meet Ishani at 11:00, not 10:00: your clocks change."
    );
    // The way back is announced too: Berlin changes on 28 March, and Ishani's time with it.
    let (_, alerts) = at(&host, &app, "2027-03-26T12:00:00Z");
    let lines = json!([
        "From Thursday 1 April you meet Ishani at 10:00, not 11:00: clocks in Berlin change.",
        "From Thursday 1 April it is 20:30 for Ishani, not 21:30: clocks in Berlin change.",
    ]);
    assert_eq!(alerts[0]["lines"], lines);
}

#[test]
fn a_series_planned_days_before_a_shift_is_told_at_once() {
    let (host, app) = marcus("2027-03-12T12:00:00Z", "2027-03-09T20:30:00", "America/Chicago");
    assert_eq!(at(&host, &app, "2027-03-12T12:00:30Z").0, 1);
}

/// Rules as they were last known on this device, in which Vancouver goes back on 1 November 2026, as it did by 2025b.
fn knew_the_old_rules(app: &App) {
    let known =
        json!({"America/Vancouver": "1793000000:-25200 1793523600:-28800 1805018400:-25200 1830000000"});
    app.open().unwrap().store.set_local_setting("zones.remembered", Some(&known.to_string())).unwrap();
}

#[test]
fn a_change_of_rules_says_which_meetings_move_once() {
    let (host, app) = marcus("2026-10-27T12:00:00Z", "2026-10-06T09:00:00", "America/Vancouver");
    knew_the_old_rules(&app);
    let (_, alerts) = at(&host, &app, "2026-10-27T12:00:00Z");
    // Until its clocks would have gone forward again, on 14 March.
    assert_eq!(alerts[0]["title"], "Vancouver changed the rules of its clocks: 19 sessions move");
    let lines = json!([
        "With Ishani, from Tuesday 3 November: 09:00 in Vancouver stays, for you 10:00 instead of 11:00.",
        "From Tuesday 3 November: 09:00 in Vancouver stays, for Ishani 21:30 instead of 22:30.",
    ]);
    assert_eq!(alerts[0]["lines"], lines);
    assert_eq!(host.notifications().len(), 1);
    host.set_now("2026-10-27T14:00:00Z");
    app.tick();
    let rules =
        |alerts: &Value| alerts.as_array().unwrap().iter().filter(|one| one["kind"] == "rules").count();
    let alerts = app.dispatch("alerts", json!({})).unwrap();
    assert_eq!(rules(&alerts), 1, "found once");
    app.dispatch("alert_dismiss", json!({"id": alerts[0]["id"]})).unwrap();
    assert_eq!(rules(&app.dispatch("alerts", json!({})).unwrap()), 0);
}

#[test]
fn a_change_of_rules_waits_for_the_end_of_quiet_hours() {
    let (host, app) = marcus("2026-10-27T10:30:00Z", "2026-10-06T09:00:00", "America/Vancouver");
    let quiet = json!({"quiet": {"from": 1320, "to": 420}});
    app.dispatch("reminder_settings_save", quiet).unwrap();
    knew_the_old_rules(&app);
    // It is 05:30 in Chicago, then 07:00.
    app.tick();
    assert_eq!(host.notifications().len(), 0);
    host.set_now("2026-10-27T12:00:00Z");
    app.tick();
    host.set_now("2026-10-27T13:00:00Z");
    app.tick();
    assert_eq!(host.notifications().len(), 1);
}

#[test]
fn a_meeting_that_was_called_off_is_not_the_first_to_shift() {
    let (host, app) = marcus("2027-02-01T12:00:00Z", "2027-01-05T20:30:00", "America/Chicago");
    let series = app.read(|reader| Ok(reader.anywhere().all::<Series>()?)).unwrap();
    let first = series[0].session_at("2027-03-16T20:30:00".parse().unwrap());
    app.dispatch("session_cancel", json!({"id": first.id})).unwrap();
    let (_, alerts) = at(&host, &app, "2027-03-17T02:00:00Z");
    assert_eq!(
        alerts[0]["lines"][0],
        "From Wednesday 24 March it is 07:00 for Ishani, not 08:00: your clocks change."
    );
}

#[test]
fn a_change_of_rules_that_moves_nothing_is_not_told() {
    let (host, app) = marcus("2026-10-27T12:00:00Z", "2026-10-06T09:00:00", "America/Chicago");
    knew_the_old_rules(&app);
    assert_eq!(at(&host, &app, "2026-10-27T12:00:00Z").1, json!([]));
}

#[test]
fn an_alert_that_is_none_is_refused() {
    let (_, app) = marcus("2026-10-27T12:00:00Z", "2026-10-06T09:00:00", "America/Chicago");
    for id in ["rules/2026f/1", "nonsense", "reminder/shift/x"] {
        assert_eq!(app.dispatch("alert_dismiss", json!({"id": id})).unwrap_err().code, "not_found");
    }
}
