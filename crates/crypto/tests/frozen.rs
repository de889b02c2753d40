//! What an old version wrote stays readable: the files in tests/vectors/crypto are never changed, only added to.
//!
//! For a new version of a format, raise [`CURRENT`] and run `cargo test -p cairn-crypto --test frozen -- --ignored`.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use cairn_crypto::{KeySlots, KeychainKey, RecoveryCode, StoreKey, open, seal};
use rstest::rstest;
use serde::{Deserialize, Serialize};

/// The folder of the vectors that today's code writes, bit for bit.
const CURRENT: &str = "v1";

/// The secrets a folder of vectors was made with. They protect nothing.
#[derive(Serialize, Deserialize)]
struct Secrets {
    profile: String,
    /// The store key and the keys derived from it, as hexadecimal digits.
    store_key: String,
    subkeys: BTreeMap<String, String>,
    keychain: String,
    passphrase: String,
    recovery: String,
    /// What `sealed.bin` was sealed for, and how many bytes of [`plain`] it holds.
    sealed_context: String,
    sealed_length: usize,
}

fn folder(version: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../../tests/vectors/crypto", version].iter().collect()
}

fn read(version: &str, file: &str) -> Vec<u8> {
    let path = folder(version).join(file);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn secrets(version: &str) -> Secrets {
    serde_json::from_slice(&read(version, "secrets.json")).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn plain(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at % 251) as u8).collect()
}

/// Everything in a folder of vectors, made anew by today's code from counted bytes in place of random ones.
fn written() -> (Secrets, Vec<u8>, Vec<u8>) {
    let mut next = 0_u8;
    let mut random = |bytes: &mut [u8]| {
        for byte in bytes {
            *byte = next;
            next = next.wrapping_add(1);
        }
    };
    let profile = "0190a5c2-7d1e-7000-8000-000000000001".to_owned();
    let passphrase = "Gr\u{fc}\u{df}e vom Gipfel \u{26f0}".to_owned();
    let key = StoreKey::generate(&mut random);
    let mut slots = KeySlots::create(&profile, &key).unwrap();
    let keychain = slots.add_keychain(&key, &mut random).unwrap().to_text().to_string();
    slots.add_passphrase(&key, &passphrase, &mut random).unwrap();
    let recovery = slots.add_recovery(&key, &mut random).unwrap().to_text().to_string();
    let (sealed_context, sealed_length) = ("backup".to_owned(), 64 * 1024 + 100);
    let sealed = seal(&key, &sealed_context, &plain(sealed_length), &mut random);
    let subkey = |context: &str| (context.to_owned(), key.subkey(context).to_hex().to_string());
    let subkeys = ["database", "attachments", ""].map(subkey).into();
    let store_key = hex(key.as_bytes());
    let secrets = Secrets {
        profile,
        store_key,
        subkeys,
        keychain,
        passphrase,
        recovery,
        sealed_context,
        sealed_length,
    };
    (secrets, slots.to_bytes().unwrap(), sealed)
}

#[rstest]
#[case("v1")]
fn every_way_in_still_opens(#[case] version: &str) {
    let secrets = secrets(version);
    let slots = KeySlots::from_bytes(&read(version, "key-slots.json")).unwrap();
    assert_eq!(slots.profile_id(), secrets.profile);

    let keychain = KeychainKey::from_text(&secrets.keychain).unwrap();
    let recovery = RecoveryCode::from_text(&secrets.recovery).unwrap();
    let opened = [
        slots.open_with_keychain(&keychain),
        slots.open_with_passphrase(&secrets.passphrase),
        slots.open_with_recovery(&recovery),
    ];
    for key in opened {
        assert_eq!(hex(key.unwrap().as_bytes()), secrets.store_key);
    }
}

#[rstest]
#[case("v1")]
fn derived_keys_and_sealed_files_stay(#[case] version: &str) {
    let secrets = secrets(version);
    let slots = KeySlots::from_bytes(&read(version, "key-slots.json")).unwrap();
    let key = slots.open_with_keychain(&KeychainKey::from_text(&secrets.keychain).unwrap()).unwrap();
    for (context, subkey) in &secrets.subkeys {
        assert_eq!(key.subkey(context).to_hex().as_str(), subkey, "{context}");
    }
    let content = open(&key, &secrets.sealed_context, &read(version, "sealed.bin")).unwrap();
    assert!(content == plain(secrets.sealed_length));
}

#[test]
fn today_writes_what_the_current_vectors_hold() {
    let (_, slots, sealed) = written();
    assert!(slots == read(CURRENT, "key-slots.json"), "the key-slot file is written differently");
    assert!(sealed == read(CURRENT, "sealed.bin"), "sealed files are written differently");
}

#[test]
#[ignore = "writes the vectors of a new version"]
fn write_vectors() {
    let folder = folder(CURRENT);
    assert!(!folder.exists(), "{} is frozen", folder.display());
    let (secrets, slots, sealed) = written();
    fs::create_dir_all(&folder).unwrap();
    let secrets = serde_json::to_string_pretty(&secrets).unwrap() + "\n";
    fs::write(folder.join("secrets.json"), secrets).unwrap();
    fs::write(folder.join("key-slots.json"), slots).unwrap();
    fs::write(folder.join("sealed.bin"), sealed).unwrap();
}
