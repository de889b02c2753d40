//! No bytes make the reader of epoch records panic, and what is read keeps its rules.
#![no_main]

use cairn_crypto::{EpochRecord, MAX_MEMBERS};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(record) = EpochRecord::parse(bytes) else { return };
    assert_eq!(record.as_bytes(), bytes);
    assert!((1..=MAX_MEMBERS).contains(&record.members().len()));
    assert!(record.members().is_sorted_by(|one, two| one.account < two.account));
    assert!(record.member(record.issuer()).is_some());
    assert!(record.verify_after(&record).is_err());
    let _ = record.verify_first();
});
