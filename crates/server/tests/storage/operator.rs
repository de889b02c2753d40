//! Counted requests, and what the operator sees.

use crate::support::*;
use cairn_protocol::SpaceKind::Mentorship;
use cairn_server::storage::{Error, Rate};
use std::sync::Arc;
use tokio::task::JoinSet;

on_all!(
    a_window_lets_so_many_through,
    instances_count_together,
    the_operator_sees_who_is_here,
    the_server_keeps_its_id,
    what_has_expired_is_forgotten,
);

async fn a_window_lets_so_many_through(on: Backend) {
    let minute = NOW - NOW % 60_000;
    let rates = |key: &str| {
        vec![
            Rate { key: hash(key), window: 60_000, limit: 5 },
            Rate { key: hash(key), window: 1_000, limit: 3 },
        ]
    };
    let count = async |key: &str, now| on.storage.count(rates(key), now).await.unwrap();
    for _ in 0..3 {
        count("a", minute).await.unwrap();
    }
    refused!(count("a", minute + 999).await, Error::SlowDown { retry_after: 1 });
    count("b", minute).await.unwrap();
    // A new second, but the fifth and the sixth of the minute.
    count("a", minute + 1_000).await.unwrap();
    refused!(count("a", minute + 1_500).await, Error::SlowDown { retry_after: 59 });
    count("a", minute + 60_000).await.unwrap();
    // A clock that is behind does not open a window again.
    count("a", minute + 59_000).await.unwrap();
    count("a", minute + 59_000).await.unwrap();
    refused!(count("a", minute + 59_000).await, Error::SlowDown { .. });
}

async fn instances_count_together(on: Backend) {
    let rates = vec![
        Rate { key: hash("k"), window: 60_000, limit: 10 },
        Rate { key: hash("j"), window: 60_000, limit: 99 },
    ];
    let mut tasks = JoinSet::new();
    for number in 0..20 {
        let storage = Arc::clone(if number % 2 == 0 { &on.storage } else { &on.other });
        let rates = rates.clone();
        tasks.spawn(async move { storage.count(rates, NOW).await.unwrap().is_ok() });
    }
    assert_eq!(tasks.join_all().await.into_iter().filter(|let_through| *let_through).count(), 10);
}

async fn the_operator_sees_who_is_here(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    let ben = person(&*on.storage, "ben").await;
    space(&*on.storage, "s", Mentorship, &[ana, ben]).await;
    space(&*on.storage, "t", Mentorship, &[ana]).await;
    Pen::new(ana, "s").write(&*on.storage, "hello").await;
    let mut expected = [ana.account, ben.account];
    expected.sort_unstable();
    let all = on.storage.list_accounts(None, 10).await.unwrap();
    assert_eq!(all.iter().map(|it| it.account).collect::<Vec<_>>(), expected);
    let paged = on.storage.list_accounts(Some(expected[0]), 10).await.unwrap();
    assert_eq!(paged.iter().map(|it| it.account).collect::<Vec<_>>(), expected[1..]);
    let hers = all.iter().find(|it| it.account == ana.account).unwrap();
    assert_eq!((hers.devices, hers.spaces), (1, 2));
    assert!(hers.bytes > 0);
    let counts = on.storage.counts().await.unwrap();
    assert_eq!((counts.accounts, counts.spaces, counts.entries), (2, 2, 1));
    assert_eq!(counts.bytes, hers.bytes);
    on.storage.ready().await.unwrap();
}

async fn the_server_keeps_its_id(on: Backend) {
    assert_eq!(on.storage.known_server_id().await.unwrap(), None);
    assert_eq!(on.storage.server_id(id("first")).await.unwrap(), id("first"));
    assert_eq!(on.other.known_server_id().await.unwrap(), Some(id("first")));
    // Of two that begin at once, one makes it.
    assert_eq!(on.other.make_server_id(id("second")).await.unwrap(), id("first"));
    assert_eq!(on.other.server_id(id("second")).await.unwrap(), id("first"));
}

async fn what_has_expired_is_forgotten(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    on.storage.put_challenge(hash("n"), ana.account, ana.device, NOW + 1).await.unwrap();
    on.storage.invite_account(id("i"), hash("t"), NOW + DAY).await.unwrap();
    on.storage.tidy(NOW + 2 * DAY).await.unwrap();
    refused!(on.storage.session(hash("ana's session"), NOW).await, Error::Unauthorized);
    let taken = on.storage.take_challenge(hash("n"), ana.account, ana.device, NOW).await.unwrap();
    refused!(taken, Error::Unauthorized);
    // For a while one is told that it is spent.
    refused!(on.storage.look(id("i"), hash("t"), NOW + 2 * DAY).await, Error::InviteSpent);
    on.storage.tidy(NOW + 40 * DAY).await.unwrap();
    refused!(on.storage.look(id("i"), hash("t"), NOW + 40 * DAY).await, Error::NotFound);
    on.storage.account(ana.account).await.unwrap();
}
