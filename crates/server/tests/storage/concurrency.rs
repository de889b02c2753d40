//! Many at a time, on every instance there is.

use crate::support::*;
use cairn_protocol::SpaceKind::Mentorship;
use cairn_server::storage::{Error, Outcome};
use std::{collections::HashMap, sync::Arc};
use tokio::task::JoinSet;

on_all!(
    a_reader_by_cursor_misses_nothing,
    of_two_who_accept_one_does,
    of_many_epochs_one_begins,
    of_many_who_register_one_does,
    a_space_that_many_make_is_made_once,
    deletion_and_a_new_epoch_do_not_mix,
);

/// Eight writers, two to a space and half of them on another instance; a reader follows each space by its cursor.
async fn a_reader_by_cursor_misses_nothing(on: Backend) {
    const BATCHES: usize = 25;
    let mut people = Vec::new();
    for number in 0..8 {
        people.push(person(&*on.storage, &format!("writer {number}")).await);
    }
    let mut tasks = JoinSet::new();
    for (number, pair) in people.chunks(2).enumerate() {
        let name = format!("space {number}");
        space(&*on.storage, &name, Mentorship, pair).await;
        for (writer, storage) in pair.iter().zip([&on.storage, &on.other]) {
            let (mut pen, storage) = (Pen::new(*writer, &name), Arc::clone(storage));
            tasks.spawn(async move {
                for batch in 0..BATCHES {
                    let entries: Vec<_> =
                        (0..=batch % 3).map(|it| pen.entry(&format!("{batch} {it}"))).collect();
                    let expected = entries.len();
                    let done = storage.append(pen.caller, pen.space, entries).await.unwrap();
                    assert_eq!(done.seqs.len(), expected);
                    assert!(done.seqs.windows(2).all(|it| it[1] == it[0] + 1), "{:?}", done.seqs);
                }
            });
        }
        let (reader, storage, space) = (pair[0], Arc::clone(&on.other), id(&name));
        let total: usize = 2 * (0..BATCHES).map(|batch| 1 + batch % 3).sum::<usize>();
        tasks.spawn(async move {
            let (mut after, mut seen) = (0, HashMap::new());
            while seen.len() < total {
                let page = storage.log_page(reader, space, after, None, 500).await.unwrap();
                for (seq, frame) in page.entries {
                    assert_eq!(seq, after + 1, "a gap");
                    assert_eq!(seen.insert(frame, seq), None, "twice");
                    after = seq;
                }
                tokio::task::yield_now().await;
            }
            assert_eq!(after as usize, total);
        });
    }
    let all = tokio::time::timeout(std::time::Duration::from_secs(60), tasks.join_all());
    all.await.expect("the readers see everything");
}

async fn of_two_who_accept_one_does(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    let (ben, cleo) = (person(&*on.storage, "ben").await, person(&*on.storage, "cleo").await);
    space(&*on.storage, "s", Mentorship, &[ana]).await;
    for round in 0..10 {
        let name = format!("invite {round}");
        on.storage.invite(ana.account, invite(&name, "s"), NOW).await.unwrap();
        let token = hash(&format!("{name}'s token"));
        let (one, other) = tokio::join!(
            on.storage.accept(ben.account, id(&name), token, hash("ben"), NOW),
            on.other.accept(cleo.account, id(&name), token, hash("cleo"), NOW),
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        refused!(one.and(other), Error::InviteSpent);
        on.storage.withdraw(ana.account, id(&name)).await.unwrap();
    }
}

async fn of_many_epochs_one_begins(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    let first = space(&*on.storage, "s", Mentorship, &[ana, ben]).await;
    let start = (0, [0; 32]);
    let (hers, his) =
        (record("s", Some(&first), start, &[ana, ben]), record("s", Some(&first), start, &[ben, ana]));
    let mut entry = Pen::new(ana, "s");
    let late = entry.entry("in between");
    let (one, other, appended) = tokio::join!(
        on.storage.append_epoch(ana.account, id("s"), hers.clone(), packets(&hers)),
        on.other.append_epoch(ben.account, id("s"), his.clone(), packets(&his)),
        on.other.append(ana, id("s"), vec![late]),
    );
    let begun = [&one, &other].iter().filter(|it| it.is_ok()).count();
    // Either an epoch was first, and the entry is of an old one; or the entry was, and neither starts at the head.
    match appended {
        Ok(_) => assert_eq!(begun, 0, "{one:?} {other:?}"),
        Err(Error::OldEpoch { epoch: 3 }) => assert_eq!(begun, 1, "{one:?} {other:?}"),
        Err(error) => panic!("{error}"),
    }
    assert_eq!(on.storage.epochs(ana.account, id("s"), 0).await.unwrap().records.len(), 2 + begun);
}

async fn of_many_who_register_one_does(on: Backend) {
    let (invite, token) = (id("invite"), hash("token"));
    on.storage.invite_account(invite, token, NOW + DAY).await.unwrap();
    let mut tasks = JoinSet::new();
    for number in 0..8 {
        let storage = Arc::clone(if number % 2 == 0 { &on.storage } else { &on.other });
        let name = format!("person {number}");
        tasks.spawn(
            async move { storage.register(invite, token, id(&name), first_statements(&name), NOW).await },
        );
    }
    let answers = tasks.join_all().await;
    assert_eq!(answers.iter().filter(|it| it.is_ok()).count(), 1, "{answers:?}");
    for refused in answers.into_iter().filter(Result::is_err) {
        refused!(refused, Error::InviteSpent);
    }
    assert_eq!(on.storage.counts().await.unwrap().accounts, 1);
}

async fn a_space_that_many_make_is_made_once(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    let first = record("s", None, (0, [0; 32]), &[ana]);
    let mut tasks = JoinSet::new();
    for number in 0..6 {
        let storage = Arc::clone(if number % 2 == 0 { &on.storage } else { &on.other });
        let new = cairn_server::storage::NewSpace {
            space: id("s"),
            kind: Mentorship,
            packets: packets(&first),
            records: vec![first.clone()],
            identities: vec![],
        };
        tasks.spawn(async move { storage.create_space(ana.account, new).await.unwrap() });
    }
    let answers = tasks.join_all().await;
    assert_eq!(answers.iter().filter(|it| **it == Outcome::New).count(), 1, "{answers:?}");
}

/// Whichever is first, nobody is a member who has no account.
async fn deletion_and_a_new_epoch_do_not_mix(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    for round in 0..8 {
        let (name, space_name) = (format!("ben {round}"), format!("space {round}"));
        let ben = person(&*on.storage, &name).await;
        let first = space(&*on.storage, &space_name, Mentorship, &[ana]).await;
        let invite_name = format!("into {round}");
        on.storage.invite(ana.account, invite(&invite_name, &space_name), NOW).await.unwrap();
        let token = hash(&format!("{invite_name}'s token"));
        on.storage.accept(ben.account, id(&invite_name), token, hash("mac"), NOW).await.unwrap();
        let second = record(&space_name, Some(&first), (0, [0; 32]), &[ana, ben]);
        let (begun, deleted) = tokio::join!(
            on.storage.append_epoch(ana.account, id(&space_name), second.clone(), packets(&second)),
            on.other.delete_account(ben),
        );
        deleted.unwrap();
        assert!(matches!(begun, Ok(Outcome::New) | Err(Error::Stale)), "{begun:?}");
        let rows = dump(&*on.storage).await;
        let is_member = rows.iter().any(|row| {
            ["members", "joins", "packets"].contains(&row.table.as_str())
                && row.values.contains(&cairn_server::storage::Value::Bytes(ben.account.to_vec()))
        });
        assert!(!is_member);
    }
}
