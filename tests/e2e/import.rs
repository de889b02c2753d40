//! Calendar files of others: looked at, taken in, and one's own given away.

use std::{fs, path::PathBuf};

use cairn_tests::{App, Desktop, Key, Keyring, wait_until};
use serde_json::{Value, json};

use crate::session::{a_pair, go};

/// Tuesday 24 November 2026, 19:12 in Chicago.
const EVENING: &str = "2026-11-25T01:12:00Z";

/// As Exchange writes an invitation, with one component that nobody can follow.
const INVITATION: &str = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nVERSION:2.0\r\n\
    BEGIN:VEVENT\r\nUID:curves@example.org\r\nSEQUENCE:0\r\nDTSTAMP:20261119T112915Z\r\nSUMMARY:Survival curves\r\n\
    DTSTART;TZID=India Standard Time:20261202T080000\r\nDTEND;TZID=India Standard Time:20261202T090000\r\n\
    RRULE:FREQ=WEEKLY;COUNT=6\r\nORGANIZER;CN=Ishani Rao:mailto:ishani@example.org\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:hourly@example.org\r\nDTSTART:20261202T080000Z\r\nRRULE:FREQ=HOURLY\r\nSUMMARY:Breathe\r\n\
    END:VEVENT\r\nEND:VCALENDAR\r\n";

fn desktop() -> Desktop {
    let desktop = Desktop::new(Keyring::Unlocked);
    desktop.set_clock(EVENING);
    desktop.set_zone("America/Chicago");
    desktop
}

fn written(desktop: &Desktop, name: &str, content: &str) -> PathBuf {
    let path = desktop.home().join(name);
    fs::write(&path, content).expect("a calendar file");
    path
}

fn planned(app: &App<'_>, mentorship: &str) -> String {
    app.invoke("sessions_list", &json!({ "mentorship": mentorship })).expect("the sessions").to_string()
}

#[test]
fn an_invitation_is_looked_at_taken_in_brought_up_to_date_and_taken_back() {
    let desktop = desktop();
    let app = desktop.start();
    let mentorship = a_pair(&app);
    go(&app, "#/calendar");
    desktop.answer_file_dialog(&written(&desktop, "invitation.ics", INVITATION));
    app.button("More").click();
    app.find("menuitem", "Import a calendar file…").click();
    app.find("heading", "From invitation.ics");
    app.sees("Tue 1 Dec, 20:30–21:30");
    app.sees("Every Wednesday at 08:00 in Kolkata");
    app.find("checkbox", "Survival curves");
    app.sees("One is left out");
    app.run("document.querySelector('dialog details').open = true", &[]);
    app.sees("It repeats in a way that Cairn does not follow (HOURLY).");
    app.accessible("import");
    for width in [900, 480] {
        app.resize(width, 860);
        app.accessible(&format!("import-{width}"));
    }
    app.resize(1280, 860);
    assert!(!planned(&app, &mentorship).contains("Survival curves"), "nothing is written before");
    app.button("Take in one").click();
    app.sees("One session from invitation.ics is in");
    wait_until("the series to be planned", || planned(&app, &mentorship).contains("Survival curves"));

    // The same again brings nothing; a newer one, dropped on the window, brings it up to date.
    let newer = INVITATION.replace("SEQUENCE:0", "SEQUENCE:1").replace("T080000\r\n", "T083000\r\n");
    drop_file(&app, "newer.ics", &newer);
    app.find("heading", "From newer.ics");
    app.sees("Changed");
    app.press(&[Key::Escape]);
    drop_file(&app, "again.ics", INVITATION);
    app.find("heading", "From again.ics");
    app.sees("Here already");
    app.press(&[Key::Escape]);

    // Undo takes all of it back.
    app.invoke("undo", &json!({})).expect("it is undone");
    assert!(!planned(&app, &mentorship).contains("Survival curves"));
}

#[test]
fn a_file_opens_with_cairn_and_a_damaged_one_says_so() {
    let desktop = desktop();
    let app = desktop.start();
    a_pair(&app);
    // From the file manager: a second start hands its file to the first.
    let file = written(&desktop, "from-outside.ics", INVITATION);
    let started = desktop.cairn().arg(&file).status().expect("a second start");
    assert!(started.success());
    app.find("heading", "From from-outside.ics");
    app.press(&[Key::Escape]);
    drop_file(&app, "holiday.ics", "this is no calendar");
    app.sees("“holiday.ics” is no calendar file.");

    let out = desktop.home().join("out.ics");
    desktop.answer_file_dialog(&out);
    go(&app, "#/calendar");
    app.button("More").click();
    app.find("menuitem", "Export a calendar file…").click();
    app.sees("Written to out.ics.");
    assert!(fs::read_to_string(&out).expect("the file").starts_with("BEGIN:VCALENDAR"));
}

#[test]
fn a_real_invitation_is_taken_in() {
    let Some(folder) = std::env::var_os("CAIRN_ICS_CORPUS") else {
        assert!(std::env::var_os("CI").is_none(), "CAIRN_ICS_CORPUS is not set");
        eprintln!("CAIRN_ICS_CORPUS is not set: no invitation of another program was taken in");
        return;
    };
    let desktop = desktop();
    let app = desktop.start();
    let mentorship = a_pair(&app);
    go(&app, "#/calendar");
    let real = PathBuf::from(folder).join("stalwartlabs__calcard__047.ics");
    desktop.answer_file_dialog(&real);
    app.button("More").click();
    app.find("menuitem", "Import a calendar file…").click();
    // It lies years back, so it is not taken in by itself.
    app.find("checkbox", "Testmeeting ➡ ignore it!").click();
    app.button("Take in one").click();
    app.sees("One session from stalwartlabs__calcard__047.ics is in");
    wait_until("the series to be planned", || planned(&app, &mentorship).contains("Testmeeting"));
}

/// Drops a file as the file manager does.
fn drop_file(app: &App<'_>, name: &str, content: &str) {
    let script = "const data = new DataTransfer();
        data.items.add(new File([arguments[1]], arguments[0]));
        for (const kind of ['dragover', 'drop'])
            window.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));";
    let _: Value = app.run(script, &[json!(name), json!(content)]);
}
