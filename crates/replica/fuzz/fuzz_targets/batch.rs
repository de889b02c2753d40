//! No bytes make the reader of log entries panic; what it reads is of the space it was asked for, and is written and read
//! again the same.
#![no_main]

use cairn_replica::{Batch, SpaceId};
use libfuzzer_sys::fuzz_target;
use uuid::Uuid;

fuzz_target!(|bytes: &[u8]| {
    let space = SpaceId(Uuid::from_u128(0x5ACE));
    let Ok(batch) = Batch::decode(bytes, space) else { return };
    assert!(batch.ops.iter().all(|op| op.record.space == space));
    let written = batch.encode(space).expect("what was read can be written");
    let again = Batch::decode(&written, space).expect("what was written can be read");
    assert_eq!(again.encode(space).as_ref(), Ok(&written));
    assert_eq!(again.ops.len(), batch.ops.len());
});
