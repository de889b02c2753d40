//! The main job from end to end on the example, with a picture of each step. `make demo` runs it where there is no display.

use cairn_tests::{App, Desktop, Key, Keyring, wait_until};
use serde_json::{Value, json};

use crate::session::go;

/// Tuesday 24 November 2026, 19:12 in Chicago; Wednesday 06:42 in Kolkata.
const EVENING: &str = "2026-11-25T01:12:00Z";

fn example(desktop: &Desktop) -> App<'_> {
    desktop.set_clock(EVENING);
    desktop.set_zone("America/Chicago");
    desktop.start_with(&["--demo"])
}

/// A command that has to work; the journey itself goes by the screen.
fn ask(app: &App<'_>, command: &str, arguments: &Value) -> Value {
    app.invoke(command, arguments).unwrap_or_else(|error| panic!("{command}: {error}"))
}

#[test]
fn main_journey() {
    let desktop = Desktop::new(Keyring::Unlocked);
    let app = example(&desktop);

    app.find("heading", "Tuesday 24 November");
    app.sees("20:30–21:30");
    app.sees("08:00–09:00");
    app.screenshot("1-today");

    // Prepare, then write where only Marcus reads.
    let today = ask(&app, "calendar_days", &json!({ "span": "day" }));
    let meeting = &today["days"][0]["blocks"][0]["meeting"];
    let session = meeting["id"].as_str().expect("there is a session today").to_owned();
    go(&app, &format!("#/session/{session}"));
    app.field("Private notes").click();
    app.press(&[Key::Control, Key::End]);
    app.type_text("\nAsk how she chose her first paper.");
    wait_until("the private note to be kept", || {
        let kept = ask(&app, "session_get", &json!({ "id": session }));
        kept["private"]["text"].as_str().is_some_and(|text| text.ends_with("her first paper."))
    });
    app.screenshot("2-session");

    // Reminded by the desktop, a quarter of an hour before.
    desktop.set_clock("2026-11-25T02:15:01Z");
    let shown = desktop.sees_notification("Ishani");
    assert!(shown.body.contains("08:00–09:00"), "the reminder tells both clocks: {shown:?}");

    // Logged in one sheet when it is over.
    desktop.set_clock("2026-11-25T03:31:00Z");
    app.button("Wrap up").click();
    app.find("heading", "Wrap up");
    app.screenshot("3-wrap-up");
    app.button("Log it").click();
    app.sees("Held");
    app.screenshot("4-logged");

    // A goal and its line.
    app.link("Goals").click();
    app.find("heading", "Goals");
    app.screenshot("5-goals");

    // All of it found again.
    app.press(&[Key::Control, Key::Char('k')]);
    app.type_text("survival");
    app.sees("Found on this computer");
    app.screenshot("6-search");
    app.press(&[Key::Escape]);

    app.link("Calendar").click();
    app.sees("Kolkata");
    app.screenshot("7-calendar");
}

#[test]
fn everything_is_found_and_what_is_private_says_so() {
    let desktop = Desktop::new(Keyring::Unlocked);
    let app = example(&desktop);
    go(&app, "#/search");
    app.sees("Find what was said, planned or written");
    app.accessible("search-empty");
    app.field("Find or do anything").fill("survival");
    app.sees("found");
    wait_until("something to be found", || app.find_all("link").len() > 8);
    app.accessible("search");
    // While the screen is shared, nothing that is only hers comes up.
    let private =
        |app: &App<'_>| app.run("return document.querySelectorAll('main [data-private]').length", &[]);
    assert_ne!(private(&app), json!(0), "the example has private notes with that word");
    app.press(&[Key::F9]);
    wait_until("what is private to be gone", || private(&app) == json!(0));
    app.resize(480, 860);
    app.accessible("search-480");
    app.field("Find or do anything").fill("zzzz");
    app.sees("Nothing found for “zzzz”.");
}

#[test]
fn what_was_deleted_and_what_was_written_before_come_back() {
    let desktop = Desktop::new(Keyring::Unlocked);
    let app = example(&desktop);
    let rows = ask(&app, "mentorships_list", &json!({}));
    let mentorship = rows[0]["id"].as_str().expect("the example has a mentorship");
    let list = ask(&app, "sessions_list", &json!({ "mentorship": mentorship }));
    let session = list["upcoming"][0]["id"].as_str().expect("it has a session").to_owned();
    let view = ask(&app, "session_get", &json!({ "id": session }));
    let item = view["shared"]["agenda"][0]["id"].as_str().expect("it has an agenda").to_owned();
    ask(&app, "agenda_delete", &json!({ "id": item }));
    go(&app, "#/settings/deleted");
    app.find("heading", "Recently deleted");
    app.accessible("deleted");
    app.button("Bring back").click();
    app.sees("Nothing was deleted in the last 30 days.");
    let again = ask(&app, "session_get", &json!({ "id": session }));
    assert_eq!(again["shared"]["agenda"][0]["id"], json!(item));
}

#[test]
fn the_palette_acts_from_anywhere() {
    let desktop = Desktop::new(Keyring::Unlocked);
    let app = example(&desktop);
    app.find("heading", "Tuesday 24 November");
    app.press(&[Key::Control, Key::Char('k')]);
    app.type_text("call the registry");
    app.sees("New action “call the registry”");
    app.accessible("palette");
    app.press(&[Key::Enter]);
    app.sees("Added to your actions, only you see it");
    let actions = ask(&app, "actions_list", &json!({ "open": true }));
    let added =
        actions.as_array().and_then(|all| all.iter().find(|action| action["text"] == "call the registry"));
    assert_eq!(added.expect("the action is there")["private"], json!(true), "it is nobody else's business");

    app.press(&[Key::Control, Key::Char('k')]);
    app.type_text("plan ish");
    app.sees("Plan a session with Ishani");
    app.press(&[Key::Enter]);
    app.field("When").fill("fri 18:00");
    app.sees("for Ishani");
    app.press(&[Key::Escape]);

    // What is coming and what was shown stands in one place.
    desktop.set_clock("2026-11-25T02:15:01Z");
    desktop.sees_notification("Ishani");
    go(&app, "#/settings/reminders");
    app.find("heading", "Shown");
    app.find("heading", "Coming");
    app.accessible("reminders");
}
