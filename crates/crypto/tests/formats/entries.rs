use cairn_crypto::{
    DeviceId, EntryId, EpochKey, FormatError, Frame, Hash, Header, SigningKey, log_hash, seal_entry,
};
use proptest::prelude::*;
use rstest::rstest;

use crate::support::{OTHER_SPACE, SPACE, anna, ben, every_change_is_refused, seeded};

/// The largest frame, in bytes.
const MAX_FRAME: usize = 256 * 1024;
/// The most bytes an entry carries: without header, nonce, tag, signature and its own length.
const MAX_PLAIN: usize = MAX_FRAME - 134 - 24 - 16 - 64 - 4;

pub(crate) fn header() -> Header {
    Header {
        space: SPACE,
        epoch: 2,
        entry: EntryId(*b"name of an entry"),
        device: anna().device,
        number: 3,
        greatest_stamp: 1_700_000_123_456,
        previous: Hash([5; 32]),
        seen_seq: 41,
        seen_hash: Hash([6; 32]),
    }
}

fn key() -> EpochKey {
    EpochKey::from_bytes([0x42; 32])
}

fn signing() -> SigningKey {
    anna().device_keys.signing
}

fn sealed(header: &Header, plain: &[u8]) -> Frame {
    seal_entry(header, &key(), &signing(), plain, &mut seeded("entry")).unwrap()
}

#[test]
fn an_entry_is_read_as_it_was_written() {
    for plain in [b"".as_slice(), b"a batch", &[7; 100_000], &[7; MAX_PLAIN]] {
        let frame = sealed(&header(), plain);
        let read = Frame::parse(frame.as_bytes()).unwrap();
        assert_eq!((&read, read.header()), (&frame, &header()));
        assert_eq!(read.verify(&signing().verifying()), Ok(()));
        assert!(read.open(&key()).unwrap() == plain);
        assert!(frame.as_bytes().len() <= MAX_FRAME);
    }
}

#[test]
fn what_is_too_large_is_neither_written_nor_read() {
    let too_large = seal_entry(&header(), &key(), &signing(), &[7; MAX_PLAIN + 1], &mut seeded("entry"));
    assert_eq!(too_large, Err(FormatError::TooLarge { what: "entry", limit: MAX_PLAIN }));
    let bytes = vec![1; MAX_FRAME + 1];
    assert_eq!(Frame::parse(&bytes), Err(FormatError::TooLarge { what: "entry", limit: MAX_FRAME }));
}

#[rstest]
#[case::entry(3)]
#[case::manifest(0)]
fn every_change_of_a_frame_is_refused(#[case] number: u64) {
    let frame = sealed(&Header { number, ..header() }, b"a batch of records");
    every_change_is_refused(frame.as_bytes(), |bytes| {
        Frame::parse(bytes).map_or(true, |frame| frame.verify(&signing().verifying()).is_err())
    });
}

#[test]
fn without_the_signature_every_change_is_refused_as_well() {
    // A member's device could sign anew what it changed: the cipher holds the header fast too.
    let frame = sealed(&header(), b"a batch of records");
    let signed = frame.as_bytes().len() - 64;
    every_change_is_refused(&frame.as_bytes()[..signed], |bytes| {
        let bytes = [bytes, &[0; 64]].concat();
        Frame::parse(&bytes).map_or(true, |frame| frame.open(&key()).is_err())
    });
}

#[rstest]
#[case::space(|header: &mut Header| header.space = OTHER_SPACE)]
#[case::epoch(|header: &mut Header| header.epoch = 1)]
#[case::entry(|header: &mut Header| header.entry = EntryId([0; 16]))]
#[case::device(|header: &mut Header| header.device = DeviceId(99))]
#[case::number(|header: &mut Header| header.number = 4)]
#[case::manifest(|header: &mut Header| header.number = 0)]
#[case::stamp(|header: &mut Header| header.greatest_stamp = u64::MAX)]
#[case::previous(|header: &mut Header| header.previous = Hash::ZERO)]
#[case::seen_seq(|header: &mut Header| header.seen_seq = 0)]
#[case::seen_hash(|header: &mut Header| header.seen_hash = Hash::ZERO)]
fn a_ciphertext_under_another_header_does_not_open(#[case] change: fn(&mut Header)) {
    let frame = sealed(&header(), b"a batch of records");
    let mut other = header();
    change(&mut other);
    let pasted = [&sealed(&other, b"").as_bytes()[..134], &frame.as_bytes()[134..]].concat();
    let pasted = Frame::parse(&pasted).unwrap();
    assert!(matches!(pasted.open(&key()), Err(FormatError::Sealed { .. })));
    assert!(matches!(pasted.verify(&signing().verifying()), Err(FormatError::Signature { .. })));
}

#[test]
fn another_key_or_device_is_refused() {
    let frame = sealed(&header(), b"a batch");
    let sealed = Err(FormatError::Sealed { what: "entry" });
    assert_eq!(frame.open(&EpochKey::from_bytes([0x43; 32])), sealed);
    let signature = Err(FormatError::Signature { what: "entry" });
    assert_eq!(frame.verify(&ben().device_keys.signing.verifying()), signature);
}

#[test]
fn another_version_or_suite_is_refused_by_name() {
    let frame = sealed(&header(), b"a batch");
    let with = |at: usize, value: u8| {
        let mut bytes = frame.as_bytes().to_vec();
        bytes[at] = value;
        Frame::parse(&bytes).unwrap_err()
    };
    for found in [0, 2, 255] {
        assert_eq!(with(0, found), FormatError::Version { what: "entry", found, known: 1 });
        assert_eq!(with(1, found), FormatError::Suite { what: "entry", found, known: 1 });
    }
    let text = with(1, 2).to_string();
    assert_eq!(text, "the entry is sealed with suite 2, this program uses suite 1");
}

#[test]
fn sizes_tell_little() {
    let size = |length: usize| sealed(&header(), &vec![1; length]).as_bytes().len();
    assert_eq!(size(1000), size(1020));
    assert!(size(100_000) <= 112_000 + 300);
}

#[test]
fn the_log_hash_depends_on_every_entry_and_their_order() {
    let [a, b] = [b"a", b"b"].map(|bytes| Hash::of(bytes));
    let one = log_hash(&Hash::ZERO, &a);
    assert_eq!(one, Hash::of(&[Hash::ZERO.0, a.0].concat()));
    assert_ne!(log_hash(&one, &b), log_hash(&log_hash(&Hash::ZERO, &b), &a));
}

proptest! {
    #[test]
    fn any_bytes_are_a_frame_or_are_not(mut bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Some(start) = bytes.get_mut(..2) { start.copy_from_slice(&[1, 1]); }
        if let Ok(frame) = Frame::parse(&bytes) {
            prop_assert_eq!(frame.as_bytes(), &bytes[..]);
            prop_assert!(frame.verify(&signing().verifying()).is_err());
            prop_assert!(frame.open(&key()).is_err());
        }
    }

    #[test]
    fn any_batch_comes_back_and_any_byte_changed_does_not(
        plain in prop::collection::vec(any::<u8>(), 0..2000), at: prop::sample::Index, mask in 1_u8..,
    ) {
        let frame = sealed(&header(), &plain);
        prop_assert_eq!(frame.open(&key()), Ok(plain));
        let mut bytes = frame.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= mask;
        let refused = Frame::parse(&bytes).map_or(true, |it| it.verify(&signing().verifying()).is_err());
        prop_assert!(refused);
    }
}
