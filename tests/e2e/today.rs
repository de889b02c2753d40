//! Today and the people: an empty profile that teaches, a mentorship that begins, and a day of the example.

use cairn_tests::{App, Desktop, Key, Keyring, Theme, wait_until};
use serde_json::{Value, json};

use crate::session::go;

/// Tuesday 24 November 2026, 19:12 in Chicago; Wednesday 06:42 in Kolkata.
const EVENING: &str = "2026-11-25T01:12:00Z";

fn desktop() -> Desktop {
    let desktop = Desktop::new(Keyring::Unlocked);
    desktop.set_clock(EVENING);
    desktop.set_zone("America/Chicago");
    desktop
}

fn ask(app: &App<'_>, command: &str, arguments: &Value) -> Value {
    app.invoke(command, arguments).unwrap_or_else(|error| panic!("{command}: {error}"))
}

/// The place of the example's mentorship with Ishani.
fn with_ishani(app: &App<'_>) -> String {
    let rows = ask(app, "mentorships_list", &json!({}));
    format!("#/mentorship/{}", rows[0]["id"].as_str().expect("there is one"))
}

#[test]
fn a_mentorship_begins_with_a_name_and_a_place() {
    let desktop = desktop();
    let app = desktop.start();
    let person =
        json!({ "name": "Marcus", "zone": "America/Chicago", "follows_system": false, "role": "mentee" });
    ask(&app, "set_up", &person);
    app.run("location.reload()", &[]);

    // Nothing yet: the screen says what belongs here.
    app.find("heading", "Begin with the person you meet");
    app.accessible("today-empty");
    go(&app, "#/people");
    app.find("heading", "Add a mentorship");
    app.accessible("mentorship-add");

    // Without a name it says so at the field, and nothing is kept.
    app.button("Begin").click();
    app.sees("This needs a few words.");
    assert_eq!(ask(&app, "mentorships_list", &json!({})), json!([]));

    app.field("Name").fill("Ishani");
    app.field("Where the clock runs").fill("kolk");
    app.find("option", "Kolkata");
    app.press(&[Key::Enter]);
    app.sees("It is 06:42 on Wednesday 25 November for Ishani.");
    app.button("Begin").click();

    // Her clock stands in the head and in the sidebar.
    app.find("heading", "Ishani");
    app.sees("Ishani, Kolkata, tomorrow");
    app.sees("06:42");
    app.sees("since 24 November");

    // Nothing is planned, and that is said gently, once.
    app.link("Today").click();
    app.sees("You and Ishani have no next session yet.");
    app.button("Not now").click();
    app.sees_no("You and Ishani have no next session yet.");
}

#[test]
fn a_day_is_seen_and_worked_through_by_keyboard() {
    let desktop = desktop();
    let app = desktop.start_with(&["--demo"]);
    app.find("heading", "Tuesday 24 November");
    app.sees("Survival curves, then the Results section");
    app.sees("in 1 h 18 min");
    app.sees("2,880 words, line at 3,265");
    app.accessible("today");

    // A minute goes by without anybody touching anything.
    desktop.set_clock("2026-11-25T01:29:58Z");
    wait_until("the minute to be told", || app.shows("Now 19:30"));
    app.sees("in 1 h");

    // Done and taken back, put off, all from the row.
    let row = "[data-row]:not(nav [data-row])";
    app.css(row);
    app.run("document.querySelector(arguments[0]).focus()", &[json!(row)]);
    app.press(&[Key::Char('x')]);
    app.sees_no("Since Sun 22");
    app.press(&[Key::Control, Key::Char('z')]);
    app.sees("Since Sun 22");
    app.run("document.querySelector(arguments[0]).focus()", &[json!(row)]);
    app.press(&[Key::Char('s')]);
    app.sees_no("Since Sun 22");

    // A look at a goal, from here: it no longer waits.
    app.button("Check in on Readmission paper").click();
    app.field("How many words now?").fill("3,100");
    app.press(&[Key::Enter]);
    app.sees_no("2,880 words, line at 3,265");

    // The thought goes on Paloma's agenda.
    app.button("Add to the agenda").click();
    app.sees("It is on the agenda.");
    app.sees_no("planned to end");

    // Share-safe hides what only Marcus may see.
    assert!(app.shows("Write down three things that went well"));
    app.press(&[Key::F9]);
    wait_until("private rows to be hidden", || {
        !app.text().contains("Write down three things that went well")
    });
}

#[test]
fn a_mentorship_shows_its_people_and_lives_its_life() {
    let desktop = desktop();
    let app = desktop.start_with(&["--demo"]);
    app.find("heading", "Tuesday 24 November");
    let place = with_ishani(&app);
    go(&app, &place);
    app.sees("Outside these hours");
    app.sees("6 days ago");
    app.accessible("mentorship");

    go(&app, &format!("{place}/about"));
    app.accessible("mentorship-about");
    app.field("Purpose").fill("The paper, then the post.");
    wait_until("the purpose to be kept", || {
        let id = place.rsplit('/').next();
        ask(&app, "mentorship_get", &json!({ "id": id }))["purpose"] == "The paper, then the post."
    });

    // An end asks for a reason; a rest needs none, and can be taken back.
    app.button("Close").click();
    app.find("heading", "Close");
    app.press(&[Key::Escape]);
    app.button("Pause").click();
    app.find("heading", "Pause");
    app.accessible("mentorship-pause");
    app.press(&[Key::Enter]);
    app.sees("Ishani: Paused.");
    app.button("Take up");
    app.run("document.activeElement?.blur()", &[]);
    app.press(&[Key::Control, Key::Char('z')]);
    app.button("Pause");

    for tab in ["goals", "sessions", "resources"] {
        go(&app, &format!("{place}/{tab}"));
        app.accessible(&format!("mentorship-{tab}"));
    }
}

/// The pictures of the README. `scripts/pictures.sh` leaves them in docs/images.
#[test]
fn pictures_for_the_readme() {
    let desktop = desktop();
    let app = desktop.start_with(&["--demo"]);
    // High enough for all of Today, below the strip that says it is an example.
    app.resize(1280, 900);
    app.find("heading", "Tuesday 24 November");
    let today = ask(&app, "today", &json!({}));
    let id = |of: &Value| of["id"].as_str().expect("an id").to_owned();
    let place = with_ishani(&app);
    let picture = |name: &str, hash: &str, words: &str, theme: Theme| {
        go(&app, hash);
        app.sees(words);
        app.set_theme(theme);
        app.run("document.activeElement?.blur()", &[]);
        app.screenshot(name);
    };
    picture("today-light", "#/today", "in 1 h 18 min", Theme::Light);
    picture("today-dark", "#/today", "in 1 h 18 min", Theme::Dark);
    picture("mentorship-light", &place, "How it goes", Theme::Light);
    let session = format!("#/session/{}", id(&today["next"]));
    picture("session-light", &session, "Which figure carries the Results section?", Theme::Light);
    let goal = format!("#/goal/{}", id(&today["goals"][0]));
    picture("goal-light", &goal, "Target line", Theme::Light);
    let planner = place.replace("mentorship", "plan");
    picture("planner-light", &planner, "Times, fairest first", Theme::Light);
    go(&app, "#/calendar/week/2027-03-14");
    app.button("What changes on Sunday 14 March 2027").click();
    app.sees("Chicago’s clocks go forward");
    app.set_theme(Theme::Light);
    app.screenshot("calendar-light");
    picture("search-light", "#/search/survival", "survival", Theme::Light);
}
