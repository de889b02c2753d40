//! Parting: from a person, from a mentorship, and from a server; and coming back.

use super::{ana_and_maya, server::Server};
use serde_json::{Value, json};

#[test]
fn words_that_differ_stop_the_mentorship_until_she_is_taken_out() {
    let server = Server::start();
    let (ana, maya, mentorship) = ana_and_maya(&server);
    let view = ana.ask("sharing_view", json!({"id": mentorship}));
    let account =
        view["members"].as_array().unwrap().iter().find(|member| member["me"] == false).unwrap()["account"]
            .clone();
    ana.ask("sharing_compared", json!({"mentorship": mentorship, "account": account, "same": false}));
    let stopped = ana.ask("sharing_view", json!({"id": mentorship}));
    assert_eq!(stopped["text"], "Sync of it is stopped. All you have stays here.");
    let need = &stopped["stop"]["need"];
    assert_eq!((&need["title"], &need["settle"]), (&json!("The six words differ"), &Value::Null));
    assert_eq!(stopped["stop"]["account"], account);
    // Nobody is led past it: not by the popover, and not by a file.
    ana.ask("sync_settle", json!({"id": need["id"]}));
    assert_eq!(&ana.ask("sharing_view", json!({"id": mentorship}))["stop"]["need"], need);
    ana.will_write("past.cairn-exchange");
    assert_eq!(ana.fails("exchange_write", json!({"id": mentorship})), "sharing_stopped");
    ana.add_goal(Some(&mentorship), "After the words differed");
    maya.add_goal(Some(&mentorship), "Meanwhile");
    maya.wait_for("all to be sent", |maya| {
        (maya.ask("sync_status", json!({}))["tone"] == "synced").then_some(())
    });
    ana.ask("sync_now", json!({}));
    ana.wait_for("the person to be needed", |ana| {
        (ana.ask("sync_status", json!({}))["tone"] == "needs_you").then_some(())
    });
    // Had Ana sent it, it were on the server by now, and Maya had it.
    ana.goes_round();
    maya.goes_round();
    assert!(!maya.goals(&mentorship).contains(&"After the words differed".into()));
    ana.ask("sharing_take_out", json!({"mentorship": mentorship, "account": account}));
    assert_eq!(ana.ask("sharing_view", json!({"id": mentorship}))["stop"], Value::Null);
    assert_eq!(ana.standing(&mentorship), "not_joined");
    assert!(ana.goals(&mentorship).contains(&"Meanwhile".into()), "what was written before is read first");
    ana.wait_for("sync to go on", |ana| {
        (ana.ask("sync_status", json!({}))["tone"] == "synced").then_some(())
    });
}

#[test]
fn who_leaves_keeps_what_was_there() {
    let server = Server::start();
    let (ana, maya, mentorship) = ana_and_maya(&server);
    ana.add_goal(Some(&mentorship), "Before");
    maya.wait_for("the goal", |maya| maya.goals(&mentorship).contains(&"Before".into()).then_some(()));
    maya.ask("sharing_leave", json!({"id": mentorship}));
    let text = maya.ask("sharing_view", json!({"id": mentorship}))["text"].clone();
    assert_eq!(text, "You are no longer in it on the server. All that was here stays here.");
    assert!(maya.goals(&mentorship).contains(&"Before".into()));
}

#[test]
fn who_stops_syncing_keeps_everything() {
    let server = Server::start();
    let (ana, maya, mentorship) = ana_and_maya(&server);
    ana.add_goal(Some(&mentorship), "Before");
    maya.wait_for("the goal", |maya| maya.goals(&mentorship).contains(&"Before".into()).then_some(()));
    maya.ask("sync_disconnect", json!({}));
    assert_eq!(maya.ask("sync_status", json!({})), Value::Null);
    assert!(maya.goals(&mentorship).contains(&"Before".into()));
    ana.add_goal(Some(&mentorship), "Meanwhile");
    maya.add_goal(Some(&mentorship), "Alone");
    assert_eq!(maya.ask("ledger_waiting", json!({"from": 0}))["total"], 0);
    let talk = json!({"mentorship": mentorship, "count": 1, "cards": false});
    assert_eq!(
        maya.ask("messages_list", talk)["connected"],
        false,
        "nothing waits where nothing goes anywhere"
    );
    // She comes back, and is nobody else than she was.
    maya.ask("invite_accept", json!({"link": server.invite(77)}));
    maya.wait_for("what came meanwhile", |maya| {
        maya.goals(&mentorship).contains(&"Meanwhile".into()).then_some(())
    });
    ana.wait_for("what she wrote alone", |ana| {
        ana.goals(&mentorship).contains(&"Alone".into()).then_some(())
    });
    assert_eq!(
        (ana.standing(&mentorship), maya.standing(&mentorship)),
        (json!("verified"), json!("verified"))
    );
}

#[test]
fn who_deletes_her_account_keeps_everything_and_the_others_go_on() {
    let server = Server::start();
    let (ana, maya, mentorship) = ana_and_maya(&server);
    maya.add_goal(Some(&mentorship), "Of both");
    maya.add_goal(None, "Only mine");
    ana.wait_for("the goal", |ana| ana.goals(&mentorship).contains(&"Of both".into()).then_some(()));
    maya.ask("recovery_renew", json!({}));
    assert_eq!(maya.ask("sync_view", json!({}))["recovery"], true);
    maya.ask("sync_delete_account", json!({}));
    assert_eq!(maya.ask("sync_status", json!({})), Value::Null);
    assert_eq!(maya.ask("sync_view", json!({}))["connection"], Value::Null);
    assert!(maya.goals(&mentorship).contains(&"Of both".into()));
    assert!(maya.ask("goals_list", json!({})).to_string().contains("Only mine"));
    ana.wait_for("word that she left", |ana| (ana.standing(&mentorship) == "not_joined").then_some(()));
    ana.add_goal(Some(&mentorship), "Later");
    ana.wait_for("all to be sent", |ana| {
        (ana.ask("sync_status", json!({}))["tone"] == "synced").then_some(())
    });
    assert!(ana.goals(&mentorship).contains(&"Of both".into()));
    // Nothing is left to come back to, and she can begin anew.
    assert_eq!(maya.fails("sync_delete_account", json!({})), "sync_off");
    maya.ask("invite_accept", json!({"link": server.invite(77)}));
    maya.wait_for("sync to begin anew", |maya| {
        (maya.ask("sync_status", json!({}))["tone"] == "synced").then_some(())
    });
    assert_eq!(maya.ask("sync_view", json!({}))["recovery"], false, "the code is void there");
    // And Ana can invite her again.
    let members = ana.ask("mentorship_get", json!({"id": mentorship}))["members"].clone();
    let her = members.as_array().unwrap().iter().find(|member| member["me"] == false).unwrap()["id"].clone();
    let again = ana.ask("invite_make", json!({"mentorship": mentorship, "member": her}));
    assert_eq!(
        ana.fails("invite_make", json!({"mentorship": mentorship, "member": members[0]["id"]})),
        "not_allowed"
    );
    let look = maya.ask("invite_look", json!({"link": again["link"]}));
    assert_eq!(look["member_of"], Value::Null, "she is asked whether she joins, and not sent away");
    maya.ask("invite_accept", json!({"link": again["link"]}));
    maya.wait_for("what came meanwhile", |maya| {
        maya.goals(&mentorship).contains(&"Later".into()).then_some(())
    });
    ana.wait_for("her among the members", |ana| (ana.standing(&mentorship) == "verified").then_some(()));
}
