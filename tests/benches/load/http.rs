//! As little HTTP as the load needs, on one connection that is kept: what is measured is the server.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
};

/// A connection to one instance, opened with the first request.
pub(crate) struct Line {
    port: u16,
    stream: Option<BufReader<TcpStream>>,
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Line {
    pub(crate) fn to(port: u16) -> Line {
        Line { port, stream: None }
    }

    pub(crate) fn get(&mut self, path: &str, token: Option<&str>) -> Reply {
        self.send("GET", path, token, "application/json", &[])
    }

    pub(crate) fn json(
        &mut self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &impl serde::Serialize,
    ) -> Reply {
        let body = serde_json::to_vec(body).expect("the protocol's shapes can be written");
        self.send(method, path, token, "application/json", &body)
    }

    pub(crate) fn octets(&mut self, path: &str, token: Option<&str>, body: &[u8]) -> Reply {
        self.send("POST", path, token, "application/octet-stream", body)
    }

    fn send(&mut self, method: &str, path: &str, token: Option<&str>, kind: &str, body: &[u8]) -> Reply {
        let authorization = token.map(|it| format!("authorization: Bearer {it}\r\n")).unwrap_or_default();
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\n{authorization}content-type: {kind}\r\ncontent-length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        request.extend_from_slice(body);
        let stream = self.stream.get_or_insert_with(|| {
            let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the server listens");
            stream.set_nodelay(true).expect("a socket");
            BufReader::new(stream)
        });
        stream.get_mut().write_all(&request).expect("the server reads");
        read(stream)
    }
}

fn read(stream: &mut BufReader<TcpStream>) -> Reply {
    let (mut status, mut length) = (None, 0);
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).expect("the server answers");
        let line = line.trim_end();
        match (status, line.split_once(':')) {
            (None, _) => status = line.split(' ').nth(1).and_then(|it| it.parse().ok()),
            (_, Some((name, value))) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().expect("a length");
            }
            (_, None) if line.is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).expect("the server sends all of it");
    Reply { status: status.expect("an answer has a status"), body }
}

impl Reply {
    /// The body, of an answer with this status.
    pub(crate) fn expect(self, status: u16) -> Vec<u8> {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        self.body
    }
}
