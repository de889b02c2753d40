use cairn_crypto::{FormatError, Greeting, Hash, InviteId, InviteKeys, InviteSecret, six_words};
use proptest::prelude::*;

use crate::support::{OTHER_SPACE, SPACE, anna, ben, every_change_is_refused, seeded};

fn keys() -> InviteKeys {
    InviteSecret::from_bytes([1; 16]).keys(InviteId([2; 16]))
}

fn greeting() -> Greeting {
    Greeting { name: "Anna".into(), mentorship: "Zweites Jahr \u{26f0}".into(), role: "mentee".into() }
}

#[test]
fn another_invite_or_secret_gives_other_keys() {
    let token = |secret, invite| *InviteSecret::from_bytes([secret; 16]).keys(InviteId([invite; 16])).token();
    assert_eq!(token(1, 2), *keys().token());
    assert_ne!(token(1, 2), token(1, 3));
    assert_ne!(token(1, 2), token(3, 2));
    assert_eq!(
        format!("{:?} {:?}", keys(), InviteSecret::from_bytes([1; 16])),
        "InviteKeys(..) InviteSecret(..)"
    );
}

#[test]
fn a_mac_holds_for_these_keys_this_space_and_this_side_alone() {
    let (keys, anna, ben) = (keys(), anna().member(), ben().member());
    let inviter = keys.mac().inviter(SPACE, anna.account, &anna.identity);
    let joiner = keys.mac().joiner(SPACE, ben.account, &ben.identity, &ben.encryption);
    assert!(inviter.is_same(&keys.mac().inviter(SPACE, anna.account, &anna.identity)));
    let others = [
        keys.mac().inviter(OTHER_SPACE, anna.account, &anna.identity),
        keys.mac().inviter(SPACE, ben.account, &anna.identity),
        keys.mac().inviter(SPACE, anna.account, &ben.identity),
        InviteSecret::from_bytes([9; 16]).keys(InviteId([2; 16])).mac().inviter(
            SPACE,
            anna.account,
            &anna.identity,
        ),
        InviteSecret::from_bytes([1; 16]).keys(InviteId([9; 16])).mac().inviter(
            SPACE,
            anna.account,
            &anna.identity,
        ),
        joiner,
        Hash::ZERO,
    ];
    assert!(others.iter().all(|other| !inviter.is_same(other)));
    let others = [
        keys.mac().joiner(OTHER_SPACE, ben.account, &ben.identity, &ben.encryption),
        keys.mac().joiner(SPACE, anna.account, &ben.identity, &ben.encryption),
        keys.mac().joiner(SPACE, ben.account, &anna.identity, &ben.encryption),
        keys.mac().joiner(SPACE, ben.account, &ben.identity, &anna.encryption),
    ];
    assert!(others.iter().all(|other| !joiner.is_same(other)));
}

#[test]
fn a_greeting_is_read_as_it_was_written_and_all_are_of_one_size() {
    let keys = keys();
    let longest = Greeting { name: "n".repeat(1018), ..Greeting::default() };
    for greeting in [greeting(), Greeting::default(), longest] {
        let sealed = keys.seal_greeting(&greeting, &mut seeded("greeting")).unwrap();
        assert_eq!(sealed.len(), 1066);
        assert_eq!(keys.open_greeting(&sealed), Ok(greeting));
    }
    for length in [1019, 65_535, 65_536, 100_000] {
        let longer = Greeting { name: "n".repeat(length), ..Greeting::default() };
        let error = Err(FormatError::TooLarge { what: "greeting", limit: 1024 });
        assert_eq!(keys.seal_greeting(&longer, &mut seeded("greeting")), error);
    }
}

#[test]
fn every_change_of_a_greeting_is_refused() {
    let keys = keys();
    let sealed = keys.seal_greeting(&greeting(), &mut seeded("greeting")).unwrap();
    every_change_is_refused(&sealed, |bytes| keys.open_greeting(bytes).is_err());
    let other = InviteSecret::from_bytes([1; 16]).keys(InviteId([3; 16]));
    assert_eq!(other.open_greeting(&sealed), Err(FormatError::Sealed { what: "greeting" }));
}

#[test]
fn another_version_or_suite_of_a_greeting_is_refused_by_name() {
    let mut sealed = keys().seal_greeting(&greeting(), &mut seeded("greeting")).unwrap();
    sealed[1] = 9;
    let suite = FormatError::Suite { what: "greeting", found: 9, known: 1 };
    assert_eq!(keys().open_greeting(&sealed), Err(suite));
    sealed[0] = 9;
    let version = FormatError::Version { what: "greeting", found: 9, known: 1 };
    assert_eq!(keys().open_greeting(&sealed), Err(version));
}

#[test]
fn six_words_are_of_both_identities() {
    let (anna, ben) = (anna().chain.identity(), ben().chain.identity());
    let words = six_words(&anna, &ben);
    assert!(words.is_some());
    assert_eq!(words, six_words(&ben, &anna));
    assert_ne!(words, six_words(&anna, &anna));
}

proptest! {
    #[test]
    fn any_bytes_are_no_greeting(mut bytes in prop::collection::vec(any::<u8>(), 0..1100)) {
        if let Some(start) = bytes.get_mut(..2) { start.copy_from_slice(&[1, 1]); }
        prop_assert!(keys().open_greeting(&bytes).is_err());
    }
}
