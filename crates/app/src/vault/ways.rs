//! The ways into an open profile: adding, changing and removing them.

use super::{KeychainView, WayIn, write_slots};
use crate::{App, Error, Result};
use cairn_crypto::{KeySlots, RecoveryCode, SlotKind};
use serde::{Deserialize, Serialize};
use std::fs;
use ts_rs::TS;
use zeroize::Zeroizing;

/// The ways into this profile.
#[derive(Debug, Serialize, TS)]
pub struct SecurityView {
    /// The ways in that there are.
    pub ways_in: Vec<WayIn>,
    /// The keychain, as far as this profile is concerned.
    pub keychain: KeychainView,
    /// Lock after so many minutes without a key or a click; 0 is never.
    pub idle_minutes: u32,
}

/// A new passphrase.
#[derive(Deserialize, TS)]
pub struct SetPassphrase {
    /// The new one, 8 characters or more.
    passphrase: String,
    /// The present one, where there is one.
    #[ts(optional)]
    present: Option<String>,
}

/// Whether to open with this computer's keychain.
#[derive(Deserialize, TS)]
pub struct UseKeychain {
    /// Whether to.
    on: bool,
}

/// A recovery code, to be shown once.
#[derive(Serialize, TS)]
pub struct RecoveryCodeView {
    /// Eight groups of five.
    pub code: String,
    /// Where what is on the server is found with it; none where this computer does not sync.
    pub server: Option<String>,
}

/// A recovery code, to write to a file.
#[derive(Deserialize, TS)]
pub struct KeepRecoveryCode {
    /// As it was shown.
    code: String,
}

/// The ways into the open profile.
pub fn security(app: &App, (): ()) -> Result<SecurityView> {
    app.open()?;
    let slots = app.slots()?;
    Ok(SecurityView {
        ways_in: slots.kinds().map(WayIn::from).collect(),
        keychain: app.keychain_view(Some(&slots)),
        idle_minutes: app.device_settings().idle_minutes,
    })
}

/// Sets or changes the passphrase. Who changes it has to know the present one.
///
/// Fails with `wrong_passphrase` at `present`, with `passphrase_short` or `too_long` at `passphrase`.
pub fn passphrase_set(app: &App, args: SetPassphrase) -> Result<SecurityView> {
    let (new, present) = (Zeroizing::new(args.passphrase), args.present.map(Zeroizing::new));
    app.change_slots(|app, slots| {
        if slots.has(SlotKind::Passphrase) {
            let present = present.as_deref().map_or("", String::as_str);
            slots
                .open_with_passphrase(present)
                .map_err(|error| Error::from(error).with("field", "present"))?;
        }
        let key = app.open()?.key.clone();
        Ok(slots.add_passphrase(&key, &new, &mut app.randomness())?)
    })?;
    security(app, ())
}

/// Removes the passphrase. Fails with `last_way_in` where only the recovery code would be left.
pub fn passphrase_remove(app: &App, (): ()) -> Result<SecurityView> {
    app.change_slots(|_, slots| {
        if !slots.has(SlotKind::Keychain) {
            return Err(Error::new("last_way_in"));
        }
        Ok(slots.remove(SlotKind::Passphrase)?)
    })?;
    security(app, ())
}

/// Makes a new recovery code; the one before no longer opens. Where this computer syncs, the same code brings back what is
/// on the server: without the server there is no new code, so that no paper does only half of it.
pub fn recovery_renew(app: &App, (): ()) -> Result<RecoveryCodeView> {
    let open = app.open()?;
    let code = RecoveryCode::generate(&mut app.randomness());
    if open.sync.engine.address()?.is_some() {
        open.sync.engine.set_recovery(&code)?;
    }
    app.change_slots(|app, slots| Ok(slots.add_recovery_code(&open.key, &code, &mut app.randomness())?))?;
    Ok(RecoveryCodeView {
        code: code.to_text().to_string(),
        server: crate::sync::connection::address(&open)?,
    })
}

/// Writes the recovery code, with words that say what it is for, to a file that the person chooses. Gives the file's
/// name, and none when she changed her mind.
pub fn recovery_keep(app: &App, args: KeepRecoveryCode) -> Result<Option<String>> {
    let (title, name) = (app.words.say("recovery-file-dialog"), app.words.say("recovery-file-name"));
    let Some(path) = app.host.pick_save_file(&title, &name) else { return Ok(None) };
    let mut text = app.words.say_with("recovery-file", &[("code", args.code.into())]);
    if let Some(server) =
        app.open_now().map(|open| crate::sync::connection::address(&open)).transpose()?.flatten()
    {
        text += "\n\n";
        text += &app.words.say_with("recovery-file-server", &[("server", server.into())]);
    }
    fs::write(&path, text + "\n").map_err(|error| crate::store_error::from_io(&error))?;
    Ok(path.file_name().map(|name| name.to_string_lossy().into_owned()))
}

/// Opens with this computer's keychain from now on, or no longer.
///
/// Fails with what the keychain says, and with `last_way_in` where only the recovery code would be left.
pub fn keychain_use(app: &App, args: UseKeychain) -> Result<SecurityView> {
    app.change_slots(|app, slots| {
        if args.on {
            let key = app.open()?.key.clone();
            return app.add_keychain_slot(slots, &key);
        }
        if !slots.has(SlotKind::Passphrase) {
            return Err(Error::new("last_way_in"));
        }
        Ok(slots.remove(SlotKind::Keychain)?)
    })?;
    if !args.on {
        app.forget_keychain_secret(&app.slots()?);
    }
    security(app, ())
}

impl App {
    /// Changes the key slots of the open profile: all of it or nothing.
    fn change_slots(&self, change: impl FnOnce(&App, &mut KeySlots) -> Result<()>) -> Result<()> {
        let _turn = self.vault.turn();
        self.open()?;
        let mut slots = self.slots()?;
        change(self, &mut slots)?;
        write_slots(&self.keys_path(), &slots)
    }
}
