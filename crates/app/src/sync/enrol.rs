//! The first minute of a second computer: with another device at hand, or with the recovery code alone.

use super::{
    devices::{DeviceWords, forged},
    held,
    world::{AppWorld, Cut},
};
use crate::{
    App, AppEvent, Error, Result,
    host::KeychainState,
    settings::put_setting,
    state::{Open, profile_in},
    vault::{Folder, Holds, start::AppStateView, write_slots},
};
use cairn_crypto::{DeviceLink, RecoveryCode, StoreKey};
use cairn_domain::{AccountId, required_line};
use cairn_store::{DeviceId, Store};
use cairn_sync::{Cancel, Enrolled, NewDevice, Progress, SyncError, read_address, recover};
use serde::Deserialize;
use std::sync::Arc;
use ts_rs::TS;
use zeroize::Zeroizing;

/// A link that another device shows.
#[derive(Deserialize, TS)]
pub struct EnrolLink {
    link: String,
}

/// How this computer is to be opened.
#[derive(Deserialize, TS)]
pub struct EnrolFinish {
    /// What the computer is called among the person's devices.
    name: String,
    /// Demanded where there is no keychain that can be used.
    #[ts(optional)]
    passphrase: Option<String>,
}

/// The recovery code, and where the server is.
#[derive(Deserialize, TS)]
pub struct RestoreAccount {
    /// The server's address, as it stands beside the code.
    server: String,
    /// As typed, with or without its separators.
    code: String,
    /// What the computer is called among the person's devices.
    name: String,
    /// Demanded where there is no keychain that can be used.
    #[ts(optional)]
    passphrase: Option<String>,
}

/// This computer while it becomes a device of somebody.
pub(crate) struct Arriving {
    /// None while something waits for the other device.
    device: Option<NewDevice>,
    cancel: Cancel,
    cut: Arc<Cut>,
}

impl Arriving {
    /// Ends what waits.
    pub(super) fn give_up(&self) {
        self.cancel.cancel();
        self.cut.for_good();
    }
}

/// Meets the other device and gives the three words that both show. Fails with `not_a_device_link` at `link`,
/// `enrolment_over`, `profile_exists`, and as every talk with a server does.
pub fn begin(app: &App, args: EnrolLink) -> Result<DeviceWords> {
    let link = args.link.trim();
    DeviceLink::parse(link).map_err(|_| Error::field("link", "not_a_device_link", ""))?;
    must_be_empty(app)?;
    let (world, cancel) = arrive(app);
    let mut device = NewDevice::arrive(world, link)?;
    let words = device.words(&cancel).map_err(|error| forged(error.into()))?;
    match &mut *held(&app.sync_desk.arriving) {
        Some(arriving) => arriving.device = Some(device),
        None => return Err(Error::new("cancelled")),
    }
    Ok(DeviceWords { words: words.map(str::to_owned).to_vec() })
}

/// Waits until the person said on the other device that the words are the same, and makes the profile. Fails with
/// `enrolment_refused`, `enrolment_over`, `passphrase_needed`, `cancelled`; there is no profile then.
pub fn finish(app: &App, args: EnrolFinish) -> Result<AppStateView> {
    let opening = Opening::check(app, &args.name, args.passphrase, None)?;
    let (device, cancel) = match &mut *held(&app.sync_desk.arriving) {
        Some(arriving) => (arriving.device.take(), arriving.cancel.clone()),
        None => return Err(Error::new("cancelled")),
    };
    let device = device.ok_or_else(|| Error::new("enrolment_over"))?;
    let enrolled = device.finish(&cancel).map_err(|error| forged(error.into()))?;
    app.settle_in(enrolled, opening, &cancel)
}

/// Brings back what is on the server with the recovery code. Fails with what is wrong with the code, with
/// `recovery_unknown`, `bad_server` at `server`, and as every talk with a server does; there is no profile then.
pub fn restore(app: &App, args: RestoreAccount) -> Result<AppStateView> {
    let code = RecoveryCode::from_text(&Zeroizing::new(args.code))?;
    let address =
        read_address(&args.server).map_err(|_| Error::field("server", "bad_server", args.server.trim()))?;
    let opening = Opening::check(app, &args.name, args.passphrase, Some(code))?;
    must_be_empty(app)?;
    let (world, cancel) = arrive(app);
    let code = opening.code.as_ref().ok_or_else(|| Error::new("internal"))?;
    let enrolled = recover(world, &address, code).map_err(|error| match error {
        SyncError::NotFound => Error::new("recovery_unknown"),
        error => error.into(),
    })?;
    app.settle_in(enrolled, opening, &cancel)
}

/// Fails with `profile_exists` rather than touch one.
fn must_be_empty(app: &App) -> Result<()> {
    let holds = Folder(&app.folder).holds();
    if holds == Holds::Nothing { Ok(()) } else { Err(Error::new("profile_exists")) }
}

/// A world to arrive from, that can be left at once.
fn arrive(app: &App) -> (Arc<AppWorld>, Cancel) {
    app.sync_desk.give_up();
    let (cancel, cut) = (Cancel::default(), Arc::<Cut>::default());
    let world = AppWorld::new(Arc::clone(&app.host), Arc::clone(&cut));
    *held(&app.sync_desk.arriving) = Some(Arriving { device: None, cancel: cancel.clone(), cut });
    (Arc::new(world), cancel)
}

/// How the new profile is to be opened, found to be good.
struct Opening {
    name: String,
    passphrase: Option<Zeroizing<String>>,
    code: Option<RecoveryCode>,
}

impl Opening {
    fn check(
        app: &App,
        name: &str,
        passphrase: Option<String>,
        code: Option<RecoveryCode>,
    ) -> Result<Opening> {
        let passphrase = passphrase.map(Zeroizing::new).filter(|passphrase| !passphrase.is_empty());
        if passphrase.is_none() && app.host.keychain().state() != KeychainState::Ready {
            return Err(Error::field("passphrase", "passphrase_needed", ""));
        }
        Ok(Opening { name: required_line("name", name)?, passphrase, code })
    }
}

impl App {
    /// Makes the profile of a device that the person's others know already, and fetches her own space, without which there
    /// is nothing to show. Nothing is left where that fails.
    fn settle_in(&self, enrolled: Enrolled, opening: Opening, cancel: &Cancel) -> Result<AppStateView> {
        let _turn = self.vault.turn();
        self.close();
        must_be_empty(self)?;
        let folder = Folder(&self.folder);
        folder.prepare()?;
        self.clear_unfinished()?;
        let key = StoreKey::generate(&mut self.randomness());
        let made =
            self.make_slots(opening.passphrase.as_ref(), opening.code.as_ref(), &key).and_then(|slots| {
                write_slots(&folder.unfinished_keys(), &slots)?;
                let open = self.fetch_profile(enrolled, &opening.name, key, cancel)?;
                self.keep_unfinished()?;
                Ok(open)
            });
        *held(&self.sync_desk.arriving) = None;
        match made {
            Ok(open) => {
                self.put_open(open);
                self.note_activity();
                let _ = self.follow_system_zone();
                self.host.emit(AppEvent::Opened);
                Ok(self.state_view())
            }
            Err(error) => {
                let _ = self.clear_unfinished();
                Err(error)
            }
        }
    }

    fn fetch_profile(&self, enrolled: Enrolled, name: &str, key: StoreKey, cancel: &Cancel) -> Result<Open> {
        let (account, device) = (AccountId(enrolled.account()), DeviceId(enrolled.device()));
        let store = Store::create(&self.folder, &key, account, device)?;
        enrolled.settle(&store)?;
        let open = Open::new(store, self.folder.clone(), key, &self.host);
        if let Some(arriving) = &mut *held(&self.sync_desk.arriving) {
            arriving.cut = Arc::clone(&open.sync.cut);
        }
        let mut progress = |at: Progress| {
            let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
            let (work, done, total) = ("arriving".to_owned(), count(at.done), count(at.total));
            self.host.emit(AppEvent::Progress { work, done, total });
        };
        open.sync.engine.sync(&mut progress, cancel)?;
        // Without it there is nobody to greet: the other device has not sent anything yet.
        open.store.read(profile_in).map_err(|_| Error::new("nothing_there_yet"))?;
        open.store.background::<_, Error>(self.now(), |draft| {
            put_setting(draft, &super::devices::name_key(device.0), &name)
        })?;
        Ok(open)
    }
}
