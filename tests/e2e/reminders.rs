//! Reminders, seen in a real notification daemon.

use cairn_tests::{App, Desktop, Keyring, Shown, wait_until};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

/// The first session that will be reminded of: when it starts, and how long before the reminder comes.
fn next_reminder(app: &App<'_>) -> (DateTime<Utc>, TimeDelta) {
    let list = app.invoke("reminders_list", &json!({})).expect("the example has reminders");
    let coming = list["coming"].as_array().expect("a list");
    let first = coming.iter().find(|row| row["key"]["kind"] == "session").expect("a session is ahead");
    let session = app.invoke("session_get", &json!({"id": first["key"]["subject"]})).expect("it is there");
    let starts = session["when"]["starts"].as_i64().and_then(DateTime::from_timestamp_millis);
    let lead = first["key"]["lead_minutes"].as_i64().map(TimeDelta::minutes);
    (starts.expect("a session starts at an instant"), lead.expect("a reminder comes minutes before"))
}

fn shown_of(desktop: &Desktop, summary: &str) -> Vec<Shown> {
    desktop.notifications().into_iter().filter(|shown| shown.summary.contains(summary)).collect()
}

#[test]
fn a_reminder_comes_once_also_when_the_window_is_closed_to_the_tray() {
    let desktop = Desktop::new(Keyring::Absent);
    desktop.set_clock("2026-11-23T15:00:00Z");
    let app = desktop.start_with(&["--demo"]);
    let (starts, lead) = next_reminder(&app);
    app.close_window();

    desktop.set_clock(&(starts - lead + TimeDelta::seconds(1)).to_rfc3339());
    let shown = desktop.sees_notification("Ishani");
    assert!(shown.body.contains("Ishani"), "both clocks are told: {shown:?}");
    assert!(app.is_running(), "the app goes on in the tray");

    desktop.click_notification("In 10 minutes");
    wait_until("the reminder to be put off", || {
        let list = app.invoke("reminders_list", &json!({})).expect("the example has reminders");
        list["coming"].as_array().is_some_and(|coming| coming.iter().any(|row| row["state"] == "snoozed"))
    });
    desktop.set_clock(&(starts - lead + TimeDelta::minutes(11)).to_rfc3339());
    wait_until("the reminder to come again", || shown_of(&desktop, "Ishani").len() > 1);
    assert_eq!(shown_of(&desktop, "Ishani").len(), 2, "it came once, and once more after the snooze");
}
