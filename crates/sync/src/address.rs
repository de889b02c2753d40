//! Where a server is, and how it is known to be the one.

use std::{fmt, str::FromStr};

/// Where a server is, and how it is known to be the one: `HOST[:PORT][#pin-…|#plain]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// A name or an IP address, in lower case; an IPv6 address in brackets.
    pub host: String,
    /// Where it is not the usual one: 443, and 80 for [`Trust::Plain`].
    pub port: Option<u16>,
    /// How it is known.
    pub trust: Trust,
}

/// How a server is known to be the one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// By a certificate of an authority that this computer trusts.
    Authority,
    /// By the SHA-256 of its own certificate.
    Pinned([u8; 32]),
    /// Not at all: HTTP. Dialled only where `host` is this computer itself.
    Plain,
}

/// The text is not the address of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the address of a server")]
pub struct AddressError;

impl Address {
    /// `HOST[:PORT]`: what a device signs to prove itself, so that no other server can pass its challenge on.
    pub fn authority(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    /// What every path is put behind.
    pub(crate) fn origin(&self) -> String {
        let scheme = if self.trust == Trust::Plain { "http" } else { "https" };
        format!("{scheme}://{}", self.authority())
    }

    /// Whether the host is this computer itself, whatever its resolver says.
    pub(crate) fn is_loopback(&self) -> bool {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        let ip = bare.parse::<std::net::IpAddr>();
        ip.map_or(self.host == "localhost", |ip| ip.is_loopback())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.authority())?;
        match self.trust {
            Trust::Authority => Ok(()),
            Trust::Pinned(hash) => write!(f, "#pin-{}", cairn_protocol::Binary::from(hash).to_text()),
            Trust::Plain => f.write_str("#plain"),
        }
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Address, AddressError> {
        let (authority, trust) = text.trim().split_once('#').unwrap_or((text.trim(), ""));
        let (host, port) = split_port(authority)?;
        let trust = match (trust, trust.strip_prefix("pin-")) {
            ("", _) => Trust::Authority,
            ("plain", _) => Trust::Plain,
            (_, Some(pin)) => {
                let pin = cairn_protocol::Binary::from_text(pin).map_err(|_| AddressError)?;
                Trust::Pinned(pin.exactly().ok_or(AddressError)?)
            }
            _ => return Err(AddressError),
        };
        Ok(Address { host, port, trust })
    }
}

fn split_port(authority: &str) -> Result<(String, Option<u16>), AddressError> {
    let bracketed = authority.starts_with('[');
    let end = if bracketed {
        authority.find(']').ok_or(AddressError)? + 1
    } else {
        authority.find(':').unwrap_or(authority.len())
    };
    let (host, rest) = authority.split_at(end);
    let host = host.to_ascii_lowercase();
    let is_host = |host: &str| {
        !host.is_empty()
            && host.len() <= 253
            && host.bytes().all(|it| it.is_ascii_alphanumeric() || b"-._".contains(&it))
    };
    let is_ip6 = |host: &str| host[1..host.len() - 1].parse::<std::net::Ipv6Addr>().is_ok();
    if !(if bracketed { is_ip6(&host) } else { is_host(&host) }) {
        return Err(AddressError);
    }
    match rest.strip_prefix(':') {
        None if rest.is_empty() => Ok((host, None)),
        Some(port) if port.bytes().all(|it| it.is_ascii_digit()) => {
            port.parse().map(|port| (host, Some(port))).map_err(|_| AddressError)
        }
        _ => Err(AddressError),
    }
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
        assert_eq!(text.parse::<Address>().map(|it| it.to_string()), Ok(text.to_owned()));
    }

    #[rstest]
    #[case::empty("")]
    #[case::scheme("https://cairn.example.org")]
    #[case::path("cairn.example.org/x")]
    #[case::user("me@cairn.example.org")]
    #[case::port("cairn.example.org:99999")]
    #[case::sign("cairn.example.org:+1")]
    #[case::short_pin("cairn.example.org#pin-AAEC")]
    #[case::trust("cairn.example.org#trustme")]
    #[case::ip6("[::g]:1")]
    #[case::bare_ip6("::1")]
    fn anything_else_is_none(#[case] text: &str) {
        assert_eq!(text.parse::<Address>(), Err(AddressError));
    }

    #[rstest]
    #[case("127.0.0.1", true)]
    #[case("127.9.9.9", true)]
    #[case("[::1]", true)]
    #[case("localhost", true)]
    #[case("localhost.example.org", false)]
    #[case("10.0.0.1", false)]
    fn loopback_is_this_computer(#[case] host: &str, #[case] expected: bool) {
        let address = Address { host: host.into(), port: None, trust: Trust::Plain };
        assert_eq!(address.is_loopback(), expected);
    }
}
