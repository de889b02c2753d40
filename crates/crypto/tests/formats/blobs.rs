use cairn_crypto::{Blob, EpochKey, FormatError, Hash, MAX_PIECE, Piece, Whole, seal_blob};
use proptest::prelude::*;
use rstest::rstest;

use crate::support::{OTHER_SPACE, SPACE, every_change_is_refused};

/// The largest blob, in bytes: with header, nonce and tag.
const MAX_BLOB: usize = 6 + 24 + MAX_PIECE + 16;
pub(crate) const PIECE: Piece =
    Piece { space: SPACE, of: Whole::Attachment(Hash([3; 32])), piece: 0, last: true };

fn key() -> EpochKey {
    EpochKey::from_bytes([0x42; 32])
}

fn sealed(content: &[u8]) -> Vec<u8> {
    seal_blob(&PIECE, 2, &key(), content).unwrap()
}

#[test]
fn a_piece_is_read_as_it_was_written() {
    for content in [b"".as_slice(), b"picture", &vec![7; MAX_PIECE]] {
        let bytes = sealed(content);
        let blob = Blob::parse(&bytes).unwrap();
        assert_eq!(blob.epoch(), 2);
        assert!(blob.open(&PIECE, &key()).unwrap() == content);
        assert!(bytes.len() <= MAX_BLOB);
    }
    let too_large = seal_blob(&PIECE, 2, &key(), &vec![7; MAX_PIECE + 1]);
    assert_eq!(too_large, Err(FormatError::TooLarge { what: "blob", limit: MAX_PIECE }));
    assert!(Blob::parse(&vec![1; MAX_BLOB + 1]).is_err());
}

#[test]
fn a_piece_sealed_again_is_the_same_blob_and_any_other_has_another_nonce() {
    assert_eq!(sealed(b"picture"), sealed(b"picture"));
    let nonce = |blob: Vec<u8>| blob[6..30].to_vec();
    let elsewhere = Piece { piece: 1, ..PIECE };
    let in_another_space = Piece { space: OTHER_SPACE, ..PIECE };
    let others = [
        sealed(b"picturf"),
        seal_blob(&elsewhere, 2, &key(), b"picture").unwrap(),
        seal_blob(&in_another_space, 2, &key(), b"picture").unwrap(),
        seal_blob(&PIECE, 3, &key(), b"picture").unwrap(),
        seal_blob(&PIECE, 2, &EpochKey::from_bytes([0x43; 32]), b"picture").unwrap(),
    ];
    for other in others {
        assert_ne!(nonce(other), nonce(sealed(b"picture")));
    }
}

#[test]
fn every_change_of_a_blob_is_refused() {
    every_change_is_refused(&sealed(b"part of a picture"), |bytes| {
        Blob::parse(bytes).map_or(true, |blob| blob.open(&PIECE, &key()).is_err())
    });
}

#[rstest]
#[case::space(Piece { space: OTHER_SPACE, ..PIECE })]
#[case::attachment(Piece { of: Whole::Attachment(Hash([4; 32])), ..PIECE })]
#[case::snapshot(Piece { of: Whole::Snapshot([3; 16]), ..PIECE })]
#[case::place(Piece { piece: 1, ..PIECE })]
#[case::more_to_come(Piece { last: false, ..PIECE })]
fn a_piece_in_another_place_does_not_open(#[case] elsewhere: Piece) {
    let bytes = sealed(b"part of a picture");
    let blob = Blob::parse(&bytes).unwrap();
    assert_eq!(blob.open(&elsewhere, &key()), Err(FormatError::Sealed { what: "blob" }));
    assert!(blob.open(&PIECE, &EpochKey::from_bytes([0x43; 32])).is_err());
}

#[test]
fn another_version_or_suite_is_refused_by_name() {
    let mut bytes = sealed(b"x");
    bytes[1] = 2;
    assert_eq!(Blob::parse(&bytes), Err(FormatError::Suite { what: "blob", found: 2, known: 1 }));
    bytes[0] = 2;
    assert_eq!(Blob::parse(&bytes), Err(FormatError::Version { what: "blob", found: 2, known: 1 }));
}

proptest! {
    #[test]
    fn any_bytes_are_a_blob_or_are_not(mut bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        if let Some(start) = bytes.get_mut(..2) { start.copy_from_slice(&[1, 1]); }
        if let Ok(blob) = Blob::parse(&bytes) {
            prop_assert!(blob.open(&PIECE, &key()).is_err());
        }
    }
}
