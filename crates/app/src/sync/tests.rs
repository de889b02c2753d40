//! Two and three people with real apps and a real server, by the commands that their windows send.

mod leaving;
mod server;

use cairn_tests::readable;
use serde_json::{Value, json};
use server::{Person, Server};
use std::{fs, path::PathBuf, thread};

/// Ana and Maya, who joined by an invite and was let in.
fn ana_and_maya(server: &Server) -> (Person, Person, String) {
    let ana = Person::connected("Ana", 1, server);
    let (mentorship, member) = ana.meets("Maya R.");
    let invite = ana.ask("invite_make", json!({"mentorship": mentorship, "member": member}));
    let maya = Person::new("Maya", 2);
    let link = json!({"link": invite["link"]});
    let preview = maya.ask("invite_look", link.clone());
    assert_eq!((&preview["inviter"], &preview["role"]), (&json!("Ana"), &json!("mentee")));
    let joined = maya.ask("invite_accept", link);
    assert_eq!(joined["waits_for"], "Ana");
    maya.wait_for("the mentorship", |maya| {
        let rows = maya.ask("mentorships_list", json!({}));
        rows.as_array().unwrap().first().filter(|row| row["name"] == "Ana").map(|_| ())
    });
    ana.wait_for("Maya among the members", |ana| (ana.standing(&mentorship) == "verified").then_some(()));
    // What Ana called her gives way to what she calls herself.
    ana.wait_for("her own name", |ana| {
        (ana.ask("mentorships_list", json!({}))[0]["name"] == "Maya").then_some(())
    });
    (ana, maya, mentorship)
}

#[test]
fn nothing_is_shown_and_nothing_runs_while_nothing_is_connected() {
    let ana = Person::new("Ana", 1);
    assert_eq!(ana.ask("sync_status", json!({})), Value::Null);
    assert_eq!(ana.ask("sync_view", json!({}))["connection"], Value::Null);
    assert_eq!(ana.ask("ledger_waiting", json!({"from": 0}))["total"], 0);
    assert_eq!(ana.fails("devices_list", json!({})), "sync_off");
}

#[test]
fn a_link_is_read_without_asking_anybody() {
    let ana = Person::new("Ana", 1);
    for bad in ["", "https://example.org", "cairn://join/example.org/06DK#5G7H", "cairn://join/"] {
        assert_eq!(ana.fails("invite_read", json!({"link": bad})), "not_an_invite", "{bad}");
    }
    let device = json!({"link": "cairn://device/example.org/00000000000000000000000000"});
    assert_eq!(ana.fails("invite_read", device), "link_of_a_device", "it is said what that is for");
    let server = Server::start();
    let reading = ana.ask("invite_read", json!({"link": server.invite(7)}));
    assert_eq!(reading["trust"], "plain");
    assert!(reading["server"].as_str().unwrap().starts_with("127.0.0.1:"));
    drop(server);
    assert_eq!(ana.fails("invite_look", json!({"link": reading["link"]})), "offline");
    assert_eq!(ana.ask("sync_status", json!({})), Value::Null, "a look connects nobody");
}

#[test]
fn the_example_speaks_to_nobody() {
    let server = Server::start();
    let curious = Person::at_a_new_computer(4);
    curious.ask("look_around", json!({}));
    assert_eq!(curious.fails("invite_look", json!({"link": server.invite(4)})), "example_alone");
    assert_eq!(curious.fails("invite_accept", json!({"link": server.invite(5)})), "example_alone");
}

#[test]
fn two_people_meet_by_an_invite_and_share_what_is_shared() {
    let server = Server::start();
    let (ana, maya, mentorship) = ana_and_maya(&server);
    assert_eq!(maya.standing(&mentorship), "verified");
    ana.add_goal(Some(&mentorship), "Read the paper");
    maya.wait_for("Ana’s goal", |maya| {
        maya.goals(&mentorship).contains(&"Read the paper".into()).then_some(())
    });
    maya.add_goal(Some(&mentorship), "Write the paper");
    ana.wait_for("Maya’s goal", |ana| {
        ana.goals(&mentorship).contains(&"Write the paper".into()).then_some(())
    });
    let words = |person: &Person| {
        let view = person.ask("sharing_view", json!({"id": mentorship}));
        let members = view["members"].as_array().unwrap();
        let account = members.iter().find(|member| member["me"] == false).unwrap()["account"].clone();
        person.ask("sharing_words", json!({"mentorship": mentorship, "account": account}))["words"].clone()
    };
    let connected = |mentorship: &str| {
        ana.ask("messages_list", json!({"mentorship": mentorship, "count": 1, "cards": false}))["connected"]
            .clone()
    };
    assert_eq!(connected(&mentorship), true);
    let (alone, _) = ana.meets("Paloma");
    ana.ask("sync_now", json!({}));
    ana.wait_for("it to have its place", |ana| {
        let view = ana.ask("sync_view", json!({}));
        view["spaces"].as_array().unwrap().iter().any(|space| space["id"] == alone.as_str()).then_some(())
    });
    assert_eq!(connected(&alone), false, "nobody is there to read it");
    assert_eq!(words(&ana), words(&maya), "both see the same six words");
    assert_eq!(words(&ana).as_array().unwrap().len(), 6);
}

#[test]
fn an_invite_works_once_and_not_when_it_was_withdrawn() {
    let server = Server::start();
    let ana = Person::connected("Ana", 1, &server);
    let (mentorship, member) = ana.meets("Maya");
    let invite = ana.ask("invite_make", json!({"mentorship": mentorship, "member": member}));
    assert_eq!(ana.standing(&mentorship), "invited");
    ana.ask("invite_withdraw", json!({"invite": invite["invite"]}));
    assert_eq!(ana.standing(&mentorship), "not_joined");
    let maya = Person::new("Maya", 2);
    assert_eq!(maya.fails("invite_look", json!({"link": invite["link"]})), "invite_spent");
    let again = ana.ask("invite_make", json!({"mentorship": mentorship, "member": member}));
    maya.ask("invite_accept", json!({"link": again["link"]}));
    let eve = Person::new("Eve", 3);
    assert_eq!(eve.fails("invite_accept", json!({"link": again["link"]})), "invite_spent");
}

#[test]
fn a_link_of_another_server_is_refused_before_anything_is_sent() {
    let (server, other) = (Server::start(), Server::start());
    let ana = Person::connected("Ana", 1, &server);
    assert_eq!(ana.fails("invite_look", json!({"link": other.invite(9)})), "other_server");
    assert_eq!(ana.fails("invite_accept", json!({"link": other.invite(10)})), "other_server");
    assert_eq!(other.asked(), 0);
    assert!(server.asked() > 0, "hers was asked before, and that is counted");
}

#[test]
fn private_words_stand_in_nothing_that_is_made_for_a_shared_space() {
    let server = Server::start();
    let (ana, maya, mentorship) = ana_and_maya(&server);
    ana.add_goal(None, "MARKERprivate");
    ana.add_goal(Some(&mentorship), "MARKERshared");
    maya.wait_for("the shared goal", |maya| {
        maya.goals(&mentorship).contains(&"MARKERshared".into()).then_some(())
    });
    ana.wait_for("all to be sent", |ana| {
        (ana.ask("sync_status", json!({}))["tone"] == "synced").then_some(())
    });
    let sent = ana.ask("ledger_sent", json!({"from": 0}));
    let rows = sent["rows"].as_array().unwrap();
    let full = |row: &Value| ana.ask("ledger_one", json!({"id": row["id"]}));
    let (own, shared): (Vec<&Value>, Vec<&Value>) = rows.iter().partition(|row| row["private"] == true);
    let told = |rows: &[&Value]| rows.iter().map(|row| full(row).to_string()).collect::<String>();
    assert!(told(&own).contains("MARKERprivate"), "the ledger tells of what goes to her own devices");
    assert!(!told(&shared).contains("MARKERprivate"));
    assert!(told(&shared).contains("MARKERshared"));
    let only = ana.ask("ledger_sent", json!({"from": 0, "space": mentorship}));
    assert!(only["rows"].as_array().unwrap().iter().all(|row| row["private"] == false));
    let everything = maya
        .ask("search", json!({"query": "MARKERprivate", "kinds": [], "limit": 50, "hide_private": false}));
    assert_eq!(everything["total"], 0);
}

#[test]
fn what_waits_is_told_by_record_and_field_and_then_it_has_left() {
    let server = Server::start();
    let (ana, _maya, mentorship) = ana_and_maya(&server);
    drop(server);
    ana.add_goal(Some(&mentorship), "Learn SQL");
    let waiting = ana.ask("ledger_waiting", json!({"from": 0, "space": mentorship}));
    let goal =
        waiting["rows"].as_array().unwrap().iter().find(|row| row["what"] == "Goal “Learn SQL”").cloned();
    let goal = goal.unwrap_or_else(|| panic!("{waiting:#}"));
    assert!(goal["fields"].as_str().unwrap().contains("title"), "{goal}");
    assert_eq!((&goal["to"], &goal["private"]), (&json!("to Maya, in your mentorship"), &json!(false)));
    ana.ask("sync_now", json!({}));
    let status = ana.wait_for("the server to be missed", |ana| {
        Some(ana.ask("sync_status", json!({}))).filter(|status| status["tone"] == "offline")
    });
    assert!(status["waiting"].as_u64().unwrap() > 0, "{status}");
    assert!(status["next"].as_str().unwrap().starts_with("Tries again"), "{status}");
}

#[test]
fn what_stopped_because_of_two_histories_goes_on_when_the_person_says_so() {
    let server = Server::start();
    let (ana, maya, mentorship) = ana_and_maya(&server);
    let space = cairn_store::SpaceId(mentorship.parse().unwrap());
    let store = std::sync::Arc::clone(&ana.app.open().unwrap().store);
    ana.wait_for("all to be sent", |ana| {
        (ana.ask("sync_status", json!({}))["tone"] == "synced").then_some(())
    });
    let known = store.sync_space(space).unwrap().unwrap();
    let notice = cairn_store::sync::Notice { code: "two_histories".into(), evidence: Vec::new() };
    store.put_space(&cairn_store::sync::SyncSpace { notice: Some(notice), ..known }).unwrap();
    ana.add_goal(Some(&mentorship), "While it was stopped");
    let need = ana.ask("sharing_view", json!({"id": mentorship}))["stop"]["need"].clone();
    assert_eq!(need["settle"], "Go on all the same");
    assert_eq!(ana.ask("sync_status", json!({}))["needs"][0], need, "the same in both places");
    ana.ask("sync_settle", json!({"id": need["id"]}));
    assert_eq!(ana.ask("sharing_view", json!({"id": mentorship}))["stop"], Value::Null);
    maya.wait_for("what waited", |maya| {
        maya.goals(&mentorship).contains(&"While it was stopped".into()).then_some(())
    });
}

#[test]
fn who_has_the_keys_is_not_taken_from_the_list_alone() {
    let server = Server::start();
    let (ana, _maya, mentorship) = ana_and_maya(&server);
    ana.ask("member_add", json!({"mentorship": mentorship, "member": {"name": "Tom", "role": "mentee", "zone": "Europe/Berlin"}}));
    let view = ana.ask("mentorship_get", json!({"id": mentorship}));
    let id = |name: &str| {
        let members = view["members"].as_array().unwrap();
        members.iter().find(|member| member["name"] == name).unwrap()["id"].clone()
    };
    let maya = ana.ask("sharing_view", json!({"id": mentorship}))["members"]
        .as_array()
        .unwrap()
        .iter()
        .find(|member| member["state"] == "verified")
        .unwrap()["member"]
        .clone();
    assert_eq!(ana.fails("member_remove", json!({"id": maya})), "member_shares");
    ana.ask("member_remove", json!({"id": id("Tom")}));
}

#[test]
fn a_second_computer_is_added_by_three_words_and_can_be_taken_away() {
    let server = Server::start();
    let ana = Person::connected("Ana", 1, &server);
    ana.add_goal(None, "Only mine");
    let (alone, _) = ana.meets("Paloma");
    ana.add_goal(Some(&alone), "Before Paloma joins");
    ana.ask("sync_now", json!({}));
    ana.wait_for("all to be sent", |ana| {
        (ana.ask("sync_status", json!({}))["tone"] == "synced").then_some(())
    });
    let sharing = ana.ask("sharing_view", json!({"id": alone}));
    assert_eq!(sharing["text"], "It is on your own devices alone, until somebody joins.");
    let link = ana.ask("device_add_begin", json!({}))["link"].clone();
    let laptop = Person::at_a_new_computer(5);
    let (old, new) = thread::scope(|scope| {
        let new = scope.spawn(|| laptop.ask("enrol_begin", json!({"link": link})));
        (ana.ask("device_add_words", json!({})), new.join().unwrap())
    });
    assert_eq!(old["words"], new["words"]);
    thread::scope(|scope| {
        let new = scope.spawn(|| laptop.ask("enrol_finish", json!({"name": "Study laptop"})));
        ana.ask("device_add_answer", json!({"same": true}));
        assert_eq!(new.join().unwrap()["phase"], "open");
    });
    assert!(laptop.ask("goals_list", json!({})).to_string().contains("Only mine"));
    laptop.wait_for("the mentorship that nobody has joined", |laptop| {
        laptop.goals(&alone).contains(&"Before Paloma joins".into()).then_some(())
    });
    let named = |ana: &Person| {
        let devices = ana.ask("devices_list", json!({}))["devices"].as_array().unwrap().clone();
        devices.into_iter().find(|device| device["name"] == "Study laptop")
    };
    let device = ana.wait_for("the laptop’s name", named);
    ana.ask("device_revoke", json!({"id": device["id"]}));
    assert_eq!(named(&ana).unwrap()["revoked"], true);
    laptop.ask("sync_now", json!({}));
    laptop.wait_for("the laptop to hear of it", |laptop| {
        (laptop.ask("sync_status", json!({}))["needs"][0]["title"] == "The server does not know this device")
            .then_some(())
    });
}

#[test]
fn words_that_differ_add_no_device() {
    let server = Server::start();
    let ana = Person::connected("Ana", 1, &server);
    let link = ana.ask("device_add_begin", json!({}))["link"].clone();
    let stranger = Person::at_a_new_computer(6);
    thread::scope(|scope| {
        scope.spawn(|| stranger.ask("enrol_begin", json!({"link": link})));
        ana.ask("device_add_words", json!({}));
    });
    thread::scope(|scope| {
        let waits = scope.spawn(|| stranger.fails("enrol_finish", json!({"name": "Mine"})));
        ana.ask("device_add_answer", json!({"same": false}));
        assert_eq!(waits.join().unwrap(), "enrolment_refused", "she need not wait for nothing");
    });
    let listed = ana.ask("devices_list", json!({}));
    assert_eq!(listed["devices"].as_array().unwrap().len(), 1, "{listed:#}");
    assert_eq!(stranger.ask("app_state", json!({}))["phase"], "first_start");
}

#[test]
fn the_recovery_code_brings_everything_back_on_a_new_computer() {
    let server = Server::start();
    let ana = Person::connected("Ana", 1, &server);
    ana.add_goal(None, "Only mine");
    let paper = ana.ask("recovery_renew", json!({}));
    assert_eq!(ana.ask("sync_view", json!({}))["recovery"], true);
    ana.wait_for("all to be sent", |ana| {
        (ana.ask("sync_status", json!({}))["tone"] == "synced").then_some(())
    });
    let new = Person::at_a_new_computer(5);
    let restore = |code: &str| json!({"code": code, "server": paper["server"], "name": "New"});
    assert_eq!(new.fails("account_restore", restore("AAAAA")), "recovery_code_length");
    let code = paper["code"].as_str().unwrap();
    assert_eq!(new.ask("account_restore", restore(code))["phase"], "open");
    assert!(new.ask("goals_list", json!({})).to_string().contains("Only mine"));
    new.ask("lock", json!({}));
    new.host.forget_secrets();
    assert_eq!(
        new.ask("unlock", json!({"with": "recovery", "code": code}))["phase"],
        "open",
        "one paper opens both"
    );
}

#[test]
fn a_lock_waits_for_no_server_and_the_profile_opens_again_at_once() {
    let server = Server::start();
    let (ana, ..) = ana_and_maya(&server);
    // By now a thread waits for news, for up to 25 seconds.
    ana.ask("lock", json!({}));
    assert_eq!(ana.ask("unlock", json!({"with": "keychain"}))["phase"], "open");
    ana.wait_for("sync to go on", |ana| {
        (ana.ask("sync_status", json!({}))["tone"] == "synced").then_some(())
    });
}

#[test]
fn nobody_is_at_the_file_any_more_when_the_program_ends() {
    let server = Server::start();
    let (ana, ..) = ana_and_maya(&server);
    let open = std::sync::Arc::downgrade(&ana.app.open_now().unwrap().mark);
    ana.ask("sync_now", json!({}));
    ana.app.quit();
    assert_eq!(open.strong_count(), 0, "no thread of sync is left");
}

#[test]
fn who_is_invited_by_somebody_she_meets_already_is_told_that_there_will_be_two() {
    let server = Server::start();
    let ana = Person::connected("Ana", 1, &server);
    let (mentorship, member) = ana.meets("Maya");
    let invite = ana.ask("invite_make", json!({"mentorship": mentorship, "member": member}));
    let maya = Person::new("Maya", 2);
    let beside = || maya.ask("invite_look", json!({"link": invite["link"]}))["beside"].clone();
    assert_eq!(beside(), Value::Null);
    maya.meets("ana");
    assert!(beside().as_str().unwrap().contains("a mentorship with Ana"));
}

#[test]
fn without_a_server_files_carry_a_mentorship_both_ways() {
    let (ana, maya) = (Person::new("Ana", 1), Person::new("Maya", 2));
    let (mentorship, _) = ana.meets("Maya R.");
    ana.add_goal(Some(&mentorship), "MARKERshared");
    ana.add_goal(None, "MARKERprivate");
    let send = |from: &Person, name: &str| -> (Value, PathBuf) {
        let path = from.will_write(name);
        (from.ask("exchange_write", json!({"id": mentorship})), path)
    };
    let take = |to: &Person, path: &PathBuf, code: &Value| {
        to.host.will_open(path.clone());
        let preview = to.ask("exchange_choose", json!({}));
        let code = if preview["needs_code"] == true { json!({"code": code}) } else { json!({}) };
        (preview, to.ask("exchange_take", code))
    };
    let (written, first) = send(&ana, "first.cairn-exchange");
    let bytes = fs::read(&first).unwrap();
    assert_eq!(
        readable(&bytes, &["MARKERshared", "MARKERprivate"]),
        Vec::<&str>::new(),
        "nothing in the file"
    );
    maya.host.will_open(first.clone());
    assert_eq!(maya.ask("exchange_choose", json!({}))["needs_code"], true);
    assert_eq!(maya.fails("exchange_take", json!({"code": "AAAAA"})), "wrong_exchange_code");
    let (preview, _) = take(&maya, &first, &written["code"]);
    assert_eq!(preview["mentorship"], Value::Null, "it is not there yet");
    assert_eq!(maya.goals(&mentorship), ["MARKERshared"]);
    maya.add_goal(Some(&mentorship), "From Maya");
    let (answer, second) = send(&maya, "second.cairn-exchange");
    assert_eq!(answer["code"], written["code"], "the answer goes under the same code");
    let (preview, _) = take(&ana, &second, &Value::Null);
    assert_eq!(preview["needs_code"], false, "who made the code has it still");
    assert!(ana.goals(&mentorship).contains(&"From Maya".into()));
    take(&ana, &second, &Value::Null);
    ana.add_goal(Some(&mentorship), "Once more");
    let (letter, third) = send(&ana, "third.cairn-exchange");
    assert_eq!(letter["code"], Value::Null, "from now on files open by themselves");
    let kept = ana.app.open().unwrap().store.local_setting(&format!("exchange-code-{mentorship}"));
    assert_eq!(kept.unwrap(), None, "and nobody needs the code any more");
    take(&maya, &third, &Value::Null);
    let mut goals = maya.goals(&mentorship);
    goals.sort();
    assert_eq!(goals, ["From Maya", "MARKERshared", "Once more"]);
    assert!(!maya.ask("goals_list", json!({})).to_string().contains("MARKERprivate"));
}

#[test]
fn what_is_no_exchange_file_is_said_so() {
    let ana = Person::new("Ana", 1);
    let path = ana.app.folder.join("letter.cairn-exchange");
    fs::write(&path, "Dear Ana").unwrap();
    ana.host.will_open(path);
    assert_eq!(ana.fails("exchange_choose", json!({})), "not_an_exchange");
}
