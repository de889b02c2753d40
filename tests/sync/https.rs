//! The line itself: which certificate is taken, and what goes over it.

use cairn_crypto::{ServerAddress, Trust};
use cairn_sync::{Method, Request, TransportError, dial};
use rustls::{ServerConfig, ServerConnection, StreamOwned, pki_types::PrivateKeyDer};
use sha2::{Digest, Sha256};
use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::Arc,
    thread::{self, JoinHandle},
};

/// A server with a certificate of its own, which answers one request.
struct Once {
    port: u16,
    hash: [u8; 32],
    asked: JoinHandle<Option<String>>,
}

fn serve_once(answer: &'static str) -> Once {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let hash = Sha256::digest(made.cert.der()).into();
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .expect("a certificate and its key");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let asked = thread::spawn(move || {
        let (socket, _) = listener.accept().ok()?;
        let mut stream = StreamOwned::new(ServerConnection::new(Arc::new(config)).ok()?, socket);
        let mut asked = Vec::new();
        while !asked.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).ok()?;
            asked.push(byte[0]);
        }
        stream.write_all(answer.as_bytes()).ok()?;
        stream.flush().ok()?;
        String::from_utf8(asked).ok()
    });
    Once { port, hash, asked }
}

/// The status of the answer.
fn get(port: u16, trust: Trust, limit: usize) -> Result<u16, TransportError> {
    let address = ServerAddress::new(&format!("localhost:{port}"), trust).expect("an address");
    let answer = dial(&address).send(Request {
        method: Method::Get,
        path: "/v1/changes?known=0123456789abcdef".into(),
        token: Some("t".repeat(43)),
        content_type: None,
        headers: Vec::new(),
        body: Vec::new(),
        limit,
        wait: 0,
    });
    answer.map(|answer| answer.status)
}

const EMPTY: &str = "HTTP/1.1 204 No Content\r\n\r\n";

#[test]
fn the_pinned_certificate_is_taken_and_little_is_said() {
    let server = serve_once(EMPTY);
    assert_eq!(get(server.port, Trust::Pinned(server.hash), 10), Ok(204));
    let asked = server.asked.join().expect("it was asked").expect("in words");
    let names: Vec<_> =
        asked.lines().skip(1).filter_map(|line| line.split_once(':')).map(|(name, _)| name).collect();
    assert_eq!(names, ["authorization", "accept", "host"], "{asked}");
    assert!(asked.len() + EMPTY.len() < 300, "a round in which nothing is new stays small: {}", asked.len());
}

#[test]
fn another_certificate_is_refused() {
    let server = serve_once(EMPTY);
    assert_eq!(get(server.port, Trust::Pinned([7; 32]), 10), Err(TransportError::Certificate));
    assert_eq!(server.asked.join().expect("it ends"), None, "nothing was asked");
}

#[test]
fn a_certificate_that_no_authority_vouches_for_is_refused() {
    let server = serve_once(EMPTY);
    assert_eq!(get(server.port, Trust::Public, 10), Err(TransportError::Certificate));
    assert_eq!(server.asked.join().expect("it ends"), None, "nothing was asked");
}

#[test]
fn a_redirect_is_not_followed() {
    let server =
        serve_once("HTTP/1.1 302 Found\r\nlocation: http://localhost:1/\r\ncontent-length: 0\r\n\r\n");
    assert_eq!(get(server.port, Trust::Pinned(server.hash), 10), Ok(302));
}

#[test]
fn an_answer_over_the_limit_is_not_read() {
    let server = serve_once("HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\nhello world");
    assert_eq!(get(server.port, Trust::Pinned(server.hash), 10), Err(TransportError::TooLong));
}
