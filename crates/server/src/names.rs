//! The names this server answers to.
//!
//! A device signs the host it dialled. A server that took any name would open a session for somebody who passes on a
//! challenge from a server of their own, so only these are taken.

use std::{
    collections::BTreeSet,
    net::{IpAddr, SocketAddr, UdpSocket},
};

/// The names of a server, lower-case, without port. The first is the one that goes into links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names(Vec<String>);

impl Names {
    /// Those that were given, with what always leads to this machine.
    pub fn new(given: impl IntoIterator<Item = String>) -> Self {
        let here = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
        let mut seen = BTreeSet::new();
        let names = given.into_iter().map(|name| plain(&name).to_ascii_lowercase()).chain(here);
        Self(names.filter(|name| !name.is_empty() && seen.insert(name.clone())).collect())
    }

    /// What can be found out where nobody said anything: the address listened on, or else the address by which this
    /// machine reaches others, and its name.
    pub fn found(listen: SocketAddr) -> Self {
        if !listen.ip().is_unspecified() {
            return Self::new([listen.ip().to_string()]);
        }
        let address = outward_address().map(|address| address.to_string());
        Self::new(address.into_iter().chain(machine_name()))
    }

    /// Whether `host`, with or without a port, is one of them.
    pub fn has(&self, host: &str) -> bool {
        let name = without_port(host).to_ascii_lowercase();
        self.0.contains(&name)
    }

    /// All of them.
    pub fn all(&self) -> &[String] {
        &self.0
    }

    /// The one for links, as it stands in a URL: an IPv6 address in brackets, the port only if it is not HTTPS's own.
    pub fn for_link(&self, port: u16) -> String {
        let name = self.0.first().map_or("localhost", String::as_str);
        let name = if name.contains(':') { format!("[{name}]") } else { name.to_owned() };
        if port == 443 { name } else { format!("{name}:{port}") }
    }
}

/// A host without its port and without the brackets of IPv6.
pub(crate) fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !is_bare_v6(host) => {
            plain(name)
        }
        _ => plain(host),
    }
}

fn is_bare_v6(host: &str) -> bool {
    !host.starts_with('[') && host.matches(':').count() > 1
}

fn plain(name: &str) -> &str {
    name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name)
}

/// The address that this machine would speak from. No packet is sent: a datagram socket only picks its route.
fn outward_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    socket.local_addr().ok().map(|address| address.ip())
}

fn machine_name() -> Option<String> {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").ok()?;
    let name = name.trim();
    // What cannot stand in a certificate is left out.
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    (!name.is_empty() && name.bytes().all(fits)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_known_with_and_without_its_port_and_in_either_case() {
        let names = Names::new(["Cairn.Example.org".to_owned(), "[2001:db8::1]".to_owned()]);
        for host in [
            "cairn.example.org",
            "CAIRN.example.org:8470",
            "[2001:db8::1]:8470",
            "2001:db8::1",
            "localhost:1",
        ] {
            assert!(names.has(host), "{host}");
        }
        for host in ["", "example.org", "cairn.example.org.evil.example", "evil.example:8470", "2001:db8::2"]
        {
            assert!(!names.has(host), "{host}");
        }
    }

    #[test]
    fn a_link_has_the_port_where_it_is_not_the_usual_one() {
        assert_eq!(Names::new(["a.example".to_owned()]).for_link(443), "a.example");
        assert_eq!(Names::new(["2001:db8::1".to_owned()]).for_link(8470), "[2001:db8::1]:8470");
    }

    #[test]
    fn a_server_on_one_address_answers_to_it() {
        let names = Names::found(SocketAddr::from(([192, 0, 2, 7], 8470)));
        assert!(names.has("192.0.2.7:8470") && names.has("localhost:8470"));
    }
}
