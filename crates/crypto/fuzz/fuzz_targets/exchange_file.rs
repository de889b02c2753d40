//! No bytes make the reader of exchange files panic: as they are, and as content that somebody who has the code sealed.
#![no_main]

use std::sync::LazyLock;

use cairn_crypto::{AccountId, AccountKeys, Chain, ExchangeCode, ExchangeFile, ExchangeKind, StoreKey, seal};
use hkdf::Hkdf;
use libfuzzer_sys::fuzz_target;

static READER: LazyLock<(AccountKeys, Chain)> = LazyLock::new(|| {
    let keys = AccountKeys::generate(AccountId([7; 16]), &mut |bytes: &mut [u8]| bytes.fill(7));
    let chain = Chain::create(&keys, 7);
    (keys, chain)
});

fuzz_target!(|bytes: &[u8]| {
    let (keys, chain) = &*READER;
    let code = ExchangeCode::from_bytes([7; 16]);
    if let Ok(file) = ExchangeFile::parse(bytes) {
        match file.kind() {
            ExchangeKind::Letter => assert!(file.open_letter(keys, &[chain]).is_err()),
            _ => drop(file.open_with_code(&code)),
        }
    }
    for kind in [1, 2] {
        let sealed = sealed(kind, &code, bytes);
        assert!(ExchangeFile::parse(&sealed).expect("it is a file").open_with_code(&code).is_err());
    }
});

/// An introduction (1) or answer (2) with this content, as who has the code can make it.
fn sealed(kind: u8, code: &ExchangeCode, content: &[u8]) -> Vec<u8> {
    let header = [b"cairnexc\x01\x01".as_slice(), &[kind], &[7; 32]].concat();
    let info = [b"cairn/1/exchange/code", blake3::hash(&header).as_bytes().as_slice()].concat();
    let mut key = [0; 32];
    Hkdf::<sha2::Sha256>::new(Some(&[7; 16]), code.as_bytes())
        .expand(&info, &mut key)
        .expect("32 bytes are few");
    let mut random = |bytes: &mut [u8]| bytes.fill(7);
    [header, seal(&StoreKey::from_bytes(key), "exchange", content, &mut random)].concat()
}
