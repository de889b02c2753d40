//! The calendar on two clocks: the days in four ways, a change of clocks told before it happens, and a meeting that is moved.

use cairn_tests::{App, Desktop, Key, Keyring, wait_until};
use serde_json::{Value, json};

use crate::session::go;

/// Tuesday 24 November 2026, 19:12 in Chicago; Wednesday 06:42 in Kolkata.
const EVENING: &str = "2026-11-25T01:12:00Z";

fn example(desktop: &Desktop) -> App<'_> {
    desktop.set_clock(EVENING);
    desktop.set_zone("America/Chicago");
    let app = desktop.start_with(&["--demo"]);
    app.find("heading", "Tuesday 24 November");
    app
}

fn focus(app: &App<'_>, name: &str) {
    app.link(name);
    let script = "[...document.querySelectorAll('.meeting')].find((one) => one.textContent.includes(arguments[0])).focus()";
    app.run(script, &[json!(name)]);
}

/// Waits until a screen reader is told this.
fn hears(app: &App<'_>, said: &str) {
    let script =
        "return [...document.querySelectorAll('[aria-live=polite]')].map((one) => one.textContent).join()";
    wait_until(said, || app.run(script, &[]).as_str().is_some_and(|text| text.contains(said)));
}

#[test]
fn the_days_are_shown_in_four_ways_and_pass_axe() {
    let desktop = Desktop::new(Keyring::Unlocked);
    let app = example(&desktop);
    go(&app, "#/calendar");
    app.find("heading", "23–29 November");
    app.find("link", "20:30 Ishani: Tuesday 24 November, 20:30 for you; Wednesday 08:00 for Ishani");
    app.accessible("calendar-week");
    app.press(&[Key::Char('j')]);
    app.find("heading", "30 November – 6 December");
    app.press(&[Key::Char('t')]);
    app.find("heading", "23–29 November");

    app.press(&[Key::Char('d')]);
    app.find("heading", "Tuesday 24 November");
    app.accessible("calendar-day");
    app.press(&[Key::Char('3')]);
    app.find("heading", "November 2026");
    app.accessible("calendar-month");
    app.press(&[Key::Char('a')]);
    app.find("heading", "24 November – 21 December");
    app.sees("Ishani 08:00–09:00, Wed 25 Nov");
    app.accessible("calendar-agenda");

    for (width, height) in [(900, 800), (480, 860)] {
        app.resize(width, height);
        for view in ["day", "week", "month", "agenda"] {
            go(&app, &format!("#/calendar/{view}"));
            app.find("link", "Ishani");
            app.sees("20:30");
            app.accessible(&format!("calendar-{view}-{width}"));
        }
    }
}

#[test]
fn a_change_of_clocks_is_told_with_what_it_does() {
    let desktop = Desktop::new(Keyring::Unlocked);
    let app = example(&desktop);
    // The week in which Chicago's clocks go forward and Kolkata's stay.
    go(&app, "#/calendar/week/2027-03-14");
    app.sees("23 h");
    app.button("What changes on Sunday 14 March 2027").click();
    app.sees("Chicago’s clocks go forward");
    app.sees("from 16 March");
    app.sees("Her 08:00 would be your 21:30.");
    app.accessible("calendar-shift");
    app.button("Suggest 21:30").click();
    app.sees("Tuesday 16 March 2027, 21:30 for you; Wednesday 08:00 for Ishani");
    app.button("Move them").click();
    go(&app, "#/calendar/week/2027-03-16");
    app.find("link", "21:30 Ishani: Tuesday 16 March 2027, 21:30 for you; Wednesday 08:00 for Ishani");
}

#[test]
fn a_meeting_is_moved_by_keyboard_and_brought_back() {
    let desktop = Desktop::new(Keyring::Unlocked);
    let app = example(&desktop);
    go(&app, "#/calendar/week/2026-12-01");
    focus(&app, "20:30 Ishani");
    app.press(&[Key::Char('m')]);
    app.press(&[Key::Right]);
    app.press(&[Key::Shift, Key::Up]);
    app.press(&[Key::Down]);
    hears(&app, "Wednesday 2 December, 19:45 for you; Thursday 07:15 for Ishani");
    app.screenshot("calendar-carried");
    app.press(&[Key::Enter]);
    app.find("heading", "Move the session with Ishani");
    app.accessible("calendar-scope");
    app.field("This and all after it").click();
    app.button("Move it").click();
    app.find("link", "19:45 Ishani: Wednesday 2 December");
    wait_until("the meeting to have the focus", || app.focused().contains("19:45 Ishani"));
    // All after it moved too, and one undo brings them all back.
    app.press(&[Key::Char('j')]);
    app.find("link", "19:45 Ishani: Wednesday 9 December");
    app.press(&[Key::Control, Key::Char('z')]);
    app.find("link", "20:30 Ishani: Tuesday 8 December");

    // Escape leaves it: Enter then opens the session, and moves nothing.
    focus(&app, "20:30 Ishani");
    app.press(&[Key::Char('m')]);
    app.press(&[Key::Down]);
    hears(&app, "Tuesday 8 December, 20:45 for you");
    app.press(&[Key::Escape]);
    hears(&app, "It stays where it was.");
    app.press(&[Key::Enter]);
    app.find("heading", "With Ishani");
    let days = app.invoke("calendar_days", &json!({ "span": "week", "day": "2026-12-08" })).expect("a week");
    let times: Vec<&Value> = days["days"]
        .as_array()
        .expect("days")
        .iter()
        .flat_map(|day| day["blocks"].as_array().expect("blocks"))
        .filter(|block| block["meeting"]["name"] == "Ishani")
        .map(|block| &block["meeting"]["time"])
        .collect();
    assert_eq!(times, [&json!("20:30")], "it stays where it was");
}
