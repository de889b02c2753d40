use cairn_crypto::{Challenge, DeviceId, FormatError, Signature};
use rstest::rstest;

use crate::support::{anna, ben, every_change_is_refused};

fn challenge() -> Challenge<'static> {
    Challenge {
        host: "cairn.example.org:8443",
        account: anna().keys.account,
        device: anna().device,
        nonce: [7; 32],
    }
}

#[test]
fn a_device_proves_itself() {
    let keys = anna().device_keys;
    let answer = challenge().sign(&keys.signing);
    assert_eq!(challenge().verify(&keys.signing.verifying(), &answer), Ok(()));
    let error = Err(FormatError::Signature { what: "session" });
    assert_eq!(challenge().verify(&ben().device_keys.signing.verifying(), &answer), error);
    every_change_is_refused(&answer.0, |bytes| {
        let Ok(bytes) = bytes.try_into() else { return true };
        challenge().verify(&keys.signing.verifying(), &Signature(bytes)).is_err()
    });
}

#[rstest]
#[case::host(Challenge { host: "cairn.example.org", ..challenge() })]
#[case::account(Challenge { account: ben().keys.account, ..challenge() })]
#[case::device(Challenge { device: DeviceId(0), ..challenge() })]
#[case::nonce(Challenge { nonce: [8; 32], ..challenge() })]
fn an_answer_serves_one_challenge(#[case] other: Challenge<'static>) {
    let keys = anna().device_keys;
    let answer = challenge().sign(&keys.signing);
    assert!(other.verify(&keys.signing.verifying(), &answer).is_err());
}

#[test]
fn keys_of_small_order_verify_nothing() {
    // The neutral element as key and as R, with S = 0, fits every message unless verification is strict.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let mut signature = [0; 64];
    signature[0] = 1;
    let key = cairn_crypto::VerifyingKey(neutral);
    assert!(challenge().verify(&key, &Signature(signature)).is_err());
    assert!(challenge().verify(&cairn_crypto::VerifyingKey([0xff; 32]), &Signature(signature)).is_err());
}
