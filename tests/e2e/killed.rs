//! The app is killed while somebody types. What was kept is there again, and that is what was typed until a second before.

use crate::session::{a_pair, go};
use cairn_tests::{App, Desktop, Key, Keyring, wait_until};
use serde_json::json;
use std::time::{Duration, Instant};

/// How often it is killed.
const TIMES: u32 = 20;
/// The most that may be lost: the last second.
const LOST: Duration = Duration::from_secs(1);

fn note(app: &App<'_>, session: &str) -> String {
    let found = app.invoke("session_get", &json!({ "id": session })).expect("the session is there");
    found["private"]["text"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn killed_while_typing_loses_at_most_the_last_second() {
    let desktop = Desktop::new(Keyring::Unlocked);
    let app = desktop.start();
    let mentorship = a_pair(&app);
    let plan = json!({ "mentorship": mentorship, "title": "", "starts": "2027-01-05T20:30:00",
        "zone": "America/Chicago", "minutes": 60, "repeat": "once" });
    let session = app.invoke("session_plan", &plan).expect("it is planned");
    let session = session.as_str().expect("an id").to_owned();
    drop(app);

    for time in 0..TIMES {
        let app = opened(&desktop);
        let before = note(&app, &session);
        go(&app, &format!("#/session/{session}"));
        app.field("Private notes").click();
        app.press(&[Key::Control, Key::End]);

        // Each word is noted with the instant at which it had arrived in the page.
        let mut typed = vec![(Instant::now(), before.clone())];
        let mut kept = before;
        let long = Duration::from_millis(1500 + u64::from(time) * 97 % 1000);
        while typed[0].0.elapsed() < long {
            let word = format!("word{} ", typed.len());
            app.type_text(&word);
            let so_far = typed.last().map(|(_, text)| text.clone()).unwrap_or_default();
            typed.push((Instant::now(), so_far + &word));
            kept = note(&app, &session);
        }
        let killed = Instant::now();
        app.kill();
        let left = note(&opened(&desktop), &session);
        assert!(left.starts_with(&kept), "time {time}: {kept:?} was kept, {left:?} is left");
        let missing = typed.iter().find(|(_, text)| !left.starts_with(text.trim_end()));
        let lost = missing.map_or(Duration::ZERO, |(at, _)| killed.duration_since(*at));
        assert!(lost <= LOST, "time {time}: {lost:?} were lost");
    }
}

/// The app with its profile open, which the keychain does by itself.
fn opened(desktop: &Desktop) -> App<'_> {
    let app = desktop.start();
    wait_until("the profile to be open", || {
        app.invoke("app_state", &json!({})).is_ok_and(|state| state["phase"] == "open")
    });
    app
}
