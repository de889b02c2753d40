//! No bytes make the readers of ops and of packed clocks panic, and what they read they write and read again the same.
#![no_main]

use cairn_replica::{decode_ops, encode_ops, pack_clock, unpack_clock};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(ops) = decode_ops(bytes) {
        let written = encode_ops(&ops);
        let again = decode_ops(&written).expect("what was written can be read");
        assert_eq!(encode_ops(&again), written);
    }
    if let Ok(clock) = unpack_clock(bytes) {
        assert_eq!(unpack_clock(&pack_clock(&clock)), Ok(clock));
    }
});
