//! Registration, statements, recovery.

use crate::support::*;
use cairn_server::storage::{Authority, Change, Error, Outcome};

on_all!(
    an_invite_registers_one_account,
    registering_again_is_no_error,
    a_bad_invite_registers_nobody,
    a_device_is_one_accounts,
    statements_continue_the_chain,
    a_revoked_device_is_out_at_once,
    statements_are_for_those_who_share_something,
    the_last_recovery_is_kept,
    who_recovers_states_a_device,
    a_thiefs_recovery_goes_with_the_device,
);

async fn an_invite_registers_one_account(on: Backend) {
    let (invite, token) = (id("invite"), hash("token"));
    on.storage.invite_account(invite, token, NOW + DAY).await.unwrap();
    let register =
        |name: &'static str| on.storage.register(invite, token, id(name), first_statements(name), NOW);
    assert_eq!(register("ana").await.unwrap(), Outcome::New);
    refused!(register("ben").await, Error::InviteSpent);
    refused!(on.storage.look(invite, token, NOW).await, Error::InviteSpent);
    refused!(on.storage.account(id("ben")).await, Error::NotFound);
    let view = on.storage.account(id("ana")).await.unwrap();
    assert_eq!((view.devices.len(), view.devices[0].added, view.devices[0].seen), (1, NOW, None));
    let kept: Vec<_> = first_statements("ana").into_iter().map(|it| it.bytes).collect();
    assert_eq!(on.storage.chain(id("ana")).await.unwrap(), kept);
}

async fn registering_again_is_no_error(on: Backend) {
    person(&*on.storage, "ana").await;
    let (invite, token) = (id("ana's invite"), hash("ana's token"));
    let again = on.storage.register(invite, token, id("ana"), first_statements("ana"), NOW).await;
    assert_eq!(again.unwrap(), Outcome::Same);
    on.storage.invite_account(id("second"), token, NOW + DAY).await.unwrap();
    let other = on.storage.register(id("second"), token, id("ana"), first_statements("ben"), NOW).await;
    refused!(other, Error::Taken);
    // It is not spent by that.
    on.storage.register(id("second"), token, id("ben"), first_statements("ben"), NOW).await.unwrap();
}

async fn a_bad_invite_registers_nobody(on: Backend) {
    let (invite, token) = (id("invite"), hash("token"));
    on.storage.invite_account(invite, token, NOW + DAY).await.unwrap();
    let register =
        |invite, token, now| on.storage.register(invite, token, id("ana"), first_statements("ana"), now);
    refused!(register(id("another"), token, NOW).await, Error::NotFound);
    refused!(register(invite, hash("guess"), NOW).await, Error::NotFound);
    refused!(register(invite, token, NOW + DAY).await, Error::InviteSpent);
    let broken = first_statements("ana").split_off(1);
    refused!(on.storage.register(invite, token, id("ana"), broken, NOW).await, Error::Stale);
    refused!(on.storage.account(id("ana")).await, Error::NotFound);
    register(invite, token, NOW).await.unwrap();
}

async fn a_device_is_one_accounts(on: Backend) {
    person(&*on.storage, "ana").await;
    on.storage.invite_account(id("invite"), hash("token"), NOW + DAY).await.unwrap();
    let mut theirs = first_statements("ben");
    let ours = Change::AddDevice { device: device("ana's laptop"), signing: hash("ben's key") };
    theirs[1] = statement(Some(&theirs[0]), ours);
    refused!(on.storage.register(id("invite"), hash("token"), id("ben"), theirs, NOW).await, Error::Taken);
}

async fn statements_continue_the_chain(on: Backend) {
    let ana = person(&*on.storage, "ana").await.account;
    let second = first_statements("ana").pop().unwrap();
    let phone = Change::AddDevice { device: device("phone"), signing: hash("phone's key") };
    let third = statement(Some(&second), phone);
    let rival = statement(Some(&second), Change::NewEncryption);
    let fourth = statement(Some(&third), Change::NewEncryption);
    let append = |statements| on.storage.append_statements(ana, by(caller("ana")), statements, NOW + 1);
    refused!(append(vec![fourth.clone()]).await, Error::Stale);
    assert_eq!(append(vec![third.clone()]).await.unwrap(), Outcome::New);
    refused!(append(vec![rival]).await, Error::Stale);
    assert_eq!(append(vec![third.clone()]).await.unwrap(), Outcome::Same);
    // An answer was lost, and there is more to say.
    assert_eq!(append(vec![third.clone(), fourth.clone()]).await.unwrap(), Outcome::New);
    refused!(append(vec![statement(Some(&fourth), phone)]).await, Error::Taken);
    assert_eq!(on.storage.statements(ana, ana, 2).await.unwrap(), [third.bytes, fourth.bytes]);
    assert_eq!(on.storage.changes(ana).await.unwrap().accounts, [(ana, 4)]);
    let nobodys = on.storage.append_statements(id("nobody"), by(caller("ana")), vec![second], NOW).await;
    refused!(nobodys, Error::UnknownDevice);
}

async fn a_revoked_device_is_out_at_once(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    space(&*on.storage, "s", cairn_protocol::SpaceKind::Mentorship, &[ana]).await;
    assert_eq!(on.storage.session(hash("ana's session"), NOW).await.unwrap().caller, ana);
    let second = first_statements("ana").pop().unwrap();
    let revoke = statement(Some(&second), Change::RevokeDevice { device: ana.device });
    on.storage.append_statements(ana.account, by(ana), vec![revoke.clone()], NOW + 7).await.unwrap();
    refused!(on.storage.session(hash("ana's session"), NOW).await, Error::Unauthorized);
    refused!(on.storage.open_session(ana, hash("new"), NOW + HOUR, NOW).await, Error::UnknownDevice);
    let entry = Pen::new(ana, "s").entry("late");
    refused!(on.storage.append(ana, id("s"), vec![entry]).await, Error::UnknownDevice);
    assert_eq!(on.storage.account(ana.account).await.unwrap().devices[0].revoked, Some(NOW + 7));
    // It has the identity key still, and states nothing by it.
    let back = Change::AddDevice { device: device("thief"), signing: hash("thief") };
    let again = statement(Some(&revoke), back);
    refused!(
        on.storage.append_statements(ana.account, by(ana), vec![again], NOW).await,
        Error::UnknownDevice
    );
}

async fn statements_are_for_those_who_share_something(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    let cleo = person(&*on.storage, "cleo").await;
    let read = |who: cairn_server::storage::Caller, of: cairn_server::storage::Caller| {
        on.storage.statements(who.account, of.account, 0)
    };
    refused!(read(ana, ben).await, Error::NotFound);
    refused!(on.storage.statements(ana.account, id("nobody"), 0).await, Error::NotFound);
    space(&*on.storage, "s", cairn_protocol::SpaceKind::Mentorship, &[ana, ben]).await;
    assert_eq!(read(ana, ben).await.unwrap().len(), 2);
    // Who waits sees the members, and they see who waits.
    on.storage.invite(ana.account, invite("i", "s"), NOW).await.unwrap();
    refused!(read(cleo, ben).await, Error::NotFound);
    on.storage.accept(cleo.account, id("i"), hash("i's token"), hash("mac"), NOW).await.unwrap();
    assert_eq!(read(cleo, ben).await.unwrap().len(), 2);
    assert_eq!(read(ben, cleo).await.unwrap().len(), 2);
}

async fn the_last_recovery_is_kept(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    refused!(on.storage.recovery(id("first")).await, Error::NotFound);
    on.storage.put_recovery(ana, recovery("first", b"one")).await.unwrap();
    on.storage.put_recovery(ana, recovery("second", b"two")).await.unwrap();
    refused!(on.storage.recovery(id("first")).await, Error::NotFound);
    refused!(on.storage.put_recovery(ben, recovery("second", b"three")).await, Error::Taken);
    assert_eq!(on.storage.recovery(id("second")).await.unwrap().1, b"two");
    refused!(on.storage.put_recovery(caller("nobody"), recovery("third", b"")).await, Error::NotFound);
}

async fn who_recovers_states_a_device(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    on.storage.put_recovery(ana, recovery("code", b"secrets")).await.unwrap();
    on.storage.put_recovery(ben, recovery("his", b"secrets")).await.unwrap();
    let new = Change::AddDevice { device: device("new"), signing: hash("new") };
    let third = statement(first_statements("ana").last(), new);
    let state = |token: &str| {
        let authority = Authority::Recovery(hash(token));
        on.storage.append_statements(ana.account, authority, vec![third.clone()], NOW)
    };
    refused!(state("a guess").await, Error::Unauthorized);
    refused!(state("his's token").await, Error::Unauthorized);
    let others = on.storage.append_statements(ana.account, by(ben), vec![third.clone()], NOW).await;
    refused!(others, Error::UnknownDevice);
    assert_eq!(state("code's token").await.unwrap(), Outcome::New);
    assert_eq!(state("code's token").await.unwrap(), Outcome::Same);
    // Another code takes the place of the first.
    on.storage.put_recovery(ana, recovery("newer", b"secrets")).await.unwrap();
    refused!(state("code's token").await, Error::Unauthorized);
    let nobodys = on.storage.append_statements(
        id("nobody"),
        Authority::Recovery(hash("newer's token")),
        vec![third],
        NOW,
    );
    refused!(nobodys.await, Error::Unauthorized);
}

async fn a_thiefs_recovery_goes_with_the_device(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    let stolen = cairn_server::storage::Caller { device: device("stolen"), ..ana };
    let add = Change::AddDevice { device: stolen.device, signing: hash("stolen") };
    let third = statement(first_statements("ana").last(), add);
    on.storage.append_statements(ana.account, by(ana), vec![third.clone()], NOW).await.unwrap();
    on.storage.put_recovery(stolen, recovery("a thief's", b"secrets")).await.unwrap();
    let fourth = statement(Some(&third), Change::RevokeDevice { device: stolen.device });
    on.storage.append_statements(ana.account, by(ana), vec![fourth.clone()], NOW).await.unwrap();
    refused!(on.storage.recovery(id("a thief's")).await, Error::NotFound);
    let back = Change::AddDevice { device: device("back"), signing: hash("back") };
    let authority = Authority::Recovery(hash("a thief's's token"));
    let fifth = statement(Some(&fourth), back);
    refused!(
        on.storage.append_statements(ana.account, authority, vec![fifth], NOW).await,
        Error::Unauthorized
    );
    // One that she kept herself stays when another device is revoked.
    on.storage.put_recovery(ana, recovery("hers", b"secrets")).await.unwrap();
    let add = Change::AddDevice { device: device("phone"), signing: hash("phone") };
    let fifth = statement(Some(&fourth), add);
    let sixth = statement(Some(&fifth), Change::RevokeDevice { device: device("phone") });
    on.storage.append_statements(ana.account, by(ana), vec![fifth, sixth], NOW).await.unwrap();
    on.storage.recovery(id("hers")).await.unwrap();
}
