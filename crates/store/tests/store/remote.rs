//! Ops from other devices.

use crate::support::*;
use cairn_domain::*;
use cairn_replica::{Collection, DeviceId, Op, Value};
use cairn_store::{Error, Store};
use proptest::prelude::*;
use uuid::Uuid;

/// Hands over everything unsent, as if both were online.
fn send(from: &Store, to: &Store) {
    let ops = from.outbox(usize::MAX).unwrap();
    to.apply_remote(&ops).unwrap();
    from.sent(&ops).unwrap();
}

#[test]
fn what_one_device_writes_the_other_reads() {
    let (laptop, desktop) = (Bench::of_device(1), Bench::of_device(2));
    laptop.create(PERSONAL, &goal(1, "Learn SQL"));
    send(&laptop.store, &desktop.store);
    assert_eq!(desktop.get::<Goal>(goal(1, "").id).unwrap().record, goal(1, "Learn SQL"));
    desktop.edit::<Goal>(goal(1, "").id, |goal| goal.title = "Learn SQL well".into());
    send(&desktop.store, &laptop.store);
    assert_eq!(laptop.get::<Goal>(goal(1, "").id).unwrap().title, "Learn SQL well");
    assert_eq!((laptop.store.outbox(9).unwrap(), desktop.store.outbox(9).unwrap()), (vec![], vec![]));
    laptop.assert_whole();
    desktop.assert_whole();
}

#[test]
fn two_who_write_at_once_both_keep_both_texts() {
    let (ana, ben) = (Bench::of_device(1), Bench::of(AccountId(Uuid::from_u128(0xBE)), 2));
    ana.create(SHARED, &note(1, "base"));
    send(&ana.store, &ben.store);
    ana.edit::<Note>(note(1, "").id, |note| note.text = "Ana's".into());
    ben.now();
    ben.edit::<Note>(note(1, "").id, |note| note.text = "Ben's".into());
    let (from_ana, from_ben) = (ana.store.outbox(9).unwrap(), ben.store.outbox(9).unwrap());
    let at_ana = ana.store.apply_remote(&from_ben).unwrap();
    let at_ben = ben.store.apply_remote(&from_ana).unwrap();
    assert_eq!((at_ana.conflicts.len(), at_ben.conflicts.len()), (1, 1));
    assert_eq!(
        (at_ana.conflicts[0].won, at_ana.conflicts[0].lost),
        (at_ben.conflicts[0].won, at_ben.conflicts[0].lost)
    );
    for profile in [&ana, &ben] {
        let history = profile.store.read(|reader| reader.history::<Note>(note(1, "").id)).unwrap();
        let texts: Vec<_> = history[0]
            .versions
            .iter()
            .map(|version| (format!("{:?}", version.value), version.concurrent))
            .collect();
        assert_eq!(texts[0], ("Text(\"Ben's\")".into(), false), "the later one stands");
        assert!(texts.contains(&("Text(\"Ana's\")".into(), true)), "{texts:?}");
        profile.assert_whole();
    }
}

#[test]
fn a_write_that_was_beaten_before_it_was_sent_is_still_sent() {
    let (ana, ben) = (Bench::of_device(1), Bench::of(AccountId(Uuid::from_u128(0xBE)), 2));
    ana.create(SHARED, &note(1, "base"));
    send(&ana.store, &ben.store);
    ana.edit::<Note>(note(1, "").id, |note| note.text = "Ana's".into());
    ben.now();
    ben.edit::<Note>(note(1, "").id, |note| note.text = "Ben's".into());
    send(&ben.store, &ana.store);
    ana.assert_whole();
    let unsent = ana.store.outbox(9).unwrap();
    assert_eq!(unsent.len(), 1);
    assert_eq!(unsent[0].value, Value::Text("Ana's".into()));
    assert_eq!(ben.store.apply_remote(&unsent).unwrap().conflicts.len(), 1);
    ana.store.sent(&unsent).unwrap();
    assert_eq!(ana.store.outbox(9).unwrap(), []);
}

#[test]
fn what_lost_at_once_keeps_what_both_had_seen() {
    let (ana, ben) = (Bench::of_device(1), Bench::of(AccountId(Uuid::from_u128(0xBE)), 2));
    ana.create(SHARED, &note(1, "base"));
    send(&ana.store, &ben.store);
    for text in ["A", "An", "Ana's"] {
        ana.edit::<Note>(note(1, "").id, |note| note.text = text.into());
    }
    (0..4).for_each(|_| {
        ben.now();
    });
    ben.edit::<Note>(note(1, "").id, |note| note.text = "Ben's".into());
    let (from_ana, from_ben) = (ana.store.outbox(9).unwrap(), ben.store.outbox(9).unwrap());
    ana.store.apply_remote(&from_ben).unwrap();
    ben.store.apply_remote(&from_ana).unwrap();
    for profile in [&ana, &ben] {
        let contested = profile.store.read(|reader| reader.contested()).unwrap();
        assert_eq!(contested, [("note", note(1, "").id.0)]);
        let history = profile.store.read(|reader| reader.history::<Note>(note(1, "").id)).unwrap();
        let versions = &history[0].versions;
        let lost = versions.iter().find(|version| version.concurrent).unwrap();
        let base = versions.iter().find(|version| Some(version.stamp) == lost.base).unwrap();
        assert_eq!((&lost.value, &base.value), (&Value::Text("Ana's".into()), &Value::Text("base".into())));
    }
}

#[test]
fn the_outbox_holds_the_latest_write_with_the_base_of_the_first() {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "sent"));
    let first = profile.store.outbox(9).unwrap();
    profile.store.sent(&first).unwrap();
    let sent = first.iter().find(|op| op.field.0 == 4).unwrap().stamp;
    for text in ["a", "ab", "abc"] {
        profile.edit::<Note>(note(1, "").id, |note| note.text = text.into());
    }
    let unsent = profile.store.outbox(9).unwrap();
    assert_eq!(unsent.len(), 1);
    assert_eq!((&unsent[0].value, unsent[0].base), (&Value::Text("abc".into()), Some(sent)));
}

#[test]
fn a_write_while_the_last_is_under_way_is_sent_too() {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "first"));
    let under_way = profile.store.outbox(9).unwrap();
    profile.edit::<Note>(note(1, "").id, |note| note.text = "second".into());
    profile.store.sent(&under_way).unwrap();
    let unsent = profile.store.outbox(9).unwrap();
    let sent = under_way.iter().find(|op| op.field.0 == 4).unwrap();
    assert_eq!(unsent.len(), 1);
    assert_eq!((&unsent[0].value, unsent[0].base), (&Value::Text("second".into()), Some(sent.stamp)));
}

#[test]
fn hearing_twice_changes_nothing() {
    let (laptop, desktop) = (Bench::of_device(1), Bench::of_device(2));
    laptop.create(PERSONAL, &note(1, "x"));
    let ops = laptop.store.outbox(9).unwrap();
    for _ in 0..3 {
        assert_eq!(desktop.store.apply_remote(&ops).unwrap().conflicts, []);
    }
    desktop.assert_whole();
}

#[test]
fn fields_of_a_newer_version_are_kept_and_passed_through_edits() {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "x"));
    let mood = op::<Note>(PERSONAL, note(1, "").id, 900, Value::Text("calm".into()), (2, 5), None);
    profile.store.apply_remote(std::slice::from_ref(&mood)).unwrap();
    profile.edit::<Note>(note(1, "").id, |note| note.text = "y".into());
    let profile = profile.reopened();
    assert_eq!(profile.get::<Note>(note(1, "").id).unwrap().text, "y");
    let extra: Vec<u8> =
        raw(profile.path()).query_row("SELECT extra FROM note", [], |row| row.get(0)).unwrap();
    let kept = cairn_replica::decode_ops(&extra).unwrap();
    assert_eq!((kept[0].field, &kept[0].value, kept[0].stamp), (mood.field, &mood.value, mood.stamp));
    profile.assert_whole();
}

#[test]
fn fields_and_kinds_get_their_place_when_the_newer_version_is_installed() {
    // As if the version before had known neither the text of notes nor resources.
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "granite"));
    let reference = profile.store.outbox(9).unwrap()[0].record;
    let unknown_kind = Op {
        record: cairn_replica::RecordRef { collection: Collection(60_000), ..reference },
        ..profile.store.outbox(9).unwrap()[0].clone()
    };
    profile.store.apply_remote(std::slice::from_ref(&unknown_kind)).unwrap();
    let Bench { store, folder, .. } = profile;
    drop(store);
    let connection = raw(folder.path());
    let moved = Op {
        record: reference,
        field: cairn_replica::FieldId(4),
        value: Value::Text("basalt".into()),
        stamp: unknown_kind.stamp,
        base: None,
    };
    let clock: Vec<u8> = connection.query_row("SELECT clock FROM note", [], |row| row.get(0)).unwrap();
    let stamp =
        cairn_replica::unpack_clock(&clock).unwrap().into_iter().find(|(field, _)| field.0 == 4).unwrap().1;
    let extra = cairn_replica::encode_ops(&[Op { stamp, ..moved }]);
    connection.execute("UPDATE note SET text = NULL, extra = ?1", [extra]).unwrap();
    connection.execute("UPDATE meta SET value = 0 WHERE key = 'written_by'", []).unwrap();
    connection
        .execute(
            "UPDATE unknown_record SET collection = 24, id = ?1, ops = ?2",
            (
                Uuid::from_u128(9).as_bytes(),
                cairn_replica::encode_ops(&[Op {
                    record: cairn_replica::RecordRef {
                        id: cairn_replica::RecordId(Uuid::from_u128(9)),
                        ..reference
                    },
                    field: cairn_replica::FieldId(4),
                    value: Value::Text("slate".into()),
                    ..unknown_kind
                }]),
            ),
        )
        .unwrap();
    drop(connection);
    let store = Store::open(folder.path(), &key(), at(0)).unwrap();
    let texts: Vec<_> =
        store.read(|r| r.personal().all::<Note>()).unwrap().iter().map(|note| note.text.clone()).collect();
    assert_eq!(texts, ["basalt", "slate"]);
    assert_eq!(store.integrity().unwrap(), []);
    let kept: i64 =
        raw(folder.path()).query_row("SELECT count(*) FROM unknown_record", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 0);
}

#[test]
fn a_value_of_the_wrong_kind_is_kept_aside_and_read_as_nothing() {
    let profile = Bench::new();
    profile.create(SHARED, &goal(1, "x"));
    for (field, value) in [
        (3, Value::Int(7)),
        (18, Value::Bytes(vec![1])),
        (6, Value::Real(f64::INFINITY)),
        (0, Value::Text("no".into())),
    ] {
        profile
            .store
            .apply_remote(&[op::<Goal>(SHARED, goal(1, "").id, field, value, (2, 99_000_000), None)])
            .unwrap();
    }
    let read = profile.get::<Goal>(goal(1, "").id).unwrap();
    assert_eq!((read.title.as_str(), read.levels.len(), read.baseline), ("", 0, None));
    profile.assert_whole();
}

#[test]
fn a_word_of_a_newer_version_survives_an_edit_by_this_one() {
    let profile = Bench::new();
    profile.create(SHARED, &goal(1, "x"));
    profile
        .store
        .apply_remote(&[op::<Goal>(
            SHARED,
            goal(1, "").id,
            13,
            Value::Text("composted".into()),
            (2, 99_000),
            None,
        )])
        .unwrap();
    assert_eq!(profile.get::<Goal>(goal(1, "").id).unwrap().status, GoalStatus::Draft);
    profile.edit::<Goal>(goal(1, "").id, |goal| goal.title = "y".into());
    let status: String =
        raw(profile.path()).query_row("SELECT status FROM goal", [], |row| row.get(0)).unwrap();
    assert_eq!(status, "composted");
}

#[test]
fn a_record_waits_for_the_fields_it_cannot_do_without() {
    let (laptop, desktop) = (Bench::of_device(1), Bench::of_device(2));
    laptop.create(SHARED, &session(1, "Kick-off"));
    let ops = laptop.store.outbox(9).unwrap();
    let (first, second): (Vec<Op>, Vec<Op>) = ops.into_iter().partition(|op| op.field.0 != 5);
    desktop.store.apply_remote(&first).unwrap();
    assert_eq!(desktop.get::<Session>(session(1, "").id), None);
    desktop.store.apply_remote(&second).unwrap();
    assert_eq!(desktop.get::<Session>(session(1, "").id).unwrap().record, session(1, "Kick-off"));
    desktop.assert_whole();
}

#[test]
fn a_partner_cannot_write_to_a_private_record_nor_move_one() {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "mine"));
    let forged = op::<Note>(SHARED, note(1, "").id, 4, Value::Text("theirs".into()), (9, 99_000_000), None);
    assert_eq!(profile.store.apply_remote(std::slice::from_ref(&forged)).unwrap().refused, 1);
    assert_eq!(profile.store.apply_remote(&[forged]).unwrap().refused, 1);
    assert_eq!(profile.get::<Note>(note(1, "").id).unwrap().record, note(1, "mine"));
    let misplaced =
        op::<JournalEntry>(SHARED, journal_entry(2, "").id, 2, Value::Text("x".into()), (9, 1), None);
    assert_eq!(profile.store.apply_remote(&[misplaced]).unwrap().refused, 1);
    assert_eq!(profile.get::<JournalEntry>(journal_entry(2, "").id), None);
    let reasons: String = raw(profile.path())
        .query_row("SELECT group_concat(reason) FROM quarantine", [], |row| row.get(0))
        .unwrap();
    assert_eq!(reasons, "other_space,misplaced", "each once");
    profile.assert_whole();
}

#[test]
fn a_clock_behind_still_writes_after_what_it_has_seen() {
    let profile = Bench::new();
    profile.create(SHARED, &note(1, "base"));
    profile
        .store
        .apply_remote(&[op::<Note>(
            SHARED,
            note(1, "").id,
            4,
            Value::Text("from the future".into()),
            (2, 999_000_000_000),
            None,
        )])
        .unwrap();
    let profile = profile.reopened();
    profile.edit::<Note>(note(1, "").id, |note| note.text = "now".into());
    assert_eq!(profile.get::<Note>(note(1, "").id).unwrap().text, "now");
}

/// What a person may do, with few records and texts so that writes meet.
#[derive(Debug, Clone)]
enum Deed {
    Create(u8),
    Write(u8, u8),
    Finish(u8),
    Remove(u8),
    Restore(u8),
    Undo,
    Redo,
    Exchange,
    SendOne,
}

fn any_deed() -> impl Strategy<Value = (bool, u16, Deed)> {
    let deed = prop_oneof![
        3 => (0u8..4).prop_map(Deed::Create),
        5 => (0u8..4, any::<u8>()).prop_map(|(id, text)| Deed::Write(id, text)),
        2 => (0u8..4).prop_map(Deed::Finish),
        2 => (0u8..4).prop_map(Deed::Remove),
        1 => (0u8..4).prop_map(Deed::Restore),
        1 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
        2 => Just(Deed::Exchange),
        1 => Just(Deed::SendOne),
    ];
    (any::<bool>(), 0u16..2_000, deed)
}

fn goal_of(id: u8) -> Goal {
    goal(u128::from(id) + 1, "created")
}

fn act(store: &Store, now: i64, deed: &Deed) {
    let now = at(now);
    // Some deeds make no sense when they come: they fail, and change nothing.
    let _: Result<(), Error> = match deed {
        Deed::Create(id) => store.act("create", now, |draft| draft.create(SHARED, &goal_of(*id))),
        Deed::Write(id, text) => store.act("write", now, |draft| {
            let mut goal = draft.need::<Goal>(goal_of(*id).id)?;
            (goal.title, goal.next_step) = (format!("title {text}"), format!("step {}", text / 16));
            draft.update(&goal.record)
        }),
        Deed::Finish(id) => store.act("finish", now, |draft| {
            let mut goal = draft.need::<Goal>(goal_of(*id).id)?;
            (goal.status, goal.due_on) = (GoalStatus::Reached, None);
            draft.update(&goal.record)
        }),
        Deed::Remove(id) => store.act("remove", now, |draft| draft.remove::<Goal>(goal_of(*id).id)),
        Deed::Restore(id) => store.act("restore", now, |draft| draft.restore::<Goal>(goal_of(*id).id)),
        Deed::Undo => store.undo(now).map(drop),
        Deed::Redo => store.redo(now).map(drop),
        Deed::Exchange | Deed::SendOne => Ok(()),
    };
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_two_devices_agree_once_they_have_met(
        deeds in prop::collection::vec(any_deed(), 1..60),
        order in any::<u64>(),
    ) {
        let profiles = [Bench::of_device(1), Bench::of(AccountId(Uuid::from_u128(0xBE)), 2)];
        // Each device's clock runs by itself, and one is two seconds behind.
        let mut clocks = [2_000i64, 0];
        for (second, pause, deed) in &deeds {
            let (here, there) = (&profiles[usize::from(*second)], &profiles[usize::from(!*second)]);
            clocks[usize::from(*second)] += i64::from(*pause);
            act(&here.store, clocks[usize::from(*second)], deed);
            match deed {
                Deed::Exchange => { send(&here.store, &there.store); send(&there.store, &here.store); }
                Deed::SendOne => send(&here.store, &there.store),
                _ => {}
            }
        }
        // At last everything arrives, in any order and twice.
        let mut all: Vec<Vec<Op>> = profiles.iter().map(|profile| profile.store.outbox(usize::MAX).unwrap()).collect();
        for (ops, (from, to)) in all.iter_mut().zip([(0, 1), (1, 0)]) {
            let length = ops.len().max(1);
            ops.rotate_left(order as usize % length);
            if order % 2 == 0 { ops.reverse(); }
            for op in ops.iter().chain(ops.iter()) {
                profiles[to].store.apply_remote(std::slice::from_ref(op)).unwrap();
            }
            profiles[from].store.sent(ops).unwrap();
        }
        prop_assert_eq!(goal_rows(&profiles[0]), goal_rows(&profiles[1]));
        for profile in &profiles {
            profile.assert_whole();
            prop_assert_eq!(profile.store.outbox(9).unwrap(), []);
        }
        prop_assert_eq!(profiles[0].store.device(), DeviceId(1));
    }
}
