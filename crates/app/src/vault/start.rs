//! Where the app stands: before the first minute, locked, open, or in trouble.

use super::{Folder, KeychainView, WayIn, folder::Holds, read_slots};
use crate::{App, Error, Result, host::KeychainState, zones::ZoneView};
use cairn_crypto::{KeySlots, SlotKind};
use serde::Serialize;
use std::sync::atomic::Ordering;
use ts_rs::TS;

/// Where the app stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppPhase {
    /// There is no profile yet.
    FirstStart,
    /// There is one, and it is shut.
    Locked,
    /// It is open.
    Open,
    /// There is one, and it cannot be opened as it is.
    Trouble,
}

/// Where the app stands, and what can be done from there.
#[derive(Debug, Serialize, TS)]
pub struct AppStateView {
    /// Where it stands.
    pub phase: AppPhase,
    /// The keychain, as far as this profile is concerned.
    pub keychain: KeychainView,
    /// The ways in that the profile has.
    pub ways_in: Vec<WayIn>,
    /// What is wrong, where something is: a code with words, as of any error.
    #[ts(type = "{ code: string, params: Record<string, string | number> } | null")]
    pub trouble: Option<Error>,
    /// How many backups there are to go back to.
    pub backups: u32,
    /// Where the profile lies.
    pub folder: String,
    /// The zone of this computer, where it tells one that is known.
    pub system_zone: Option<ZoneView>,
    /// Whether the open profile is the example, which goes when it is closed.
    pub is_example: bool,
}

/// Where the app stands. The first time, it tries to open the profile with the keychain.
pub fn app_state(app: &App, (): ()) -> Result<AppStateView> {
    app.open_at_start();
    Ok(app.state_view())
}

/// Looks again: after the other process ended, the disk has room, the keychain was unlocked.
pub fn try_again(app: &App, (): ()) -> Result<AppStateView> {
    app.vault.forget_trouble();
    app.vault.started.store(false, Ordering::SeqCst);
    app_state(app, ())
}

impl App {
    /// Opens the profile with the keychain, where that needs nobody. Does so once; later calls wait for the first.
    pub fn open_at_start(&self) {
        let _turn = self.vault.turn();
        if self.vault.started.swap(true, Ordering::SeqCst) || self.open_now().is_some() {
            return;
        }
        super::example::throw_away(&Folder(&self.folder).example());
        let Ok(Some(slots)) = read_slots(&self.keys_path()) else { return };
        // A locked keychain would ask the person for its password before there is a window to explain why.
        if slots.has(SlotKind::Keychain) && self.host.keychain().state() == KeychainState::Ready {
            // What goes wrong shows in the state that the interface asks for next.
            let _ = self.open_by_keychain(&slots);
        }
    }

    /// Opens with the key in the keychain. The turn must be held.
    pub(super) fn open_by_keychain(&self, slots: &KeySlots) -> Result<()> {
        let secret = self.keychain_key(slots)?;
        self.open_with(slots.open_with_keychain(&secret)?)
    }

    pub(crate) fn state_view(&self) -> AppStateView {
        let slots = read_slots(&self.keys_path());
        let known = slots.as_ref().ok().and_then(Option::as_ref);
        let open = self.open_now();
        let (phase, trouble) = match &open {
            Some(_) => (AppPhase::Open, None),
            None => self.shut_phase(slots.as_ref().map_err(Clone::clone).map(Option::as_ref)),
        };
        AppStateView {
            phase,
            keychain: self.keychain_view(known),
            ways_in: known.map(|slots| slots.kinds().map(WayIn::from).collect()).unwrap_or_default(),
            trouble,
            backups: self.count_backups(),
            folder: self.folder.display().to_string(),
            system_zone: self.host.system_zone().and_then(|id| self.zone_view(&id)),
            is_example: open.is_some_and(|open| open.is_example),
        }
    }

    /// Where a shut profile stands, and what is wrong with it.
    fn shut_phase(&self, slots: Result<Option<&KeySlots>>) -> (AppPhase, Option<Error>) {
        if let Some(error) = slots.err().or_else(|| self.vault.trouble()) {
            return (AppPhase::Trouble, Some(error));
        }
        match Folder(&self.folder).holds() {
            // Without the database too: what opens it is asked first, since a backup opens with the same.
            Holds::Profile | Holds::KeysAlone => (AppPhase::Locked, None),
            Holds::DatabaseAlone => (AppPhase::Trouble, Some(Error::new("keys_missing"))),
            Holds::Nothing => match Folder(&self.folder).prepare() {
                Ok(()) => (AppPhase::FirstStart, None),
                Err(error) => (AppPhase::Trouble, Some(error)),
            },
        }
    }
}
