//! What a running server leaves in its data folder, so that `invite` can make links to it.

use std::{fs, io, path::Path};

use cairn_crypto::{LinkError, ServerAddress, Trust};
use cairn_protocol::Binary;
use serde::{Deserialize, Serialize};

const FILE: &str = "address.json";

/// How an app reaches the server, and why it can trust it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Address {
    /// `HOST[:PORT]`.
    pub(super) host: String,
    /// What stands behind the secret in a link: nothing, `pin-…` or `plain`.
    pub(super) trust: String,
}

impl Address {
    pub(super) fn keep(&self, data: &Path) -> io::Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        let path = data.join(FILE);
        if fs::read_to_string(&path).is_ok_and(|there| there == text) {
            return Ok(());
        }
        // Beside it and then over it, so that nobody reads half of it.
        let beside = data.join(format!("{FILE}.new"));
        fs::write(&beside, text)?;
        fs::rename(beside, path)
    }

    /// The same as links have it.
    pub(super) fn server(&self) -> Result<ServerAddress, LinkError> {
        let trust = match self.trust.as_str() {
            "" => Trust::Public,
            "plain" => Trust::Plain,
            pin => {
                let pin = pin.strip_prefix("pin-").and_then(|pin| Binary::from_text(pin).ok());
                Trust::Pinned(pin.and_then(|pin| pin.exactly()).ok_or(LinkError::Trust)?)
            }
        };
        ServerAddress::new(&self.host, trust)
    }

    /// None where no server was started on this folder yet.
    pub(super) fn read(data: &Path) -> Option<Self> {
        serde_json::from_str(&fs::read_to_string(data.join(FILE)).ok()?).ok()
    }
}
