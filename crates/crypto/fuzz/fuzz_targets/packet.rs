//! No bytes make what opens packets, enrolment secrets, kept secrets and greetings panic: raw, or sealed by somebody who
//! knows the keys, as a hostile member does.
#![no_main]

use std::sync::LazyLock;

use cairn_crypto::{
    AccountId, AccountKeys, Beginning, DeviceKeys, EnrolmentAnswer, EnrolmentReveal, EnrolmentSecrets,
    EpochKeys, EpochRecord, InviteId, InviteSecret, KeptSecrets, Member, RecoveryCode, SpaceId,
};
use hpke::rand_core::{Infallible, TryCryptoRng, TryRng};
use hpke::{Deserializable, Serializable};
use libfuzzer_sys::fuzz_target;

struct Known {
    keys: AccountKeys,
    record: EpochRecord,
    device: DeviceKeys,
    reveal: EnrolmentReveal,
    code: RecoveryCode,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut random = |bytes: &mut [u8]| bytes.fill(7);
    let keys = AccountKeys::generate(AccountId([7; 16]), &mut random);
    let (space, epoch_keys) = (SpaceId([7; 16]), EpochKeys::first(&mut random));
    let (identity, encryption) = (keys.identity.verifying(), keys.encryption().sealing());
    let beginning = Beginning {
        start_seq: 0,
        start_hash: cairn_crypto::Hash::ZERO,
        keys: epoch_keys.commitment(space),
        members: vec![Member { account: keys.account, identity, encryption }],
    };
    let record = EpochRecord::first(space, keys.account, &keys.identity, beginning).expect("it is a record");
    let device = DeviceKeys::generate(&mut random);
    let reveal = EnrolmentReveal::begin(&device, &mut random);
    Known { record, device, reveal, code: RecoveryCode::generate(&mut random), keys }
});

fuzz_target!(|bytes: &[u8]| {
    let known = &*KNOWN;
    if let Ok(keys) = EpochKeys::open(&known.record, &known.keys, bytes) {
        assert!(keys.belong_to(&known.record).is_ok());
    }
    // What anybody can seal to a member, whose key everybody knows.
    assert!(EpochKeys::open(&known.record, &known.keys, &sealed(&known.record, bytes)).is_err());
    let answer = EnrolmentAnswer::to_commitment(&known.keys, &mut |bytes: &mut [u8]| bytes.fill(7));
    let _ = EnrolmentSecrets::open(&known.device, &answer, &known.reveal, bytes);
    let _ = EnrolmentReveal::parse(bytes, &known.reveal.commitment());
    let _ = EnrolmentAnswer::parse(bytes);
    let _ = KeptSecrets::open(&known.code, bytes);
    let _ = InviteSecret::from_bytes([7; 16]).keys(InviteId([7; 16])).open_greeting(bytes);
});

fn sealed(record: &EpochRecord, plain: &[u8]) -> Vec<u8> {
    type Kem = hpke::kem::X25519HkdfSha256;
    let to =
        <Kem as hpke::Kem>::PublicKey::from_bytes(&record.members()[0].encryption.0).expect("it is a key");
    let info = [b"cairn/1/packet", record.hash().0.as_slice()].concat();
    let (enc, ciphertext) = hpke::single_shot_seal_with_rng::<
        hpke::aead::ChaCha20Poly1305,
        hpke::kdf::HkdfSha256,
        Kem,
    >(&hpke::OpModeS::Base, &to, &info, plain, &[], &mut Sevens)
    .expect("it is sealed");
    [enc.to_bytes().as_slice(), &ciphertext].concat()
}

struct Sevens;

impl TryRng for Sevens {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(7)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(7)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(7);
        Ok(())
    }
}

impl TryCryptoRng for Sevens {}
