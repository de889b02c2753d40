//! `doctor`: looks at everything that can be wrong, and says what to do.

use std::{
    fs,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use tokio::net::UdpSocket;
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

use super::{Place, Trouble, link::Address, say};
use crate::{
    certificate::CertificateFiles,
    clock::{Clock, MachineClock},
    names::without_port,
};

const DAY: i64 = 24 * 3_600;

/// What was found at one place.
enum Finding {
    /// It is as it should be.
    Good(String),
    /// It works, and will not for ever, or not for everyone.
    Warning(String, String),
    /// It does not work; what to do.
    Bad(String, String),
}
use Finding::{Bad, Good, Warning};

pub(super) async fn run(place: &Place, certificate: Option<PathBuf>) -> Result<(), Trouble> {
    let mut findings = vec![data_folder(place)];
    findings.extend(database_and_blobs(place).await);
    findings.extend(certificate_findings(place, certificate));
    findings.push(clock().await);
    let mut bad = 0;
    for finding in &findings {
        match finding {
            Good(what) => say(format!("ok       {what}")),
            Warning(what, hint) => say(format!("warning  {what}\n         {hint}")),
            Bad(what, hint) => {
                bad += 1;
                say(format!("wrong    {what}\n         {hint}"));
            }
        }
    }
    if bad == 0 { Ok(()) } else { Err(Trouble(format!("{bad} of {} are wrong", findings.len()))) }
}

fn data_folder(place: &Place) -> Finding {
    let path = place.data.display();
    if !place.data.is_dir() {
        return Bad(
            format!("data folder: {path} is not there"),
            "`cairn-server serve --data DIR` makes it; or give the one you have".to_owned(),
        );
    }
    let probe = place.data.join(".doctor");
    if let Err(error) = fs::write(&probe, b"").and_then(|()| fs::remove_file(&probe)) {
        return Bad(
            format!("data folder: {path} cannot be written to: {error}"),
            "run as the user that the server runs as, or give that user the folder".to_owned(),
        );
    }
    #[cfg(unix)]
    if let Ok(meta) = fs::metadata(&place.data) {
        use std::os::unix::fs::PermissionsExt;
        if meta.permissions().mode() & 0o007 != 0 {
            return Warning(
                format!("data folder: everybody on this machine may look into {path}"),
                format!("chmod 700 {path}"),
            );
        }
    }
    Good(format!("data folder: {path}"))
}

async fn database_and_blobs(place: &Place) -> Vec<Finding> {
    let opened = match place.open_existing().await {
        Ok(opened) => opened,
        Err(Trouble(words)) => {
            return vec![Bad(
                format!("database: {words}"),
                "start the server once to make it, or look at --database".to_owned(),
            )];
        }
    };
    let mut findings = vec![match opened.storage.ready().await {
        Ok(()) => Good(format!("database: {} answers, and its tables are up to date", opened.database)),
        Err(error) => Bad(
            format!("database: {} does not answer: {error}", opened.database),
            "look whether it runs, has room, and lets this user in".to_owned(),
        ),
    }];
    findings.push(match opened.blobs.probe().await {
        Ok(()) => Good(format!("attachments: {} can be read and written", opened.store)),
        Err(error) => Bad(
            format!("attachments: {} does not work: {error}", opened.store),
            "look at --blobs, and at AWS_ENDPOINT, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY".to_owned(),
        ),
    });
    findings
}

fn certificate_findings(place: &Place, given: Option<PathBuf>) -> Vec<Finding> {
    let files = match given {
        Some(certificate) => CertificateFiles { certificate, key: PathBuf::new() },
        None => CertificateFiles::own(&place.data),
    };
    let address = Address::read(&place.data);
    if files.key.as_os_str().is_empty() || files.certificate.exists() {
        return match files.certificate() {
            Ok(der) => match X509Certificate::from_der(&der) {
                Ok((_, certificate)) => vec![lasts(&certificate), names(&certificate, address.as_ref())],
                Err(_) => vec![Bad(
                    format!("certificate: {} is damaged", files.certificate.display()),
                    "put it back from your backup".to_owned(),
                )],
            },
            Err(error) => {
                vec![Bad(format!("certificate: {error}"), "put it back from your backup".to_owned())]
            }
        };
    }
    vec![match address {
        Some(address) if address.trust == "plain" => Warning(
            "certificate: none, the server speaks plain HTTP to this machine alone".to_owned(),
            "leave --plain-http out, or give --name with the name of the proxy in front of it".to_owned(),
        ),
        Some(_) => Good("certificate: none of its own; a proxy or a file given to `serve` has it".to_owned()),
        None => {
            Warning("certificate: none yet".to_owned(), "the first start of `serve` makes one".to_owned())
        }
    }]
}

fn lasts(certificate: &X509Certificate<'_>) -> Finding {
    let now = i64::try_from(MachineClock.now() / 1_000).unwrap_or(i64::MAX);
    let validity = certificate.validity();
    let days = (validity.not_after.timestamp() - now) / DAY;
    if validity.not_before.timestamp() > now {
        Bad("certificate: not good yet".to_owned(), "look at this machine's clock".to_owned())
    } else if days < 0 {
        Bad(
            format!("certificate: ended {} days ago", -days),
            "get a new one and start the server with it".to_owned(),
        )
    } else if days < 21 {
        Warning(
            format!("certificate: ends in {days} days"),
            "get a new one, and look why that did not happen by itself".to_owned(),
        )
    } else if days > 3_650 {
        Good("certificate: good for more than ten years".to_owned())
    } else {
        Good(format!("certificate: good for {days} days more"))
    }
}

fn names(certificate: &X509Certificate<'_>, address: Option<&Address>) -> Finding {
    let names = names_of(certificate);
    let listed = names.join(", ");
    match address {
        // A pinned certificate is known by its fingerprint, whatever name it is dialled by.
        Some(address) if address.trust.starts_with("pin-") => {
            Good(format!("names: links lead to {} and pin the certificate", address.host))
        }
        Some(address) => {
            let host = without_port(&address.host);
            let covers = |name: &String| {
                name.eq_ignore_ascii_case(host)
                    || name.strip_prefix("*.").is_some_and(|rest| {
                        host.split_once('.').is_some_and(|(_, domain)| domain.eq_ignore_ascii_case(rest))
                    })
            };
            if names.iter().any(covers) {
                Good(format!("names: the certificate is for {listed}"))
            } else {
                Bad(
                    format!("names: links lead to {host}, and the certificate is for {listed}"),
                    "start the server with --name and one of those".to_owned(),
                )
            }
        }
        None => Good(format!("names: the certificate is for {listed}")),
    }
}

fn names_of(certificate: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(alternative)) = certificate.subject_alternative_name() else { return Vec::new() };
    alternative
        .value
        .general_names
        .iter()
        .filter_map(|name| match name {
            GeneralName::DNSName(name) => Some((*name).to_owned()),
            GeneralName::IPAddress(octets) => address(octets),
            _ => None,
        })
        .collect()
}

fn address(octets: &[u8]) -> Option<String> {
    if let Ok(octets) = <[u8; 4]>::try_from(octets) {
        return Some(IpAddr::from(octets).to_string());
    }
    <[u8; 16]>::try_from(octets).ok().map(|octets| IpAddr::from(octets).to_string())
}

/// This machine's clock against a public one, by a single packet of SNTP (RFC 4330). Apps are refused by this clock.
async fn clock() -> Finding {
    match network_time().await {
        Some(time) => {
            let off = MachineClock.now().abs_diff(time) / 1_000;
            if off <= 5 {
                Good(format!("clock: {off} s from the network's"))
            } else if off <= 60 {
                Warning(format!("clock: {off} s from the network's"), "let it be set by NTP".to_owned())
            } else {
                Bad(
                    format!("clock: {off} s from the network's; apps stamp by it"),
                    "set it, and let NTP keep it".to_owned(),
                )
            }
        }
        None => Warning(
            "clock: no time server answers, so it cannot be compared".to_owned(),
            "compare it yourself, or allow UDP to port 123".to_owned(),
        ),
    }
}

async fn network_time() -> Option<u64> {
    const SERVER: &str = "pool.ntp.org:123";
    const FROM_1900_TO_1970: u64 = 2_208_988_800;
    let ask = async {
        let server: SocketAddr = tokio::net::lookup_host(SERVER).await.ok()?.find(SocketAddr::is_ipv4)?;
        let socket = UdpSocket::bind("0.0.0.0:0").await.ok()?;
        socket.connect(server).await.ok()?;
        let mut packet = [0; 48];
        packet[0] = 0x23;
        socket.send(&packet).await.ok()?;
        let length = socket.recv(&mut packet).await.ok()?;
        let seconds = u32::from_be_bytes(packet.get(40..44)?.try_into().ok()?);
        (length == 48 && seconds != 0)
            .then(|| u64::from(seconds).saturating_sub(FROM_1900_TO_1970).saturating_mul(1_000))
    };
    tokio::time::timeout(Duration::from_secs(2), ask).await.ok().flatten()
}
