//! First start to open, locked, opened by each way, as a person sees it on the screen.

use cairn_tests::{App, Desktop, Key, Keyring, wait_until};

const PASSPHRASE: &str = "stones along the ridge path";

/// A desktop in Chicago on the last evening of August.
fn desktop(keyring: Keyring) -> Desktop {
    let desktop = Desktop::new(keyring);
    desktop.set_clock("2026-08-31T23:40:00Z");
    desktop.set_zone("America/Chicago");
    desktop
}

/// The four answers, by keyboard where a person would.
fn answer(app: &App<'_>) {
    app.field("What do people call you?").fill("Marcus");
    app.sees("found on this computer");
    app.find("radio", "I have a mentor").click();
    app.field("Name").fill("Ishani");
    app.field("Where their clock runs").click();
    app.type_text("Kolk");
    app.find("option", "Kolkata");
    app.press(&[Key::Enter]);
    app.sees("Ishani is 10½ hours ahead, and 11½ from 1 November.");
}

/// Waits for the recovery code, leaves its page, and gives it.
fn write_down(app: &App<'_>) -> String {
    app.find("heading", "Your recovery code");
    let groups: Vec<String> =
        app.find("group", "Recovery code").text().split(['-', ' ', '\n']).map(str::to_owned).collect();
    let code: String = groups.concat().chars().filter(char::is_ascii_alphanumeric).collect();
    assert_eq!(code.len(), 40, "eight groups of five: {code}");
    app.button("I have written it down").click();
    is_open(app);
    code
}

fn is_open(app: &App<'_>) {
    app.link("Settings");
}

fn lock(app: &App<'_>) {
    app.press(&[Key::Control, Key::Char('l')]);
    app.find("heading", "Cairn is locked");
}

#[test]
fn the_first_minute_ends_in_the_open_app_and_the_next_start_begins_there() {
    let desktop = desktop(Keyring::Unlocked);
    let app = desktop.start();
    app.find("heading", "Your first minute");
    app.sees("It is 18:40 on Monday 31 August.");
    answer(&app);
    app.accessible("first-minute");
    app.resize(480, 860);
    app.accessible("first-minute-narrow");
    app.resize(1280, 860);
    app.button("Start with Ishani").click();
    app.find("heading", "Your recovery code");
    app.accessible("recovery-code");
    write_down(&app);
    drop(app);
    is_open(&desktop.start());
}

#[test]
fn a_passphrase_locks_and_opens() {
    let desktop = desktop(Keyring::Unlocked);
    let app = desktop.start();
    answer(&app);
    app.button("Start with Ishani").click();
    write_down(&app);

    app.link("Settings").click();
    app.link("Security").click();
    app.button("Set a passphrase").click();
    app.field("New passphrase").fill("short");
    app.press(&[Key::Enter]);
    app.sees("A passphrase has at least 8 characters.");
    app.field("New passphrase").fill(PASSPHRASE);
    app.press(&[Key::Enter]);
    app.sees("The passphrase opens Cairn from now on.");
    app.button("Change the passphrase");
    app.button("Ask each time").click();
    app.sees("Cairn asks for the passphrase from now on.");

    lock(&app);
    app.accessible("locked");
    app.sees_no("Ishani");
    app.field("Passphrase").fill("stones along the river");
    app.button("Unlock").click();
    app.sees("This passphrase does not open Cairn.");
    app.field("Passphrase").fill(PASSPHRASE);
    app.press(&[Key::Enter]);
    is_open(&app);
    drop(app);

    let app = desktop.start();
    app.find("heading", "Cairn is locked");
    app.field("Passphrase").fill(PASSPHRASE);
    app.press(&[Key::Enter]);
    is_open(&app);
}

#[test]
fn the_recovery_code_opens_when_the_keychain_lost_its_key() {
    let desktop = desktop(Keyring::Unlocked);
    let app = desktop.start();
    answer(&app);
    app.button("Start with Ishani").click();
    let code = write_down(&app);
    drop(app);
    desktop.forget_secrets();

    let app = desktop.start();
    app.sees("The key is no longer in this computer’s keychain.");
    app.accessible("keychain-lost");
    let mut mistyped = code.clone();
    mistyped.replace_range(12..13, if &code[12..13] == "7" { "9" } else { "7" });
    app.field("Recovery code").fill(&mistyped);
    app.press(&[Key::Enter]);
    app.sees("Group 3 of the code is mistyped.");
    app.field("Recovery code").fill(&code.to_lowercase());
    app.press(&[Key::Enter]);
    is_open(&app);
    app.sees("keychain has a key for Cairn again.");
    drop(app);
    is_open(&desktop.start());
}

#[test]
fn without_a_bus_the_first_minute_asks_for_a_passphrase() {
    let desktop = desktop(Keyring::NoBus);
    let app = desktop.start();
    app.sees("Five answers.");
    answer(&app);
    app.button("Start with Ishani").click();
    app.sees("A passphrase is needed here, because this computer keeps no secrets for you.");
    app.accessible("first-minute-passphrase");
    app.field("Which passphrase opens Cairn?").fill(PASSPHRASE);
    app.press(&[Key::Enter]);
    write_down(&app);
    drop(app);

    let app = desktop.start();
    app.field("Passphrase").fill(PASSPHRASE);
    app.press(&[Key::Enter]);
    is_open(&app);
}

#[test]
fn nobody_there_for_as_long_as_was_set_locks() {
    let desktop = desktop(Keyring::Unlocked);
    let app = desktop.start();
    answer(&app);
    app.button("Start with Ishani").click();
    write_down(&app);
    app.link("Settings").click();
    app.link("Security").click();
    app.field("Lock when nobody is there").choose("After 5 minutes");
    wait_until("the setting to be kept", || app.field("Lock when nobody is there").value() == "5");
    desktop.set_clock("2026-08-31T23:59:00Z");
    app.find("heading", "Cairn is locked");
    app.button("Open").click();
    is_open(&app);
}

#[test]
fn an_example_to_look_around_in_is_left_for_ones_own() {
    let desktop = desktop(Keyring::Absent);
    let app = desktop.start();
    app.button("Look around with an example").click();
    app.sees("You are looking around in an example.");
    app.button("Start your own").click();
    app.find("heading", "Your first minute");
}

#[test]
fn every_section_of_the_settings_is_accessible() {
    let desktop = desktop(Keyring::Unlocked);
    let app = desktop.start();
    answer(&app);
    app.button("Start with Ishani").click();
    write_down(&app);
    app.link("Settings").click();
    for section in ["You", "Look", "Reminders", "Security", "Backups", "This computer", "About"] {
        app.link(section).click();
        app.accessible(&format!("settings-{}", section.to_lowercase().replace(' ', "-")));
    }
    app.link("Backups").click();
    app.button("Back up now").click();
    app.sees("Backed up.");
    app.find("button", "Go back to today");
}

#[test]
fn a_damaged_file_is_named_and_a_backup_brings_everything_back() {
    let desktop = desktop(Keyring::Unlocked);
    let app = desktop.start();
    answer(&app);
    app.button("Start with Ishani").click();
    write_down(&app);
    app.link("Settings").click();
    app.link("Backups").click();
    app.button("Back up now").click();
    app.find("button", "Go back to today");
    drop(app);
    let file = desktop.profile().join("cairn.db");
    let mut bytes = std::fs::read(&file).expect("the database is there");
    bytes[100..3000].fill(7);
    std::fs::write(&file, bytes).expect("the database can be damaged");

    let app = desktop.start();
    app.sees("The database is damaged");
    app.accessible("trouble");
    app.button("Go back to today").click();
    app.find("heading", "Go back to today");
    app.button("Go back to today").click();
    is_open(&app);
    app.sees("Ishani");
}
