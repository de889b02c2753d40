//! What fields held before.

use crate::support::*;
use cairn_domain::*;
use cairn_replica::Value;
use cairn_store::{Error, KEPT_MILLIS, Version};

fn versions(profile: &Bench, field: &str) -> Vec<Version> {
    let history = profile.store.read(|reader| reader.history::<Note>(note(1, "").id)).unwrap();
    history
        .into_iter()
        .find(|history| history.field == field)
        .map(|history| history.versions)
        .unwrap_or_default()
}

fn texts(profile: &Bench) -> Vec<String> {
    let text = |version: Version| match version.value {
        Value::Text(text) => text,
        other => panic!("{other:?} is no text"),
    };
    versions(profile, "text").into_iter().map(text).collect()
}

fn write(profile: &Bench, millis: i64, text: &str) {
    profile.store.act("write", at(millis), |draft| draft.put(PERSONAL, &note(1, text))).unwrap();
}

#[test]
fn every_version_is_kept_newest_first() {
    let profile = Bench::new();
    for (millis, text) in [(0, "first"), (100_000, "second"), (200_000, "third")] {
        write(&profile, millis, text);
    }
    assert_eq!(texts(&profile), ["third", "second", "first"]);
    assert!(versions(&profile, "text").iter().all(|version| version.here && !version.concurrent));
    profile.assert_whole();
}

#[test]
fn a_minute_of_typing_is_one_version() {
    let profile = Bench::new();
    write(&profile, 0, "before");
    let typed: String = "What a stone weighs".into();
    for (n, (end, _)) in typed.char_indices().enumerate() {
        write(&profile, 1_000_000 + n as i64 * 2_000, &typed[..=end]);
    }
    write(&profile, 5_000_000, "later");
    assert_eq!(texts(&profile), ["later", typed.as_str(), "before"]);
    profile.assert_whole();
}

#[test]
fn an_hour_of_typing_keeps_a_version_a_minute() {
    let profile = Bench::new();
    for n in 0..100 {
        write(&profile, n * 2_000, &n.to_string());
    }
    assert_eq!(texts(&profile), ["99", "98", "89", "59", "29"]);
}

#[test]
fn twenty_versions_are_kept() {
    let profile = Bench::new();
    for n in 0..40 {
        write(&profile, n * 100_000, &n.to_string());
    }
    let texts = texts(&profile);
    assert_eq!((texts.len(), texts[20].as_str()), (21, "19"), "the one that stands, and twenty before");
    profile.assert_whole();
}

#[test]
fn versions_go_after_ninety_days() {
    let profile = Bench::new();
    write(&profile, 0, "old");
    write(&profile, 1_000_000, "new");
    assert_eq!(profile.store.purge(at(KEPT_MILLIS - 1)).unwrap().versions, 0);
    assert_eq!(profile.store.purge(at(KEPT_MILLIS + 1)).unwrap().versions, 1);
    assert_eq!(texts(&profile), Vec::<String>::new(), "a field with one version has no history");
    assert_eq!(profile.get::<Note>(note(1, "").id).unwrap().text, "new");
}

#[test]
fn a_version_is_restored_by_a_new_write() {
    let profile = Bench::new();
    write(&profile, 0, "first");
    write(&profile, 1_000_000, "second");
    let first = versions(&profile, "text")[1].stamp;
    let restore =
        |draft: &mut cairn_store::Draft<'_>| draft.restore_version::<Note>(note(1, "").id, "text", first);
    profile.store.act("restore-version", at(2_000_000), restore).unwrap();
    assert_eq!(texts(&profile), ["first", "second", "first"]);
    profile.store.undo(at(3_000_000)).unwrap().unwrap();
    assert_eq!(profile.get::<Note>(note(1, "").id).unwrap().text, "second");
    let current = versions(&profile, "text")[0].stamp;
    let gone = profile
        .store
        .act("x", at(4_000_000), |draft| draft.restore_version::<Note>(note(1, "").id, "text", current));
    assert!(matches!(gone, Err(Error::NoSuchVersion)), "what stands is not in the past: {gone:?}");
}

#[test]
fn another_devices_version_is_marked() {
    let profile = Bench::new();
    write(&profile, 0, "mine");
    let theirs = op::<Note>(PERSONAL, note(1, "").id, 4, Value::Text("theirs".into()), (2, 5_000), None);
    profile.store.apply_remote(&[theirs]).unwrap();
    let seen: Vec<_> = versions(&profile, "text").iter().map(|v| (v.here, v.concurrent)).collect();
    assert_eq!(seen, [(false, false), (true, true)]);
}
