//! The app starts, on every kind of desktop, and what is not ours does not run in it.

use cairn_tests::{Desktop, Keyring};
use serde_json::json;

#[test]
fn it_starts_and_shows_something() {
    let desktop = Desktop::new(Keyring::Unlocked);
    let app = desktop.start();
    app.find("main", "");
    assert!(!app.text().is_empty(), "there is something to read");
    app.accessible("first-start");
}

#[test]
fn it_fits_a_narrow_window() {
    let desktop = Desktop::new(Keyring::Unlocked);
    let app = desktop.start();
    app.resize(480, 860);
    app.find("main", "");
    let sideways = app.run("return document.documentElement.scrollWidth - window.innerWidth", &[]);
    assert_eq!(sideways, json!(0), "nothing sticks out to the right");
    app.accessible("first-start-narrow");
}

#[test]
fn it_starts_again_after_it_was_killed() {
    let desktop = Desktop::new(Keyring::Unlocked);
    desktop.start().kill();
    desktop.start().find("main", "");
}

#[test]
fn a_second_start_on_the_same_profile_hands_over_to_the_first() {
    let desktop = Desktop::new(Keyring::Unlocked);
    let app = desktop.start();
    let first = app.process_id();
    let second = desktop.cairn().status().expect("a second Cairn can be started");
    assert!(second.success(), "the second one ends by itself, without a complaint");
    assert_eq!(app.process_id(), first);
    app.find("main", "");
}

#[test]
fn it_starts_without_a_session_bus() {
    let desktop = Desktop::new(Keyring::NoBus);
    let app = desktop.start();
    app.find("main", "");
}

#[test]
fn a_script_that_is_not_ours_does_not_run() {
    let desktop = Desktop::new(Keyring::Absent);
    let app = desktop.start();
    app.find("main", "");
    app.run(
        "const script = document.createElement('script');
         script.textContent = 'document.title = \"inline ran\"';
         document.head.append(script);
         const button = document.createElement('button');
         button.setAttribute('onclick', 'document.title = \"handler ran\"');
         document.body.append(button);
         button.click();",
        &[],
    );
    let title = app.run("return document.title", &[]);
    assert_ne!(title, json!("inline ran"));
    assert_ne!(title, json!("handler ran"));
    let evaluated =
        app.run("try { return new Function('return 1')() } catch (error) { return error.name }", &[]);
    assert_eq!(evaluated, json!("EvalError"));
    let fetched = app.run(
        "window.blocked = null;
         document.addEventListener('securitypolicyviolation', event => window.blocked = event.blockedURI);
         fetch('https://example.org/').catch(() => {});",
        &[],
    );
    assert!(fetched.is_null());
    cairn_tests::wait_until("the request to be blocked", || {
        app.run("return window.blocked", &[]).as_str().is_some_and(|uri| uri.contains("example.org"))
    });
}
