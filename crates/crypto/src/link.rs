//! Links: where a server is, how it is trusted, and what one is invited to there.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use base64ct::{Base64UrlUnpadded, Encoding};
use zeroize::Zeroizing;

use crate::base32;
use crate::invite::{InviteId, InviteSecret};

/// The longest link that is looked at.
const MAX_LINK: usize = 512;

/// Why a text is not a link of Cairn's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// It does not begin as such a link does.
    #[error("not a link of Cairn's")]
    NotALink,
    /// Nothing can be dialled by this name.
    #[error("the link names no server")]
    Host,
    /// A character of the id is missing, too many or none of the alphabet.
    #[error("the id in the link is mistyped")]
    Id,
    /// The part behind `#` is missing or mistyped: the link was not copied whole.
    #[error("the secret in the link is missing or mistyped")]
    Secret,
    /// How to trust the server is mistyped, or not known to this program.
    #[error("how to trust the server is mistyped in the link")]
    Trust,
    /// Without TLS only this computer is dialled.
    #[error("only this computer is dialled without encryption")]
    PlainElsewhere,
}

/// How the app knows that a server is the one meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// By a certificate of a public authority.
    Public,
    /// By this SHA-256 of its own certificate.
    Pinned([u8; 32]),
    /// Not at all: plain HTTP, and only to a loopback address.
    Plain,
}

/// Where a server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerAddress {
    host: String,
    port: Option<u16>,
    trust: Trust,
}

impl ServerAddress {
    /// The address `HOST[:PORT]`: a name, an IPv4 address, or an IPv6 address in brackets.
    pub fn new(host_and_port: &str, trust: Trust) -> Result<Self, LinkError> {
        let (host, port) = split_port(host_and_port)?;
        let host = host.to_ascii_lowercase();
        if !is_host(&host) {
            return Err(LinkError::Host);
        }
        let address = Self { host, port, trust };
        if trust == Trust::Plain && !address.is_loopback() {
            return Err(LinkError::PlainElsewhere);
        }
        Ok(address)
    }

    /// The name or address, in lower case; IPv6 in brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port, where it is not the usual one.
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// How the server is known.
    pub fn trust(&self) -> Trust {
        self.trust
    }

    /// `HOST[:PORT]`, as it is dialled and as a [`Challenge`](crate::Challenge) is signed for.
    pub fn host_and_port(&self) -> String {
        self.port.map_or_else(|| self.host.clone(), |port| format!("{}:{port}", self.host))
    }

    fn is_loopback(&self) -> bool {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        bare == "localhost"
            || bare.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
            || bare.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback())
    }

    fn write_trust(&self) -> String {
        match self.trust {
            Trust::Public => String::new(),
            Trust::Pinned(hash) => format!(".pin-{}", Base64UrlUnpadded::encode_string(&hash)),
            Trust::Plain => ".plain".to_owned(),
        }
    }
}

/// `cairn://join/HOST[:PORT]/INVITE#SECRET[.TRUST]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InviteLink {
    /// The server that keeps the invite.
    pub server: ServerAddress,
    /// The invite's name there.
    pub invite: InviteId,
    /// What the server never sees.
    pub secret: InviteSecret,
}

impl InviteLink {
    /// Reads a link that was pasted or opened; white space around it does not matter.
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        let (place, fragment) = split(text, "join")?;
        let (host, id) = place.split_once('/').ok_or(LinkError::Id)?;
        let invite = InviteId(*base32::decode(id).ok_or(LinkError::Id)?);
        let (secret, trust) = match fragment.split_once('.') {
            Some((secret, trust)) => (secret, read_trust(trust)?),
            None => (fragment, Trust::Public),
        };
        let secret = InviteSecret::from_bytes(*base32::decode(secret).ok_or(LinkError::Secret)?);
        Ok(Self { server: ServerAddress::new(host, trust)?, invite, secret })
    }

    /// The link, to be sent by a way that the server does not see.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(format!(
            "cairn://join/{}/{}#{}{}",
            self.server.host_and_port(),
            base32::encode(&self.invite.0).as_str(),
            base32::encode(self.secret.as_bytes()).as_str(),
            self.server.write_trust(),
        ))
    }
}

/// `cairn://device/HOST[:PORT]/ENROLMENT[#.TRUST]`. Nothing in it is secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceLink {
    /// The server where both devices meet.
    pub server: ServerAddress,
    /// The name of the meeting place.
    pub enrolment: [u8; 16],
}

impl DeviceLink {
    /// Reads a link that was pasted or opened; white space around it does not matter.
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        let (place, fragment) = split(text, "device")?;
        let (host, id) = place.split_once('/').ok_or(LinkError::Id)?;
        let enrolment = *base32::decode(id).ok_or(LinkError::Id)?;
        let trust = match fragment.strip_prefix('.') {
            Some(trust) => read_trust(trust)?,
            None if fragment.is_empty() => Trust::Public,
            None => return Err(LinkError::Trust),
        };
        Ok(Self { server: ServerAddress::new(host, trust)?, enrolment })
    }

    /// The link.
    pub fn to_text(&self) -> String {
        let trust = self.server.write_trust();
        format!(
            "cairn://device/{}/{}{}{trust}",
            self.server.host_and_port(),
            base32::encode(&self.enrolment).as_str(),
            if trust.is_empty() { "" } else { "#" },
        )
    }
}

/// What is between `cairn://<verb>/` and `#`, and what is behind it.
fn split<'a>(text: &'a str, verb: &str) -> Result<(&'a str, &'a str), LinkError> {
    let text = text.trim();
    if text.len() > MAX_LINK {
        return Err(LinkError::NotALink);
    }
    let (scheme, rest) = text.split_once("://").ok_or(LinkError::NotALink)?;
    let (found, rest) = rest.split_once('/').ok_or(LinkError::NotALink)?;
    if !scheme.eq_ignore_ascii_case("cairn") || !found.eq_ignore_ascii_case(verb) {
        return Err(LinkError::NotALink);
    }
    Ok(rest.split_once('#').unwrap_or((rest, "")))
}

fn split_port(text: &str) -> Result<(&str, Option<u16>), LinkError> {
    // The colons of an IPv6 address are within brackets.
    let after_host = text.rfind(']').unwrap_or(0);
    let Some(colon) = text[after_host..].find(':').map(|at| after_host + at) else {
        return Ok((text, None));
    };
    let port = &text[colon + 1..];
    let is_written_plainly = port.bytes().all(|byte| byte.is_ascii_digit()) && !port.starts_with('0');
    let port = port.parse().ok().filter(|_| is_written_plainly).ok_or(LinkError::Host)?;
    Ok((&text[..colon], Some(port)))
}

fn is_host(host: &str) -> bool {
    if let Some(bare) = host.strip_prefix('[') {
        return bare.strip_suffix(']').is_some_and(|bare| bare.parse::<Ipv6Addr>().is_ok());
    }
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.len() <= 253 && host.split('.').all(is_label)
}

fn read_trust(text: &str) -> Result<Trust, LinkError> {
    if text == "plain" {
        return Ok(Trust::Plain);
    }
    let pin = text.strip_prefix("pin-").ok_or(LinkError::Trust)?;
    let mut hash = [0; 32];
    let read = Base64UrlUnpadded::decode(pin, &mut hash).map(|bytes| bytes.len());
    // One pin has one spelling: bits beyond the last byte must be zero.
    if read != Ok(32) || Base64UrlUnpadded::encode_string(&hash) != pin {
        return Err(LinkError::Trust);
    }
    Ok(Trust::Pinned(hash))
}

impl fmt::Display for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.host_and_port())
    }
}

#[cfg(test)]
mod tests;
