//! Archive and import: what is kept here goes out in one file, and comes back in on another computer.

use std::fs;

use cairn_tests::{App, Desktop, Key, Keyring, wait_until};
use serde_json::{Value, json};

use crate::session::{a_pair, go};

/// Tuesday 24 November 2026, 19:12 in Chicago.
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

/// Looks at a screen at each width that people have.
fn looked_at(app: &App<'_>, screen: &str) {
    app.accessible(screen);
    for width in [900, 480] {
        app.resize(width, 860);
        let sideways = app.run("return document.documentElement.scrollWidth - window.innerWidth", &[]);
        assert_eq!(sideways, json!(0), "nothing of {screen} sticks out at {width}");
        app.accessible(&format!("{screen}-{width}"));
    }
    app.resize(1280, 860);
}

#[test]
fn what_is_worth_reading_is_added_read_and_given_back() {
    let desktop = desktop();
    let app = desktop.start();
    a_pair(&app);
    app.link("Library").click();
    app.find("heading", "Nothing to read yet");
    app.accessible("library-empty");

    // By keyboard: n, a name, an address that is none, and one that is.
    app.press(&[Key::Char('n')]);
    app.field("What it is called").type_text("Site Reliability Engineering");
    app.field("Address").fill("javascript:alert(1)");
    app.find("button", "Add").click();
    app.sees("is not a web address");
    app.field("Address").fill("sre.google/books");
    app.accessible("resource-new");
    app.field("Address").type_text("\n");
    app.find("heading", "Site Reliability Engineering");
    app.sees("https://sre.google/books");
    app.sees("Only you");
    app.button("Open in the browser").click();
    wait_until("the browser to be asked", || desktop.opened_links() == ["https://sre.google/books"]);

    // A file is kept, and given back as it was.
    let (list, copy) = (desktop.home().join("Reading list.txt"), desktop.home().join("copy.txt"));
    fs::write(&list, "one, two, three").expect("a file to keep");
    desktop.answer_file_dialog(&list);
    app.button("More").click();
    app.find("menuitem", "Keep a file with it…").click();
    app.sees("Reading list.txt");
    desktop.answer_file_dialog(&copy);
    app.button("Save a copy…").click();
    app.sees("Saved as copy.txt.");
    assert_eq!(fs::read_to_string(&copy).expect("the copy"), "one, two, three");

    // A file that is gone says so, and nothing changed.
    desktop.answer_file_dialog(&desktop.home().join("gone.pdf"));
    app.button("More").click();
    app.find("menuitem", "Keep another file…").click();
    app.sees("“gone.pdf” is not there any more");
    app.sees("Reading list.txt");

    // The others get a copy, after the exact text was shown.
    app.button("More").click();
    app.find("menuitem", "Share a copy…").click();
    app.sees("Ishani will read exactly this:");
    app.accessible("resource-share");
    app.button("Share with Ishani").click();
    app.sees("Shared with Ishani");
    app.sees("2 resources");
    looked_at(&app, "library");
}

#[test]
fn everything_goes_out_and_comes_back_in_on_another_computer() {
    let desktop = desktop();
    let app = desktop.start();
    let mentorship = a_pair(&app);
    app.link("Library");
    ask(&app, "resource_save", &json!({ "title": "A book for both", "shared_in": mentorship }));
    ask(&app, "goal_save", &json!({ "title": "A private aim" }));
    let (all, shared) = (desktop.home().join("all.zip"), desktop.home().join("shared.zip"));

    go(&app, "#/settings/data");
    app.find("heading", "Take it with you");
    desktop.answer_file_dialog(&all);
    app.button("Choose where, and write it").click();
    app.sees("Written to all.zip");
    app.find("radio", "What you share with Ishani").click();
    desktop.answer_file_dialog(&shared);
    app.button("Choose where, and write it").click();
    app.sees("Written to shared.zip");
    looked_at(&app, "archive");

    // Another computer: what is in it is told before anything changes.
    let other = self::desktop();
    let there = other.start();
    let person =
        json!({ "name": "M.", "zone": "America/Chicago", "follows_system": false, "role": "mentee" });
    ask(&there, "set_up", &person);
    there.run("location.reload()", &[]);
    there.link("Library");
    go(&there, "#/settings/data");
    let bad = other.home().join("holiday.zip");
    fs::write(&bad, "not a zip at all").expect("a file that is no archive");
    other.answer_file_dialog(&bad);
    there.button("Choose an archive…").click();
    there.sees("This is not one of Cairn’s archives");
    other.answer_file_dialog(&all);
    there.button("Choose an archive…").click();
    there.sees("1 mentorship, 1 goal");
    assert_eq!(
        ask(&there, "mentorships_list", &json!({})),
        json!([]),
        "nothing is written before it is wished"
    );
    there.accessible("archive-preview");
    there.button("Bring in all.zip").click();
    there.sees("all.zip is in");

    // All of it is there, private where it was private, and the name came along.
    go(&there, "#/goals");
    there.sees("A private aim");
    go(&there, "#/library");
    there.sees("A book for both");
    let settings = ask(&there, "settings", &json!({})).to_string();
    assert!(settings.contains("Marcus"), "the name came along");

    // The same file again changes nothing; the shared one has nothing private in it.
    go(&there, "#/settings/data");
    other.answer_file_dialog(&shared);
    there.button("Choose an archive…").click();
    there.sees("What a mentorship shares");
    assert!(!there.shows("1 goal"), "the private goal is not in it");
}
