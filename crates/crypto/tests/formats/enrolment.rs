use cairn_crypto::{
    AccountKeys, DeviceId, DeviceKeys, EnrolmentAnswer, EnrolmentReveal, EnrolmentSecrets, FormatError, Hash,
    LogPlace, MAX_SPACES,
};
use proptest::prelude::*;

use crate::support::{Person, SPACE, anna, every_change_is_refused, seeded};

/// What both devices have once the keys are revealed.
struct Met {
    anna: Person,
    new: DeviceKeys,
    reveal: EnrolmentReveal,
    answer: EnrolmentAnswer,
}

fn met() -> Met {
    let (anna, mut random) = (anna(), seeded("enrolment"));
    let new = DeviceKeys::generate(&mut random);
    let reveal = EnrolmentReveal::begin(&new, &mut random);
    let answer = EnrolmentAnswer::to_commitment(&anna.keys, &mut random);
    Met { anna, new, reveal, answer }
}

fn secrets(keys: &AccountKeys) -> EnrolmentSecrets {
    let spaces = vec![LogPlace { space: SPACE, seq: 12, hash: Hash([4; 32]) }];
    EnrolmentSecrets { keys: keys.clone(), device: DeviceId(8), newest: anna().chain.newest(), spaces }
}

#[test]
fn both_devices_see_the_same_words_and_the_new_one_gets_the_secrets() {
    let Met { anna, new, reveal, answer } = met();
    let seen_by_new = EnrolmentAnswer::parse(&answer.to_bytes()).unwrap();
    let seen_by_old = EnrolmentReveal::parse(&reveal.to_bytes(), &reveal.commitment()).unwrap();
    assert_eq!(seen_by_new.words(&reveal), answer.words(&seen_by_old));
    let sealed = secrets(&anna.keys).seal(&answer, &seen_by_old, &mut seeded("s")).unwrap();
    let opened = EnrolmentSecrets::open(&new, &seen_by_new, &reveal, &sealed).unwrap();
    assert_eq!(opened.keys.identity.as_bytes(), anna.keys.identity.as_bytes());
    assert_eq!(opened.keys.encryption().as_bytes(), anna.keys.encryption().as_bytes());
    assert_eq!((opened.device, opened.newest), (DeviceId(8), anna.chain.newest()));
    assert_eq!(opened.spaces, secrets(&anna.keys).spaces);
}

#[test]
fn another_key_answer_or_account_gives_other_words() {
    let Met { anna, new, reveal, answer } = met();
    let words = answer.words(&reveal);
    let mut random = seeded("others");
    assert_ne!(words, answer.words(&EnrolmentReveal::begin(&new, &mut random)), "another nonce");
    assert_ne!(words, EnrolmentAnswer::to_commitment(&anna.keys, &mut random).words(&reveal), "fresh bytes");
    let mut bytes = answer.to_bytes();
    bytes[79] ^= 1;
    assert_ne!(words, EnrolmentAnswer::parse(&bytes).unwrap().words(&reveal), "another identity");
}

#[test]
fn what_was_not_committed_to_is_refused() {
    let Met { reveal, .. } = met();
    let commitment = reveal.commitment();
    every_change_is_refused(&reveal.to_bytes(), |bytes| EnrolmentReveal::parse(bytes, &commitment).is_err());
}

#[test]
fn every_change_of_the_secrets_is_refused() {
    let Met { anna, new, reveal, answer } = met();
    let sealed = secrets(&anna.keys).seal(&answer, &reveal, &mut seeded("s")).unwrap();
    every_change_is_refused(&sealed, |bytes| EnrolmentSecrets::open(&new, &answer, &reveal, bytes).is_err());
    let other = DeviceKeys::generate(&mut seeded("other"));
    assert!(EnrolmentSecrets::open(&other, &answer, &reveal, &sealed).is_err(), "another device");
    let again = EnrolmentReveal::begin(&new, &mut seeded("again"));
    assert!(EnrolmentSecrets::open(&new, &answer, &again, &sealed).is_err(), "another meeting");
}

#[test]
fn a_server_cannot_enrol_the_device_into_an_account_of_its_own() {
    let Met { anna, new, reveal, answer } = met();
    let mut own = AccountKeys::generate(anna.keys.account, &mut seeded("server"));
    let sealed = secrets(&own).seal(&answer, &reveal, &mut seeded("s")).unwrap();
    let error = FormatError::Invalid {
        what: "enrolment",
        why: "its secrets are not those of the account in the words",
    };
    assert_eq!(EnrolmentSecrets::open(&new, &answer, &reveal, &sealed).unwrap_err(), error);
    own.account = cairn_crypto::AccountId([0; 16]);
    own.identity = anna.keys.identity.clone();
    let sealed = secrets(&own).seal(&answer, &reveal, &mut seeded("s")).unwrap();
    assert_eq!(EnrolmentSecrets::open(&new, &answer, &reveal, &sealed).unwrap_err(), error);
}

#[test]
fn another_version_or_suite_is_refused_by_name() {
    let Met { anna, new, reveal, answer } = met();
    let mut sealed = secrets(&anna.keys).seal(&answer, &reveal, &mut seeded("s")).unwrap();
    sealed[1] = 2;
    let suite = FormatError::Suite { what: "enrolment", found: 2, known: 1 };
    assert_eq!(EnrolmentSecrets::open(&new, &answer, &reveal, &sealed).unwrap_err(), suite);
    sealed[0] = 2;
    let version = FormatError::Version { what: "enrolment", found: 2, known: 1 };
    assert_eq!(EnrolmentSecrets::open(&new, &answer, &reveal, &sealed).unwrap_err(), version);
}

#[test]
fn the_largest_secrets_fit_their_slot() {
    let Met { mut anna, new, reveal, answer } = met();
    let mut random = seeded("many");
    (0..40).for_each(|_| anna.keys.renew_encryption(&mut random));
    let mut secrets = secrets(&anna.keys);
    secrets.spaces = vec![secrets.spaces[0]; MAX_SPACES];
    let sealed = secrets.seal(&answer, &reveal, &mut random).unwrap();
    assert!(sealed.len() <= 64 * 1024, "{}", sealed.len());
    assert!(EnrolmentSecrets::open(&new, &answer, &reveal, &sealed).is_ok());
    secrets.spaces.push(secrets.spaces[0]);
    assert!(secrets.seal(&answer, &reveal, &mut random).is_err());
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_read(mut bytes in prop::collection::vec(any::<u8>(), 0..120)) {
        let Met { new, reveal, answer, .. } = met();
        let _ = EnrolmentAnswer::parse(&bytes);
        prop_assert!(EnrolmentReveal::parse(&bytes, &reveal.commitment()).is_err());
        if let Some(start) = bytes.get_mut(..2) { start.copy_from_slice(&[1, 1]); }
        prop_assert!(EnrolmentSecrets::open(&new, &answer, &reveal, &bytes).is_err());
    }
}
