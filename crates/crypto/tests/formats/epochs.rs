use cairn_crypto::{
    AccountId, EpochError, EpochKeys, EpochRecord, FormatError, Hash, MAX_MEMBERS, Member, SealingKey,
    VerifyingKey,
};
use proptest::prelude::*;

use crate::support::{
    OTHER_SPACE, Person, SPACE, anna, beginning, ben, epochs, every_change_is_refused, next, seeded,
};

#[test]
fn a_record_is_read_as_it_was_written() {
    let (records, _) = epochs();
    for record in &records {
        assert_eq!(EpochRecord::parse(record.as_bytes()).as_ref(), Ok(record));
    }
    assert_eq!(EpochRecord::verify_all(&records), Ok(()));
    assert_eq!(records[1].members().len(), 2);
    assert!(records[1].members().is_sorted_by_key(|member| member.account));
}

#[test]
fn every_change_of_a_record_is_refused() {
    let (records, _) = epochs();
    every_change_is_refused(records[0].as_bytes(), |bytes| {
        EpochRecord::parse(bytes).map_or(true, |record| record.verify_first().is_err())
    });
    every_change_is_refused(records[1].as_bytes(), |bytes| {
        EpochRecord::parse(bytes).map_or(true, |record| record.verify_after(&records[0]).is_err())
    });
}

#[test]
fn another_version_is_refused_by_name() {
    let mut bytes = epochs().0[0].as_bytes().to_vec();
    bytes[0] = 2;
    let error = FormatError::Version { what: "epoch", found: 2, known: 1 };
    assert_eq!(EpochRecord::parse(&bytes), Err(error));
}

#[test]
fn only_a_member_begins_the_next_epoch() {
    let (records, keys) = epochs();
    let (ben, carl) = (ben(), Person::new("Carl"));
    let after_first = keys.with_next(&mut seeded("x")).unwrap();
    // Ben is no member of the first epoch.
    let forged = next(&records[0], &ben, &keys, vec![anna().member(), ben.member()]);
    assert_eq!(forged.verify_after(&records[0]), Err(EpochError::Issuer));
    // Carl lets himself in.
    let forged = next(&records[1], &carl, &after_first, vec![anna().member(), carl.member()]);
    assert_eq!(forged.verify_after(&records[1]), Err(EpochError::Issuer));
    // Carl signs in Anna's name, with an identity of his own in the record.
    let mut false_anna = carl.clone();
    false_anna.keys.account = anna().keys.account;
    let member = Member { account: anna().keys.account, ..carl.member() };
    let forged = next(&records[1], &false_anna, &after_first, vec![member, ben.member()]);
    let changed = EpochError::IdentityChanged { account: member.account };
    assert_eq!(forged.verify_after(&records[1]), Err(changed));
    // And with hers.
    let forged = next(&records[1], &false_anna, &after_first, vec![anna().member(), ben.member()]);
    let signature = FormatError::Signature { what: "epoch" };
    assert_eq!(forged.verify_after(&records[1]), Err(signature.into()));
}

#[test]
fn a_record_has_one_place() {
    let (records, keys) = epochs();
    let three = next(&records[1], &ben(), &keys.with_next(&mut seeded("3")).unwrap(), vec![ben().member()]);
    assert_eq!(three.verify_after(&records[1]), Ok(()), "Ben goes on alone");
    assert_eq!(three.verify_after(&records[0]), Err(EpochError::NotNext), "a gap");
    assert_eq!(records[1].verify_after(&records[1]), Err(EpochError::NotNext), "twice");
    assert_eq!(records[1].verify_first(), Err(EpochError::NotNext), "without the first");
    assert_eq!(EpochRecord::verify_all(&[]), Err(EpochError::NotNext));
    // Another first epoch of the same space: its successor does not follow ours.
    let other = next(&records[0], &anna(), &keys, vec![anna().member()]);
    assert_eq!(three.verify_after(&other), Err(EpochError::NotNext), "a fork");
    let elsewhere = EpochRecord::first(
        OTHER_SPACE,
        anna().keys.account,
        &anna().keys.identity,
        beginning(&keys, vec![anna().member()]),
    );
    assert_eq!(records[1].verify_after(&elsewhere.unwrap()), Err(EpochError::NotNext), "another space");
}

#[test]
fn what_readers_refuse_is_not_written() {
    let (anna, keys) = (anna(), EpochKeys::first(&mut seeded("k")));
    let first = |members| {
        EpochRecord::first(SPACE, anna.keys.account, &anna.keys.identity, beginning(&keys, members))
    };
    let why = |why| Err(FormatError::Invalid { what: "epoch", why });
    assert_eq!(first(vec![]), why("its issuer is no member"));
    assert_eq!(first(vec![ben().member()]), why("its issuer is no member"));
    assert_eq!(first(vec![anna.member(), anna.member()]), why("its members are not ascending"));
    let many = |count: usize| {
        let others = (1..count).map(|at| Member {
            account: AccountId(std::array::from_fn(|index| if index == 15 { at as u8 } else { 0 })),
            identity: VerifyingKey([at as u8; 32]),
            encryption: SealingKey([at as u8; 32]),
        });
        first(others.chain([anna.member()]).collect())
    };
    assert!(many(MAX_MEMBERS).is_ok());
    assert_eq!(many(MAX_MEMBERS + 1), Err(FormatError::TooLarge { what: "epoch", limit: MAX_MEMBERS }));
}

#[test]
fn a_packet_opens_for_its_member_alone() {
    let (records, keys) = epochs();
    let (anna, ben, mut random) = (anna(), ben(), seeded("packets"));
    for person in [&anna, &ben] {
        let packet = keys.seal_to(&records[1], person.keys.account, &mut random).unwrap();
        assert_eq!(EpochKeys::open(&records[1], &person.keys, &packet), Ok(keys.clone()));
        every_change_is_refused(&packet, |bytes| EpochKeys::open(&records[1], &person.keys, bytes).is_err());
    }
    let packet = keys.seal_to(&records[1], anna.keys.account, &mut random).unwrap();
    let sealed = FormatError::Sealed { what: "packet" };
    assert_eq!(EpochKeys::open(&records[1], &ben.keys, &packet), Err(sealed));
    assert!(EpochKeys::open(&records[1], &Person::new("Carl").keys, &packet).is_err(), "no member");
    assert!(keys.seal_to(&records[1], AccountId([0; 16]), &mut random).is_err(), "no member");
    let other = next(&records[0], &anna, &keys, vec![anna.member()]);
    assert_eq!(EpochKeys::open(&other, &anna.keys, &packet), Err(sealed), "another record");
    assert_eq!(EpochKeys::open(&records[0], &anna.keys, &packet), Err(sealed), "another epoch");
}

#[test]
fn a_packet_opens_after_the_member_has_a_newer_encryption_key() {
    let (records, keys) = epochs();
    let mut ben = ben();
    let packet = keys.seal_to(&records[1], ben.keys.account, &mut seeded("p")).unwrap();
    ben.keys.renew_encryption(&mut seeded("newer"));
    assert_eq!(EpochKeys::open(&records[1], &ben.keys, &packet), Ok(keys));
}

#[test]
fn a_server_cannot_choose_the_keys() {
    // HPKE's base mode lets anybody seal to Ben. What the server would put in is not what the record says.
    let (records, keys) = epochs();
    let (mut random, ben) = (seeded("server"), ben());
    let own = EpochKeys::first(&mut random).with_next(&mut random).unwrap();
    assert_eq!(own.belong_to(&records[1]), Err(FormatError::Sealed { what: "packet" }));
    assert!(own.seal_to(&records[1], ben.keys.account, &mut random).is_err());
    let mixed = EpochKeys::from_kept(vec![own.all()[0].clone(), keys.all()[1].clone()]).unwrap();
    assert!(mixed.belong_to(&records[1]).is_err(), "an older key of its own");
    let fewer = EpochKeys::from_kept(vec![keys.all()[1].clone()]).unwrap();
    assert!(fewer.belong_to(&records[1]).is_err(), "without the older key");
    assert_ne!(keys.commitment(SPACE), keys.commitment(OTHER_SPACE));
    forged_packet_is_refused(&records[1], &own);
}

/// The packet as a server would make it, past our own refusal to seal it.
fn forged_packet_is_refused(record: &EpochRecord, own: &EpochKeys) {
    use hpke::{Deserializable, Serializable};
    type Kem = hpke::kem::X25519HkdfSha256;
    let mut plain = vec![0, 2];
    for (epoch, key) in [(1_u32, &own.all()[0]), (2, &own.all()[1])] {
        plain.extend_from_slice(&epoch.to_be_bytes());
        plain.extend_from_slice(key.as_bytes());
    }
    let to = <Kem as hpke::Kem>::PublicKey::from_bytes(&ben().chain.encryption().0).unwrap();
    let info = [b"cairn/1/packet", record.hash().0.as_slice()].concat();
    let (enc, ciphertext) =
        hpke::single_shot_seal_with_rng::<hpke::aead::ChaCha20Poly1305, hpke::kdf::HkdfSha256, Kem>(
            &hpke::OpModeS::Base,
            &to,
            &info,
            &plain,
            &[],
            &mut crate::published::Given(vec![7; 32]),
        )
        .unwrap();
    let packet = [enc.to_bytes().as_slice(), &ciphertext].concat();
    let opened = EpochKeys::open(record, &ben().keys, &packet);
    assert_eq!(opened, Err(FormatError::Sealed { what: "packet" }));
}

#[test]
fn a_member_with_a_key_that_is_none_stops_the_seal_and_nothing_else() {
    let (records, keys) = epochs();
    let (anna, mut ben) = (anna(), ben().member());
    ben.encryption = SealingKey([0; 32]);
    let record = next(&records[0], &anna, &keys, vec![anna.member(), ben]);
    let error = keys.seal_to(&record, ben.account, &mut seeded("p")).unwrap_err();
    assert!(matches!(error, FormatError::Invalid { what: "packet", .. }), "{error}");
    assert!(keys.seal_to(&record, anna.keys.account, &mut seeded("p")).is_ok());
}

#[test]
fn keys_are_found_by_their_epoch() {
    let (_, keys) = epochs();
    assert_eq!(keys.epoch(), 2);
    assert_eq!(keys.get(2), Some(keys.newest()));
    assert_eq!((keys.get(0), keys.get(3)), (None, None));
    assert_eq!(EpochKeys::from_kept(vec![]), None);
    assert_eq!(format!("{:?}", keys.newest()), "EpochKey(..)");
    assert_ne!(Hash::ZERO, keys.commitment(SPACE));
}

proptest! {
    #[test]
    fn any_bytes_are_a_record_or_are_not(mut bytes in prop::collection::vec(any::<u8>(), 0..500), count in 0_u8..4) {
        if let [version, ..] = &mut bytes[..] { *version = 1; }
        if let Some(place) = bytes.get_mut(141..143) { place.copy_from_slice(&[0, count]); }
        if let Ok(record) = EpochRecord::parse(&bytes) {
            prop_assert_eq!(record.as_bytes(), &bytes[..]);
            prop_assert!(record.verify_first().is_err());
        }
    }

    #[test]
    fn any_bytes_are_no_packet(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let (records, _) = epochs();
        prop_assert!(EpochKeys::open(&records[1], &ben().keys, &bytes).is_err());
    }
}
