//! Finding a time for a group with the keyboard alone: from the palette to sessions that take turns, and back.

use cairn_tests::{App, Desktop, Key, Keyring, wait_until};
use serde_json::{Value, json};

use crate::session::go;

/// It is Friday 20 November 2026, 12:00 in Chicago.
const FRIDAY: &str = "2026-11-20T18:00:00Z";

fn hours(from: u16, to: u16) -> Value {
    (0..7).map(|day| json!({ "day": day, "from": from * 60, "to": to * 60 })).collect()
}

/// Marcus in Chicago with the others, each with a zone and hours of every day; the id of their mentorship.
fn a_group(app: &App<'_>, mine: (u16, u16), others: &[(&str, &str, u16, u16)]) -> String {
    let person =
        json!({ "name": "Marcus", "zone": "America/Chicago", "follows_system": false, "role": "mentor" });
    app.invoke("set_up", &person).expect("the profile is made");
    app.invoke("profile_save", &json!({ "hours": hours(mine.0, mine.1) })).expect("the hours are kept");
    let members: Vec<_> = others
        .iter()
        .map(|(name, zone, from, to)| json!({ "name": name, "role": "peer", "zone": zone, "hours": hours(*from, *to) }))
        .collect();
    let group = json!({ "model": "peer", "role": "peer", "title": "Stats circle", "cadence": "weekly", "members": members });
    let id = app.invoke("mentorship_add", &group).expect("the mentorship is added");
    app.link("Settings");
    id.as_str().expect("an id").to_owned()
}

/// Presses Tab until the focus is on what is called so, or begins so.
fn tab_to(app: &App<'_>, what: &str) {
    for _ in 0..60 {
        let focused = app.focused();
        if focused.split_once(' ').is_some_and(|(_, name)| name.trim_start_matches('"').starts_with(what)) {
            return;
        }
        app.press(&[Key::Tab]);
    }
    panic!("Tab never comes to {what:?}; it is on {}", app.focused());
}

/// Writes over what stands in the field that has the focus.
fn write_over(app: &App<'_>, text: &str) {
    app.press(&[Key::Control, Key::Char('a')]);
    app.type_text(text);
}

#[test]
fn a_time_for_four_is_found_and_planned_by_keyboard() {
    let desktop = Desktop::new(Keyring::Unlocked);
    desktop.set_clock(FRIDAY);
    let app = desktop.start();
    let others = [
        ("Ishani", "Asia/Kolkata", 8, 22),
        ("Jonas", "Europe/Berlin", 8, 20),
        ("Camila", "America/Sao_Paulo", 8, 20),
    ];
    let mentorship = a_group(&app, (7, 22), &others);

    app.press(&[Key::Control, Key::Char('k')]);
    app.type_text("find a time");
    app.sees("Find a time with Stats circle");
    app.press(&[Key::Enter]);
    app.find("heading", "A time for the four of you");
    app.sees("Inside everyone’s hours, 07:00–10:30");
    app.accessible("planner");

    // The term, as people type it; a last day before the first is said at the field.
    tab_to(&app, "First and last day");
    app.press(&[Key::Enter]);
    app.find("heading", "First and last day");
    write_over(&app, "3 dec");
    tab_to(&app, "Last day");
    write_over(&app, "1 dec");
    app.sees("Tuesday 1 December");
    app.press(&[Key::Enter]);
    app.sees("is before the first");
    app.accessible("planner-term");
    tab_to(&app, "Last day");
    write_over(&app, "1 apr 2027");
    app.sees("Thursday 1 April 2027");
    app.press(&[Key::Enter]);
    app.sees("3 December to 1 April");
    app.sees("17 sessions.");

    // The times by arrows: what is chosen stands on every clock.
    tab_to(&app, "Take turns");
    app.press(&[Key::Down]);
    wait_until("a fixed time to be looked at", || app.shows("Taking turns, nobody carries more than"));
    app.press(&[Key::Char('t')]);
    app.sees("Your hour");
    app.accessible("planner-table");
    app.press(&[Key::Char('t')]);
    app.sees("Outside hours");
    let before = app.text();
    app.press(&[Key::Char(']')]);
    wait_until("the day after to be shown", || app.text() != before);

    // Enter on a fixed time opens the dialog for it, and Escape comes back to the time.
    app.press(&[Key::Enter]);
    app.find("heading", "Plan a session with");
    assert!(app.field("When").value().starts_with("2026-12-0"), "{}", app.field("When").value());
    app.sees("The last one is on");
    app.accessible("planner-plan");
    app.press(&[Key::Escape]);
    wait_until("the focus to come back", || app.focused().starts_with("radio"));

    // Turns are told in words before they count, and are one step of undo.
    app.press(&[Key::Up]);
    wait_until("turns to be looked at", || app.shows("Plan these 17 sessions"));
    app.press(&[Key::Enter]);
    app.find("heading", "Take turns");
    app.accessible("planner-turns");
    app.type_text("Stats\n");
    app.sees("The sessions are planned.");
    app.sees("To come");
    app.sees("Stats");
    app.run("document.activeElement?.blur()", &[]);
    app.press(&[Key::Control, Key::Char('z')]);
    app.find("heading", "When do you meet?");

    go(&app, &format!("#/plan/{mentorship}"));
    app.resize(900, 860);
    app.find("heading", "A time for the four of you");
    app.accessible("planner-900");
    app.resize(480, 860);
    app.accessible("planner-480");
}

#[test]
fn where_nobody_can_it_says_who_would_have_to_make_room() {
    let desktop = Desktop::new(Keyring::Unlocked);
    desktop.set_clock(FRIDAY);
    let app = desktop.start();
    let mentorship = a_group(&app, (9, 17), &[("Ishani", "Asia/Kolkata", 9, 17)]);
    go(&app, &format!("#/mentorship/{mentorship}/sessions"));
    app.find("heading", "When do you meet?");
    app.run("document.activeElement?.blur()", &[]);
    app.press(&[Key::Char('f')]);
    app.find("heading", "A time for the two of you");
    app.find("heading", "Nobody can");
    app.sees("If you or Ishani made room, there would be a time.");
    app.sees("The nearest, but not for everybody");
    app.accessible("planner-nobody");
    tab_to(&app, "Plan it all the same");
    app.press(&[Key::Enter]);
    app.find("heading", "Plan a session with Ishani");
}
