//! Two people, three computers and a server that reads nothing: the real apps, over HTTPS, with the server killed in the middle.

use crate::session::{a_pair, go};
use cairn_tests::{App, Desktop, Keyring, Server, until, wait_until};
use serde_json::{Value, json};

/// What only Marcus may ever read.
const PRIVATE: &str = "marker-private-quartz";
/// What both may read, and the server may not.
const GOAL: &str = "marker-goal-granite";
const QUESTION: &str = "marker-question-basalt";
const ANSWER: &str = "marker-answer-gneiss";

/// A command that has to work; the journey itself goes by the screen.
fn ask(app: &App<'_>, command: &str, arguments: &Value) -> Value {
    app.invoke(command, arguments).unwrap_or_else(|error| panic!("{command}: {error}"))
}

/// Pastes a link in the settings, looks at it and accepts it.
fn join(app: &App<'_>, link: &str, accept: &str, picture: &str) {
    go(app, "#/settings/sync");
    app.button("I have an invite link").click();
    app.field("Invite link").fill(link);
    app.sees("On the server");
    app.button("Look at the invite").click();
    app.sees("What leaves this computer");
    app.accessible(picture);
    app.button(accept).click();
    app.sees("You have joined");
    app.button("Done").click();
}

/// The link that is shown to be copied.
fn link_on(app: &App<'_>) -> String {
    until("a link", || app.text().split(' ').find(|word| word.starts_with("cairn://")).map(str::to_owned))
}

/// The words that are shown to be compared.
fn words(app: &App<'_>) -> String {
    let read = "return [...document.querySelectorAll('.word')].map(word => word.textContent).join(' ')";
    until("the words", || {
        let words = app.run(read, &[]).as_str().unwrap_or_default().to_owned();
        (!words.is_empty()).then_some(words)
    })
}

/// Ishani, who has nothing yet.
fn a_mentor(app: &App<'_>) {
    let person =
        json!({ "name": "Ishani", "zone": "Asia/Kolkata", "follows_system": false, "role": "mentor" });
    ask(app, "set_up", &person);
    app.link("Settings");
}

fn all_is_sent(app: &App<'_>) {
    wait_until("all to be on the server", || ask(app, "sync_status", &Value::Null)["tone"] == "synced");
}

/// Writes a message as one does, and waits until it stands there.
fn write_message(app: &App<'_>, to: &str, text: &str) {
    app.field(&format!("Write to {to}")).click();
    app.type_text(&format!("{text}\n"));
    wait_until("the message to stand there", || {
        app.shows(text) && app.field(&format!("Write to {to}")).value().is_empty()
    });
}

/// Finds nothing with this word anywhere in the app.
fn knows_nothing_of(app: &App<'_>, word: &str) {
    let found = ask(app, "search", &json!({ "query": word, "kinds": [], "hide_private": false, "limit": 9 }));
    assert_eq!(found["hits"], json!([]), "{word} is not to be found here");
}

#[test]
fn a_pair_shares_over_a_server_that_reads_nothing() {
    let mut server = Server::start();
    let (at_marcus, at_ishani) = (Desktop::new(Keyring::Unlocked), Desktop::new(Keyring::Unlocked));
    let (marcus, ishani) = (at_marcus.start(), at_ishani.start());
    let mentorship = a_pair(&marcus);
    a_mentor(&ishani);
    ask(&marcus, "goal_save", &json!({ "title": PRIVATE, "about": mentorship }));

    // Marcus has the operator's link, and invites the one he meets.
    join(&marcus, &server.invite(), "Use this server", "sync-join-server");
    go(&marcus, &format!("#/mentorship/{mentorship}/about"));
    marcus.button("Invite Ishani").click();
    marcus.sees("An invite for Ishani");
    marcus.accessible("sync-invite");
    let link = link_on(&marcus);
    marcus.button("Done").click();
    join(&ishani, &link, "Join Marcus", "sync-join-person");
    marcus.sees("Joined, verified by the invite");
    marcus.accessible("sync-sharing");

    // Both see the same six words, should they want to be surer still.
    let messages = format!("#/mentorship/{mentorship}/messages");
    wait_until("the mentorship to be there", || {
        ask(&ishani, "mentorships_list", &json!({})).as_array().is_some_and(|all| !all.is_empty())
    });
    go(&ishani, &format!("#/mentorship/{mentorship}/about"));
    ishani.sees("Joined, verified by the invite");
    let compare = |app: &App<'_>, name: &str| {
        app.button(&format!("More about {name}")).click();
        app.find("menuitem", "See the six words").click();
        let words = words(app);
        app.button("They are the same").click();
        app.sees(&format!("{name} is verified."));
        words
    };
    assert_eq!(compare(&marcus, "Ishani"), compare(&ishani, "Marcus"));

    // A goal and messages, both ways, while both look.
    let saved = ask(&marcus, "goal_save", &json!({ "title": GOAL, "shared_in": mentorship }));
    let goal = saved["goal"].as_str().expect("an id").to_owned();
    go(&ishani, &format!("#/mentorship/{mentorship}/goals"));
    ishani.sees(GOAL);
    go(&marcus, &messages);
    go(&ishani, &messages);
    write_message(&marcus, "Ishani", QUESTION);
    ishani.sees(QUESTION);
    write_message(&ishani, "Marcus", ANSWER);
    marcus.sees(ANSWER);
    marcus.accessible("sync-messages");
    all_is_sent(&marcus);

    // The server dies. Both go on, and both change the same title.
    server.kill();
    for (app, title) in [(&marcus, "marker-goal-granite, by June"), (&ishani, "marker-goal-granite, by May")]
    {
        ask(app, "goal_save", &json!({ "goal": goal, "title": title }));
        go(app, "#/today");
        app.button("Offline");
    }
    marcus.accessible("sync-offline");
    server.run();
    for app in [&marcus, &ishani] {
        ask(app, "sync_now", &Value::Null);
        all_is_sent(app);
    }
    wait_until("one of them to be told", || {
        [&marcus, &ishani].iter().any(|app| {
            ask(app, "sync_now", &Value::Null);
            ask(app, "concurrent_list", &Value::Null).as_array().is_some_and(|all| !all.is_empty())
        })
    });
    let told = if ask(&marcus, "concurrent_list", &Value::Null) == json!([]) { &ishani } else { &marcus };
    go(told, &format!("#/goal/{goal}"));
    told.button("Compare").click();
    told.sees("June");
    told.sees("May");
    told.accessible("sync-conflict");
    told.press(&[cairn_tests::Key::Escape]);

    // A second computer of Marcus's: three words on both, then all of his is there, and only his.
    let at_home = Desktop::new(Keyring::Unlocked);
    let home = at_home.start();
    go(&marcus, "#/settings/sync");
    marcus.button("Add a device").click();
    let link = link_on(&marcus);
    home.button("I use Cairn on another computer").click();
    home.field("Link of your other device").fill(&link);
    home.field("What it is called").fill("The old laptop");
    home.button("Meet the other computer").click();
    home.sees("Compare these words");
    assert_eq!(words(&home), words(&marcus));
    home.accessible("sync-second");
    marcus.accessible("sync-add-device");
    marcus.button("They are the same").click();
    home.link("Settings");
    wait_until("what is his to be there", || {
        let found = ask(
            &home,
            "search",
            &json!({ "query": PRIVATE, "kinds": [], "hide_private": false, "limit": 9 }),
        );
        found["hits"] != json!([])
    });
    knows_nothing_of(&ishani, PRIVATE);

    // Taken away again. It keeps what it has, and gets nothing more.
    go(&marcus, "#/today");
    go(&marcus, "#/settings/sync");
    marcus.sees("The old laptop");
    marcus.accessible("sync-devices");
    marcus.button("More about The old laptop").click();
    marcus.find("menuitem", "Take The old laptop away").click();
    marcus.button("Take The old laptop away").click();
    marcus.sees("The old laptop no longer syncs.");
    go(&marcus, &messages);
    write_message(&marcus, "Ishani", "marker-after-slate");
    go(&ishani, &messages);
    ishani.sees("marker-after-slate");
    home.button("Needs you");
    knows_nothing_of(&home, "marker-after-slate");

    // What left, and to whom; and what the server has of it: nothing one could read.
    go(&marcus, "#/leaves/sent");
    marcus.sees("What leaves this computer");
    marcus.sees("to Ishani");
    marcus.accessible("sync-ledger");
    all_is_sent(&marcus);
    assert_eq!(
        server.knows(&[PRIVATE, GOAL, QUESTION, ANSWER, "marker-after-slate", "Marcus", "Ishani"]),
        Vec::<String>::new()
    );
}
