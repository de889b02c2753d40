//! Invites into a space, and the joins that wait by them.

use crate::support::*;
use cairn_protocol::SpaceKind::Mentorship;
use cairn_server::storage::{Error, Outcome};

on_all!(
    an_invite_shows_where_it_leads,
    an_invite_registers_and_lets_in_one_account,
    accepting_again_is_no_error,
    a_withdrawn_invite_refuses_the_join,
    invites_and_joins_are_limited,
    who_leaves_while_waiting_no_longer_waits,
);

async fn an_invite_shows_where_it_leads(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    space(&*on.storage, "s", Mentorship, &[ana]).await;
    let new = invite("i", "s");
    assert_eq!(on.storage.invite(ana.account, new.clone(), NOW).await.unwrap(), Outcome::New);
    assert_eq!(on.storage.invite(ana.account, new.clone(), NOW).await.unwrap(), Outcome::Same);
    let other = cairn_server::storage::NewInvite { mac: hash("other"), ..new.clone() };
    refused!(on.storage.invite(ana.account, other, NOW).await, Error::Taken);
    let view = on.storage.look(id("i"), hash("i's token"), NOW).await.unwrap();
    let into = view.into.unwrap();
    assert_eq!((into.space, into.inviter, into.mac), (id("s"), ana.account, new.mac));
    assert_eq!((into.statements.len(), into.greeting, view.expires), (2, new.greeting, new.expires));
    refused!(on.storage.look(id("i"), hash("guess"), NOW).await, Error::NotFound);
    refused!(on.storage.look(id("none"), hash("i's token"), NOW).await, Error::NotFound);
    refused!(on.storage.look(id("i"), hash("i's token"), NOW + DAY).await, Error::InviteSpent);
    // The operator's leads nowhere.
    on.storage.invite_account(id("o"), hash("t"), NOW + DAY).await.unwrap();
    assert_eq!(on.storage.look(id("o"), hash("t"), NOW).await.unwrap().into, None);
    refused!(on.storage.accept(ana.account, id("o"), hash("t"), hash("m"), NOW).await, Error::NotFound);
}

async fn an_invite_registers_and_lets_in_one_account(on: Backend) {
    let (ana, cleo) = (person(&*on.storage, "ana").await, person(&*on.storage, "cleo").await);
    space(&*on.storage, "s", Mentorship, &[ana]).await;
    on.storage.invite(ana.account, invite("i", "s"), NOW).await.unwrap();
    let token = hash("i's token");
    on.storage.register(id("i"), token, id("ben"), first_statements("ben"), NOW).await.unwrap();
    // It still leads into the space, but only for who registered with it.
    on.storage.look(id("i"), token, NOW).await.unwrap();
    refused!(on.storage.accept(cleo.account, id("i"), token, hash("m"), NOW).await, Error::InviteSpent);
    let second = on.storage.register(id("i"), token, id("dora"), first_statements("dora"), NOW).await;
    refused!(second, Error::InviteSpent);
    on.storage.accept(id("ben"), id("i"), token, hash("m"), NOW).await.unwrap();
    refused!(on.storage.look(id("i"), token, NOW).await, Error::InviteSpent);
}

async fn accepting_again_is_no_error(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    let cleo = person(&*on.storage, "cleo").await;
    space(&*on.storage, "s", Mentorship, &[ana, cleo]).await;
    on.storage.invite(ana.account, invite("i", "s"), NOW).await.unwrap();
    on.storage.invite(ana.account, invite("j", "s"), NOW).await.unwrap();
    let accept = |who: [u8; 16], name: &str| {
        on.storage.accept(who, id(name), hash(&format!("{name}'s token")), hash("mac"), NOW)
    };
    assert_eq!(accept(ben.account, "i").await.unwrap(), Outcome::New);
    assert_eq!(accept(ben.account, "i").await.unwrap(), Outcome::Same);
    refused!(accept(ben.account, "j").await, Error::Taken);
    refused!(accept(cleo.account, "j").await, Error::Taken);
    refused!(accept(cleo.account, "i").await, Error::InviteSpent);
    refused!(on.storage.accept(ben.account, id("j"), hash("guess"), hash("m"), NOW).await, Error::NotFound);
    refused!(accept(id("nobody"), "j").await, Error::NotFound);
}

async fn a_withdrawn_invite_refuses_the_join(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    let first = space(&*on.storage, "s", Mentorship, &[ana]).await;
    on.storage.invite(ana.account, invite("i", "s"), NOW).await.unwrap();
    let token = hash("i's token");
    on.storage.accept(ben.account, id("i"), token, hash("m"), NOW).await.unwrap();
    refused!(on.storage.withdraw(ben.account, id("i")).await, Error::NotFound);
    refused!(on.storage.withdraw(ana.account, id("none")).await, Error::NotFound);
    on.storage.withdraw(ana.account, id("i")).await.unwrap();
    on.storage.withdraw(ana.account, id("i")).await.unwrap();
    assert!(on.storage.changes(ana.account).await.unwrap().joins.is_empty());
    assert!(on.storage.changes(ben.account).await.unwrap().spaces.is_empty());
    refused!(on.storage.accept(ben.account, id("i"), token, hash("m"), NOW).await, Error::InviteSpent);
    let second = record("s", Some(&first), (0, [0; 32]), &[ana, ben]);
    refused!(on.storage.append_epoch(ana.account, id("s"), second, vec![]).await, Error::Stale);
}

async fn invites_and_joins_are_limited(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    for number in 0..21 {
        let name = format!("s{number}");
        space(&*on.storage, &name, Mentorship, &[ana]).await;
    }
    let make = |number: usize| {
        on.storage.invite(ana.account, invite(&format!("i{number}"), &format!("s{number}")), NOW)
    };
    for number in 0..20 {
        make(number).await.unwrap();
    }
    refused!(make(20).await, Error::Full { limit: 20 });
    // One that is there is not one more.
    assert_eq!(make(3).await.unwrap(), Outcome::Same);
    let accept = |number: usize| {
        let name = format!("i{number}");
        on.storage.accept(ben.account, id(&name), hash(&format!("{name}'s token")), hash("m"), NOW)
    };
    for number in 0..20 {
        accept(number).await.unwrap();
    }
    make(20).await.unwrap();
    refused!(accept(20).await, Error::Full { limit: 20 });
    on.storage.leave(ben.account, id("s4")).await.unwrap();
    accept(20).await.unwrap();
}

async fn who_leaves_while_waiting_no_longer_waits(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    space(&*on.storage, "s", Mentorship, &[ana]).await;
    on.storage.invite(ana.account, invite("i", "s"), NOW).await.unwrap();
    on.storage.accept(ben.account, id("i"), hash("i's token"), hash("m"), NOW).await.unwrap();
    on.storage.leave(ben.account, id("s")).await.unwrap();
    let changes = on.storage.changes(ana.account).await.unwrap();
    assert!(changes.joins.is_empty());
    assert_eq!(changes.spaces[0].state, cairn_protocol::SpaceState::Open);
}
