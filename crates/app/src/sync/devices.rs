//! The person's devices: seeing them, naming them, adding one, taking one away.

use super::{background::tell, held, world::Cut};
use crate::{
    App, Error, Result,
    settings::{put_setting, setting},
};
use cairn_domain::required_line;
use cairn_sync::{Cancel, Device, instant};
use serde::{Deserialize, Serialize};
use std::{
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::Duration,
};
use ts_rs::TS;

/// The person's devices.
#[derive(Debug, Serialize, TS)]
pub struct DevicesView {
    /// This one first, then the one seen last.
    pub devices: Vec<DeviceRow>,
}

/// A device.
#[derive(Debug, Serialize, TS)]
pub struct DeviceRow {
    /// Names it.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// Whether it is this one.
    pub this: bool,
    /// When it was last here: `today 19:02`; none where the server was not asked yet.
    pub seen: Option<String>,
    /// When it was added: `14 September`.
    pub added: String,
    /// Whether it was taken away, for good.
    pub revoked: bool,
}

/// A device to be named.
#[derive(Debug, Deserialize, TS)]
pub struct NameDevice {
    id: String,
    name: String,
}

/// A device.
#[derive(Debug, Deserialize, TS)]
pub struct OneDevice {
    id: String,
}

/// A link for the new device.
#[derive(Serialize, TS)]
pub struct DeviceLink {
    /// `cairn://device/…`.
    pub link: String,
}

/// Three words to compare on both devices.
#[derive(Serialize, TS)]
pub struct DeviceWords {
    /// Three.
    pub words: Vec<String>,
}

/// What the person found when she compared the three words.
#[derive(Debug, Deserialize, TS)]
pub struct DeviceAnswer {
    /// Whether they are the same.
    same: bool,
}

/// The person's devices, as the server tells them. Fails with `sync_off`, and as every talk with a server does.
pub fn list(app: &App, (): ()) -> Result<DevicesView> {
    let open = app.open()?;
    let mut devices = open.sync.engine.devices()?;
    devices.sort_by_key(|device| (!device.is_this, device.is_revoked, std::cmp::Reverse(device.seen)));
    let names = app.read(|reader| {
        let name = |device: &Device| setting::<String>(reader, &name_key(device.id));
        devices.iter().map(name).collect::<Result<Vec<_>>>()
    })?;
    let rows = devices.iter().zip(names).map(|(device, name)| row(app, device, name)).collect();
    Ok(DevicesView { devices: rows })
}

fn row(app: &App, device: &Device, name: Option<String>) -> DeviceRow {
    let word = if device.is_this { "device-this-name" } else { "device-unnamed" };
    let added = app.my_zone().civil(instant(device.added)).date();
    DeviceRow {
        id: format!("{:016x}", device.id),
        name: name.unwrap_or_else(|| app.words.say(word)),
        this: device.is_this,
        seen: device.seen.map(|seen| app.instant_text(instant(seen))),
        added: app.clock_text().day(added, app.today()),
        revoked: device.is_revoked,
    }
}

/// Names a device. Fails with `empty` or `too_long` at `name`.
pub fn name(app: &App, args: NameDevice) -> Result<()> {
    let (id, name) = (device_of(&args.id)?, required_line("name", &args.name)?);
    app.background(|draft| put_setting(draft, &name_key(id), &name))
}

/// Under which key a device's name is kept, with what only the person's devices read.
pub(super) fn name_key(device: u64) -> String {
    format!("device-name-{device:016x}")
}

fn device_of(id: &str) -> Result<u64> {
    u64::from_str_radix(id, 16).map_err(|_| Error::not_found("device"))
}

/// A device that is being added: its thread waits for the other device, and then for the person.
pub(crate) struct Adding {
    words: Receiver<Result<Vec<String>>>,
    same: Sender<bool>,
    done: Receiver<Result<()>>,
    cancel: Cancel,
    cut: Arc<Cut>,
}

impl Drop for Adding {
    fn drop(&mut self) {
        self.cancel.cancel();
        self.cut.now();
    }
}

/// Begins to add a device: gives a link for it. One before is forgotten. Fails as every talk with a server does.
pub fn add_begin(app: &App, (): ()) -> Result<DeviceLink> {
    *held(&app.sync_desk.adding) = None;
    let open = app.open()?;
    let (tell_link, link) = channel();
    let (tell_words, words) = channel();
    let (same, is_same) = channel();
    let (tell_done, done) = channel();
    let (cancel, cut) = (Cancel::default(), Arc::clone(&open.sync.cut));
    let adding = Adding { words, same, done, cancel: cancel.clone(), cut };
    let work = move || {
        let mut old = match open.sync.engine.enrol() {
            Ok(old) => old,
            Err(error) => return drop(tell_link.send(Err(Error::from(error)))),
        };
        // Who no longer listens has given up.
        let _ = tell_link.send(Ok(old.link().to_owned()));
        let words = old.words(&cancel).map(|words| words.map(str::to_owned).to_vec());
        let _ = tell_words.send(words.map_err(Error::from));
        if is_same.recv() == Ok(true) {
            let _ = tell_done.send(old.confirm().map_err(Error::from));
        } else {
            // So that the other device need not wait for nothing; where it is not so far, it learns it by the clock.
            let _ = old.refuse();
        }
    };
    thread::Builder::new().name("add device".into()).spawn(work).map_err(|_| Error::new("internal"))?;
    let link = link.recv().map_err(|_| Error::new("cancelled"))??;
    *held(&app.sync_desk.adding) = Some(adding);
    Ok(DeviceLink { link })
}

/// Waits until the new device has answered, and gives the three words. Fails with `enrolment_over`, `enrolment_forged`,
/// `cancelled`, and as every talk with a server does.
pub fn add_words(app: &App, (): ()) -> Result<DeviceWords> {
    loop {
        let heard = match &*held(&app.sync_desk.adding) {
            Some(adding) => adding.words.recv_timeout(LOOK),
            None => return Err(Error::new("cancelled")),
        };
        match heard {
            Ok(words) => return Ok(DeviceWords { words: words.map_err(forged)? }),
            // The desk is free for a moment, for who wants to stop it.
            Err(RecvTimeoutError::Timeout) => thread::sleep(LOOK / 10),
            Err(RecvTimeoutError::Disconnected) => return Err(Error::new("cancelled")),
        }
    }
}

/// Adds the device where the words are the same; where they are not it is told so, and forgotten.
pub fn add_answer(app: &App, args: DeviceAnswer) -> Result<()> {
    let adding = held(&app.sync_desk.adding).take().ok_or_else(|| Error::new("enrolment_over"))?;
    if !args.same {
        return Ok(());
    }
    let _ = adding.same.send(true);
    let done = adding.done.recv().map_err(|_| Error::new("enrolment_over"))?;
    tell(&*app.host);
    done
}

/// Stops adding a device, or becoming one.
pub fn add_cancel(app: &App, (): ()) -> Result<()> {
    app.sync_desk.give_up();
    Ok(())
}

/// What somebody in between changed is told in other words than with an invite.
pub(super) fn forged(error: Error) -> Error {
    if error.code == "invite_forged" { Error::new("enrolment_forged") } else { error }
}

/// Takes a device away: it reads nothing written after. Fails as every talk with a server does.
pub fn revoke(app: &App, args: OneDevice) -> Result<()> {
    let open = app.open()?;
    open.sync.engine.revoke(device_of(&args.id)?)?;
    open.sync.wake_now();
    tell(&*app.host);
    Ok(())
}

/// How long one look for the other device's answer takes.
const LOOK: Duration = Duration::from_millis(100);
