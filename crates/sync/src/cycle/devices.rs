//! Devices of this account that the person's own devices do not know.

use super::Round;
use crate::{
    Need, SyncError,
    notebook::{KnownDevice, device_key},
};
use std::collections::BTreeMap;

/// Of this device alone: devices that nobody vouches for, and since when they were seen.
const KEY: &str = "sync.strange_devices";
/// How long a device may be there before what vouches for it: as long as adding one takes.
const PATIENCE: u64 = 10 * 60_000;

impl Round<'_> {
    /// Vouches for this device, once it has the keys of the personal space; gives whether that is to be sent.
    pub(super) fn vouch_for_this(&mut self) -> Result<bool, SyncError> {
        let engine = self.engine;
        let key = device_key(self.me.device.0);
        let personal = engine.log(self.me.account())?;
        let may = personal.is_some_and(|log| log.has_all_keys() && log.known.notice.is_none());
        if !may || engine.note::<KnownDevice>(&key)?.is_some() {
            return Ok(false);
        }
        engine.vouch_for(self.me.device.0)?;
        Ok(true)
    }

    /// Says which of the account's devices nobody vouches for. The identity key is on every
    /// device of the person and was on those that she lost: it alone says nothing of who adds a device.
    pub(super) fn look_at_devices(&mut self) -> Result<(), SyncError> {
        let engine = self.engine;
        let Some(own) = self.people.get(&self.me.keys.account) else { return Ok(()) };
        let now = engine.world.now();
        let kept = engine.store.local_setting(KEY)?.unwrap_or_default();
        let seen: BTreeMap<u64, u64> = serde_json::from_str(&kept).unwrap_or_default();
        let mut strange = BTreeMap::new();
        for (device, _) in own.chain.devices().filter(|(_, device)| device.revoked.is_none()) {
            if device != self.me.device && engine.note::<KnownDevice>(&device_key(device.0))?.is_none() {
                strange.insert(device.0, seen.get(&device.0).copied().unwrap_or(now));
            }
        }
        let said = strange.iter().filter(|(_, since)| since.abs_diff(now) >= PATIENCE);
        self.raised.extend(said.map(|(device, _)| Need::StrangeDevice { device: *device }));
        if strange != seen {
            let text = serde_json::to_string(&strange).expect("plain values can be written");
            engine.store.set_local_setting(KEY, Some(&text))?;
        }
        Ok(())
    }
}
