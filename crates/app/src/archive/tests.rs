//! Out and back in, and everything that can be wrong on the way.

use super::{
    entry::KINDS,
    open::{FORMAT, Opened},
};
use crate::{App, AppEvent, Error, testing::TestHost};
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read, Write},
    path::PathBuf,
    sync::Arc,
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// In every private record of the tests, and in nothing that is shared.
const MARK: &str = "zanzibar";

struct Person {
    host: Arc<TestHost>,
    app: App,
    folder: tempfile::TempDir,
}

impl Person {
    fn new() -> Person {
        let host = TestHost::at("2026-11-24T01:12:00Z");
        let app = host.open_app();
        Person { host, app, folder: tempfile::tempdir().unwrap() }
    }

    /// With the example, a kept file, and marked private records of every kind.
    fn lived_in() -> Person {
        let person = Person::new();
        person.app.fill_demo().unwrap();
        let mentorship = person.mentorship();
        person.run(
            "resource_save",
            json!({"title": format!("{MARK} link"), "url": format!("https://{MARK}.example.org")}),
        );
        person.run(
            "goal_save",
            json!({"title": format!("{MARK} goal"), "about": mentorship, "specific": MARK, "target": "0.1"}),
        );
        person.run(
            "action_add",
            json!({"mentorship": mentorship, "text": format!("{MARK} action"), "private": true}),
        );
        let sessions = person.run("sessions_list", json!({"mentorship": mentorship}));
        let session = sessions.to_string();
        let id = session.split("\"id\":\"").nth(1).unwrap()[..36].to_owned();
        person.run("note_save", json!({"session": id, "private": true, "text": format!("{MARK} note")}));
        person
            .app
            .act("journal", |draft| {
                let entry = cairn_domain::JournalEntry {
                    id: person.app.new_id(),
                    on: person.app.today(),
                    text: format!("{MARK} journal"),
                    goal: None,
                };
                Ok(draft.create(cairn_domain::Space::Personal(draft.account()), &entry)?)
            })
            .unwrap();
        let mut file = vec![0u8; 200_000];
        file.iter_mut().enumerate().for_each(|(n, byte)| *byte = (n % 251) as u8);
        person.attach("shared.bin", &file, json!({"new": {"shared_in": mentorship}}));
        person.attach("mine.txt", format!("{MARK} file").as_bytes(), json!({}));
        person
    }

    fn attach(&self, name: &str, content: &[u8], arguments: Value) {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        self.host.will_open(path);
        self.run("resource_attach", arguments);
    }

    fn run(&self, command: &str, arguments: Value) -> Value {
        self.app.dispatch(command, arguments).unwrap()
    }

    fn refused(&self, command: &str) -> Error {
        self.app.dispatch(command, json!({})).unwrap_err()
    }

    fn mentorship(&self) -> String {
        self.run("goal_places", json!({}))[1]["mentorship"].as_str().unwrap().to_owned()
    }

    fn archive(&self, arguments: Value) -> Vec<u8> {
        let path = self.path("out.zip");
        self.host.will_save(path.clone());
        self.run("archive_write", arguments);
        fs::read(path).unwrap()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Chooses these bytes as the archive to bring in.
    fn choose(&self, bytes: &[u8]) {
        let path = self.path("in.zip");
        fs::write(&path, bytes).unwrap();
        self.host.will_open(path);
    }

    fn bring_in(&self, bytes: &[u8]) -> Value {
        self.choose(bytes);
        self.run("archive_preview", json!({}));
        self.run("archive_read", json!({}))
    }

    /// Every record there is.
    fn records(&self) -> Vec<super::entry::Entry> {
        self.app
            .read(|reader| {
                let mut all = Vec::new();
                for kind in KINDS {
                    all.extend((kind.everything)(reader)?);
                }
                Ok(all)
            })
            .unwrap()
    }
}

fn contents(zip: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(zip)).unwrap();
    (0..zip.len())
        .map(|n| {
            let mut file = zip.by_index(n).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().unwrap().to_string(), content)
        })
        .collect()
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn archive_of(records: Value) -> Vec<u8> {
    let json = json!({"format": FORMAT, "version": 1, "scope": "everything", "records": records}).to_string();
    zipped(&[("archive.json", json.as_bytes())])
}

fn is_marked(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).to_lowercase().contains(MARK)
}

#[test]
fn an_archive_of_an_archive_is_the_same() {
    let ana = Person::lived_in();
    let first = ana.archive(json!({}));
    let ben = Person::new();
    ben.host.set_now("2026-11-25T09:00:00Z");
    ben.bring_in(&first);
    let second = ben.archive(json!({}));
    let (first, second) = (contents(&first), contents(&second));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (name, content) in &first {
        let (one, other) = (String::from_utf8_lossy(content), String::from_utf8_lossy(&second[name]));
        let differing = one.lines().zip(other.lines()).find(|(one, other)| one != other);
        assert_eq!(differing, None, "{name}");
    }
    assert_eq!(first, second);
}

#[test]
fn equal_data_gives_equal_bytes() {
    let ana = Person::lived_in();
    let first = ana.archive(json!({}));
    ana.host.set_now("2027-03-01T09:00:00Z");
    assert!(first == ana.archive(json!({})), "the bytes differ");
}

#[test]
fn nothing_private_is_in_what_a_mentorship_shares() {
    let ana = Person::lived_in();
    let everything = contents(&ana.archive(json!({})));
    let marked = everything.iter().filter(|(name, content)| is_marked(content) || is_marked(name.as_bytes()));
    assert!(marked.count() >= 6, "the private records are there to be found: {:?}", everything.keys());
    let mentorships = ana.run("goal_places", json!({}));
    for place in &mentorships.as_array().unwrap()[1..] {
        let zip = ana.archive(json!({"mentorship": place["mentorship"]}));
        assert!(!is_marked(&zip));
        for (name, content) in contents(&zip) {
            assert!(!is_marked(&content) && !is_marked(name.as_bytes()), "{name}");
            assert!(!name.starts_with("private"), "{name}");
        }
    }
}

#[test]
fn what_sync_notes_neither_goes_out_nor_comes_in() {
    const KEYS: [&str; 2] = ["sync/pin/somebody", "sync/invite/somebody"];
    let person = Person::lived_in();
    for key in KEYS {
        let noted = person.app.act("a note", |draft| {
            let id = cairn_domain::SettingId::of_key(draft.account(), key);
            let note = cairn_domain::Setting { id, key: key.into(), value: "mine".into() };
            Ok(draft.create(cairn_domain::Space::Personal(draft.account()), &note)?)
        });
        noted.unwrap();
    }
    let archive = contents(&person.archive(json!({})));
    let other = Person::new();
    for key in KEYS {
        assert!(archive.values().all(|bytes| !String::from_utf8_lossy(bytes).contains(key)));
        let fields = json!({ "key": key, "value": "theirs" });
        other.bring_in(&archive_of(json!([{ "kind": "setting", "space": "personal", "fields": fields }])));
    }
    let settings = other.app.read(|reader| Ok(reader.personal().all::<cairn_domain::Setting>()?)).unwrap();
    assert!(settings.iter().all(|setting| !KEYS.contains(&setting.key.as_str())));
}

#[test]
fn a_person_can_read_it_without_cairn() {
    let ana = Person::lived_in();
    let files = contents(&ana.archive(json!({"mentorship": ana.mentorship()})));
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    assert!(text("README.md").contains("Nothing private is in it"));
    assert!(text("calendar.ics").contains("BEGIN:VEVENT"));
    let session = files.keys().find(|name| name.contains("/sessions/")).unwrap();
    assert!(text(session).contains("Ishani"), "{}", text(session));
    assert!(files.keys().any(|name| name.contains("/goals/")), "{:?}", files.keys());
}

#[test]
fn bringing_it_in_twice_changes_nothing_and_undo_takes_it_back() {
    let ana = Person::lived_in();
    let zip = ana.archive(json!({}));
    let ben = Person::new();
    let before = ben.records();
    ben.bring_in(&zip);
    let after = ben.records();
    let again = ben.bring_in(&zip);
    assert_eq!((&again["new"], &again["newer"], &again["skipped"]), (&json!(0), &json!(0), &json!(0)));
    assert_eq!(ben.records(), after);
    ben.run("undo", json!({}));
    assert_eq!(ben.records(), before);
}

#[test]
fn looking_at_an_archive_writes_nothing_and_tells_what_is_in_it() {
    let ana = Person::lived_in();
    let zip = ana.archive(json!({}));
    let ben = Person::new();
    let before = ben.records();
    ben.choose(&zip);
    let preview = ben.run("archive_preview", json!({}));
    assert_eq!(ben.records(), before);
    assert_eq!((&preview["everything"], &preview["counts"][0]), (&json!(true), &json!("3 mentorships")));
    assert_eq!((&preview["skipped"], &preview["older"]), (&json!(0), &json!(0)));
}

#[test]
fn what_was_changed_here_since_stays_and_what_was_deleted_comes_back() {
    let ana = Person::lived_in();
    let id = ana.run("resource_save", json!({"title": "Then"}))["resource"].clone();
    let gone = ana.run("resource_save", json!({"title": "Gone"}))["resource"].clone();
    let zip = ana.archive(json!({}));
    ana.host.set_now("2026-11-25T01:12:00Z");
    ana.run("resource_save", json!({"resource": id, "title": "Now"}));
    ana.run("resource_delete", json!({"resource": gone}));
    let taken = ana.bring_in(&zip);
    assert_eq!(taken["new"], 1);
    assert_eq!(ana.run("resource_get", json!({"resource": id}))["row"]["title"], "Now");
    assert_eq!(ana.run("resource_get", json!({"resource": gone}))["row"]["title"], "Gone");
}

#[test]
fn a_newer_archive_brings_older_records_up_to_date() {
    let ana = Person::lived_in();
    let id = ana.run("resource_save", json!({"title": "Then"}))["resource"].clone();
    let ben = Person::new();
    ben.bring_in(&ana.archive(json!({})));
    ana.host.set_now("2026-11-25T01:12:00Z");
    ben.host.set_now("2026-11-26T01:12:00Z");
    ana.run("resource_save", json!({"resource": id, "title": "Now"}));
    assert_eq!(ben.bring_in(&ana.archive(json!({})))["newer"], 1);
    assert_eq!(ben.run("resource_get", json!({"resource": id}))["row"]["title"], "Now");
}

#[test]
fn a_stranger_cannot_put_a_record_where_others_read_it() {
    let ana = Person::lived_in();
    let private =
        ana.records().into_iter().find(|entry| entry.kind == "note" && entry.space == "personal").unwrap();
    let mut moved = private.clone();
    moved.space = ana.mentorship();
    moved.fields.insert("mentorship".into(), moved.space.clone().into());
    moved.fields.insert("text".into(), "replaced".into());
    moved.changed_at = Some("2030-01-01T00:00:00Z".into());
    let before = ana.records();
    assert_eq!(ana.bring_in(&archive_of(json!([moved])))["skipped"], 1);
    assert_eq!(ana.records(), before);
}

#[rstest]
#[case::unknown_kind(json!({"kind": "whiteboard", "id": "0195f000-0000-7000-8000-000000000001", "space": "personal", "changed_at": "2026-01-01T00:00:00Z", "fields": {}}))]
#[case::unknown_word(json!({"kind": "resource", "id": "0195f000-0000-7000-8000-000000000001", "space": "personal", "changed_at": "2026-01-01T00:00:00Z", "fields": {"kind": "podcast", "title": "A"}}))]
#[case::unsafe_link(json!({"kind": "resource", "id": "0195f000-0000-7000-8000-000000000001", "space": "personal", "changed_at": "2026-01-01T00:00:00Z", "fields": {"kind": "link", "title": "A", "url": "javascript:alert(1)"}}))]
#[case::override_of_direction(json!({"kind": "note", "id": "0195f000-0000-7000-8000-000000000001", "space": "personal", "changed_at": "2026-01-01T00:00:00Z", "fields": {"text": "a\u{202E}b"}}))]
#[case::far_future(json!({"kind": "journal_entry", "id": "0195f000-0000-7000-8000-000000000001", "space": "personal", "changed_at": "2026-01-01T00:00:00Z", "fields": {"on": "9999-01-01", "text": "a"}}))]
#[case::no_such_mentorship(json!({"kind": "note", "id": "0195f000-0000-7000-8000-000000000001", "space": "0195f000-0000-7000-8000-000000000009", "changed_at": "2026-01-01T00:00:00Z", "fields": {"text": "a", "mentorship": "0195f000-0000-7000-8000-000000000009"}}))]
#[case::misplaced(json!({"kind": "journal_entry", "id": "0195f000-0000-7000-8000-000000000001", "space": "0195f000-0000-7000-8000-000000000009", "changed_at": "2026-01-01T00:00:00Z", "fields": {"on": "2026-01-01", "text": "a"}}))]
fn what_is_not_understood_is_left_out_and_counted(#[case] entry: Value) {
    let ana = Person::new();
    let before = ana.records();
    assert_eq!(ana.bring_in(&archive_of(json!([entry])))["skipped"], 1);
    assert_eq!(ana.records(), before);
}

#[rstest]
#[case::empty(Vec::new(), "not_an_archive")]
#[case::text(b"Dear diary".to_vec(), "not_an_archive")]
#[case::other_zip(zipped(&[("holiday.jpg", b"x")]), "not_an_archive")]
#[case::other_json(zipped(&[("archive.json", br#"{"format": "x", "version": 1}"#)]), "not_an_archive")]
#[case::no_json(zipped(&[("archive.json", b"{")]), "archive_damaged")]
#[case::depth(zipped(&[("archive.json", "[".repeat(1_000_000).as_bytes())]), "archive_damaged")]
#[case::deep_fields(zipped(&[("archive.json", format!(r#"{{"format": "{FORMAT}", "version": 1, "records": {}"#, "[".repeat(100_000)).as_bytes())]), "archive_damaged")]
#[case::newer(zipped(&[("archive.json", format!(r#"{{"format": "{FORMAT}", "version": 7}}"#).as_bytes())]), "newer_archive")]
#[case::climbing_out(zipped(&[("../../.bashrc", b"x"), ("archive.json", b"{}")]), "archive_unsafe")]
#[case::absolute(zipped(&[("/etc/passwd", b"x"), ("archive.json", b"{}")]), "archive_unsafe")]
#[case::twice(archive_of(json!([
    {"kind": "note", "id": "0195f000-0000-7000-8000-000000000001", "space": "personal", "changed_at": "2026-01-01T00:00:00Z", "fields": {"text": "a"}},
    {"kind": "note", "id": "0195f000-0000-7000-8000-000000000001", "space": "personal", "changed_at": "2026-01-01T00:00:00Z", "fields": {"text": "b"}},
])), "archive_damaged")]
fn a_bad_file_is_named_and_nothing_is_written(#[case] bytes: Vec<u8>, #[case] code: &str) {
    let ana = Person::new();
    let before = ana.records();
    ana.choose(&bytes);
    assert_eq!(ana.refused("archive_preview").code, code);
    assert_eq!(ana.records(), before);
}

#[test]
fn the_versions_are_named() {
    let ana = Person::new();
    ana.choose(&zipped(&[("archive.json", format!(r#"{{"format": "{FORMAT}", "version": 7}}"#).as_bytes())]));
    let error = ana.refused("archive_preview");
    assert_eq!((&error.params["found"], &error.params["known"]), (&7.into(), &1.into()));
}

#[test]
fn a_truncated_archive_is_damaged() {
    let ana = Person::lived_in();
    let zip = ana.archive(json!({}));
    let ben = Person::new();
    for part in [100, zip.len() / 2, zip.len() - 1] {
        ben.choose(&zip[..part]);
        assert_eq!(ben.refused("archive_preview").code, "archive_damaged", "{part} of {}", zip.len());
    }
}

#[test]
fn a_bomb_is_not_unpacked() {
    let ana = Person::new();
    let zeros = vec![b' '; 20 << 20];
    let bomb = zipped(&[("archive.json", &zeros)]);
    assert!(bomb.len() < 100_000);
    ana.choose(&bomb);
    assert_eq!(ana.refused("archive_preview").code, "archive_too_large");
}

#[test]
fn a_bomb_that_hides_its_size_is_not_unpacked_either() {
    const LIMIT: u64 = 1 << 20;
    let json = json!({"format": FORMAT, "version": 1, "scope": "everything", "records": []}).to_string();
    let zeros = vec![0; 4 << 20];
    let mut bomb = zipped(&[("archive.json", json.as_bytes()), ("attachments/bomb", &zeros)]);
    // What it says of its size, in both places where it says so.
    let truth = (zeros.len() as u32).to_le_bytes();
    for at in 0..bomb.len() - 4 {
        if bomb[at..at + 4] == truth {
            bomb[at..at + 4].copy_from_slice(&10u32.to_le_bytes());
        }
    }
    let mut opened = Opened::read(Cursor::new(bomb)).unwrap();
    let error = opened.content("attachments/bomb", LIMIT).unwrap_err();
    assert!(["archive_too_large", "archive_damaged"].contains(&error.code), "{}", error.code);
}

#[test]
fn a_kept_file_that_was_changed_stops_everything() {
    let ana = Person::lived_in();
    let mut files = contents(&ana.archive(json!({})));
    let name = files.keys().find(|name| name.starts_with("attachments/")).unwrap().clone();
    files.insert(name, b"something else".to_vec());
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    let ben = Person::new();
    let before = ben.records();
    ben.choose(&zipped(&files));
    ben.run("archive_preview", json!({}));
    assert_eq!(ben.refused("archive_read").code, "archive_damaged");
    assert_eq!(ben.records(), before);
}

#[test]
fn a_file_that_vanishes_during_the_import_leaves_nothing() {
    let ana = Person::lived_in();
    let ben = Person::new();
    let before = ben.records();
    ben.choose(&ana.archive(json!({})));
    ben.run("archive_preview", json!({}));
    fs::remove_file(ben.path("in.zip")).unwrap();
    assert_eq!(ben.refused("archive_read").code, "file_gone");
    assert_eq!(ben.records(), before);
}

#[test]
fn an_archive_that_cannot_be_written_leaves_nothing() {
    let ana = Person::lived_in();
    ana.host.will_save(ana.path("no-such-folder/out.zip"));
    assert_eq!(ana.refused("archive_write").code, "file_failed");
    let left: Vec<_> =
        fs::read_dir(ana.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("zip")), "{left:?}");
}

#[test]
fn progress_is_told_to_the_end() {
    let ana = Person::lived_in();
    ana.archive(json!({}));
    let last = ana.host.events().into_iter().rev().find_map(|event| match event {
        AppEvent::Progress { work, done, total } => Some((work, done, total)),
        _ => None,
    });
    let (work, done, total) = last.unwrap();
    assert_eq!((work.as_str(), done), ("archive", total));
}

#[test]
fn five_hundred_mutated_archives_never_panic_and_never_write() {
    let ana = Person::lived_in();
    let zip = ana.archive(json!({}));
    let files = contents(&zip);
    let json = files["archive.json"].clone();
    let ben = Person::new();
    let before = ben.records();
    let mut runner =
        proptest::test_runner::TestRunner::new(ProptestConfig { cases: 500, ..ProptestConfig::default() });
    let changes = proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8);
    runner
        .run(&(changes, any::<bool>(), any::<prop::sample::Index>()), |(changes, inside, cut)| {
            let mutate = |bytes: &mut Vec<u8>| {
                for (at, value) in &changes {
                    let at = at.index(bytes.len());
                    bytes[at] = *value;
                }
            };
            let bytes = if inside {
                // Well packed, and nonsense: what a checksum would have caught.
                let mut json = json.clone();
                mutate(&mut json);
                zipped(&[("archive.json", &json)])
            } else {
                let mut zip = zip.clone();
                mutate(&mut zip);
                if changes.len() > 5 {
                    zip.truncate(cut.index(zip.len()).max(1));
                }
                zip
            };
            if let Ok(opened) = Opened::read(Cursor::new(bytes)) {
                ben.app.read(|reader| super::take_in::fates(reader, &opened)).unwrap();
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(ben.records(), before);
}

#[test]
fn whatever_values_an_archive_holds_the_screens_still_open() {
    let ana = Person::lived_in();
    let good: Value = serde_json::from_slice(&contents(&ana.archive(json!({})))["archive.json"]).unwrap();
    let odd = [
        json!(i64::MAX),
        json!(-1),
        json!(0),
        json!(1e300),
        json!(""),
        json!("x".repeat(100_000)),
        json!("9999-12-31"),
        json!("2400-01-01T00:00:00"),
        json!("1800-01-01"),
        json!(null),
        json!(true),
        json!(["a"]),
        json!({"a": 1}),
        json!("Mars/Olympus"),
        json!("FREQ=DAILY;INTERVAL=4000000000"),
        json!("FREQ=WEEKLY;COUNT=0"),
        json!("me"),
        json!("0195f000-0000-7000-8000-000000000009"),
        json!([{"day": 9, "from": 2000, "to": 1}]),
    ];
    let mut runner =
        proptest::test_runner::TestRunner::new(ProptestConfig { cases: 24, ..ProptestConfig::default() });
    let one = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<prop::sample::Index>());
    runner
        .run(&proptest::collection::vec(one, 1..60), |changes| {
            let mut archive = good.clone();
            let records = archive["records"].as_array_mut().unwrap();
            for (record, field, value) in changes {
                let record = record.index(records.len());
                let fields = records[record]["fields"].as_object_mut().unwrap();
                let field = field.index(fields.len().max(1));
                if let Some(field) = fields.values_mut().nth(field) {
                    *field = odd[value.index(odd.len())].clone();
                }
            }
            let ben = Person::new();
            ben.choose(&zipped(&[("archive.json", archive.to_string().as_bytes())]));
            ben.run("archive_preview", json!({}));
            ben.run("archive_read", json!({}));
            for command in
                ["today", "goals_list", "mentorships_list", "resources_list", "actions_list", "deleted_list"]
            {
                ben.run(command, json!({}));
            }
            ben.archive(json!({}));
            Ok(())
        })
        .unwrap();
}
