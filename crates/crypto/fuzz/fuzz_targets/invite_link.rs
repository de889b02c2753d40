//! No text makes the reader of links or codes panic, and what it takes it writes so that it takes it again.
#![no_main]

use cairn_crypto::{DeviceLink, ExchangeCode, InviteLink, RecoveryCode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(link) = InviteLink::parse(text) {
        assert_eq!(InviteLink::parse(&link.to_text()), Ok(link));
    }
    if let Ok(link) = DeviceLink::parse(text) {
        assert_eq!(DeviceLink::parse(&link.to_text()), Ok(link));
    }
    if let Ok(code) = ExchangeCode::from_text(text) {
        assert_eq!(ExchangeCode::from_text(&code.to_text()), Ok(code));
    }
    if let Ok(code) = RecoveryCode::from_text(text) {
        assert_eq!(RecoveryCode::from_text(&code.to_text()), Ok(code));
    }
});
