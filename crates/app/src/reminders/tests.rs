use crate::{
    App, AppEvent,
    testing::{TestHost, a_pair, a_session},
};
use cairn_domain::{SessionId, Setting, SettingId, Space};
use serde_json::json;
use std::sync::Arc;

/// Marcus in Chicago, who meets Ishani in Kolkata on Tuesday 24 November at 20:30 his time.
fn marcus() -> (Arc<TestHost>, App, SessionId) {
    let host = TestHost::at("2026-11-23T12:00:00Z");
    let app = host.open_app();
    let mentorship = a_pair(&app);
    let session = a_session(&app, mentorship, "2026-11-24T20:30:00");
    app.tick();
    (host, app, session)
}

fn at(host: &TestHost, app: &App, now: &str) -> usize {
    host.set_now(now);
    app.tick();
    host.notifications().len()
}

#[test]
fn a_reminder_names_the_other_and_both_clocks_and_comes_once() {
    let (host, app, _) = marcus();
    assert_eq!(at(&host, &app, "2026-11-24T02:29:30Z"), 0, "a day before is not yet");
    assert_eq!(at(&host, &app, "2026-11-24T02:30:00Z"), 1, "a day before");
    assert_eq!(at(&host, &app, "2026-11-25T02:15:00Z"), 2, "a quarter of an hour before");
    assert_eq!(at(&host, &app, "2026-11-25T02:16:00Z"), 2, "never twice");
    let shown = host.notifications().pop().unwrap();
    assert_eq!(shown.title, "Ishani, in 15 min");
    assert_eq!(shown.body, "Survival curves\nYou 20:30–21:30\nIshani 08:00–09:00, Wed 25 Nov");
    let labels: Vec<_> = shown.actions.iter().map(|(_, label)| label.as_str()).collect();
    assert_eq!(labels, ["Open", "In 10 minutes", "Log it"]);
}

#[test]
fn after_a_restart_nothing_comes_again() {
    let (host, app, _) = marcus();
    at(&host, &app, "2026-11-25T02:15:00Z");
    let again = App::new(host.clone(), app.folder.clone());
    let open = app.take_open().unwrap();
    let key = open.key.clone();
    let account = open.account;
    drop(open);
    let store = cairn_store::Store::open(&again.folder, &key, again.now()).unwrap();
    again.put_open(crate::state::Open {
        store,
        account,
        folder: again.folder.clone(),
        key,
        is_example: false,
    });
    assert_eq!(at(&host, &again, "2026-11-25T02:16:00Z"), 1);
}

#[test]
fn the_buttons_snooze_open_and_log() {
    let (host, app, session) = marcus();
    at(&host, &app, "2026-11-25T02:15:00Z");
    let id = host.notifications().pop().unwrap().id;
    app.notification_action(&id, "snooze");
    assert_eq!(at(&host, &app, "2026-11-25T02:24:00Z"), 1);
    assert_eq!(at(&host, &app, "2026-11-25T02:25:00Z"), 2, "ten minutes later it is back");
    app.notification_action(&id, "open");
    app.notification_action(&id, "log");
    let routes: Vec<_> = host
        .events()
        .into_iter()
        .filter_map(|event| match event {
            AppEvent::Open { route } => Some(route),
            _ => None,
        })
        .collect();
    assert_eq!(routes, [format!("/session/{session}"), format!("/session/{session}/log")]);
}

#[test]
fn a_session_slept_through_is_told_in_one_line_and_listed() {
    let (host, app, _) = marcus();
    assert_eq!(at(&host, &app, "2026-11-25T09:00:00Z"), 1);
    assert!(host.notifications()[0].title.starts_with("You missed one reminder"));
    let listed = app.dispatch("reminders_list", json!({})).unwrap();
    assert_eq!(listed["shown"][0]["state"], "missed");
}

#[test]
fn quiet_hours_and_leads_are_the_persons() {
    let (host, app, _) = marcus();
    let account = app.open().unwrap().account;
    app.act("test", |draft| {
        for (key, value) in [("reminders.leads", "[720]"), ("reminders.quiet", r#"{"from":480,"to":600}"#)] {
            let setting =
                Setting { id: SettingId::of_key(account, key), key: key.into(), value: value.into() };
            draft.create(Space::Personal(account), &setting)?;
        }
        Ok(())
    })
    .unwrap();
    // Twelve hours before is 08:30 in Chicago; it is quiet there from 8 to 10.
    at(&host, &app, "2026-11-24T12:00:00Z");
    assert_eq!(at(&host, &app, "2026-11-24T15:59:00Z"), 0);
    assert_eq!(at(&host, &app, "2026-11-24T16:00:00Z"), 1);
}

#[test]
fn while_locked_nothing_is_shown_and_then_it_is_caught_up() {
    let (host, app, _) = marcus();
    let open = app.take_open().unwrap();
    assert_eq!(at(&host, &app, "2026-11-25T02:20:00Z"), 0);
    *app.open.write().unwrap() = Some(open);
    assert_eq!(at(&host, &app, "2026-11-25T02:21:00Z"), 1);
}

#[test]
fn where_the_desktop_shows_nothing_the_window_does() {
    let (host, app, session) = marcus();
    host.mute();
    assert_eq!(at(&host, &app, "2026-11-25T02:15:00Z"), 0);
    let told = host.events().into_iter().find_map(|event| match event {
        AppEvent::Reminder { title, route, .. } => Some((title, route)),
        _ => None,
    });
    assert_eq!(told, Some(("Ishani, in 15 min".into(), format!("/session/{session}"))));
}
