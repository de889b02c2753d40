//! A device more: by an old device and three words, or by the recovery code.

use crate::{
    Cancel, Engine, SyncError, World,
    address::trust_text,
    me::{Dice, Me, Secrets},
    people::{uuid, verified_chain},
    server::Server,
    vouched::{Vouched, VouchedPlace},
};
use cairn_crypto::{
    AccountKeys, DeviceId, DeviceKeys, DeviceLink, EnrolmentAnswer, EnrolmentReveal, EnrolmentSecrets, Hash,
    KeptSecrets, KnownStatement, LogPlace, MAX_SPACES, RecoveryCode, Says, ServerAddress, SpaceId,
};
use cairn_protocol::{Binary, EnrolmentSlot, limits};
use cairn_store::Store;
use cairn_store::sync::SyncAccount;
use std::sync::Arc;
use uuid::Uuid;

/// The old device's side of adding one.
pub struct OldDevice<'e> {
    engine: &'e Engine,
    me: Me,
    meeting: Meeting,
    link: String,
    answered: Option<(Hash, EnrolmentAnswer)>,
    met: Option<(EnrolmentAnswer, EnrolmentReveal)>,
}

/// The new device's side. It has no profile yet.
pub struct NewDevice {
    meeting: Meeting,
    address: ServerAddress,
    keys: DeviceKeys,
    reveal: EnrolmentReveal,
    answer: Option<EnrolmentAnswer>,
}

/// What a new device got: make a profile with [`Enrolled::account`] and [`Enrolled::device`], then [`Enrolled::settle`].
pub struct Enrolled {
    keys: AccountKeys,
    device: DeviceId,
    device_keys: DeviceKeys,
    address: ServerAddress,
    vouched: Vouched,
}

/// A meeting place on the server.
struct Meeting {
    server: Server,
    enrolment: Uuid,
}

impl Meeting {
    fn leave(&self, slot: EnrolmentSlot, bytes: Vec<u8>) -> Result<(), SyncError> {
        match self.server.leave_at(self.enrolment, slot, bytes) {
            Err(SyncError::NotFound) => Err(SyncError::NobodyThere),
            other => other,
        }
    }

    /// What the other device has left; none after waiting for it as long as that.
    fn find(&self, slot: EnrolmentSlot, wait: u64) -> Result<Option<Vec<u8>>, SyncError> {
        match self.server.find_at(self.enrolment, slot, wait) {
            Err(SyncError::NotFound) => Err(SyncError::NobodyThere),
            other => other,
        }
    }
}

/// Tries until there is something, or somebody asks to stop.
fn until<T>(
    cancel: &Cancel,
    mut attempt: impl FnMut() -> Result<Option<T>, SyncError>,
) -> Result<T, SyncError> {
    loop {
        cancel.check()?;
        if let Some(found) = attempt()? {
            return Ok(found);
        }
    }
}

impl Engine {
    /// Opens a meeting place for a new device, good for ten minutes. *Blocks on the network.*
    pub fn enrol(&self) -> Result<OldDevice<'_>, SyncError> {
        let me = self.me()?;
        let enrolment = self.with_session(&me, Server::create_enrolment)?;
        let link = DeviceLink { server: me.address.clone(), enrolment: *enrolment.as_bytes() }.to_text();
        let server = Server::new(self.world.dial(&me.address));
        Ok(OldDevice {
            engine: self,
            me,
            meeting: Meeting { server, enrolment },
            link,
            answered: None,
            met: None,
        })
    }
}

impl OldDevice<'_> {
    /// `cairn://device/…`, to be opened or typed on the new device. It holds no secret.
    pub fn link(&self) -> &str {
        &self.link
    }

    /// Waits for the new device, and gives the three words that must be the same on both. *Blocks on the network* for as
    /// long as the other takes. Fails with [`SyncError::NobodyThere`] after ten minutes, and with [`SyncError::Forged`].
    pub fn words(&mut self, cancel: &Cancel) -> Result<[&'static str; 3], SyncError> {
        until(cancel, || self.try_words(limits::WAIT))
    }

    /// As [`OldDevice::words`], without patience: waits once for as many seconds, and gives none where the other is not
    /// so far.
    pub fn try_words(&mut self, wait: u64) -> Result<Option<[&'static str; 3]>, SyncError> {
        let Some((commitment, answer)) = self.answered else {
            let Some(commitment) = self.meeting.find(EnrolmentSlot::Commitment, wait)? else {
                return Ok(None);
            };
            let commitment = Hash(commitment.try_into().map_err(|_| SyncError::Forged)?);
            let answer = EnrolmentAnswer::to_commitment(&self.me.keys, &mut self.engine.dice());
            self.meeting.leave(EnrolmentSlot::Answer, answer.to_bytes().to_vec())?;
            self.answered = Some((commitment, answer));
            return Ok(None);
        };
        let Some(reveal) = self.meeting.find(EnrolmentSlot::Reveal, wait)? else { return Ok(None) };
        let reveal = EnrolmentReveal::parse(&reveal, &commitment).map_err(|_| SyncError::Forged)?;
        let words = answer.words(&reveal);
        self.met = Some((answer, reveal));
        Ok(Some(words))
    }

    /// The person said that the words are the same: adds the device and hands it the account. *Blocks on the network.*
    /// Fails with [`SyncError::NobodyThere`] before [`OldDevice::words`] gave them.
    pub fn confirm(self) -> Result<(), SyncError> {
        let _turn = self.engine.turn();
        let (answer, reveal) = self.met.as_ref().ok_or(SyncError::NobodyThere)?;
        let engine = self.engine;
        let device = DeviceId(u64::from_be_bytes(engine.fresh()));
        let says = Says::AddDevice { device, keys: reveal.device };
        engine.vouch_for(device.0)?;
        let newest = engine.with_session(&self.me, |server| {
            let mut people = engine.people()?;
            engine.state(server, &self.me, &mut people, says)?;
            let own = people.get(&self.me.keys.account).ok_or(SyncError::NoAccount)?;
            Ok(own.chain.newest())
        })?;
        let spaces = engine.store.sync_spaces()?.into_iter().filter(|it| it.on_server && it.place.seq > 0);
        let spaces = spaces.take(MAX_SPACES).map(|it| LogPlace {
            space: SpaceId(*it.space.0.as_bytes()),
            seq: it.place.seq,
            hash: Hash(it.place.hash),
        });
        // Newer than when the meeting began, where a device was taken away meanwhile.
        let keys = engine.me()?.keys;
        let secrets = EnrolmentSecrets { keys, device, newest, spaces: spaces.collect() };
        let sealed = secrets.seal(answer, reveal, &mut engine.dice());
        let sealed = sealed.map_err(|_| SyncError::Forged)?;
        self.meeting.leave(EnrolmentSlot::Secrets, sealed)
    }

    /// The person said that the words differ, or gave it up: the new device is told. *Blocks on the network.*
    pub fn refuse(self) -> Result<(), SyncError> {
        self.meeting.leave(EnrolmentSlot::Secrets, EnrolmentSecrets::REFUSAL.to_vec())
    }
}

impl NewDevice {
    /// Comes to the meeting place that `link` names. *Blocks on the network.* Fails with [`SyncError::Link`].
    pub fn arrive(world: Arc<dyn World>, link: &str) -> Result<NewDevice, SyncError> {
        let link = DeviceLink::parse(link)?;
        let keys = DeviceKeys::generate(&mut Dice(&*world));
        let reveal = EnrolmentReveal::begin(&keys, &mut Dice(&*world));
        let server = Server::new(world.dial(&link.server));
        let meeting = Meeting { server, enrolment: Uuid::from_bytes(link.enrolment) };
        meeting.leave(EnrolmentSlot::Commitment, reveal.commitment().0.to_vec())?;
        Ok(NewDevice { meeting, address: link.server, keys, reveal, answer: None })
    }

    /// Waits for the old device, and gives the three words that must be the same on both. *Blocks on the network.*
    pub fn words(&mut self, cancel: &Cancel) -> Result<[&'static str; 3], SyncError> {
        until(cancel, || self.try_words(limits::WAIT))
    }

    /// As [`NewDevice::words`], without patience.
    pub fn try_words(&mut self, wait: u64) -> Result<Option<[&'static str; 3]>, SyncError> {
        let Some(answer) = self.meeting.find(EnrolmentSlot::Answer, wait)? else { return Ok(None) };
        let answer = EnrolmentAnswer::parse(&answer).map_err(|_| SyncError::Forged)?;
        self.meeting.leave(EnrolmentSlot::Reveal, self.reveal.to_bytes().to_vec())?;
        self.answer = Some(answer);
        Ok(Some(answer.words(&self.reveal)))
    }

    /// Waits until the person confirmed on the old device. *Blocks on the network.* Fails with
    /// [`SyncError::NobodyThere`] before [`NewDevice::words`] gave them, with [`SyncError::TurnedDown`], and with
    /// [`SyncError::Forged`].
    pub fn finish(self, cancel: &Cancel) -> Result<Enrolled, SyncError> {
        until(cancel, || self.try_finish(limits::WAIT))
    }

    /// As [`NewDevice::finish`], without patience.
    pub fn try_finish(&self, wait: u64) -> Result<Option<Enrolled>, SyncError> {
        let answer = self.answer.ok_or(SyncError::NobodyThere)?;
        let Some(sealed) = self.meeting.find(EnrolmentSlot::Secrets, wait)? else { return Ok(None) };
        if sealed == EnrolmentSecrets::REFUSAL {
            return Err(SyncError::TurnedDown);
        }
        let secrets = EnrolmentSecrets::open(&self.keys, &answer, &self.reveal, &sealed);
        let secrets = secrets.map_err(|_| SyncError::Forged)?;
        let places = secrets.spaces.iter().map(|it| VouchedPlace::of(it.space, it.seq, &it.hash)).collect();
        Ok(Some(Enrolled {
            keys: secrets.keys,
            device: secrets.device,
            device_keys: self.keys.clone(),
            address: self.address.clone(),
            vouched: Vouched::new(secrets.newest, places),
        }))
    }
}

/// Brings an account back by its recovery code, on a machine that has nothing else. *Blocks on the network.*
///
/// `address` is printed beside the code ([`crate::write_address`]). Fails with [`SyncError::NotFound`] where no account
/// was left under this code, and with [`SyncError::Unverified`] where the server shows an older account than the code's.
pub fn recover(
    world: Arc<dyn World>,
    address: &ServerAddress,
    code: &RecoveryCode,
) -> Result<Enrolled, SyncError> {
    let server = Server::new(world.dial(address));
    let (sealed, statements) = server.recovery(&code.locator())?;
    let KeptSecrets { keys, newest } =
        KeptSecrets::open(code, &sealed).map_err(|_| SyncError::Unverified("recovery"))?;
    let chain = verified_chain(&statements).filter(|it| it.identity() == keys.identity.verifying());
    let mut chain = chain.ok_or(SyncError::Forged)?;
    if !chain.reaches(&newest) {
        return Err(SyncError::Unverified("an older account"));
    }
    let device_keys = DeviceKeys::generate(&mut Dice(&*world));
    let mut id = [0; 8];
    world.random(&mut id);
    let device = DeviceId(u64::from_be_bytes(id));
    let says = Says::AddDevice { device, keys: device_keys.public() };
    let statement =
        chain.state(&keys.identity, world.now(), says).map_err(|_| SyncError::Unverified("statement"))?;
    let stated = vec![Binary::from(statement.as_bytes())];
    server.state_with_code(uuid(keys.account), &code.token(), stated)?;
    let vouched = Vouched::new(KnownStatement { ..chain.newest() }, Vec::new());
    Ok(Enrolled { keys, device, device_keys, address: address.clone(), vouched })
}

impl Enrolled {
    /// Whose the new profile is.
    pub fn account(&self) -> Uuid {
        uuid(self.keys.account)
    }

    /// The device that it writes as.
    pub fn device(&self) -> u64 {
        self.device.0
    }

    /// Keeps in the new profile, made for this account and this device, what it needs to sync. The next
    /// [`Engine::sync`] fetches everything.
    pub fn settle(self, store: &Store) -> Result<(), SyncError> {
        store.connect(&SyncAccount {
            server: Some(self.address.host_and_port()),
            trust: Some(trust_text(&self.address)),
            server_id: None,
            device: cairn_store::DeviceId(self.device.0),
            secrets: Secrets::write(&self.keys, &self.device_keys, None),
            session: None,
            clock_offset: 0,
            last_success: None,
        })?;
        self.vouched.keep(store)
    }
}
