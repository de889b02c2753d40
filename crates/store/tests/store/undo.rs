//! Undo and redo.

use crate::support::*;
use cairn_domain::*;
use cairn_replica::Value;

fn title(profile: &Bench) -> Option<String> {
    profile.get::<Goal>(goal(1, "").id).map(|goal| goal.title.clone())
}

fn undo(profile: &Bench) -> Option<&'static str> {
    let undone = profile.store.undo(profile.now()).unwrap()?;
    assert_eq!(undone.kept, [], "nothing was in the way");
    Some(undone.label)
}

fn redo(profile: &Bench) -> Option<&'static str> {
    let redone = profile.store.redo(profile.now()).unwrap()?;
    assert_eq!(redone.kept, [], "nothing was in the way");
    Some(redone.label)
}

#[test]
fn a_whole_sitting_is_taken_back_and_done_again() {
    let profile = Bench::new();
    profile.create(SHARED, &goal(1, "one"));
    profile.edit::<Goal>(goal(1, "").id, |goal| goal.title = "two".into());
    profile.edit::<Goal>(goal(1, "").id, |goal| (goal.title, goal.due_on) = ("three".into(), None));
    profile.remove::<Goal>(goal(1, "").id);
    let states = [None, Some("three"), Some("two"), Some("one"), None];
    for _ in 0..2 {
        for state in &states[1..] {
            assert!(undo(&profile).is_some());
            assert_eq!(title(&profile).as_deref(), *state);
        }
        assert_eq!(undo(&profile), None);
        for state in states.iter().rev().skip(1) {
            assert!(redo(&profile).is_some());
            assert_eq!(title(&profile).as_deref(), *state);
        }
        assert_eq!(redo(&profile), None);
    }
    profile.assert_whole();
}

#[test]
fn a_field_that_was_empty_is_empty_again() {
    let profile = Bench::new();
    let before = Goal { unit: None, ..goal(1, "x") };
    profile.create(SHARED, &before);
    profile.edit::<Goal>(before.id, |goal| goal.unit = Some("pages".into()));
    undo(&profile);
    assert_eq!(profile.get::<Goal>(before.id).unwrap().record, before);
}

#[test]
fn an_act_that_wrote_twice_goes_back_to_before_the_first_time() {
    let profile = Bench::new();
    profile.create(SHARED, &goal(1, "one"));
    let id = goal(1, "").id;
    let twice = |draft: &mut cairn_store::Draft<'_>| {
        for title in ["two", "three"] {
            let mut goal = draft.need::<Goal>(id)?.record;
            goal.title = title.into();
            draft.update(&goal)?;
        }
        draft.remove::<Goal>(id)?;
        draft.restore::<Goal>(id)
    };
    profile.store.act::<_, cairn_store::Error>("twice", profile.now(), twice).unwrap();
    undo(&profile);
    assert_eq!(title(&profile).as_deref(), Some("one"), "not what stood in the middle of the act");
    redo(&profile);
    assert_eq!(title(&profile).as_deref(), Some("three"));
    profile.assert_whole();
}

#[test]
fn a_new_act_ends_what_could_be_redone() {
    let profile = Bench::new();
    profile.create(SHARED, &goal(1, "one"));
    profile.edit::<Goal>(goal(1, "").id, |goal| goal.title = "two".into());
    undo(&profile);
    assert_eq!(profile.store.undo_labels(), (Some("create"), Some("edit")));
    profile.edit::<Goal>(goal(1, "").id, |goal| goal.title = "other".into());
    assert_eq!(redo(&profile), None);
    undo(&profile);
    assert_eq!(title(&profile).as_deref(), Some("one"));
}

#[test]
fn what_somebody_else_wrote_since_stays() {
    let profile = Bench::new();
    let id = goal(1, "").id;
    profile.create(SHARED, &goal(1, "one"));
    profile.edit::<Goal>(id, |goal| (goal.title, goal.relevant) = ("two".into(), "reason".into()));
    let theirs = op::<Goal>(SHARED, id, 3, Value::Text("theirs".into()), (9, 10_000_000), None);
    profile.store.apply_remote(&[theirs]).unwrap();
    let undone = profile.store.undo(profile.now()).unwrap().unwrap();
    assert_eq!(undone.kept.len(), 1, "the person is told");
    let goal = profile.get::<Goal>(id).unwrap();
    assert_eq!((goal.title.as_str(), goal.relevant.as_str()), ("theirs", ""));
    let undone = profile.store.undo(profile.now()).unwrap().unwrap();
    assert_eq!(
        (undone.label, undone.kept.len()),
        ("create", 1),
        "a record that others work on is not deleted"
    );
    assert_eq!(title(&profile).as_deref(), Some("theirs"));
    profile.assert_whole();
}

#[test]
fn typing_is_one_step() {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, ""));
    for text in ["T", "Th", "The end"] {
        let typed = |draft: &mut cairn_store::Draft<'_>| {
            draft.typing();
            draft.update(&note(1, text))
        };
        profile.store.act("type", at(10_000_000), typed).unwrap();
    }
    undo(&profile);
    assert_eq!(profile.get::<Note>(note(1, "").id).unwrap().text, "");
    redo(&profile);
    assert_eq!(profile.get::<Note>(note(1, "").id).unwrap().text, "The end");
}

#[test]
fn what_was_not_done_by_hand_is_no_step() {
    let profile = Bench::new();
    profile.store.background(profile.now(), |draft| draft.create(SHARED, &session(1, "planned"))).unwrap();
    assert_eq!(profile.store.undo(profile.now()).unwrap(), None);
}

#[test]
fn several_records_of_one_act_go_and_come_together() {
    let profile = Bench::new();
    profile
        .store
        .act("log", profile.now(), |draft| {
            draft.create(SHARED, &session(1, "x"))?;
            draft.create(SHARED, &note(2, "minutes"))
        })
        .unwrap();
    undo(&profile);
    assert_eq!(
        (profile.get::<Session>(session(1, "").id), profile.get::<Note>(note(2, "").id)),
        (None, None)
    );
    redo(&profile);
    assert!(
        profile.get::<Session>(session(1, "").id).is_some() && profile.get::<Note>(note(2, "").id).is_some()
    );
}
