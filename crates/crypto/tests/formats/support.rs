//! Two people who share a space, made of seeded randomness, and what is done to bytes to see that they are refused.

use cairn_crypto::{
    AccountId, AccountKeys, Beginning, Chain, DeviceId, DeviceKeys, EpochKeys, EpochRecord, Hash, Member,
    Says, SpaceId,
};

pub(crate) const SPACE: SpaceId = SpaceId(*b"space of the two");
pub(crate) const OTHER_SPACE: SpaceId = SpaceId(*b"some other space");

/// Randomness that is the same for the same seed.
pub(crate) fn seeded(seed: &str) -> impl FnMut(&mut [u8]) + use<> {
    let mut stream = blake3::Hasher::new().update(seed.as_bytes()).finalize_xof();
    move |bytes| stream.fill(bytes)
}

/// A person with one device.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) keys: AccountKeys,
    pub(crate) chain: Chain,
    pub(crate) device: DeviceId,
    pub(crate) device_keys: DeviceKeys,
}

impl Person {
    pub(crate) fn new(name: &str) -> Self {
        let mut random = seeded(name);
        let mut account = [0; 16];
        random(&mut account);
        let keys = AccountKeys::generate(AccountId(account), &mut random);
        let device_keys = DeviceKeys::generate(&mut random);
        let mut chain = Chain::create(&keys, 1_700_000_000_000);
        let device = DeviceId(u64::from(account[0]) << 8 | 1);
        let says = Says::AddDevice { device, keys: device_keys.public() };
        chain.state(&keys.identity, 1_700_000_000_001, says).unwrap();
        Self { keys, chain, device, device_keys }
    }

    pub(crate) fn member(&self) -> Member {
        Member {
            account: self.keys.account,
            identity: self.chain.identity(),
            encryption: self.chain.encryption(),
        }
    }

    pub(crate) fn revoke(&mut self, device: DeviceId) {
        let (identity, at) = (self.keys.identity.clone(), 1_700_000_000_002);
        self.chain.state(&identity, at, Says::RevokeDevice { device }).unwrap();
        self.keys.renew_encryption(&mut seeded("renewed"));
        let encryption = self.keys.encryption().sealing();
        self.chain.state(&identity, at, Says::NewEncryption { encryption }).unwrap();
    }
}

pub(crate) fn anna() -> Person {
    Person::new("Anna")
}

pub(crate) fn ben() -> Person {
    Person::new("Ben")
}

/// The epochs of a space: Anna's alone, then of both.
pub(crate) fn epochs() -> (Vec<EpochRecord>, EpochKeys) {
    let (anna, ben, mut random) = (anna(), ben(), seeded("epochs"));
    let first = EpochKeys::first(&mut random);
    let both = first.with_next(&mut random).unwrap();
    let beginning = beginning(&first, vec![anna.member()]);
    let one = EpochRecord::first(SPACE, anna.keys.account, &anna.keys.identity, beginning).unwrap();
    let two = next(&one, &anna, &both, vec![anna.member(), ben.member()]);
    (vec![one, two], both)
}

pub(crate) fn next(
    before: &EpochRecord,
    issuer: &Person,
    keys: &EpochKeys,
    members: Vec<Member>,
) -> EpochRecord {
    before.next(issuer.keys.account, &issuer.keys.identity, beginning(keys, members)).unwrap()
}

pub(crate) fn beginning(keys: &EpochKeys, members: Vec<Member>) -> Beginning {
    Beginning { start_seq: 7, start_hash: Hash([9; 32]), keys: keys.commitment(SPACE), members }
}

/// Calls `refused` with the bytes cut anywhere, longer by one, and with each byte changed in three ways.
pub(crate) fn every_change_is_refused(bytes: &[u8], refused: impl Fn(&[u8]) -> bool) {
    for at in 0..bytes.len() {
        assert!(refused(&bytes[..at]), "cut at {at} of {}", bytes.len());
        for mask in [0x01, 0x80, 0xff] {
            let mut changed = bytes.to_vec();
            changed[at] ^= mask;
            assert!(refused(&changed), "byte {at} of {} changed by {mask:02x}", bytes.len());
        }
    }
    assert!(refused(&[bytes, b"\0"].concat()), "longer by one");
}
