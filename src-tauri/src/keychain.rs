//! Secrets in the system's keychain: Secret Service on Linux, Credential Manager on Windows, Keychain on macOS.
//!
//! Each call connects anew. A keychain may be locked, or not there, when the app starts and be fine a minute
//! later, so that a failed first try must not be remembered. Calls block (a desktop may ask the person to
//! unlock), so they are never made on the main thread.

use base64::{Engine, prelude::BASE64_STANDARD};
use cairn_app::host::{Keychain, KeychainError, KeychainState};
use keyring_core::{Entry, Error, api::CredentialStoreApi};

/// Under which service name the desktop lists our secrets.
const SERVICE: &str = "org.cairn-mentoring.cairn";

/// The system's keychain.
pub(crate) struct SystemKeychain;

impl Keychain for SystemKeychain {
    fn state(&self) -> KeychainState {
        state()
    }

    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, KeychainError> {
        match entry(key)?.get_password() {
            // A value we cannot read is as gone as one that was deleted: the passphrase or the recovery code
            // opens the store, and a new value is written then.
            Ok(text) => Ok(BASE64_STANDARD.decode(text).ok()),
            Err(Error::NoEntry | Error::BadEncoding(_) | Error::BadDataFormat(..)) => Ok(None),
            Err(error) => Err(explain(&error)),
        }
    }

    fn set(&self, key: &str, secret: &[u8]) -> Result<(), KeychainError> {
        entry(key)?.set_password(&BASE64_STANDARD.encode(secret)).map_err(|error| explain(&error))
    }

    fn remove(&self, key: &str) -> Result<(), KeychainError> {
        match entry(key)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(explain(&error)),
        }
    }
}

fn entry(key: &str) -> Result<Entry, KeychainError> {
    let store = open_store().map_err(|error| explain(&error))?;
    store.build(SERVICE, key, None).map_err(|error| explain(&error))
}

#[cfg(target_os = "linux")]
fn open_store() -> keyring_core::Result<std::sync::Arc<zbus_secret_service_keyring_store::Store>> {
    zbus_secret_service_keyring_store::Store::new()
}

#[cfg(target_os = "windows")]
fn open_store() -> keyring_core::Result<std::sync::Arc<windows_native_keyring_store::Store>> {
    windows_native_keyring_store::Store::new()
}

#[cfg(target_os = "macos")]
fn open_store() -> keyring_core::Result<std::sync::Arc<apple_native_keyring_store::keychain::Store>> {
    apple_native_keyring_store::keychain::Store::new()
}

/// Whether the keychain can be used, without asking the person for anything.
#[cfg(target_os = "linux")]
fn state() -> KeychainState {
    use secret_service::{EncryptionType, blocking::SecretService};

    let Ok(service) = SecretService::connect(EncryptionType::Plain) else { return KeychainState::Absent };
    // No default collection yet means that the first secret makes the desktop ask for a new password: a
    // person must act, as with a locked one.
    match service.get_default_collection().and_then(|collection| collection.is_locked()) {
        Ok(false) => KeychainState::Ready,
        Ok(true) | Err(secret_service::Error::NoResult) => KeychainState::Locked,
        Err(_) => KeychainState::Absent,
    }
}

#[cfg(not(target_os = "linux"))]
fn state() -> KeychainState {
    if open_store().is_ok() { KeychainState::Ready } else { KeychainState::Absent }
}

fn explain(error: &Error) -> KeychainError {
    match (state(), error) {
        (KeychainState::Absent, _) => KeychainError::Absent,
        (KeychainState::Locked, _) | (_, Error::NoStorageAccess(_)) => KeychainError::Locked,
        (KeychainState::Ready, error) => KeychainError::Other(error.to_string()),
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;
    use cairn_tests::{Desktop, Keyring};

    /// Does one thing on the desktop this process was started on, and prints what came of it.
    #[test]
    #[ignore = "a part of the tests below, which start it on a desktop of their own"]
    fn one_step() {
        let secret: &[u8] = &[0, 255, 7];
        match std::env::var("STEP").unwrap().as_str() {
            "state" => println!("=> {:?}", SystemKeychain.state()),
            "set" => println!("=> {:?}", SystemKeychain.set("key", secret)),
            "get" => {
                println!("=> {:?}", SystemKeychain.get("key").map(|found| found.as_deref() == Some(secret)))
            }
            "remove" => println!("=> {:?}", SystemKeychain.remove("key")),
            step => panic!("no step {step}"),
        }
    }

    fn step(desktop: &Desktop, name: &str) -> String {
        let test = std::env::current_exe().unwrap();
        let output = desktop
            .command(test.to_str().unwrap())
            .args(["keychain::tests::one_step", "--exact", "--ignored", "--nocapture"])
            .env("STEP", name)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().find_map(|line| line.split_once("=> ")).unwrap_or_else(|| panic!("{text}")).1.to_owned()
    }

    #[test]
    fn a_secret_is_kept_until_it_is_removed() {
        let desktop = Desktop::new(Keyring::Unlocked);
        assert_eq!(step(&desktop, "state"), "Ready");
        assert_eq!(step(&desktop, "get"), "Ok(false)");
        assert_eq!(step(&desktop, "set"), "Ok(())");
        assert_eq!(step(&desktop, "get"), "Ok(true)");
        assert_eq!(step(&desktop, "remove"), "Ok(())");
        assert_eq!(step(&desktop, "get"), "Ok(false)");
        assert_eq!(step(&desktop, "remove"), "Ok(())", "removing twice is no error");
    }

    #[test]
    fn a_value_that_is_gone_is_no_error() {
        let desktop = Desktop::new(Keyring::Unlocked);
        assert_eq!(step(&desktop, "set"), "Ok(())");
        desktop.forget_secrets();
        assert_eq!(step(&desktop, "state"), "Ready");
        assert_eq!(step(&desktop, "get"), "Ok(false)");
    }

    #[test]
    fn a_locked_keychain_says_so_and_works_once_it_is_unlocked() {
        let desktop = Desktop::new(Keyring::Unlocked);
        assert_eq!(step(&desktop, "set"), "Ok(())");
        desktop.lock_keyring();
        assert_eq!(step(&desktop, "state"), "Locked");
        assert_eq!(step(&desktop, "get"), "Err(Locked)");
        desktop.unlock_keyring();
        assert_eq!(step(&desktop, "get"), "Ok(true)");
    }

    #[rstest::rstest]
    #[case::without_a_bus(Keyring::NoBus)]
    #[case::with_a_bus_and_nothing_on_it(Keyring::Absent)]
    fn without_a_keychain_it_is_absent(#[case] keyring: Keyring) {
        let desktop = Desktop::new(keyring);
        assert_eq!(step(&desktop, "state"), "Absent");
        assert_eq!(step(&desktop, "get"), "Err(Absent)");
        assert_eq!(step(&desktop, "set"), "Err(Absent)");
    }
}
