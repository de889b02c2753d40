//! A server's address as it is kept and typed.

use cairn_crypto::{ServerAddress, Trust};
use cairn_protocol::Binary;

use crate::SyncError;

/// How a server is recognised, as the store keeps it and as it is printed behind `#`.
pub(crate) fn trust_text(address: &ServerAddress) -> String {
    match address.trust() {
        Trust::Public => String::new(),
        Trust::Pinned(hash) => format!("pin-{}", Binary::from(hash).to_text()),
        Trust::Plain => "plain".to_owned(),
    }
}

/// The address of this host and port, recognised so. Fails with [`SyncError::Link`].
pub(crate) fn kept_address(host_and_port: &str, trust: &str) -> Result<ServerAddress, SyncError> {
    let pinned =
        |text: &str| Some(Trust::Pinned(Binary::from_text(text.strip_prefix("pin-")?).ok()?.exactly()?));
    let trust = match trust {
        "" => Trust::Public,
        "plain" => Trust::Plain,
        other => pinned(other).ok_or(SyncError::Link)?,
    };
    ServerAddress::new(host_and_port, trust).map_err(|_| SyncError::Link)
}

/// An address as it is printed beside a recovery code: `HOST[:PORT][#pin-…|#plain]`. Fails with [`SyncError::Link`].
pub fn read_address(text: &str) -> Result<ServerAddress, SyncError> {
    let (host, trust) = text.trim().split_once('#').unwrap_or((text.trim(), ""));
    kept_address(host, trust)
}

/// The address to be printed beside a recovery code; [`read_address`] reads it.
pub fn write_address(address: &ServerAddress) -> String {
    let trust = trust_text(address);
    format!("{}{}{trust}", address.host_and_port(), if trust.is_empty() { "" } else { "#" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::usual("cairn.example.org")]
    #[case::port("cairn.example.org:8443")]
    #[case::plain("127.0.0.1:8080#plain")]
    #[case::ip6("[::1]:8080#plain")]
    #[case::pinned("10.0.0.7:8443#pin-AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")]
    fn an_address_reads_as_it_is_written(#[case] text: &str) {
        assert_eq!(read_address(text).map(|it| write_address(&it)).ok().as_deref(), Some(text));
    }

    #[rstest]
    #[case::empty("")]
    #[case::path("cairn.example.org/x")]
    #[case::short_pin("cairn.example.org#pin-AAEC")]
    #[case::trust("cairn.example.org#trust-me")]
    #[case::plain_elsewhere("cairn.example.org#plain")]
    fn anything_else_is_none(#[case] text: &str) {
        assert!(matches!(read_address(text), Err(SyncError::Link)));
    }
}
