//! The account on this device: its secrets, and the server it is with.

use crate::{Engine, SyncError, address, server::Server};
use cairn_crypto::{
    AccountId, AccountKeys, DeviceId, DeviceKeys, OpeningKey, Randomness, ServerAddress, SigningKey,
};
use cairn_protocol::{Code, SessionRequest};
use uuid::Uuid;
use zeroize::Zeroizing;

/// The account on this device.
#[derive(Clone)]
pub(crate) struct Me {
    /// The account's secrets.
    pub(crate) keys: AccountKeys,
    /// The device that others know: it proves itself, and signs what is sent.
    pub(crate) device: DeviceId,
    /// Its secrets.
    pub(crate) device_keys: DeviceKeys,
    /// A device that is not known to others yet: this profile was copied or restored, and writes under a new id.
    pub(crate) next: Option<(DeviceId, DeviceKeys)>,
    /// Where the server is; of no use while there are only exchange files.
    pub(crate) address: ServerAddress,
}

impl Me {
    pub(crate) fn account(&self) -> Uuid {
        Uuid::from_bytes(self.keys.account.0)
    }
}

/// The randomness of a [`crate::World`], for crypto.
pub(crate) struct Dice<'w>(pub(crate) &'w dyn crate::World);

impl Randomness for Dice<'_> {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0.random(bytes);
    }
}

impl Engine {
    /// Where the server is that this profile has an account with; none where it does not sync.
    pub fn address(&self) -> Result<Option<ServerAddress>, SyncError> {
        let Some(kept) = self.store.sync_account()? else { return Ok(None) };
        let trust = kept.trust.as_deref().unwrap_or_default();
        kept.server.map(|server| address::kept_address(&server, trust)).transpose()
    }

    /// The account. Fails with [`SyncError::NoAccount`].
    ///
    /// A profile that was restored, or that took a new device id, gets keys for the new one here. They are kept before
    /// anybody hears of them, and the former device is what states them.
    pub(crate) fn me(&self) -> Result<Me, SyncError> {
        if self.address()?.is_some() { self.me_anywhere() } else { Err(SyncError::NoAccount) }
    }

    /// As [`Engine::me`], also where there are only exchange files.
    pub(crate) fn me_anywhere(&self) -> Result<Me, SyncError> {
        let kept = self.store.sync_account()?.ok_or(SyncError::NoAccount)?;
        let host = kept.server.as_deref().unwrap_or("localhost");
        let address = address::kept_address(host, kept.trust.as_deref().unwrap_or_default())?;
        let account = AccountId(*self.store.account().0.as_bytes());
        let damaged = || cairn_store::Error::Damaged("the account's secrets cannot be read".into());
        let Secrets { keys, device_keys, next } =
            Secrets::read(account, &kept.secrets).ok_or_else(damaged)?;
        let (device, writes) = (DeviceId(kept.device.0), DeviceId(self.store.device().0));
        let mut me = Me { keys, device, device_keys, next, address };
        if writes == device {
            me.next = None;
        } else if me.next.as_ref().is_none_or(|(id, _)| *id != writes) {
            me.next = Some((writes, DeviceKeys::generate(&mut self.dice())));
            self.keep_secrets(&me)?;
        }
        Ok(me)
    }

    /// Keeps other secrets: those of another device id, or with a new encryption key.
    pub(crate) fn keep_secrets(&self, me: &Me) -> Result<(), SyncError> {
        let secrets = Secrets::write(&me.keys, &me.device_keys, me.next.as_ref());
        Ok(self.store.update_sync_account(|kept| {
            // The session was the former device's.
            if kept.device.0 != me.device.0 {
                kept.session = None;
            }
            kept.device = cairn_store::DeviceId(me.device.0);
            kept.secrets = secrets;
        })?)
    }

    pub(crate) fn dice(&self) -> Dice<'_> {
        Dice(&*self.world)
    }

    /// Random bytes.
    pub(crate) fn fresh<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.world.random(&mut bytes);
        bytes
    }

    /// Does `work` with an open session. One that ended is begun anew, and then `work` starts from its beginning: all
    /// that it does must be harmless to do twice.
    pub(crate) fn with_session<R>(
        &self,
        me: &Me,
        mut work: impl FnMut(&Server) -> Result<R, SyncError>,
    ) -> Result<R, SyncError> {
        if let Some(session) = self.session(me, &self.line(&me.address))? {
            match work(&session) {
                Err(error) if error.refusal() == Some(Code::Unauthorized) => {}
                other => return other,
            }
        }
        // The work may have taken a new device id before its session ended.
        work(&self.new_session(&self.me()?)?)
    }

    /// As [`Engine::with_session`], on a connection of its own, so that what takes long holds nobody up.
    pub(crate) fn with_own_line<R>(
        &self,
        me: &Me,
        mut work: impl FnMut(&Server) -> Result<R, SyncError>,
    ) -> Result<R, SyncError> {
        let line = Server::new(self.world.dial(&me.address));
        if self.session(me, &line)?.is_none() {
            self.new_session(me)?;
        }
        let session = self.session(me, &line)?.ok_or(SyncError::Malformed("session"))?;
        match work(&session) {
            Err(error) if error.refusal() == Some(Code::Unauthorized) => {
                let me = self.me()?;
                self.new_session(&me)?;
                work(&self.session(&me, &line)?.ok_or(SyncError::Malformed("session"))?)
            }
            other => other,
        }
    }

    /// A session begun just now.
    pub(crate) fn new_session(&self, me: &Me) -> Result<Server, SyncError> {
        let line = self.line(&me.address);
        self.log_in(me, &line)?;
        self.session(me, &line)?.ok_or(SyncError::Malformed("session"))
    }

    /// The session that is kept, if it may still be good: whether it is, the server knows.
    fn session(&self, me: &Me, line: &Server) -> Result<Option<Server>, SyncError> {
        let kept = self.store.sync_account()?.filter(|kept| kept.device.0 == me.device.0);
        let token = kept.and_then(|kept| kept.session);
        Ok(token.map(|token| line.with_token(&token.as_slice().into())))
    }

    /// Begins a session: the device proves itself.
    fn log_in(&self, me: &Me, line: &Server) -> Result<(), SyncError> {
        match self.prove(me, line) {
            Err(SyncError::UnknownDevice) => Err(self.unknown_here(me)?),
            other => other,
        }
    }

    fn prove(&self, me: &Me, line: &Server) -> Result<(), SyncError> {
        let (account, device) = (me.account(), cairn_protocol::Device(me.device.0));
        let nonce = line.challenge(account, device)?;
        let host = me.address.host_and_port();
        let challenge =
            cairn_crypto::Challenge { host: &host, account: me.keys.account, device: me.device, nonce };
        let signature = challenge.sign(&me.device_keys.signing);
        let request = SessionRequest { account, device, nonce: nonce.into(), signature: signature.0.into() };
        let session = line.session(&request)?;
        self.store.update_sync_account(|kept| {
            if kept.device.0 != me.device.0 {
                return;
            }
            kept.session = Some(Zeroizing::new(session.token.0));
        })?;
        Ok(())
    }
}

/// The secrets that are kept.
pub(crate) struct Secrets {
    keys: AccountKeys,
    device_keys: DeviceKeys,
    next: Option<(DeviceId, DeviceKeys)>,
}

impl Secrets {
    /// `version 1 | identity 32 | signing 32 | opening 32 | next device 8 | its signing 32 | its opening 32 (zeros: none)
    /// | encryption keys, oldest first, 32 each`
    pub(crate) fn write(
        keys: &AccountKeys,
        device: &DeviceKeys,
        next: Option<&(DeviceId, DeviceKeys)>,
    ) -> Zeroizing<Vec<u8>> {
        let encryption = keys.all_encryption();
        // Reserved in full: bytes that grow leave copies of the keys behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(169 + 32 * encryption.len()));
        bytes.push(1);
        bytes.extend_from_slice(keys.identity.as_bytes());
        bytes.extend_from_slice(device.signing.as_bytes());
        bytes.extend_from_slice(device.opening.as_bytes());
        match next {
            Some((id, next)) => {
                bytes.extend_from_slice(&id.0.to_be_bytes());
                bytes.extend_from_slice(next.signing.as_bytes());
                bytes.extend_from_slice(next.opening.as_bytes());
            }
            None => bytes.extend_from_slice(&[0; 72]),
        }
        encryption.iter().for_each(|key| bytes.extend_from_slice(key.as_bytes()));
        bytes
    }

    fn read(account: AccountId, bytes: &[u8]) -> Option<Secrets> {
        let ([1], rest) = bytes.split_first_chunk::<1>()? else { return None };
        let (identity, rest) = rest.split_first_chunk::<32>()?;
        let (device, rest) = rest.split_first_chunk::<64>()?;
        let (next, rest) = rest.split_first_chunk::<72>()?;
        let (encryption, []) = rest.as_chunks::<32>() else { return None };
        let encryption = encryption.iter().map(|key| OpeningKey::from_bytes(*key)).collect();
        let keys = AccountKeys::from_kept(account, SigningKey::from_bytes(identity), encryption)?;
        let (id, next_keys) = next.split_first_chunk::<8>()?;
        let next = match *next == [0; 72] {
            true => None,
            false => Some((DeviceId(u64::from_be_bytes(*id)), read_device(next_keys)?)),
        };
        Some(Secrets { keys, device_keys: read_device(device)?, next })
    }
}

fn read_device(bytes: &[u8]) -> Option<DeviceKeys> {
    let (signing, opening) = bytes.split_first_chunk::<32>()?;
    let opening = OpeningKey::from_bytes(opening.try_into().ok()?);
    Some(DeviceKeys { signing: SigningKey::from_bytes(signing), opening })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_read_as_they_were_written() {
        let mut filler = 0u8;
        let mut random = |bytes: &mut [u8]| {
            filler += 1;
            bytes.fill(filler);
        };
        let account = AccountId([7; 16]);
        let mut keys = AccountKeys::generate(account, &mut random);
        keys.renew_encryption(&mut random);
        let device = DeviceKeys::generate(&mut random);
        let next = (DeviceId(9), DeviceKeys::generate(&mut random));
        for next in [None, Some(&next)] {
            let bytes = Secrets::write(&keys, &device, next);
            let again = Secrets::read(account, &bytes).unwrap();
            assert_eq!(again.next.is_some(), next.is_some());
            assert_eq!(*Secrets::write(&again.keys, &again.device_keys, again.next.as_ref()), *bytes);
            assert!(Secrets::read(account, &bytes[..bytes.len() - 1]).is_none());
        }
        assert!(Secrets::read(account, &[]).is_none());
    }
}
