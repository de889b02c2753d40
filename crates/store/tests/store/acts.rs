//! Acts: one transaction each, all or nothing.

use crate::support::*;
use cairn_domain::*;
use cairn_store::{Error, Home, Record, TABLES};
use rstest::rstest;
use std::sync::{Arc, Mutex};
use uuid::Uuid;

#[test]
fn what_is_created_is_read_back_whole_also_after_a_restart() {
    let profile = Bench::new();
    let goal = goal(1, "Learn SQL");
    profile.create(SHARED, &goal);
    profile.create(SHARED, &session(2, "Kick-off"));
    let profile = profile.reopened();
    let read = profile.get::<Goal>(goal.id).unwrap();
    assert_eq!((read.space, &read.record), (SHARED, &goal));
    assert_eq!(profile.get::<Session>(session(2, "").id).unwrap().record, session(2, "Kick-off"));
    profile.assert_whole();
}

#[test]
fn an_act_that_fails_half_way_leaves_nothing() {
    let profile = Bench::new();
    let result = profile.store.act("two", profile.now(), |draft| {
        draft.create(PERSONAL, &note(1, "first"))?;
        draft.update(&note(2, "never written"))
    });
    assert!(matches!(result, Err(Error::NoSuchRecord { kind: "note", .. })), "{result:?}");
    assert_eq!(profile.get::<Note>(note(1, "").id), None);
    assert_eq!(profile.store.outbox(10).unwrap(), []);
    assert_eq!(profile.store.undo(profile.now()).unwrap(), None);
    profile.assert_whole();
}

#[test]
fn an_act_that_panics_leaves_nothing_and_the_store_usable() {
    let profile = Bench::new();
    let act = std::panic::AssertUnwindSafe(|| {
        profile.store.act::<(), Error>("panic", profile.now(), |draft| {
            draft.create(PERSONAL, &note(1, "first"))?;
            panic!("in the middle of an act")
        })
    });
    std::panic::catch_unwind(act).unwrap_err();
    assert_eq!(profile.get::<Note>(note(1, "").id), None);
    profile.create(PERSONAL, &note(1, "again"));
    profile.assert_whole();
}

#[test]
fn only_fields_that_differ_are_written() {
    let profile = Bench::new();
    let goal = goal(1, "Learn SQL");
    profile.create(SHARED, &goal);
    profile.store.sent(&profile.store.outbox(10).unwrap()).unwrap();
    profile.update(&Goal { title: "Learn SQL well".into(), due_on: None, ..goal.clone() });
    let unsent = profile.store.outbox(10).unwrap();
    let fields: Vec<u16> = unsent.iter().map(|op| op.field.0).collect();
    assert_eq!(fields, [3, 12], "title and due_on");
    assert!(unsent.iter().all(|op| op.base.is_some()), "what they overwrote is known");
    profile.assert_whole();
}

#[test]
fn an_update_that_changes_nothing_is_no_write() {
    let profile = Bench::new();
    profile.create(SHARED, &goal(1, "Learn SQL"));
    let before = profile.get::<Goal>(goal(1, "").id).unwrap().changed_at;
    profile.update(&goal(1, "Learn SQL"));
    assert_eq!(profile.get::<Goal>(goal(1, "").id).unwrap().changed_at, before);
    assert_eq!(profile.store.undo_labels().0, Some("create"));
}

#[test]
fn an_id_is_used_once() {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "mine"));
    let again = profile.store.act("again", profile.now(), |draft| draft.create(PERSONAL, &note(1, "other")));
    assert!(matches!(again, Err(Error::RecordExists { .. })), "{again:?}");
    let elsewhere =
        profile.store.act("again", profile.now(), |draft| draft.create(SHARED, &note(1, "other")));
    assert!(matches!(elsewhere, Err(Error::OtherSpace { .. })), "{elsewhere:?}");
    assert_eq!(profile.get::<Note>(note(1, "").id).unwrap().text, "mine");
}

#[test]
fn a_deleted_record_comes_back_under_its_id_with_new_values() {
    // Occurrences of a series and settings have derived ids.
    let profile = Bench::new();
    profile.create(SHARED, &session(1, "First"));
    profile.remove::<Session>(session(1, "").id);
    assert_eq!(profile.get::<Session>(session(1, "").id), None);
    let second = Session { join_link: Some("https://meet.example/x".into()), ..session(1, "Second") };
    profile.create(SHARED, &second);
    assert_eq!(profile.get::<Session>(second.id).unwrap().record, second);
    profile.assert_whole();
}

#[test]
fn put_writes_whether_it_is_there_or_not() {
    let profile = Bench::new();
    for value in ["\"dark\"", "\"light\""] {
        let setting =
            Setting { id: SettingId::of_key(ACCOUNT, "theme"), key: "theme".into(), value: value.into() };
        profile.store.act("set", profile.now(), |draft| draft.put(PERSONAL, &setting)).unwrap();
        assert_eq!(profile.get::<Setting>(setting.id).unwrap().record, setting);
    }
}

#[rstest]
#[case::journal(SHARED)]
fn a_journal_entry_lives_in_the_personal_space_alone(#[case] space: Space) {
    let profile = Bench::new();
    let result =
        profile.store.act("create", profile.now(), |draft| draft.create(space, &journal_entry(1, "dear")));
    assert!(matches!(result, Err(Error::Misplaced { kind: "journal_entry" })), "{result:?}");
}

#[test]
fn a_member_lives_in_a_mentorship_alone() {
    let profile = Bench::new();
    let result = profile.store.act("create", profile.now(), |draft| draft.create(PERSONAL, &session(1, "x")));
    assert!(matches!(result, Err(Error::Misplaced { kind: "session" })), "{result:?}");
    assert_eq!(Member::TABLE.home, Home::Mentorship);
}

#[test]
fn no_row_is_ever_moved_to_another_space() {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "mine"));
    let connection = raw(profile.path());
    for table in TABLES {
        let trigger: i64 = connection
            .query_row(
                "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1 AND sql LIKE '%UPDATE OF space%'",
                [table.name],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(trigger, 1, "{}", table.name);
    }
    let moved = connection.execute("UPDATE note SET space = ?1", [MENTORSHIP.0.as_bytes()]);
    assert!(moved.unwrap_err().to_string().contains("never moves"));
}

#[test]
fn who_watches_hears_of_every_commit_and_of_nothing_else() {
    let profile = Bench::new();
    let heard: Arc<Mutex<Vec<Vec<&str>>>> = Arc::default();
    let hear = Arc::clone(&heard);
    profile.store.watch(move |changed| hear.lock().unwrap().push(changed.kinds()));
    profile.create(SHARED, &goal(1, "Learn SQL"));
    let _ = profile.store.act("fails", profile.now(), |draft| {
        draft.create(PERSONAL, &note(1, "x"))?;
        Err::<(), _>(Error::Cancelled)
    });
    profile.update(&goal(1, "Learn SQL"));
    profile
        .store
        .act("two", profile.now(), |draft| {
            draft.create(PERSONAL, &note(2, "x"))?;
            draft.create(PERSONAL, &journal_entry(3, "y"))
        })
        .unwrap();
    assert_eq!(*heard.lock().unwrap(), [vec!["goal"], vec!["note", "journal_entry"]]);
}

#[test]
fn an_act_reads_what_it_has_written() {
    let profile = Bench::new();
    let count = profile
        .store
        .act::<_, Error>("three", profile.now(), |draft| {
            for n in 1..=3 {
                draft.create(PERSONAL, &note(n, "x"))?;
            }
            draft.personal().select::<Note>().count()
        })
        .unwrap();
    assert_eq!(count, 3);
}

#[test]
fn queries_filter_order_and_limit() {
    let profile = Bench::new();
    for (id, hour) in [(1, 9), (2, 15), (3, 12)] {
        let starts = day(2).and_hms_opt(hour, 0, 0).unwrap();
        profile.create(SHARED, &Session { starts, ..session(id, &format!("at {hour}")) });
    }
    let noon = day(2).and_hms_opt(12, 0, 0).unwrap();
    let titles = |list: Vec<cairn_store::Shared<Session>>| -> Vec<String> {
        list.into_iter().map(|session| session.title.clone()).collect()
    };
    profile
        .store
        .read::<_, Error>(|reader| {
            let view = reader.mentorship(MENTORSHIP);
            assert_eq!(titles(view.select().by("starts").list()?), ["at 9", "at 12", "at 15"]);
            assert_eq!(titles(view.select().by("starts").skip(1).limit(1).list()?), ["at 12"]);
            assert_eq!(titles(view.select().by("starts").skip(2).list()?), ["at 15"]);
            assert_eq!(titles(view.select().skip(3).list()?), [""; 0]);
            assert_eq!(view.select::<Session>().skip(1).limit(1).count()?, 3, "it counts all of them");
            let past =
                |value: Option<SeriesId>| view.select().past("starts", noon, "series", value).by("starts");
            assert_eq!(titles(past(None).list()?), ["at 15"]);
            let other = Some(SeriesId::from(uuid::Uuid::from_u128(9)));
            assert_eq!(past(other).count()?, 3, "what has no such mark is not left out");
            assert_eq!(titles(view.select().by_greatest("starts").limit(1).list()?), ["at 15"]);
            assert_eq!(
                titles(
                    view.select()
                        .at_least("starts", noon)
                        .below("starts", noon + chrono::Duration::hours(1))
                        .list()?
                ),
                ["at 12"]
            );
            assert_eq!(
                view.with::<Session>("series", None::<SeriesId>)?.len(),
                3,
                "nothing is found as nothing"
            );
            assert_eq!(view.with::<Session>("state", SessionState::Held)?.len(), 0);
            let unknown = view.with::<Session>("no_such", 1);
            assert!(matches!(unknown, Err(Error::NoSuchColumn { kind: "session", .. })));
            Ok(())
        })
        .unwrap();
}

#[rstest]
#[case::empty("")]
#[case::null("a\0b")]
#[case::rtl("שלום עולם")]
#[case::emoji("🪨👩‍👩‍👧‍👦")]
#[case::quotes("'; DROP TABLE note; --\"")]
#[case::long(&"ä".repeat(200_000))]
fn any_text_comes_back_as_it_was(#[case] text: &str) {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, text));
    assert_eq!(profile.get::<Note>(note(1, "").id).unwrap().text, text);
    profile.assert_whole();
}

#[test]
fn a_text_that_no_device_would_take_is_refused() {
    let profile = Bench::new();
    let huge = note(1, &"x".repeat(cairn_replica::MAX_TEXT_BYTES + 1));
    let result = profile.store.act("create", profile.now(), |draft| draft.create(PERSONAL, &huge));
    assert!(matches!(result, Err(Error::TooLarge { .. })), "{result:?}");
}

#[test]
fn dates_out_of_the_ordinary_come_back_or_as_nothing() {
    let profile = Bench::new();
    let extremes = Goal {
        starts_on: Some(chrono::NaiveDate::MIN),
        due_on: Some(chrono::NaiveDate::MAX),
        target: Some(f64::NAN),
        baseline: Some(f64::MAX),
        ..goal(1, "x")
    };
    profile.create(PERSONAL, &extremes);
    assert_eq!(profile.get::<Goal>(extremes.id).unwrap().record, Goal { target: None, ..extremes });
    profile.assert_whole();
}

#[test]
fn local_settings_stay_on_the_device() {
    let profile = Bench::new();
    profile.store.set_local_setting("window", Some("900x480")).unwrap();
    let profile = profile.reopened();
    assert_eq!(profile.store.local_setting("window").unwrap().as_deref(), Some("900x480"));
    profile.store.set_local_setting("window", None).unwrap();
    assert_eq!(profile.store.local_setting("window").unwrap(), None);
    assert_eq!(profile.store.outbox(10).unwrap(), []);
}

#[test]
fn a_snapshot_does_not_see_later_writes() {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "before"));
    profile
        .store
        .read::<_, Error>(|reader| {
            let id = NoteId(Uuid::from_u128(1));
            assert_eq!(reader.personal().get::<Note>(id)?.unwrap().text, "before");
            profile.update(&note(1, "after"));
            assert_eq!(reader.personal().get::<Note>(id)?.unwrap().text, "before");
            Ok(())
        })
        .unwrap();
    assert_eq!(profile.get::<Note>(note(1, "").id).unwrap().text, "after");
}
