//! Opening what is shut, and shutting it.

use super::{KeychainView, start::AppStateView, write_slots};
use crate::{App, AppEvent, Result};
use cairn_crypto::{KeySlots, RecoveryCode, SlotKind, StoreKey};
use serde::Deserialize;
use ts_rs::TS;
use zeroize::Zeroizing;

/// With what to unlock.
#[derive(Deserialize, TS)]
#[serde(tag = "with", rename_all = "snake_case")]
pub enum Unlock {
    /// The key in this computer's keychain, which may ask for its own password.
    Keychain,
    /// A passphrase.
    Passphrase {
        /// As typed.
        passphrase: String,
    },
    /// The recovery code.
    Recovery {
        /// As typed, with or without its separators.
        code: String,
    },
}

/// Unlocks the profile, and gives where the app stands then. Where the keychain lost its value, it gets a new one.
///
/// Fails with `wrong_passphrase`, `wrong_recovery_code`, `recovery_code_group`, `recovery_code_length`,
/// `no_such_way_in`, what the keychain says, or what is wrong with the file (then the app is in trouble).
pub fn unlock(app: &App, args: Unlock) -> Result<AppStateView> {
    let _turn = app.vault.turn();
    if app.open_now().is_some() {
        return Ok(app.state_view());
    }
    let mut slots = app.slots()?;
    let key = match args {
        Unlock::Keychain => slots.open_with_keychain(&app.keychain_key(&slots)?)?,
        Unlock::Passphrase { passphrase } => slots.open_with_passphrase(&Zeroizing::new(passphrase))?,
        Unlock::Recovery { code } => {
            let code = RecoveryCode::from_text(&Zeroizing::new(code))?;
            slots.open_with_recovery(&code)?
        }
    };
    app.repair_keychain(&mut slots, &key);
    app.open_with(key)?;
    Ok(app.state_view())
}

/// Locks the profile. The example is thrown away.
pub fn lock(app: &App, (): ()) -> Result<AppStateView> {
    app.lock_now();
    Ok(app.state_view())
}

impl App {
    /// Locks the profile, if it is open, and tells the interface.
    pub fn lock_now(&self) {
        // Who waits for a server holds the turn.
        self.sync_desk.give_up();
        let _turn = self.vault.turn();
        if self.open_now().is_some() {
            self.close();
            self.host.emit(AppEvent::Locked);
        }
    }

    /// Locks the profile before the program ends, and waits until nobody is at its file any more: the cipher's library takes
    /// itself down as the program ends, and a thread that still used it would crash. Waits five seconds at most.
    pub fn quit(&self) {
        self.lock_now();
        self.wait_until_closed();
    }

    /// Puts a new key into a keychain that lost it. What fails is no reason not to open: there was another way in.
    fn repair_keychain(&self, slots: &mut KeySlots, key: &StoreKey) {
        if self.keychain_view(Some(slots)) == KeychainView::Gone && slots.has(SlotKind::Keychain) {
            let _ = self.add_keychain_slot(slots, key).and_then(|()| write_slots(&self.keys_path(), slots));
        }
    }
}
