use cairn_crypto::{FormatError, KeptSecrets, RecoveryCode};
use proptest::prelude::*;

use crate::support::{anna, every_change_is_refused, seeded};

fn code() -> RecoveryCode {
    RecoveryCode::generate(&mut seeded("code"))
}

fn sealed() -> Vec<u8> {
    let mut anna = anna();
    anna.keys.renew_encryption(&mut seeded("renewed"));
    KeptSecrets { keys: anna.keys, newest: anna.chain.newest() }.seal(&code(), &mut seeded("kept"))
}

#[test]
fn the_code_gives_back_what_was_sealed_under_it() {
    let opened = KeptSecrets::open(&code(), &sealed()).unwrap();
    let anna = anna();
    assert_eq!(opened.keys.account, anna.keys.account);
    assert_eq!(opened.keys.identity.as_bytes(), anna.keys.identity.as_bytes());
    assert_eq!(opened.keys.all_encryption().len(), 2);
    assert!(opened.keys.encryption_for(&anna.chain.encryption()).is_some());
    assert!(anna.chain.reaches(&opened.newest));
}

#[test]
fn every_change_is_refused_and_another_code() {
    every_change_is_refused(&sealed(), |bytes| KeptSecrets::open(&code(), bytes).is_err());
    let other = RecoveryCode::generate(&mut seeded("other"));
    let error = FormatError::Sealed { what: "recovery" };
    assert_eq!(KeptSecrets::open(&other, &sealed()).unwrap_err(), error);
    assert_ne!(other.locator(), code().locator());
    assert_ne!(other.token(), code().token());
}

#[test]
fn another_version_or_suite_is_refused_by_name() {
    let mut sealed = sealed();
    sealed[1] = 2;
    let suite = FormatError::Suite { what: "recovery", found: 2, known: 1 };
    assert_eq!(KeptSecrets::open(&code(), &sealed).unwrap_err(), suite);
    sealed[0] = 2;
    let version = FormatError::Version { what: "recovery", found: 2, known: 1 };
    assert_eq!(KeptSecrets::open(&code(), &sealed).unwrap_err(), version);
}

#[test]
fn what_the_server_has_says_nothing_of_the_code() {
    let text = code().to_text().replace('-', "");
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>();
    let (locator, token) = (hex(&code().locator()), hex(&code().token()[..]));
    for shown in [&locator, &token] {
        assert!(!text.contains(&shown[..8]) && !shown.contains(&text[..8]));
    }
    assert!(!token.contains(&locator[..8]), "the locator is in every request for what is kept");
}

proptest! {
    #[test]
    fn any_bytes_are_refused(mut bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Some(start) = bytes.get_mut(..2) { start.copy_from_slice(&[1, 1]); }
        prop_assert!(KeptSecrets::open(&code(), &bytes).is_err());
    }
}
