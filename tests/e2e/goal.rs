//! First start to first goal: from the four answers to a goal whose line is drawn, and a private one shared by a copy.

use crate::session::{a_pair, go};
use cairn_tests::{App, Desktop, Key, Keyring, wait_until};
use serde_json::{Value, json};

/// It is Tuesday 24 November 2026, 19:12 in Chicago.
const TUESDAY: &str = "2026-11-25T01:12:00Z";

/// The goal whose screen is open.
fn goal(app: &App<'_>) -> Value {
    let hash = app.run("return location.hash", &[]);
    let id = hash.as_str().and_then(|hash| hash.rsplit('/').next()).expect("a goal is open").to_owned();
    app.invoke("goal_get", &json!({ "goal": id })).expect("the goal is there")
}

/// Presses a key of the screen with nothing focused that one types in.
fn screen_key(app: &App<'_>, key: char) {
    app.run("document.activeElement?.blur()", &[]);
    app.press(&[Key::Char(key)]);
}

#[test]
fn from_the_first_start_to_the_first_goal() {
    let desktop = Desktop::new(Keyring::Unlocked);
    desktop.set_clock(TUESDAY);
    desktop.set_zone("America/Chicago");
    let app = desktop.start();
    app.field("What do people call you?").fill("Marcus");
    app.find("radio", "I have a mentor").click();
    app.field("Name").fill("Ishani");
    app.field("Where their clock runs").click();
    app.type_text("Kolk");
    app.find("option", "Kolkata");
    app.press(&[Key::Enter]);
    app.button("Start with Ishani").click();
    app.find("heading", "Your recovery code");
    app.button("I have written it down").click();
    app.link("Goals").click();
    app.sees("No goals yet");
    app.accessible("goals-empty");

    // Each letter answers while one types, and what is vague is named.
    app.link("New goal").click();
    app.field("Your goal in a few words").fill("Get better at writing");
    app.sees("“better” than what? Say from how much to how much.");
    app.accessible("goal-new-empty");
    app.field("Your goal in a few words").fill("A first full draft of the paper");
    app.field("What exactly will be there?").fill("One text that Ishani can read to the end");
    app.field("From").fill("many");
    app.sees("“many” is not a number.");
    app.field("From").fill("1,200");
    app.field("To").fill("6,000");
    app.field("What is counted").fill("words");
    app.sees("From 1,200 to 6,000 words.");
    app.field("Why it matters").fill("It opens the epidemiology post");
    app.field("Last day").fill("26 feb");
    app.sees("26 February 2027");
    app.sees("a week.");
    app.field("Why it can be done").fill("Tuesday and Thursday mornings are free");
    app.sees("5 of 5 hold");
    app.accessible("goal-new");

    // It starts, its line is drawn, and a check-in is a key away.
    app.button("Start this goal").click();
    app.find("heading", "A first full draft of the paper");
    app.sees("Only you");
    app.sees("26 February 2027, in 94 days");
    screen_key(&app, 'c');
    app.field("How many words now?").fill("1,500");
    app.css("dialog[open] .segment:nth-of-type(4)").click();
    app.field("What happened?").fill("The outline is settled");
    app.accessible("check-in");
    app.field("How many words now?").type_text("\n");
    app.sees("of 6,000 words on 24 November");
    app.sees("The outline is settled");
    app.accessible("goal-first");

    // What was typed is there after a kill, too.
    app.kill();
    let app = desktop.start();
    app.link("Goals").click();
    app.sees("1,500 of 6,000 words");
    app.accessible("goals");
    app.resize(480, 860);
    app.accessible("goals-narrow");
}

#[test]
fn a_goal_is_worked_in_place_and_shared_as_a_copy() {
    let desktop = Desktop::new(Keyring::Unlocked);
    desktop.set_clock(TUESDAY);
    desktop.set_zone("America/Chicago");
    let app = desktop.start();
    let mentorship = a_pair(&app);
    app.link("Ishani");
    let made = app.invoke(
        "goal_save",
        &json!({ "title": "Present at the meeting", "measure": "checklist", "about": mentorship }),
    );
    let id = made.expect("the goal is kept")["goal"].as_str().expect("an id").to_owned();
    app.invoke("goal_status", &json!({ "goal": id, "status": "active" })).expect("it is started");
    go(&app, &format!("#/goal/{id}"));

    // Milestones, a stone, and undo.
    app.field("New milestone").fill("Abstract sent\n");
    app.sees("Abstract sent");
    app.field("New milestone").fill("Talk given\n");
    app.sees("0 of 2 stones");
    app.find("group", "Abstract sent");
    app.run("document.querySelector('[role=group][aria-label=\"Abstract sent\"]').focus()", &[]);
    app.press(&[Key::Char('x')]);
    app.sees("1 of 2 stones");
    app.sees("First stone, for Abstract sent");
    app.press(&[Key::Control, Key::Char('z')]);
    app.sees("0 of 2 stones");

    // The next step, where it stands.
    app.button("Next step: The next small thing to do").click();
    app.field("Next step").fill("Ask for a slot\n");
    wait_until("the step to be kept", || goal(&app)["fields"]["next_step"] == "Ask for a slot");

    // Shared as a copy, after the exact text; the private one stays.
    app.button("More").click();
    app.find("menuitem", "Share a copy").click();
    app.sees("Ishani will read exactly this:");
    app.sees("Next step: Ask for a slot");
    app.accessible("goal-share");
    app.button("Share with Ishani").click();
    app.sees("Shared with Ishani");
    wait_until("the copy to be open", || goal(&app)["private"] == json!(false));
    app.link("Your private goal").click();
    app.sees("The copy shared with Ishani");
    app.sees("Only you");
    app.accessible("goal-private");
    let shared =
        app.invoke("goals_list", &json!({ "mentorship": mentorship })).expect("the goals are listed");
    assert_eq!(shared.as_array().map(Vec::len), Some(2), "the copy, and the private goal about it");
}
