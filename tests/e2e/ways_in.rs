//! A profile and its ways in, across restarts of the real app, with a real keychain in each of its states.

use cairn_tests::{App, Desktop, Keyring};
use serde_json::{Value, json};

/// What the app says of where it stands.
fn state(app: &App<'_>) -> Value {
    app.invoke("app_state", &json!({})).expect("the app tells where it stands")
}

/// Makes a profile, and gives its recovery code.
fn set_up(app: &App<'_>, passphrase: Option<&str>) -> Result<String, Value> {
    let mut answers = json!({
        "name": "Marcus", "zone": "America/Chicago", "follows_system": false, "role": "mentee",
    });
    if let Some(passphrase) = passphrase {
        answers["passphrase"] = json!(passphrase);
    }
    let done = app.invoke("set_up", &answers)?;
    assert_eq!(done["state"]["phase"], "open");
    Ok(done["recovery_code"].as_str().expect("a recovery code is shown").to_owned())
}

fn unlock(app: &App<'_>, way: &Value) -> Result<Value, Value> {
    app.invoke("unlock", way)
}

#[test]
fn with_an_unlocked_keychain_the_next_start_needs_nobody() {
    let desktop = Desktop::new(Keyring::Unlocked);
    let app = desktop.start();
    assert_eq!(state(&app)["phase"], "first_start");
    set_up(&app, None).expect("no passphrase is needed");
    drop(app);
    assert_eq!(state(&desktop.start())["phase"], "open");
}

#[test]
fn a_locked_keychain_is_named_and_the_recovery_code_opens() {
    let desktop = Desktop::new(Keyring::Unlocked);
    let app = desktop.start();
    let code = set_up(&app, None).expect("no passphrase is needed");
    drop(app);
    desktop.lock_keyring();

    let app = desktop.start();
    let found = state(&app);
    assert_eq!(found["phase"], "locked", "{found}");
    assert!(found["keychain"].to_string().contains("locked"), "{found}");
    let wrong = unlock(&app, &json!({ "with": "recovery", "code": "AAAAA-AAAAA" })).expect_err("it is wrong");
    assert!(wrong["code"].as_str().is_some_and(|code| code.contains("recovery_code")), "{wrong}");
    let opened = unlock(&app, &json!({ "with": "recovery", "code": code })).expect("the code opens");
    assert_eq!(opened["phase"], "open");
}

#[test]
fn a_keychain_that_lost_the_value_gets_it_back() {
    let desktop = Desktop::new(Keyring::Unlocked);
    let app = desktop.start();
    let code = set_up(&app, None).expect("no passphrase is needed");
    drop(app);
    desktop.forget_secrets();

    let app = desktop.start();
    assert_eq!(state(&app)["phase"], "locked");
    unlock(&app, &json!({ "with": "recovery", "code": code })).expect("the code opens");
    drop(app);
    assert_eq!(state(&desktop.start())["phase"], "open", "the keychain has the key again");
}

#[test]
fn without_a_keychain_a_passphrase_is_asked_for_and_opens() {
    let desktop = Desktop::new(Keyring::NoBus);
    let app = desktop.start();
    let refused = set_up(&app, None).expect_err("nothing would keep it shut");
    assert_eq!(refused["code"], "passphrase_needed");
    let passphrase = "stones along the ridge path";
    set_up(&app, Some(passphrase)).expect("a passphrase is enough");
    drop(app);

    let app = desktop.start();
    assert_eq!(state(&app)["phase"], "locked");
    let wrong =
        unlock(&app, &json!({ "with": "passphrase", "passphrase": "stones" })).expect_err("it is wrong");
    assert_eq!(wrong["code"], "wrong_passphrase");
    unlock(&app, &json!({ "with": "passphrase", "passphrase": passphrase })).expect("it is right");
    assert_eq!(state(&app)["phase"], "open");
}

#[test]
fn the_demo_opens_on_the_example() {
    let desktop = Desktop::new(Keyring::NoBus);
    let app = desktop.start_with(&["--demo"]);
    let found = state(&app);
    assert_eq!((&found["phase"], &found["is_example"]), (&json!("open"), &json!(true)), "{found}");
}
