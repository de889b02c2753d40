use crate::{
    App, AppEvent,
    testing::{TestHost, a_pair, a_session},
};
use cairn_domain::{ActionItem, Mentorship, MentorshipId, SessionId, Space};
use rstest::rstest;
use serde_json::{Value, json};
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
    drop(open);
    let store = cairn_store::Store::open(&again.folder, &key, again.now()).unwrap();
    again.put_open(crate::state::Open::new(store, again.folder.clone(), key, &again.host));
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
    let settings = json!({"leads": [720], "quiet": {"from": 480, "to": 600}});
    app.dispatch("reminder_settings_save", settings).unwrap();
    // Twelve hours before is 08:30 in Chicago; it is quiet there from 8 to 10.
    at(&host, &app, "2026-11-24T12:00:00Z");
    assert_eq!(at(&host, &app, "2026-11-24T15:59:00Z"), 0);
    assert_eq!(at(&host, &app, "2026-11-24T16:00:00Z"), 1);
}

#[test]
fn a_mentorship_has_leads_of_its_own() {
    let (host, app, _) = marcus();
    let mentorship = app.read(|reader| Ok(reader.anywhere().all::<Mentorship>()?[0].record.id)).unwrap();
    app.dispatch("reminder_leads_save", json!({"mentorship": mentorship, "leads": [60]})).unwrap();
    assert_eq!(at(&host, &app, "2026-11-25T01:29:00Z"), 0, "nothing a day before");
    assert_eq!(at(&host, &app, "2026-11-25T01:30:00Z"), 1);
    app.dispatch("reminder_leads_save", json!({"mentorship": mentorship})).unwrap();
    let settings = app.dispatch("reminder_settings", json!({})).unwrap();
    assert_eq!(settings["mentorships"][0]["leads"], json!(null));
    app.tick();
    assert_eq!(at(&host, &app, "2026-11-25T02:15:00Z"), 2, "as for all again");
}

#[rstest]
#[case::before_four_weeks(json!({"leads": [50_000]}), "bad_lead")]
#[case::after_the_start(json!({"leads": [-5]}), "bad_lead")]
#[case::too_many(json!({"leads": [1, 2, 3, 4, 5, 6, 7, 8, 9]}), "too_many")]
#[case::no_such_hour(json!({"quiet": {"from": 1440, "to": 60}}), "bad_hours")]
#[case::no_such_time(json!({"dates": {"at": 1440}}), "bad_hours")]
#[case::a_month_before(json!({"dates": {"goal": [29]}}), "bad_lead")]
fn reminders_that_cannot_be_are_refused(#[case] change: Value, #[case] code: &str) {
    let app = TestHost::at("2026-11-23T12:00:00Z").open_app();
    assert_eq!(app.dispatch("reminder_settings_save", change).unwrap_err().code, code);
}

#[test]
fn what_is_left_out_stays() {
    let app = TestHost::at("2026-11-23T12:00:00Z").open_app();
    for change in [json!({"leads": [15, 1440, 15, 60]}), json!({"quiet": {"from": 1320, "to": 420}})] {
        app.dispatch("reminder_settings_save", change).unwrap();
    }
    let settings = app.dispatch("reminder_settings", json!({})).unwrap();
    assert_eq!(settings["leads"], json!([1440, 60, 15]));
    assert_eq!(settings["quiet"], json!({"from": 1320, "to": 420}));
    app.dispatch("reminder_settings_save", json!({"quiet": {"from": 0, "to": 0}})).unwrap();
    assert_eq!(app.dispatch("reminder_settings", json!({})).unwrap()["quiet"], json!(null));
}

/// An action of Marcus, due on a day; in a mentorship, or his own.
fn an_action(app: &App, text: &str, due_on: &str, mentorship: Option<MentorshipId>) {
    let action = ActionItem {
        id: app.new_id(),
        mentorship,
        session: None,
        goal: None,
        text: text.into(),
        owner: None,
        due_on: Some(due_on.parse().unwrap()),
        done_at: None,
    };
    let account = app.open().unwrap().account;
    let space = mentorship.map_or(Space::Personal(account), Space::Mentorship);
    app.background(|draft| Ok(draft.create(space, &action)?)).unwrap();
}

#[test]
fn days_are_reminded_of_in_the_morning_of_the_persons_own_clock() {
    let (host, app, _) = marcus();
    let mentorship = app.read(|reader| Ok(reader.anywhere().all::<Mentorship>()?[0].record.id)).unwrap();
    an_action(&app, "Send the draft", "2026-12-02", Some(mentorship));
    at(&host, &app, "2026-11-28T12:00:00Z");
    let before = host.notifications().len();
    assert_eq!(at(&host, &app, "2026-12-02T14:59:30Z"), before, "it is 08:59 in Chicago");
    assert_eq!(at(&host, &app, "2026-12-02T15:00:00Z"), before + 1);
    assert_eq!(at(&host, &app, "2026-12-02T15:01:00Z"), before + 1, "once");
    assert_eq!(host.notifications().pop().unwrap().title, "“Send the draft” is due today");
}

#[test]
fn a_notification_does_not_say_what_is_private() {
    let (host, app, _) = marcus();
    an_action(&app, "zanzibar", "2026-12-02", None);
    at(&host, &app, "2026-11-28T12:00:00Z");
    at(&host, &app, "2026-12-02T15:00:00Z");
    let shown = host.notifications();
    assert_eq!(shown.last().unwrap().title, "Something private is due today");
    assert!(shown.iter().all(|one| !format!("{one:?}").contains("zanzibar")));
    let listed = app.dispatch("reminders_list", json!({})).unwrap();
    assert_eq!(
        (&listed["shown"][0]["title"], &listed["shown"][0]["private"]),
        (&json!("zanzibar"), &json!(true))
    );
}

#[test]
fn many_days_at_once_are_told_in_one_line() {
    let (host, app, _) = marcus();
    for n in 0..5 {
        an_action(&app, &format!("Action {n}"), "2026-12-02", None);
    }
    at(&host, &app, "2026-11-28T12:00:00Z");
    let before = host.notifications().len();
    assert_eq!(at(&host, &app, "2026-12-02T15:00:00Z"), before + 1);
    assert_eq!(host.notifications().pop().unwrap().title, "5 reminders at once");
}

#[test]
fn a_session_that_is_moved_is_reminded_of_at_its_new_time() {
    let (host, app, session) = marcus();
    assert_eq!(at(&host, &app, "2026-11-24T02:30:00Z"), 1, "a day before");
    let to = json!({"id": session, "starts": "2026-11-26T18:00:00", "zone": "America/Chicago"});
    app.dispatch("session_move", to).unwrap();
    assert_eq!(at(&host, &app, "2026-11-25T02:15:00Z"), 1, "not at its old time");
    assert_eq!(at(&host, &app, "2026-11-26T00:00:00Z"), 2, "a day before the new one");
    assert_eq!(at(&host, &app, "2026-11-26T23:45:00Z"), 3);
}

#[test]
fn a_mistake_in_one_look_does_not_end_the_looking() {
    let (host, app, _) = marcus();
    host.break_once();
    assert_eq!(at(&host, &app, "2026-11-24T02:30:00Z"), 0, "the day before is lost to the mistake");
    assert_eq!(at(&host, &app, "2026-11-25T02:15:00Z"), 1);
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
