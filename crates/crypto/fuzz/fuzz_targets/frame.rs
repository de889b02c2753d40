//! No bytes make the reader of frames panic, none are taken that were not signed and sealed, and what is read stays.
#![no_main]

use cairn_crypto::{Blob, EpochKey, Frame, Hash, Piece, SpaceId, VerifyingKey, Whole};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let key = EpochKey::from_bytes([7; 32]);
    if let Ok(frame) = Frame::parse(bytes) {
        assert_eq!(frame.as_bytes(), bytes);
        assert!(frame.verify(&VerifyingKey([7; 32])).is_err());
        assert!(frame.open(&key).is_err());
    }
    if let Ok(blob) = Blob::parse(bytes) {
        let of = Whole::Attachment(Hash::ZERO);
        assert!(blob.open(&Piece { space: SpaceId([7; 16]), of, piece: 0, last: true }, &key).is_err());
    }
});
