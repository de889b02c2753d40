//! No bytes make the reader of statements panic, or begin or continue a chain unless they are what was signed.
#![no_main]

use std::sync::LazyLock;

use cairn_crypto::{AccountId, AccountKeys, Chain, Statement};
use libfuzzer_sys::fuzz_target;

static KEPT: LazyLock<Chain> = LazyLock::new(|| {
    let keys = AccountKeys::generate(AccountId([7; 16]), &mut |bytes: &mut [u8]| bytes.fill(7));
    Chain::create(&keys, 7)
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(statement) = Statement::parse(bytes) else { return };
    assert_eq!(statement.as_bytes(), bytes);
    if let Ok(chain) = Chain::verify([statement.clone()]) {
        assert_eq!((chain.account(), chain.newest().number), (statement.account(), 1));
    }
    let is_known = KEPT.statements()[0].as_bytes() == bytes;
    assert_eq!(KEPT.clone().take([statement]).is_ok(), is_known);
});
