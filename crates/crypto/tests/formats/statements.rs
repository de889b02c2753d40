use cairn_crypto::{
    AccountId, AccountKeys, Chain, ChainError, DeviceId, DeviceKeys, FormatError, KnownStatement, Says,
    Statement,
};
use proptest::prelude::*;

use crate::support::{Person, anna, ben, every_change_is_refused, seeded};

fn parsed(chain: &Chain) -> Vec<Statement> {
    chain.statements().iter().map(|it| Statement::parse(it.as_bytes()).unwrap()).collect()
}

/// Anna with a second device, which is revoked.
fn anna_with_revoked() -> (Person, DeviceId) {
    let (mut anna, device) = (anna(), DeviceId(2));
    let keys = DeviceKeys::generate(&mut seeded("second")).public();
    anna.chain.state(&anna.keys.identity, 5, Says::AddDevice { device, keys }).unwrap();
    anna.revoke(device);
    (anna, device)
}

#[test]
fn a_chain_is_read_as_it_was_written() {
    let (anna, _) = anna_with_revoked();
    assert_eq!(Chain::verify(parsed(&anna.chain)), Ok(anna.chain.clone()));
    assert_eq!(anna.chain.encryption(), anna.keys.encryption().sealing());
}

#[test]
fn every_change_of_a_statement_is_refused() {
    let (anna, _) = anna_with_revoked();
    for statement in anna.chain.statements() {
        every_change_is_refused(statement.as_bytes(), |bytes| {
            Statement::parse(bytes).map_or(true, |it| it.verify(&anna.chain.identity()).is_err())
        });
    }
}

#[test]
fn another_version_is_refused_by_name() {
    let anna = anna();
    let mut bytes = anna.chain.statements()[0].as_bytes().to_vec();
    for found in [0, 2, 255] {
        bytes[0] = found;
        let error = FormatError::Version { what: "statement", found, known: 1 };
        assert_eq!(Statement::parse(&bytes), Err(error));
    }
}

#[test]
fn a_gap_another_order_and_a_missing_beginning_are_refused() {
    let (anna, _) = anna_with_revoked();
    let all = parsed(&anna.chain);
    let without = |at: usize| all.iter().enumerate().filter(move |it| it.0 != at).map(|it| it.1.clone());
    assert_eq!(Chain::verify(without(0)), Err(ChainError::Creation));
    assert_eq!(Chain::verify(without(1)), Err(ChainError::Gap { have: 1, found: 3 }));
    assert_eq!(Chain::verify([]), Err(ChainError::Creation));
    let again = Chain::verify([all[0].clone(), all[1].clone(), all[1].clone()]);
    assert_eq!(again, Err(ChainError::Contradicts { number: 2 }));
}

#[test]
fn a_statement_of_another_account_or_identity_is_refused() {
    let (mut anna, ben) = (anna(), ben());
    let theirs = ben.chain.statements()[1].clone();
    assert_eq!(anna.chain.append(theirs), Err(ChainError::OtherAccount));
    // Somebody else's identity, under her account's name.
    let mut forged = AccountKeys::generate(anna.keys.account, &mut seeded("forger"));
    let mut other = Chain::create(&forged, 1);
    let says = Says::NewEncryption { encryption: ben.chain.encryption() };
    let own = anna.chain.state(&forged.identity, 9, says);
    assert_eq!(own, Err(ChainError::Format(FormatError::Signature { what: "statement" })));
    other.state(&forged.identity, 2, says).unwrap();
    assert_eq!(
        anna.chain.take(other.statements().to_vec()),
        Err(ChainError::Contradicts { number: 1 }),
        "a key change"
    );
    forged.account = AccountId([0; 16]);
    assert_eq!(
        anna.chain.take(Chain::create(&forged, 1).statements().to_vec()),
        Err(ChainError::OtherAccount)
    );
}

#[test]
fn what_is_known_may_be_sent_again_and_what_continues_is_taken() {
    let (anna, _) = anna_with_revoked();
    let all = parsed(&anna.chain);
    let mut kept = Chain::verify(all[..2].to_vec()).unwrap();
    assert_eq!(kept.take(all[..2].to_vec()), Ok(0));
    assert_eq!(kept.take(all[1..].to_vec()), Ok(all.len() - 2));
    assert_eq!(kept, anna.chain);
}

#[test]
fn nothing_is_taken_of_statements_of_which_one_is_refused() {
    let (anna, _) = anna_with_revoked();
    let all = parsed(&anna.chain);
    let before = Chain::verify(all[..2].to_vec()).unwrap();
    let mut kept = before.clone();
    assert_eq!(kept.take([all[2].clone(), all[4].clone()]), Err(ChainError::Gap { have: 3, found: 5 }));
    assert_eq!(kept, before);
}

#[test]
fn two_histories_of_one_account_contradict() {
    let (mut one, mut two) = (anna().chain, anna().chain);
    let keys = anna().keys;
    let says = |seed: &str| Says::AddDevice {
        device: DeviceId(9),
        keys: DeviceKeys::generate(&mut seeded(seed)).public(),
    };
    one.state(&keys.identity, 10, says("one")).unwrap();
    two.state(&keys.identity, 10, says("two")).unwrap();
    assert_eq!(one.take(two.statements().to_vec()), Err(ChainError::Contradicts { number: 3 }));
}

#[test]
fn what_cannot_be_said_is_refused() {
    let (mut anna, revoked) = anna_with_revoked();
    let keys = anna.device_keys.public();
    let create = Says::Create { identity: anna.chain.identity(), encryption: anna.chain.encryption() };
    let same = Says::NewEncryption { encryption: anna.chain.encryption() };
    for (says, error) in [
        (create, ChainError::Creation),
        (Says::AddDevice { device: anna.device, keys }, ChainError::Device),
        (Says::AddDevice { device: revoked, keys }, ChainError::Device),
        (Says::RevokeDevice { device: revoked }, ChainError::Device),
        (Says::RevokeDevice { device: DeviceId(77) }, ChainError::Device),
        (same, ChainError::NotNew),
    ] {
        let before = anna.chain.clone();
        assert_eq!(anna.chain.state(&anna.keys.identity, 1, says), Err(error), "{says:?}");
        assert_eq!(anna.chain, before);
    }
}

#[test]
fn a_revoked_device_wrote_in_the_epochs_before_and_not_after() {
    let (anna, revoked) = anna_with_revoked();
    let (old, new) = (anna.keys.all_encryption()[0].sealing(), anna.chain.encryption());
    assert_eq!(anna.chain.device(revoked), None);
    assert!(anna.chain.device_in_epoch(revoked, &old).is_some());
    assert_eq!(anna.chain.device_in_epoch(revoked, &new), None);
    assert!(anna.chain.device_in_epoch(anna.device, &new).is_some());
    assert_eq!(anna.chain.device_in_epoch(anna.device, &ben().chain.encryption()), None);
    assert_eq!(anna.chain.device_in_epoch(DeviceId(77), &old), None);
}

#[test]
fn a_chain_reaches_what_was_known_of_it() {
    let (before, (after, _)) = (anna().chain, anna_with_revoked());
    assert!(after.chain.reaches(&before.newest()));
    assert!(!before.reaches(&after.chain.newest()), "it went back");
    assert!(!before.reaches(&KnownStatement { number: 0, hash: before.newest().hash }));
    assert!(!before.reaches(&KnownStatement { number: 1, hash: before.newest().hash }));
}

#[test]
fn an_account_makes_a_thousand_statements_and_no_more() {
    const MAX_STATEMENTS: usize = 1000;
    let (mut anna, mut random) = (anna(), seeded("many"));
    for number in anna.chain.statements().len()..=MAX_STATEMENTS {
        let device = DeviceId(1000 + number as u64);
        let keys = DeviceKeys::generate(&mut random).public();
        let stated = anna.chain.state(&anna.keys.identity, 1, Says::AddDevice { device, keys });
        assert_eq!(stated.err(), (number == MAX_STATEMENTS).then_some(ChainError::TooMany));
    }
}

#[test]
fn an_account_keeps_its_older_encryption_keys() {
    let (mut keys, mut random) = (anna().keys, seeded("renewed often"));
    let first = keys.encryption().sealing();
    for _ in 1..32 {
        keys.renew_encryption(&mut random);
    }
    assert!(keys.encryption_for(&first).is_some());
    keys.renew_encryption(&mut random);
    assert_eq!(keys.all_encryption().len(), 32);
    assert!(keys.encryption_for(&first).is_none(), "the oldest is given up");
    assert_eq!(format!("{keys:?}"), format!("AccountKeys({:?})", keys.account), "secrets are not shown");
}

proptest! {
    #[test]
    fn any_bytes_are_a_statement_or_are_not(mut bytes in prop::collection::vec(any::<u8>(), 0..220), kind in 0_u8..6) {
        if let [version, ..] = &mut bytes[..] { *version = 1; }
        if let Some(byte) = bytes.get_mut(61) { *byte = kind; }
        if let Ok(statement) = Statement::parse(&bytes) {
            prop_assert_eq!(statement.as_bytes(), &bytes[..]);
            prop_assert!(Chain::verify([statement]).is_err());
        }
    }
}
