//! Spaces, epochs, members.

use crate::support::*;
use cairn_protocol::{BlobPurpose, SpaceKind::*, SpaceState};
use cairn_server::storage::{Caller, Error, NewSpace, Outcome, Record};

on_all!(
    a_space_is_made_once,
    an_id_is_an_accounts_or_a_mentorships,
    who_is_registered_is_who_the_records_say,
    members_are_told_of_each_space,
    whose_entries_are_read_has_statements,
    a_personal_space_is_ones_own,
    a_lost_space_is_filled_anew,
    an_epoch_continues_the_one_before,
    an_epoch_starts_at_the_head,
    a_stranger_is_not_let_in,
    who_leaves_is_out_at_once,
    an_ended_space_is_read_only,
    a_foreign_space_is_absent,
);

async fn state(on: &Backend, who: Caller) -> Option<SpaceState> {
    on.storage.changes(who.account).await.unwrap().spaces.first().map(|it| it.state)
}

async fn a_space_is_made_once(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    let first = record("s", None, (0, [0; 32]), &[ana]);
    let make = |who: Caller, records: Vec<Record>| {
        let packets = packets(&records[0]);
        let new = NewSpace { space: id("s"), kind: Mentorship, records, packets, identities: vec![] };
        on.storage.create_space(who.account, new)
    };
    // Nobody is made a member unasked.
    refused!(make(ana, vec![record("s", None, (0, [0; 32]), &[ana, ben])]).await, Error::NotFound);
    assert_eq!(make(ana, vec![first.clone()]).await.unwrap(), Outcome::New);
    assert_eq!(make(ana, vec![first.clone()]).await.unwrap(), Outcome::Same);
    refused!(make(ben, vec![record("s", None, (0, [0; 32]), &[ben])]).await, Error::Taken);
    let cleo = person(&*on.storage, "cleo").await;
    refused!(make(cleo, vec![record("s", None, (0, [0; 32]), &[cleo])]).await, Error::Taken);
    refused!(make(cleo, vec![first.clone()]).await, Error::NotFound);
    let hers = on.storage.epochs(ana.account, id("s"), 0).await.unwrap();
    assert_eq!((&hers.records, hers.more), (&vec![first.bytes.clone()], false));
    assert_eq!(hers.packet, Some(packets(&first)[0].sealed.clone()));
    let view = on.storage.changes(ana.account).await.unwrap().spaces.remove(0);
    assert_eq!((view.space, view.kind, view.head, view.epoch), (id("s"), Mentorship, 0, 1));
    assert_eq!(
        (view.floor, view.snapshot, view.snapshot_wanted, view.state),
        (0, None, false, SpaceState::Open)
    );
}

async fn an_id_is_an_accounts_or_a_mentorships(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    let make = |who: Caller, space| {
        let record = record("s", None, (0, [0; 32]), &[who]);
        let (packets, records) = (packets(&record), vec![record]);
        let new = NewSpace { space, kind: Mentorship, packets, records, identities: vec![] };
        on.storage.create_space(who.account, new)
    };
    refused!(make(ben, ana.account).await, Error::Taken);
    refused!(make(ben, ben.account).await, Error::Taken);
    // The other way round: the id that an account would have.
    make(ben, id("cleo")).await.unwrap();
    on.storage.invite_account(id("i"), hash("t"), NOW + DAY).await.unwrap();
    let register = on.storage.register(id("i"), hash("t"), id("cleo"), first_statements("cleo"), NOW);
    refused!(register.await, Error::Taken);
}

async fn who_is_registered_is_who_the_records_say(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    let first = record("s", None, (0, [0; 32]), &[ana]);
    let second = record("s", Some(&first), (0, [0; 32]), &[ana, ben]);
    let make = |his: &str| {
        let new = NewSpace {
            space: id("s"),
            kind: Mentorship,
            packets: packets(&second),
            records: vec![first.clone(), second.clone()],
            identities: vec![
                (ana.account, hash("ana's identity")),
                (ben.account, hash(his)),
                (id("nobody yet"), hash("any")),
            ],
        };
        on.storage.create_space(ana.account, new)
    };
    refused!(make("another identity").await, Error::Taken);
    assert_eq!(on.storage.counts().await.unwrap().spaces, 0);
    make("ben's identity").await.unwrap();
}

async fn members_are_told_of_each_space(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    let cleo = person(&*on.storage, "cleo").await;
    space(&*on.storage, "s", Mentorship, &[ana, ben]).await;
    space(&*on.storage, "t", Mentorship, &[ana, ben, cleo]).await;
    let members = async |who: Caller, space: &str| {
        let spaces = on.storage.changes(who.account).await.unwrap().spaces;
        spaces.into_iter().find(|it| it.space == id(space)).map(|it| it.members)
    };
    let sorted = |who: &[Caller]| {
        let mut accounts: Vec<_> = who.iter().map(|it| it.account).collect();
        accounts.sort_unstable();
        Some(accounts)
    };
    assert_eq!(members(ana, "s").await, sorted(&[ana, ben]));
    assert_eq!(members(cleo, "t").await, sorted(&[ana, ben, cleo]));
    // He is in the other one still.
    on.storage.leave(ben.account, id("s")).await.unwrap();
    assert_eq!(members(ana, "s").await, sorted(&[ana]));
    assert_eq!(members(ana, "t").await, sorted(&[ana, ben, cleo]));
    on.storage.invite(ana.account, invite("i", "s"), NOW).await.unwrap();
    on.storage.accept(cleo.account, id("i"), hash("i's token"), hash("mac"), NOW).await.unwrap();
    assert_eq!(members(cleo, "s").await, Some(vec![]), "who waits is not told");
}

async fn whose_entries_are_read_has_statements(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    let (cleo, dora) = (person(&*on.storage, "cleo").await, person(&*on.storage, "dora").await);
    let newest = space(&*on.storage, "s", Mentorship, &[ana, ben]).await;
    on.storage.leave(ben.account, id("s")).await.unwrap();
    // One who came after he had left.
    on.storage.invite(ana.account, invite("i", "s"), NOW).await.unwrap();
    on.storage.accept(cleo.account, id("i"), hash("i's token"), hash("mac"), NOW).await.unwrap();
    let read = |who: Caller, of: Caller| on.storage.statements(who.account, of.account, 0);
    refused!(read(cleo, ben).await, Error::NotFound);
    let next = record("s", Some(&newest), (0, [0; 32]), &[ana, cleo]);
    on.storage.append_epoch(ana.account, id("s"), next.clone(), packets(&next)).await.unwrap();
    for member in [ana, cleo] {
        assert_eq!(read(member, ben).await.unwrap().len(), 2);
        let known = on.storage.changes(member.account).await.unwrap().accounts;
        assert!(known.contains(&(ben.account, 2)));
    }
    // Who has left reads nobody's, and a stranger neither.
    refused!(read(ben, ana).await, Error::NotFound);
    refused!(read(dora, ben).await, Error::NotFound);
}

async fn a_personal_space_is_ones_own(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    let make = |who: Caller, space, members: &[Caller]| {
        let record = record("p", None, (0, [0; 32]), members);
        let (packets, records) = (packets(&record), vec![record]);
        let new = NewSpace { space, kind: Personal, packets, records, identities: vec![] };
        on.storage.create_space(who.account, new)
    };
    refused!(make(ana, ben.account, &[ana]).await, Error::NotFound);
    refused!(make(ana, ana.account, &[ana, ben]).await, Error::NotFound);
    assert_eq!(make(ana, ana.account, &[ana]).await.unwrap(), Outcome::New);
    refused!(on.storage.leave(ana.account, ana.account).await, Error::NotFound);
    refused!(on.storage.end(ana.account, ana.account).await, Error::NotFound);
    let mut into = invite("i", "x");
    into.space = ana.account;
    refused!(on.storage.invite(ana.account, into, NOW).await, Error::NotFound);
}

async fn a_lost_space_is_filled_anew(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    // Has not registered here yet.
    let ben = caller("ben");
    let first = record("s", None, (0, [0; 32]), &[ana]);
    let second = record("s", Some(&first), (17, hash("gone")), &[ana, ben]);
    let new = |records: Vec<Record>| NewSpace {
        space: id("s"),
        kind: Mentorship,
        packets: packets(&second),
        records,
        identities: vec![],
    };
    let skipped = on.storage.create_space(ana.account, new(vec![second.clone(), second.clone()])).await;
    refused!(skipped, Error::Stale);
    on.storage.create_space(ana.account, new(vec![first.clone(), second.clone()])).await.unwrap();
    person(&*on.storage, "ben").await;
    let theirs = on.storage.epochs(ben.account, id("s"), 1).await.unwrap();
    assert_eq!((theirs.records, theirs.packet.is_some()), (vec![second.bytes], true));
    assert_eq!(on.storage.changes(ben.account).await.unwrap().spaces[0].epoch, 2);
}

async fn an_epoch_continues_the_one_before(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    let first = space(&*on.storage, "s", Mentorship, &[ana, ben]).await;
    let begin = |who: Caller, record: &Record| {
        on.storage.append_epoch(who.account, id("s"), record.clone(), packets(record))
    };
    let second = record("s", Some(&first), (0, [0; 32]), &[ana, ben]);
    refused!(begin(ben, &second).await, Error::NotFound);
    assert_eq!(begin(ana, &second).await.unwrap(), Outcome::New);
    assert_eq!(begin(ana, &second).await.unwrap(), Outcome::Same);
    refused!(begin(ben, &record("s", Some(&first), (0, [0; 32]), &[ben, ana])).await, Error::Stale);
    let other = Record { hash: hash("other"), ..second.clone() };
    refused!(begin(ben, &record("s", Some(&other), (0, [0; 32]), &[ben, ana])).await, Error::Stale);
    // Only the newest epoch's packets are kept.
    let theirs = on.storage.epochs(ben.account, id("s"), 1).await.unwrap();
    assert_eq!(theirs.packet, Some(packets(&second)[1].sealed.clone()));
    // One that is missing is out.
    let third = record("s", Some(&second), (0, [0; 32]), &[ana]);
    begin(ana, &third).await.unwrap();
    refused!(on.storage.epochs(ben.account, id("s"), 0).await, Error::NotFound);
    assert_eq!(on.storage.epochs(ana.account, id("s"), 0).await.unwrap().records.len(), 4);
}

async fn an_epoch_starts_at_the_head(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    let first = space(&*on.storage, "s", Mentorship, &[ana]).await;
    let mut pen = Pen::new(ana, "s");
    let entry = pen.entry("one");
    on.storage.append(ana, id("s"), vec![entry.clone()]).await.unwrap();
    for start in [(0, [0; 32]), (1, hash("another")), (2, log_hash([&entry]))] {
        let record = record("s", Some(&first), start, &[ana]);
        refused!(on.storage.append_epoch(ana.account, id("s"), record, vec![]).await, Error::Stale);
    }
    let second = record("s", Some(&first), (1, log_hash([&entry])), &[ana]);
    on.storage.append_epoch(ana.account, id("s"), second, vec![]).await.unwrap();
    let late = pen.entry("late");
    refused!(on.storage.append(ana, id("s"), vec![late]).await, Error::OldEpoch { epoch: 3 });
    // What was there before is found before the epoch is looked at.
    assert_eq!(on.storage.append(ana, id("s"), vec![entry]).await.unwrap().seqs, [1]);
}

async fn a_stranger_is_not_let_in(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    let first = space(&*on.storage, "s", Mentorship, &[ana]).await;
    let second = record("s", Some(&first), (0, [0; 32]), &[ana, ben]);
    let begin = || on.storage.append_epoch(ana.account, id("s"), second.clone(), packets(&second));
    refused!(begin().await, Error::Stale);
    on.storage.invite(ana.account, invite("i", "s"), NOW).await.unwrap();
    on.storage.accept(ben.account, id("i"), hash("i's token"), hash("mac"), NOW).await.unwrap();
    assert_eq!(state(&on, ben).await, Some(SpaceState::Waiting));
    refused!(on.storage.epochs(ben.account, id("s"), 0).await, Error::NotFound);
    let joins = on.storage.changes(ana.account).await.unwrap().joins;
    assert_eq!(
        (joins.len(), joins[0].account, joins[0].invite, joins[0].mac),
        (1, ben.account, id("i"), hash("mac"))
    );
    begin().await.unwrap();
    assert_eq!(state(&on, ben).await, Some(SpaceState::Open));
    assert!(on.storage.changes(ana.account).await.unwrap().joins.is_empty());
}

async fn who_leaves_is_out_at_once(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    let first = space(&*on.storage, "s", Mentorship, &[ana, ben]).await;
    on.storage.leave(ben.account, id("s")).await.unwrap();
    refused!(on.storage.leave(ben.account, id("s")).await, Error::NotFound);
    refused!(on.storage.log_page(ben, id("s"), 0, None, 100).await, Error::NotFound);
    assert_eq!((state(&on, ana).await, state(&on, ben).await), (Some(SpaceState::Rotate), None));
    let back = record("s", Some(&first), (0, [0; 32]), &[ana, ben]);
    refused!(on.storage.append_epoch(ana.account, id("s"), back, vec![]).await, Error::Stale);
    let second = record("s", Some(&first), (0, [0; 32]), &[ana]);
    on.storage.append_epoch(ana.account, id("s"), second, vec![]).await.unwrap();
    assert_eq!(state(&on, ana).await, Some(SpaceState::Open));
    // Nobody is left.
    let blob = blob(&*on.storage, ana, "s", "attachment", 10).await;
    on.storage.leave(ana.account, id("s")).await.unwrap();
    assert_eq!(on.storage.claim_doomed(9, NOW).await.unwrap(), [blob]);
    assert_eq!(on.storage.counts().await.unwrap().spaces, 0);
}

async fn an_ended_space_is_read_only(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    let first = space(&*on.storage, "s", Mentorship, &[ana, ben]).await;
    let mut pen = Pen::new(ana, "s");
    let entry = pen.entry("one");
    on.storage.append(ana, id("s"), vec![entry.clone()]).await.unwrap();
    on.storage.end(ben.account, id("s")).await.unwrap();
    assert_eq!(state(&on, ana).await, Some(SpaceState::Ended));
    refused!(on.storage.append(ana, id("s"), vec![pen.entry("two")]).await, Error::Ended);
    assert_eq!(on.storage.append(ana, id("s"), vec![entry.clone()]).await.unwrap().head, 1);
    let second = record("s", Some(&first), (1, log_hash([&entry])), &[ana]);
    refused!(on.storage.append_epoch(ana.account, id("s"), second, vec![]).await, Error::Ended);
    refused!(on.storage.invite(ana.account, invite("i", "s"), NOW).await, Error::Ended);
    let blob = cairn_server::storage::BlobName { space: id("s"), name: hash("b") };
    refused!(on.storage.begin_blob(ana.account, blob, BlobPurpose::Attachment, 1, NOW).await, Error::Ended);
    assert_eq!(on.storage.log_page(ana, id("s"), 0, None, 100).await.unwrap().entries.len(), 1);
    on.storage.leave(ana.account, id("s")).await.unwrap();
}

/// Nothing tells a space of others from one that does not exist.
async fn a_foreign_space_is_absent(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    let first = space(&*on.storage, "s", Mentorship, &[ana]).await;
    blob(&*on.storage, ana, "s", "b", 1).await;
    for space in [id("s"), id("none")] {
        let blob = cairn_server::storage::BlobName { space, name: hash("b") };
        let snapshot = cairn_server::storage::NewSnapshot { seen_seq: 1, manifest: vec![], blobs: vec![] };
        let entry = Pen::new(ben, "s").entry("x");
        let second = record("s", Some(&first), (0, [0; 32]), &[ben]);
        let s = &on.storage;
        refused!(s.epochs(ben.account, space, 0).await, Error::NotFound);
        refused!(s.append_epoch(ben.account, space, second, vec![]).await, Error::NotFound);
        refused!(s.leave(ben.account, space).await, Error::NotFound);
        refused!(s.end(ben.account, space).await, Error::NotFound);
        refused!(s.log_page(ben, space, 9, Some(hash("x")), 1).await, Error::NotFound);
        refused!(s.acknowledge(ben, space, 1, NOW).await, Error::NotFound);
        refused!(s.append(ben, space, vec![entry]).await, Error::NotFound);
        refused!(s.begin_blob(ben.account, blob, BlobPurpose::Attachment, 1, NOW).await, Error::NotFound);
        refused!(s.blob(ben.account, blob).await, Error::NotFound);
        refused!(s.put_snapshot(ben.account, space, snapshot, NOW).await, Error::NotFound);
        refused!(s.snapshot(ben.account, space).await, Error::NotFound);
        let mut into = invite("i", "s");
        into.space = space;
        refused!(s.invite(ben.account, into, NOW).await, Error::NotFound);
    }
}
