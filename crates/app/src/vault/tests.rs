//! Opening and locking, as a person meets it.

use super::{Folder, folder::Holds};
use crate::{App, AppEvent, Error, host::KeychainState, testing::TestHost};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, sync::Arc};

const NOW: &str = "2026-08-31T23:40:00Z";

/// A person at a computer: the app can be closed and started again on the same folder.
struct Person {
    host: Arc<TestHost>,
    app: App,
}

impl Person {
    fn new(keychain: KeychainState) -> Person {
        let host = TestHost::at(NOW);
        host.set_keychain(keychain);
        let app = host.app();
        Person { host, app }
    }

    fn ask(&self, command: &str, arguments: Value) -> Value {
        self.app.dispatch(command, arguments).unwrap_or_else(|error| panic!("{command}: {error:?}"))
    }

    fn fails(&self, command: &str, arguments: Value) -> Error {
        self.app.dispatch(command, arguments).unwrap_err()
    }

    fn state(&self) -> Value {
        self.ask("app_state", json!({}))
    }

    fn phase(&self) -> String {
        self.state()["phase"].as_str().unwrap().to_owned()
    }

    /// Goes through the first minute and gives the recovery code.
    fn set_up(&self, passphrase: Option<&str>) -> String {
        self.ask("set_up", answers(passphrase))["recovery_code"].as_str().unwrap().to_owned()
    }

    /// Ends the program and starts it again.
    fn restart(mut self) -> Person {
        let folder = self.app.folder.clone();
        drop(self.app);
        self.app = App::new(self.host.clone(), folder);
        self
    }

    fn folder(&self) -> Folder<'_> {
        Folder(&self.app.folder)
    }
}

fn answers(passphrase: Option<&str>) -> Value {
    json!({
        "name": " Marcus ", "zone": "America/Chicago", "follows_system": true, "role": "mentee",
        "mentorship": {"name": "Ishani", "zone": "asia/kolkata"}, "passphrase": passphrase,
    })
}

fn with_passphrase(passphrase: &str) -> Value {
    json!({"with": "passphrase", "passphrase": passphrase})
}

fn with_code(code: &str) -> Value {
    json!({"with": "recovery", "code": code})
}

#[test]
fn before_the_first_minute_there_is_nothing_but_the_zone_of_the_computer() {
    let person = Person::new(KeychainState::Ready);
    let state = person.state();
    assert_eq!((&state["phase"], &state["keychain"]), (&json!("first_start"), &json!("ready")));
    assert_eq!(state["system_zone"]["city"], "Chicago");
    assert_eq!(person.fails("settings", json!({})).code, "locked");
}

#[test]
fn the_first_minute_makes_the_profile_and_the_first_mentorship() {
    let person = Person::new(KeychainState::Ready);
    let done = person.ask("set_up", answers(None));
    assert_eq!(done["state"]["phase"], "open");
    assert_eq!(done["state"]["ways_in"], json!(["keychain", "recovery"]));
    assert!(done["mentorship"].is_string());
    let settings = person.ask("settings", json!({}));
    assert_eq!(
        (&settings["name"], &settings["zone"]["now"]),
        (&json!("Marcus"), &json!("It is 18:40 on Monday 31 August."))
    );
    let names = person.app.read(|reader| {
        let members = reader.anywhere().all::<cairn_domain::Member>()?;
        Ok(members
            .into_iter()
            .map(|member| (member.record.name, member.record.zone))
            .collect::<BTreeSet<_>>())
    });
    let both = [("Ishani".into(), "Asia/Kolkata".into()), ("Marcus".into(), "America/Chicago".into())];
    assert_eq!(names.unwrap(), BTreeSet::from(both));
    assert!(person.host.events().contains(&AppEvent::Opened));
}

#[test]
fn with_the_keychain_it_opens_by_itself_at_the_next_start() {
    let person = Person::new(KeychainState::Ready);
    person.set_up(None);
    assert_eq!(person.restart().phase(), "open");
}

#[test]
fn without_a_keychain_a_passphrase_is_demanded_and_nothing_is_written() {
    for keychain in [KeychainState::Absent, KeychainState::Locked] {
        let person = Person::new(keychain);
        let error = person.fails("set_up", answers(None));
        assert_eq!((error.code, &error.params["field"]), ("passphrase_needed", &"passphrase".into()));
        assert_eq!(person.folder().holds(), Holds::Nothing);
        assert!(!person.folder().unfinished_keys().exists());
        person.set_up(Some("four words of my own"));
        assert_eq!(person.state()["ways_in"], json!(["passphrase", "recovery"]));
    }
}

#[test]
fn a_short_passphrase_is_named_at_its_field() {
    let person = Person::new(KeychainState::Absent);
    let error = person.fails("set_up", answers(Some("short")));
    assert_eq!((error.code, &error.params["limit"]), ("passphrase_short", &8.into()));
    assert_eq!(person.phase(), "first_start");
}

#[test]
fn bad_answers_are_named_at_their_fields() {
    let person = Person::new(KeychainState::Ready);
    for (change, field, code) in [
        (json!({"name": " \u{0} "}), "name", "empty"),
        (json!({"name": "ä".repeat(10_000)}), "name", "too_long"),
        (json!({"zone": "Mars/Olympus"}), "zone", "unknown_zone"),
        (json!({"mentorship": {"name": "", "zone": "Asia/Kolkata"}}), "other_name", "empty"),
        (json!({"mentorship": {"name": "Ishani", "zone": "EST"}}), "other_zone", "unknown_zone"),
    ] {
        let mut all = answers(None);
        all.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let error = person.fails("set_up", all);
        assert_eq!((error.code, &error.params["field"]), (code, &field.into()));
    }
    assert_eq!(person.phase(), "first_start");
}

#[test]
fn a_locked_profile_opens_by_its_passphrase_and_by_no_other() {
    let person = Person::new(KeychainState::Absent);
    person.set_up(Some("four words of my own"));
    let locked = person.ask("lock", json!({}));
    assert_eq!((&locked["phase"], &locked["keychain"]), (&json!("locked"), &json!("absent")));
    assert_eq!(person.fails("settings", json!({})).code, "locked");
    assert_eq!(person.fails("unlock", with_passphrase("four words of yours")).code, "wrong_passphrase");
    assert_eq!(person.phase(), "locked");
    assert_eq!(person.ask("unlock", with_passphrase("four words of my own"))["phase"], "open");
    assert_eq!(person.ask("settings", json!({}))["name"], "Marcus");
}

#[test]
fn a_locked_keychain_says_so_and_opens_once_it_is_unlocked() {
    let person = Person::new(KeychainState::Ready);
    person.set_up(None);
    person.host.set_keychain(KeychainState::Locked);
    let person = person.restart();
    let state = person.state();
    assert_eq!((&state["phase"], &state["keychain"]), (&json!("locked"), &json!("locked")));
    assert_eq!(person.fails("unlock", json!({"with": "keychain"})).code, "keychain_locked");
    person.host.set_keychain(KeychainState::Ready);
    assert_eq!(person.ask("try_again", json!({}))["phase"], "open");
}

#[test]
fn a_keychain_that_lost_its_value_gets_a_new_one_from_the_recovery_code() {
    let person = Person::new(KeychainState::Ready);
    let code = person.set_up(None);
    person.host.forget_secrets();
    let person = person.restart();
    let state = person.state();
    assert_eq!((&state["phase"], &state["keychain"]), (&json!("locked"), &json!("gone")));
    assert_eq!(person.fails("unlock", json!({"with": "keychain"})).code, "keychain_value_gone");
    let opened = person.ask("unlock", with_code(&code.to_lowercase().replace('-', " ")));
    assert_eq!((&opened["phase"], &opened["keychain"]), (&json!("open"), &json!("ready")));
    assert_eq!(person.restart().phase(), "open", "the keychain opens it again");
}

#[test]
fn a_mistyped_recovery_code_is_named_by_its_group() {
    let person = Person::new(KeychainState::Ready);
    let code = person.set_up(None);
    person.ask("lock", json!({}));
    let swapped = if code.starts_with('0') { code.replacen('0', "2", 1) } else { format!("0{}", &code[1..]) };
    let error = person.fails("unlock", with_code(&swapped));
    assert_eq!((error.code, &error.params["number"]), ("recovery_code_group", &1.into()));
    assert_eq!(person.fails("unlock", with_code("12345")).code, "recovery_code_length");
}

#[test]
fn a_passphrase_is_changed_by_who_knows_it() {
    let person = Person::new(KeychainState::Ready);
    person.set_up(None);
    person.ask("passphrase_set", json!({"passphrase": "the first one"}));
    let change = |present: &str| json!({"passphrase": "the second one", "present": present});
    let error = person.fails("passphrase_set", change("a wrong one"));
    assert_eq!((error.code, &error.params["field"]), ("wrong_passphrase", &"present".into()));
    person.ask("passphrase_set", change("the first one"));
    person.ask("lock", json!({}));
    assert_eq!(person.fails("unlock", with_passphrase("the first one")).code, "wrong_passphrase");
    person.ask("unlock", with_passphrase("the second one"));
}

#[test]
fn the_recovery_code_is_never_the_only_way_left() {
    let person = Person::new(KeychainState::Ready);
    person.set_up(Some("four words of my own"));
    person.ask("passphrase_remove", json!({}));
    assert_eq!(person.fails("keychain_use", json!({"on": false})).code, "last_way_in");
    person.ask("passphrase_set", json!({"passphrase": "four words of my own"}));
    let left = person.ask("keychain_use", json!({"on": false}));
    assert_eq!(left["ways_in"], json!(["passphrase", "recovery"]));
    assert_eq!(person.fails("passphrase_remove", json!({})).code, "last_way_in");
    assert_eq!(person.restart().phase(), "locked", "without the keychain it asks");
}

#[test]
fn a_new_recovery_code_ends_the_old_one() {
    let person = Person::new(KeychainState::Ready);
    let old = person.set_up(None);
    let new = person.ask("recovery_renew", json!({}))["code"].as_str().unwrap().to_owned();
    person.ask("lock", json!({}));
    assert_eq!(person.fails("unlock", with_code(&old)).code, "wrong_recovery_code");
    person.ask("unlock", with_code(&new));
}

#[test]
fn the_recovery_code_goes_to_a_file_with_words_that_say_what_it_is() {
    let person = Person::new(KeychainState::Ready);
    let code = person.set_up(None);
    assert_eq!(person.ask("recovery_keep", json!({"code": code})), Value::Null, "she changed her mind");
    let file = person.app.folder.join("code.txt");
    person.host.will_save(file.clone());
    assert_eq!(person.ask("recovery_keep", json!({"code": code})), "code.txt");
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(&code) && text.contains("drawer"), "{text}");
}

/// Each place where a power cut may stop the first minute: what lies there then, and what the next start makes of it.
#[test]
fn a_first_minute_that_was_cut_short_starts_over() {
    let leave = |names: &[&str]| {
        let person = Person::new(KeychainState::Ready);
        person.set_up(None);
        person.ask("lock", json!({}));
        let folder = person.app.folder.clone();
        fs::rename(folder.join("keys.json"), folder.join("keys.unfinished")).unwrap();
        for name in names {
            fs::remove_file(folder.join(name)).unwrap();
        }
        let person = person.restart();
        assert_eq!(person.phase(), "first_start", "without {names:?}");
        person.set_up(None);
        assert!(!person.folder().unfinished_keys().exists());
        assert_eq!(person.restart().phase(), "open");
    };
    leave(&[]);
    leave(&["cairn.db"]);
}

#[test]
fn an_existing_profile_is_never_made_anew() {
    let person = Person::new(KeychainState::Ready);
    person.set_up(None);
    person.ask("lock", json!({}));
    assert_eq!(person.fails("set_up", answers(None)).code, "profile_exists");
    fs::remove_file(person.folder().keys()).unwrap();
    assert_eq!(
        person.fails("set_up", answers(None)).code,
        "profile_exists",
        "a database without its keys is one too"
    );
}

#[test]
fn a_damaged_database_is_kept_and_a_backup_takes_its_place() {
    let person = Person::new(KeychainState::Ready);
    person.set_up(None);
    person.ask("backup_now", json!({}));
    person.ask("lock", json!({}));
    let file = person.app.folder.join("cairn.db");
    let mut bytes = fs::read(&file).unwrap();
    bytes[100..3000].fill(7);
    fs::write(&file, bytes).unwrap();

    let person = person.restart();
    let state = person.state();
    assert_eq!((&state["phase"], &state["trouble"]["code"]), (&json!("trouble"), &json!("store_damaged")));
    let backups = person.ask("backups", json!({}));
    let restored = person.ask("backup_restore", json!({"id": backups["backups"][0]["id"]}));
    assert_eq!(restored["phase"], "open");
    assert_eq!(person.ask("settings", json!({}))["name"], "Marcus");
    let kept = person.ask("backups", json!({}));
    assert!(kept["backups"].as_array().unwrap().iter().any(|backup| backup["why"] == "replaced"));
}

#[test]
fn a_lost_database_is_named_and_a_backup_takes_its_place() {
    let person = Person::new(KeychainState::Absent);
    person.set_up(Some("four words of my own"));
    person.ask("backup_now", json!({}));
    person.ask("lock", json!({}));
    for name in ["cairn.db", "cairn.db-wal", "cairn.db-shm"] {
        let _ = fs::remove_file(person.app.folder.join(name));
    }
    let person = person.restart();
    assert_eq!(person.phase(), "locked", "the passphrase is asked first");
    assert_eq!(person.fails("unlock", with_passphrase("four words of my own")).code, "no_profile");
    assert_eq!(person.state()["trouble"]["code"], "no_profile");
    let backups = person.ask("backups", json!({}));
    assert_eq!(person.ask("backup_restore", json!({"id": backups["backups"][0]["id"]}))["phase"], "open");
}

#[test]
fn a_lost_or_damaged_key_file_comes_back_from_the_newest_backup() {
    let person = Person::new(KeychainState::Ready);
    person.set_up(None);
    person.ask("backup_now", json!({}));
    person.ask("lock", json!({}));
    fs::remove_file(person.folder().keys()).unwrap();
    let person = person.restart();
    assert_eq!(person.state()["trouble"]["code"], "keys_missing");
    assert_eq!(person.ask("backup_restore_keys", json!({}))["phase"], "open");

    person.ask("lock", json!({}));
    fs::write(person.folder().keys(), "not a key file").unwrap();
    let person = person.restart();
    assert_eq!(person.state()["trouble"]["code"], "keys_damaged");
    assert_eq!(person.ask("backup_restore_keys", json!({}))["phase"], "open");
    let kept = fs::read_to_string(person.folder().keys().with_extension("damaged.json")).unwrap();
    assert_eq!(kept, "not a key file");
}

#[test]
fn a_key_file_of_a_newer_version_is_left_as_it_is() {
    let person = Person::new(KeychainState::Ready);
    person.set_up(None);
    person.ask("lock", json!({}));
    let text =
        fs::read_to_string(person.folder().keys()).unwrap().replace("\"version\": 1", "\"version\": 9");
    fs::write(person.folder().keys(), &text).unwrap();
    let person = person.restart();
    let state = person.state();
    assert_eq!(
        (&state["trouble"]["code"], &state["trouble"]["params"]["found"]),
        (&json!("newer_version"), &json!(9))
    );
    assert_eq!(fs::read_to_string(person.folder().keys()).unwrap(), text);
}

#[test]
fn a_profile_that_another_process_has_open_waits() {
    let person = Person::new(KeychainState::Ready);
    person.set_up(None);
    let second = App::new(person.host.clone(), person.app.folder.clone());
    let state = second.dispatch("app_state", json!({})).unwrap();
    assert_eq!((&state["phase"], &state["trouble"]["code"]), (&json!("trouble"), &json!("profile_in_use")));
    drop(person.app);
    assert_eq!(second.dispatch("try_again", json!({})).unwrap()["phase"], "open");
}

#[test]
fn a_folder_that_cannot_be_written_is_named_before_the_first_answer() {
    let host = TestHost::at(NOW);
    let file = tempfile::NamedTempFile::new().unwrap();
    let app = App::new(host, file.path().join("profile"));
    assert_eq!(app.dispatch("app_state", json!({})).unwrap()["phase"], "trouble");
}

#[test]
fn it_locks_when_nobody_was_there_for_as_long_as_was_set() {
    let person = Person::new(KeychainState::Absent);
    person.set_up(Some("four words of my own"));
    person.host.set_now("2026-09-01T23:40:00Z");
    person.app.lock_when_idle();
    assert_eq!(person.phase(), "open", "never, until she says so");
    person.ask("computer_save", json!({"idle_minutes": 5}));
    person.ask("activity", json!({}));
    person.host.set_now("2026-09-01T23:44:59Z");
    person.app.lock_when_idle();
    assert_eq!(person.phase(), "open");
    person.host.set_now("2026-09-01T23:45:00Z");
    person.app.lock_when_idle();
    assert_eq!(person.phase(), "locked");
    assert_eq!(person.host.events().last(), Some(&AppEvent::Locked));
}

#[test]
fn the_example_leaves_nothing_behind() {
    let person = Person::new(KeychainState::Ready);
    let state = person.ask("look_around", json!({}));
    assert_eq!((&state["phase"], &state["is_example"]), (&json!("open"), &json!(true)));
    assert!(person.folder().example().exists());
    assert_eq!(person.ask("lock", json!({}))["phase"], "first_start");
    assert!(!person.folder().example().exists());
    person.ask("look_around", json!({}));
    person.set_up(None);
    assert!(!person.folder().example().exists());
    assert_eq!(person.ask("settings", json!({}))["is_example"], false);
}
