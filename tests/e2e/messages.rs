//! What two people say to each other: a conversation that is read, answered, begun and left, found again and thanked in.

use crate::session::go;
use cairn_tests::{Desktop, Key, Keyring, wait_until};
use serde_json::json;

/// Tuesday 24 November, 19:12 in Chicago.
const TUESDAY: &str = "2026-11-25T01:12:00Z";

#[test]
fn a_conversation_is_read_answered_found_and_ends_in_a_card() {
    let desktop = Desktop::new(Keyring::Unlocked);
    desktop.set_clock(TUESDAY);
    let app = desktop.start_with(&["--demo"]);
    let all = app.invoke("mentorships_list", &json!({})).expect("the example has mentorships");
    let mentorship = all[0]["id"].as_str().expect("an id").to_owned();
    let messages = format!("#/mentorship/{mentorship}/messages");
    let unread = || {
        let all = app.invoke("mentorships_list", &json!({})).expect("the example has mentorships");
        all[0]["unread"].as_u64()
    };

    // Today says that there is something new, and leads there.
    go(&app, "#/today");
    app.link("A new message from Ishani").click();
    app.find("log", "Messages with Ishani");
    app.sees("Bring the count of open files by day, then we know.");
    app.sees("Thank you, Marcus");
    app.sees("New");
    wait_until("the new one to have been seen", || unread() == Some(0));
    app.sees("This does not reach Ishani yet. How it can stands under About.");
    app.accessible("messages");

    // What was begun is there when one comes back, and Enter sends it.
    app.field("Write to Ishani").click();
    app.type_text("I will bring the granite");
    go(&app, "#/goals");
    app.find("heading", "Goals");
    go(&app, &messages);
    wait_until("what was begun to be there", || {
        app.field("Write to Ishani").value() == "I will bring the granite"
    });
    app.field("Write to Ishani").click();
    app.press(&[Key::End]);
    app.type_text(" count\n");
    app.find("article", "You 19:12");
    wait_until("the field to be empty", || app.field("Write to Ishani").value().is_empty());

    // Deleted by the keyboard, and brought back.
    app.run("document.querySelector('[data-row][tabindex=\"0\"]').focus()", &[]);
    app.press(&[Key::Delete]);
    app.sees("The message is deleted.");
    app.sees_no("granite count");
    app.run("document.activeElement?.blur()", &[]);
    app.press(&[Key::Control, Key::Char('z')]);
    app.sees("I will bring the granite count");

    // Found again, where it stands.
    let found =
        app.invoke("search", &json!({ "query": "granite", "kinds": [], "hide_private": false, "limit": 5 }));
    let route = found.expect("it is looked for")["hits"][0]["route"].as_str().expect("a route").to_owned();
    go(&app, "#/today");
    app.find("heading", "Tuesday 24 November");
    go(&app, &format!("#{route}"));
    wait_until("the message to have the focus", || app.focused().contains("You 19:12"));

    // A card, shown as it will be before it is given.
    app.button("Write a thank-you card").click();
    app.find("heading", "Write a thank-you card");
    app.sees("Thank you, Ishani");
    app.run("document.querySelector('input[value=lantern]').click()", &[]);
    app.field("Your words").fill("For asking what I would leave out.");
    app.accessible("card");
    app.button("Give the card").click();
    app.sees("The card is given.");
    app.sees_no("Give the card");
    app.run("document.querySelector('input[value=cards]').click()", &[]);
    app.sees("For asking what I would leave out.");
    app.sees_no("I will bring the granite count");
    app.accessible("cards");
    app.run("document.querySelector('input[value=all]').click()", &[]);
    app.sees("I will bring the granite count");

    app.resize(900, 800);
    app.accessible("messages-900");
    app.resize(480, 860);
    app.accessible("messages-480");
}
