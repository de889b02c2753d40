//! Who waits is woken, on whichever instance.

use crate::support::*;
use cairn_protocol::{EnrolmentSlot, SpaceKind::Mentorship};
use cairn_server::storage::{Id, Wake, Wakeups};
use std::time::Duration;

on_all!(news_reach_every_instance, nobody_is_woken_for_nothing);

async fn woken(wakeups: &mut Wakeups, id: Id) {
    let until = async { while wakeups.next().await != Wake::One(id) {} };
    tokio::time::timeout(Duration::from_secs(20), until).await.expect("woken");
}

async fn news_reach_every_instance(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    let first = space(&*on.storage, "s", Mentorship, &[ana]).await;
    let mut here = on.storage.wakeups();
    let mut there = on.other.wakeups();
    Pen::new(ana, "s").write(&*on.storage, "hello").await;
    woken(&mut here, id("s")).await;
    woken(&mut there, id("s")).await;
    on.other.invite(ana.account, invite("i", "s"), NOW).await.unwrap();
    on.other.accept(ben.account, id("i"), hash("i's token"), hash("m"), NOW).await.unwrap();
    woken(&mut here, id("s")).await;
    let page = on.storage.log_page(ana, id("s"), 0, None, 999).await.unwrap();
    let start_hash =
        *blake3::hash(&[[0; 32], *blake3::hash(&page.entries[0].1).as_bytes()].concat()).as_bytes();
    let second = record("s", Some(&first), (1, start_hash), &[ana, ben]);
    on.other.append_epoch(ana.account, id("s"), second, vec![]).await.unwrap();
    // Who is let in does not know the space yet.
    woken(&mut here, ben.account).await;
    on.other.create_enrolment(ana.account, id("e"), NOW + HOUR).await.unwrap();
    on.other.put_slot(id("e"), EnrolmentSlot::Commitment, vec![1], NOW).await.unwrap();
    woken(&mut here, id("e")).await;
}

/// What changed nothing says nothing.
async fn nobody_is_woken_for_nothing(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    space(&*on.storage, "s", Mentorship, &[ana]).await;
    space(&*on.storage, "t", Mentorship, &[ana]).await;
    let mut pen = Pen::new(ana, "s");
    let entry = pen.entry("a");
    on.storage.append(ana, id("s"), vec![entry.clone()]).await.unwrap();
    let mut wakeups = on.storage.wakeups();
    // The news of before may still be on their way.
    on.storage.end(ana.account, id("t")).await.unwrap();
    woken(&mut wakeups, id("t")).await;
    on.storage.append(ana, id("s"), vec![entry]).await.unwrap();
    let mut refused = pen.entry("b");
    refused.epoch = 7;
    on.storage.append(ana, id("s"), vec![refused]).await.unwrap_err();
    on.storage.leave(ana.account, id("t")).await.unwrap();
    assert_eq!(wakeups.next().await, Wake::One(id("t")));
}

/// PostgreSQL was restarted, or somebody ended its connections.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_connection_is_made_again() {
    let Some(on) = Backend::postgres(cairn_server::storage::Limits::default()).await else { return };
    let Place::Url(url) = &on.place else { unreachable!() };
    let ana = person(&*on.storage, "ana").await;
    space(&*on.storage, "s", Mentorship, &[ana]).await;
    let mut wakeups = on.other.wakeups();
    let name = url.rsplit_once('/').unwrap().1;
    let sql = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()"
    );
    client(url).await.batch_execute(&sql).await.unwrap();
    // Something may have been missed.
    let all = async { while wakeups.next().await != Wake::All {} };
    tokio::time::timeout(Duration::from_secs(20), all).await.expect("told so");
    let ready = async { while on.storage.ready().await.is_err() {} };
    tokio::time::timeout(Duration::from_secs(20), ready).await.expect("connected again");
    Pen::new(ana, "s").write(&*on.storage, "hello").await;
    woken(&mut wakeups, id("s")).await;
}
