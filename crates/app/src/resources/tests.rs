//! The library, as the interface asks for it.

use crate::{App, Error, testing::TestHost};
use rstest::rstest;
use serde_json::{Value, json};
use std::{fs, sync::Arc};

struct Library {
    host: Arc<TestHost>,
    app: App,
    mentorship: String,
    folder: tempfile::TempDir,
}

impl Library {
    fn new() -> Library {
        let host = TestHost::at("2026-11-24T01:12:00Z");
        let app = host.open_app();
        app.fill_demo().unwrap();
        let places = app.dispatch("goal_places", json!({})).unwrap();
        let mentorship = places[1]["mentorship"].as_str().unwrap().to_owned();
        Library { host, app, mentorship, folder: tempfile::tempdir().unwrap() }
    }

    fn run(&self, command: &str, arguments: Value) -> Value {
        self.app.dispatch(command, arguments).unwrap()
    }

    fn refused(&self, command: &str, arguments: Value) -> Error {
        self.app.dispatch(command, arguments).unwrap_err()
    }

    fn add(&self, fields: Value) -> String {
        self.run("resource_save", fields)["resource"].as_str().unwrap().to_owned()
    }

    fn get(&self, id: &str) -> Value {
        self.run("resource_get", json!({"resource": id}))
    }

    fn titles(&self, filters: Value) -> Vec<String> {
        let list = self.run("resources_list", filters);
        list["resources"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["title"].as_str().unwrap().to_owned())
            .collect()
    }

    fn file(&self, name: &str, content: &[u8]) {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        self.host.will_open(path);
    }
}

#[test]
fn what_is_typed_is_kept_and_read_again() {
    let library = Library::new();
    let id = library.add(json!({"title": "SRE book"}));
    let fields = json!({"resource": id, "kind": "book", "author": "Beyer", "url": "sre.google/books", "tags": "ops, Ops, #reading"});
    library.run("resource_save", fields);
    let view = library.get(&id);
    assert_eq!(view["url"], "https://sre.google/books");
    assert_eq!(view["row"]["tags"], json!(["ops", "reading"]));
    assert_eq!((&view["row"]["private"], &view["row"]["about"]), (&json!(true), &json!("Beyer")));
}

#[rstest]
#[case::script("javascript:alert(1)")]
#[case::file("file:///etc/passwd")]
#[case::words("not a link")]
fn an_address_that_is_no_web_link_is_refused_at_its_field(#[case] url: &str) {
    let library = Library::new();
    let error = library.refused("resource_save", json!({"title": "Bad", "url": url}));
    assert_eq!((error.code, &error.params["field"]), ("not_a_link", &"url".into()));
    assert!(library.titles(json!({"find": "Bad"})).is_empty(), "nothing was kept");
}

#[test]
fn filters_narrow_the_list_together() {
    let library = Library::new();
    library.add(json!({"title": "Statistics by hand", "kind": "book", "tags": "zebra"}));
    library.add(json!({"title": "Statistics on film", "kind": "video", "tags": "zebra"}));
    assert_eq!(library.titles(json!({"tag": "zebra", "kind": "video"})), ["Statistics on film"]);
    assert_eq!(library.titles(json!({"find": "hand STAT"})), ["Statistics by hand"]);
    assert!(library.titles(json!({"tag": "zebra", "private": false})).is_empty());
}

#[test]
fn a_file_is_kept_encrypted_and_given_back_as_it_was() {
    let library = Library::new();
    library.file("Reading_list.txt", b"one, two, three");
    let id = library.run("resource_attach", json!({}))["resource"].as_str().unwrap().to_owned();
    let view = library.get(&id);
    assert_eq!((&view["row"]["title"], &view["row"]["kind"]), (&json!("Reading list"), &json!("file")));
    let out = library.folder.path().join("out.txt");
    library.host.will_save(out.clone());
    assert_eq!(library.run("resource_export_file", json!({"resource": id})), "out.txt");
    assert_eq!(fs::read(&out).unwrap(), b"one, two, three");
}

#[test]
fn a_file_that_vanished_leaves_nothing() {
    let library = Library::new();
    let before = library.titles(json!({}));
    library.host.will_open(library.folder.path().join("gone.pdf"));
    let error = library.refused("resource_attach", json!({}));
    assert_eq!((error.code, &error.params["name"]), ("file_gone", &"gone.pdf".into()));
    assert_eq!(library.titles(json!({})), before);
}

#[test]
fn a_file_over_the_limit_is_refused_by_name() {
    let library = Library::new();
    let path = library.folder.path().join("film.mp4");
    fs::File::create(&path).unwrap().set_len((25 << 20) + 1).unwrap();
    library.host.will_open(path);
    let error = library.refused("resource_attach", json!({}));
    assert_eq!((error.code, &error.params["limit"]), ("file_too_large", &25.into()));
}

#[test]
fn a_folder_is_no_file() {
    let library = Library::new();
    library.host.will_open(library.folder.path().to_owned());
    assert_eq!(library.refused("resource_attach", json!({})).code, "not_a_file");
}

#[test]
fn sharing_copies_after_showing_and_leaves_the_private_one() {
    let library = Library::new();
    let id = library.add(json!({"title": "Mine", "description": "Write to ana@example.org"}));
    let wish = json!({"resource": id, "mentorship": library.mentorship});
    let preview = library.run("resource_share_preview", wish.clone());
    assert!(preview["text"].as_str().unwrap().contains("Write to ana@example.org"));
    assert_eq!(preview["contacts"], json!(["ana@example.org"]));
    let copy = library.run("resource_share", wish)["resource"].as_str().unwrap().to_owned();
    assert_eq!(library.get(&copy)["row"]["private"], false);
    assert_eq!(library.get(&id)["row"]["private"], true);
    let again = json!({"resource": copy, "mentorship": library.mentorship});
    assert_eq!(library.refused("resource_share", again).code, "resource_shared");
}

#[test]
fn a_shared_resource_cannot_name_a_private_goal() {
    let library = Library::new();
    let goal = library.run("goal_save", json!({"title": "Only mine"}))["goal"].clone();
    let id = library.add(json!({"title": "Ours", "shared_in": library.mentorship}));
    let error = library.refused("resource_pin", json!({"resource": id, "goal": goal}));
    assert_eq!((error.code, &error.params["field"]), ("private_goal", &"goal".into()));
    let own = library.add(json!({"title": "Mine"}));
    library.run("resource_pin", json!({"resource": own, "goal": goal}));
    assert_eq!(library.titles(json!({"goal": goal})), ["Mine"]);
}

#[test]
fn who_is_to_read_it_is_said_and_begins_anew() {
    let library = Library::new();
    let id = library.add(json!({"title": "Ours", "shared_in": library.mentorship}));
    let people = library.get(&id)["people"].clone();
    library.run("resource_set_status", json!({"resource": id, "status": "read"}));
    library.run("resource_assign", json!({"resource": id, "member": people[0]["id"]}));
    let view = library.get(&id);
    assert_eq!((&view["row"]["mine"], &view["row"]["status"]), (&json!(true), &json!("to_read")));
    assert!(library.titles(json!({"mine": true})).contains(&"Ours".to_owned()));
}

#[test]
fn what_was_deleted_comes_back_by_undo() {
    let library = Library::new();
    let id = library.add(json!({"title": "Deleted"}));
    library.run("resource_delete", json!({"resource": id}));
    assert_eq!(library.refused("resource_get", json!({"resource": id})).code, "not_found");
    library.run("undo", json!({}));
    assert_eq!(library.get(&id)["row"]["title"], "Deleted");
}

#[test]
fn a_link_is_opened_by_the_desktop_and_never_fetched() {
    let library = Library::new();
    let id = library.add(json!({"title": "SRE", "url": "https://sre.google/books"}));
    library.run("resource_open", json!({"resource": id}));
    assert_eq!(library.host.links(), ["https://sre.google/books"]);
    let bare = library.add(json!({"title": "No address"}));
    assert_eq!(library.refused("resource_open", json!({"resource": bare})).code, "no_address");
}

#[test]
fn odd_text_is_kept_and_too_much_is_refused() {
    let library = Library::new();
    let id = library.add(json!({"title": "ללמוד SQL 🪨\u{202E}\u{0}"}));
    assert_eq!(library.get(&id)["row"]["title"], "ללמוד SQL 🪨");
    let error = library.refused("resource_save", json!({"title": "a".repeat(10_000)}));
    assert_eq!((error.code, &error.params["field"]), ("too_long", &"title".into()));
}
