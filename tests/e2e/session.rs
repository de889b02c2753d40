//! A session from its plan to its log: both clocks, the two sheets, what is shared and what never is.

use cairn_tests::{App, Desktop, Key, Keyring, wait_until};
use serde_json::{Value, json};

/// It is Friday 20 November 2026, 12:00 in Chicago.
const FRIDAY: &str = "2026-11-20T18:00:00Z";

/// Marcus in Chicago with a mentor in Kolkata; the id of their mentorship.
pub(crate) fn a_pair(app: &App<'_>) -> String {
    let person =
        json!({ "name": "Marcus", "zone": "America/Chicago", "follows_system": false, "role": "mentee" });
    app.invoke("set_up", &person).expect("the profile is made");
    let ishani = json!({ "name": "Ishani", "role": "mentor", "zone": "Asia/Kolkata" });
    let pair = json!({ "model": "one_to_one", "role": "mentee", "members": [ishani],
        "join_link": "https://meet.example.org/us" });
    let id = app.invoke("mentorship_add", &pair).expect("the mentorship is added");
    app.link("Settings");
    id.as_str().expect("an id").to_owned()
}

/// Goes to a place of the app, as a notification does.
pub(crate) fn go(app: &App<'_>, place: &str) {
    wait_until("the app to be there", || app.find_now("main", "").is_some());
    app.run("location.hash = arguments[0]", &[json!(place)]);
}

fn session(app: &App<'_>) -> Value {
    let hash = app.run("return location.hash", &[]);
    let id = hash.as_str().and_then(|hash| hash.rsplit('/').next()).expect("a session is open").to_owned();
    app.invoke("session_get", &json!({ "id": id })).expect("the session is there")
}

/// Writes at the end of a note, and waits until it is kept.
fn write(app: &App<'_>, note: &str, text: &str) {
    app.field(note).click();
    app.press(&[Key::Control, Key::End]);
    app.type_text(text);
    let side = if note == "Private notes" { "private" } else { "shared" };
    wait_until("the note to be kept", || {
        session(app)[side]["text"].as_str().is_some_and(|kept| kept.contains(text))
    });
}

/// Waits for the buttons of the screen, then presses one of its keys with nothing focused that one types in.
fn screen_key(app: &App<'_>, key: char) {
    app.run("document.activeElement?.blur()", &[]);
    app.press(&[Key::Char(key)]);
}

/// Leaves the screen and comes back, as who sits down again hours later.
fn look_again(app: &App<'_>) {
    let here = app.run("return location.hash", &[]);
    go(app, "#/goals");
    app.find("heading", "Goals");
    go(app, here.as_str().expect("a place"));
}

#[test]
fn a_session_is_planned_written_up_shared_from_and_logged() {
    let desktop = Desktop::new(Keyring::Unlocked);
    desktop.set_clock(FRIDAY);
    let app = desktop.start();
    let mentorship = a_pair(&app);

    // Planned on both clocks, by the keyboard.
    go(&app, &format!("#/mentorship/{mentorship}/sessions"));
    app.find("heading", "When do you meet?");
    app.accessible("sessions-empty");
    app.button("Plan a session").click();
    app.field("When").fill("tue 20:30");
    app.sees("Tuesday 24 November, 20:30 for you; Wednesday 08:00 for Ishani");
    app.sees("Whose clock it follows");
    app.accessible("plan");
    app.field("When").type_text("\n");
    app.sees("You 20:30–21:30");
    app.sees("Ishani 08:00–09:00, Wed 25 Nov");
    app.sees("Every Tuesday at 20:30, on your clock, in Chicago");

    // What to talk about, and both notes.
    screen_key(&app, 'a');
    app.type_text("Which figure carries the Results section?\nHow to ask for the extract\n");
    app.press(&[Key::Escape]);
    app.find("checkbox", "Discussed: Which figure carries the Results section?").click();
    write(&app, "Shared notes", "Kaplan-Meier by clinic first");
    write(&app, "Private notes", "She asks in order to think");
    app.accessible("session");

    // Nothing private is in what is shared, until an excerpt is, word for word.
    assert!(!session(&app)["shared"].to_string().contains("in order to think"));
    app.button("Share an excerpt").click();
    app.find("heading", "Share an excerpt");
    app.sees("This is copied to the end of the notes you share with Ishani.");
    app.accessible("share-excerpt");
    app.button("Share with Ishani").click();
    wait_until("the excerpt to be shared", || {
        session(&app)["shared"]["text"] == json!("Kaplan-Meier by clinic first\n\nShe asks in order to think")
    });
    assert_eq!(session(&app)["private"]["text"], "She asks in order to think");

    app.button("Join").click();
    wait_until("the browser to be asked", || desktop.opened_links() == ["https://meet.example.org/us"]);

    // Logged in one sheet when it is over, with the next one already there.
    desktop.set_clock("2026-11-25T03:26:00Z");
    look_again(&app);
    app.sees("In session, 56 min");
    screen_key(&app, 'w');
    app.find("heading", "Wrap up");
    app.sees("Tuesday 1 December, 20:30 for you; Wednesday 08:00 for Ishani");
    assert_eq!(app.field("How many minutes").value(), "56");
    app.accessible("wrap-up");
    app.field("What").fill("Draw the curves again");
    app.button("Log it").click();
    app.sees("Held, 56 min");
    app.sees("Draw the curves again");

    // What was not talked about went on, and says so.
    screen_key(&app, ']');
    app.sees("How to ask for the extract");
    app.sees("From 24 Nov");
    screen_key(&app, 'p');
    app.find("heading", "Prepare");
    app.sees("Kaplan-Meier by clinic first");
    app.accessible("prepare");
    app.press(&[Key::Escape]);

    // One act: one step of undo takes all of it back.
    screen_key(&app, '[');
    app.sees("Held, 56 min");
    app.run("document.activeElement?.blur()", &[]);
    app.press(&[Key::Control, Key::Char('z')]);
    app.sees("In session");
    app.sees_no("Draw the curves again");
}

#[test]
fn a_session_is_read_on_a_narrow_window() {
    let desktop = Desktop::new(Keyring::Unlocked);
    desktop.set_clock("2026-11-25T02:54:00Z");
    let app = desktop.start_with(&["--demo"]);
    // In the middle of the session that the example has that morning.
    desktop.set_clock("2026-11-25T13:24:00Z");
    let next = app.invoke("mentorships_list", &json!({})).expect("the example has mentorships");
    let mentorship = next[0]["id"].as_str().expect("an id").to_owned();
    let list = app.invoke("sessions_list", &json!({ "mentorship": mentorship })).expect("it has sessions");
    let id = list["upcoming"][0]["id"].as_str().expect("an id").to_owned();
    go(&app, &format!("#/session/{id}"));
    app.sees("In session, 24 min");
    app.accessible("session-example");
    app.resize(900, 800);
    app.accessible("session-900");
    app.resize(480, 860);
    app.accessible("session-480");
    app.run("document.querySelector('input[value=private]').click()", &[]);
    app.field("Private notes");
    app.accessible("session-480-private");

    // Where a reminder's "Log" leads.
    go(&app, &format!("#/session/{id}/log"));
    app.find("heading", "Wrap up");
    app.accessible("wrap-up-480");
}
