//! The program itself: started, talked to over HTTPS, stopped, and started again.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use cairn_crypto::{InviteLink, Trust};
use cairn_protocol::{Meta, Session};
use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, StreamOwned,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use sha2::{Digest, Sha256};

use crate::{
    call::Call,
    person::{Invite, Person},
};

/// Nothing here takes as long, unless something is broken.
const LONG: Duration = Duration::from_secs(30);

/// A server that runs, and is killed when the test ends.
struct Running {
    child: Child,
    said: Vec<String>,
    port: u16,
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cairn-server"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CAIRN_")) {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

impl Running {
    fn start(data: &Path, more: &[&str]) -> Self {
        let mut command = program();
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data).args(more);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut said = Vec::new();
        while !said.iter().any(|line: &String| line.starts_with("links lead to")) {
            match lines.next() {
                Some(line) => said.push(line.unwrap()),
                None => {
                    let mut words = String::new();
                    child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
                    panic!("it does not start: {words}");
                }
            }
        }
        let port = said[0].rsplit_once(':').unwrap().1.parse().unwrap();
        Self { child, said, port }
    }

    /// The fingerprint that it shows, as bytes.
    fn fingerprint(&self) -> [u8; 32] {
        let text = self.said.iter().find_map(|line| line.strip_prefix("certificate ")).unwrap();
        let bytes: Vec<u8> = text.split(':').map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect();
        bytes.try_into().unwrap()
    }

    /// Sends a request over HTTPS to this very certificate, and gives the status and the body.
    fn send(&self, call: &Call) -> (u16, Vec<u8>) {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        let config = pinned(self.fingerprint());
        let name = ServerName::try_from("localhost").unwrap();
        let mut tls = StreamOwned::new(ClientConnection::new(config, name).unwrap(), stream);
        exchange(&mut tls, call, self.port)
    }

    /// Until it ends by itself.
    fn wait(&mut self) -> ExitStatus {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(started.elapsed() < LONG, "it does not stop");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// As systemd stops it; gives what it logged.
    fn stop(mut self) -> String {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let status = self.wait();
        assert!(status.success(), "{status}");
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        log
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn exchange(stream: &mut (impl Read + Write), call: &Call, port: u16) -> (u16, Vec<u8>) {
    let mut request = format!(
        "{} {} HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\ncontent-length: {}\r\n",
        call.method,
        call.path,
        call.body.len()
    );
    if let Some(token) = call.token {
        let token = cairn_protocol::Binary::from(token).to_text();
        request.push_str(&format!("authorization: Bearer {token}\r\n"));
    }
    request.push_str("\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    stream.write_all(&call.body).unwrap();
    stream.flush().unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("an answer has a head");
    let status = String::from_utf8_lossy(&answer[9..12]).parse().unwrap();
    (status, answer[end + 4..].to_vec())
}

/// Trusts one certificate, as the app does by a link.
#[derive(Debug)]
struct Pinned([u8; 32], CryptoProvider);

fn pinned(fingerprint: [u8; 32]) -> Arc<ClientConfig> {
    let provider = ring::default_provider();
    let builder = ClientConfig::builder_with_provider(Arc::new(provider.clone()));
    let verifier = Arc::new(Pinned(fingerprint, provider));
    let builder = builder.with_safe_default_protocol_versions().unwrap().dangerous();
    let mut config = builder.with_custom_certificate_verifier(verifier).with_no_client_auth();
    // As browsers and curl do: what the server does not speak it must not choose.
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Arc::new(config)
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let is_pinned = Sha256::digest(end_entity).as_slice() == self.0;
        let unknown = rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
        if is_pinned { Ok(ServerCertVerified::assertion()) } else { Err(unknown) }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.1.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.1.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.1.signature_verification_algorithms.supported_schemes()
    }
}

/// What a command says, when it does what it should.
fn output(arguments: &[&str], data: &Path) -> String {
    let output = program().args(arguments).arg("--data").arg(data).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What a command complains of.
fn complaint(arguments: &[&str], data: &Path) -> String {
    let mut command = program();
    command.args(arguments).arg("--data").arg(data);
    let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    // One that does not refuse would run for ever.
    let mut running = Running { child, said: Vec::new(), port: 0 };
    let status = running.wait();
    let mut words = String::new();
    running.child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
    assert!(!status.success(), "{arguments:?} does what it should not: {words}");
    words
}

/// Registers somebody by a link of `invite`, and gives them with a session.
fn arrive(server: &Running, data: &Path) -> Person {
    let link = output(&["invite"], data);
    let link = InviteLink::parse(link.trim()).unwrap();
    assert_eq!(link.server.trust(), Trust::Pinned(server.fingerprint()));
    assert_eq!(link.server.host_and_port(), format!("127.0.0.1:{}", server.port));
    let invite = Invite { id: uuid::Uuid::from_bytes(link.invite.0), secret: link.secret };
    let (_, meta) = server.send(&Call::get("/v1/meta"));
    let meta: Meta = serde_json::from_slice(&meta).unwrap();
    let person = Person::new(axum::Router::new(), meta.now);
    assert_eq!(server.send(&person.registration(&invite)).0, 201);
    session(server, person)
}

fn session(server: &Running, mut person: Person) -> Person {
    let asked = cairn_protocol::ChallengeRequest {
        account: person.id(),
        device: cairn_protocol::Device(person.device.0),
    };
    let (status, challenge) = server.send(&Call::post("/v1/sessions/challenge").json(&asked));
    assert_eq!(status, 200);
    let challenge: cairn_protocol::Challenge = serde_json::from_slice(&challenge).unwrap();
    let host = format!("localhost:{}", server.port);
    let call = person.session_request(challenge.nonce.exactly().unwrap(), &host);
    let (status, session) = server.send(&call);
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&session));
    let session: Session = serde_json::from_slice(&session).unwrap();
    person.token = session.token.exactly();
    person
}

#[test]
fn it_starts_with_nothing_keeps_everything_and_stops_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Running::start(&data, &[]);
    let (status, first) = server.send(&Call::get("/v1/meta"));
    assert_eq!(status, 200);
    let person = arrive(&server, &data);
    let space = person.new_space(person.id());
    let creation = person.creation(&space, cairn_protocol::SpaceKind::Personal).token(person.token);
    assert_eq!(server.send(&creation).0, 201);
    let blob = format!("/v1/spaces/{}/blobs/{}", person.id(), blake3::hash(b"a blob").to_hex());
    assert_eq!(
        server.send(&Call::put(format!("{blob}?purpose=attachment")).octets("a blob").token(person.token)).0,
        201
    );
    let fingerprint = server.fingerprint();
    // Somebody waits, and is answered when it stops.
    let changes = server.send(&Call::get("/v1/changes").token(person.token)).1;
    let digest = serde_json::from_slice::<cairn_protocol::Changes>(&changes).unwrap().digest;
    let (config, port, token) = (pinned(fingerprint), server.port, person.token);
    let waiting = std::thread::spawn(move || {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let mut tls = StreamOwned::new(ClientConnection::new(config, name).unwrap(), stream);
        exchange(&mut tls, &Call::get(format!("/v1/changes?known={digest}&wait=25")).token(token), port).0
    });
    let started = Instant::now();
    while !String::from_utf8(server.send(&Call::get("/metrics")).1).unwrap().contains("cairn_waiting 1") {
        assert!(started.elapsed() < LONG, "nobody waits");
    }
    let log = server.stop();
    assert_eq!(waiting.join().unwrap(), 204);

    // The log says what was done, and names nobody.
    assert!(log.contains("route=\"/v1/accounts\"") && log.contains("status=201"), "{log}");
    let token = cairn_protocol::Binary::from(person.token.unwrap()).to_text();
    for secret in [person.id().to_string(), format!("{:016x}", person.device.0), token] {
        assert!(!log.contains(&secret), "{secret} is in the log:\n{log}");
    }

    let server = Running::start(&data, &[]);
    assert_eq!(server.fingerprint(), fingerprint);
    let id = |meta: &[u8]| serde_json::from_slice::<Meta>(meta).unwrap().server;
    assert_eq!(id(&server.send(&Call::get("/v1/meta")).1), id(&first));
    assert_eq!(server.send(&Call::get("/v1/account").token(person.token)).0, 200);
    assert_eq!(server.send(&Call::get(&blob).token(person.token)), (200, b"a blob".to_vec()));
    assert!(output(&["accounts"], &data).contains(&person.id().to_string()));
    assert!(output(&["devices", &person.id().to_string()], &data).contains("now"));
    let device = cairn_protocol::Device(person.device.0).to_string();
    let ended = output(&["devices", &person.id().to_string(), "--end-sessions", &device], &data);
    assert!(ended.starts_with(&format!("1 sessions of {device}")), "{ended}");
    assert_eq!(server.send(&Call::get("/v1/account").token(person.token)).0, 401);
    let doctor = output(&["doctor"], &data);
    assert!(doctor.contains("ok       database") && doctor.contains("ok       attachments"), "{doctor}");
    server.stop();
}

#[test]
fn what_is_dangerous_or_mistyped_is_refused_and_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for (arguments, words) in [
        (&["serve", "--plain-http", "--listen", "0.0.0.0:0"][..], "not a loopback address"),
        (&["serve", "--database", "postgre://localhost/cairn"], "postgres://USER:PASSWORD@HOST/NAME"),
        (&["serve", "--database", "postgres://127.0.0.1:1/cairn"], "cairn-server: "),
        (&["serve", "--blobs", "s4://bucket"], "s3://"),
        (&["serve", "--certificate", "there.pem"], "--key"),
        (&["invite"], "no server was started"),
        (&["accounts"], "no database"),
        (&["doctor"], "wrong"),
    ] {
        let said = complaint(arguments, &data);
        assert!(said.contains(words), "{arguments:?}: {said}");
        assert!(!data.exists(), "{arguments:?} makes a folder");
    }
}

#[test]
fn a_variable_says_what_its_option_does() {
    let folder = tempfile::tempdir().unwrap();
    let started = |variables: &[(&str, &str)]| {
        let mut command = program();
        // Refused at once, and by its words one sees what was read.
        command
            .args(["serve", "--database", "none", "--data"])
            .arg(folder.path())
            .envs(variables.iter().copied());
        let said = command.output().unwrap();
        assert!(!said.status.success());
        String::from_utf8(said.stderr).unwrap()
    };
    let plain = ("CAIRN_PLAIN_HTTP", "true");
    assert!(started(&[plain, ("CAIRN_LISTEN", "0.0.0.0:0")]).contains("not a loopback address"));
    assert!(
        started(&[plain, ("CAIRN_CERTIFICATE", "a.pem"), ("CAIRN_KEY", "b.pem")])
            .contains("cannot be used with")
    );
    assert!(started(&[("CAIRN_CERTIFICATE", "a.pem")]).contains("--key"));
    assert!(started(&[("CAIRN_TRUST_FORWARDED", "perhaps")]).contains("perhaps"));
    assert!(started(&[("CAIRN_OPEN_METRICS", "perhaps")]).contains("perhaps"));
    assert!(started(&[("CAIRN_LOG", "paper")]).contains("paper"));
    let all = [("CAIRN_TRUST_FORWARDED", "true"), ("CAIRN_OPEN_METRICS", "false"), ("CAIRN_LOG", "json")];
    assert!(started(&all).contains("--database takes"));
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_moves_by_export_and_import() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("one"), folder.path().join("other"));
    let file = folder.path().join("export");
    let file = file.to_str().unwrap();
    let (one, person) = tokio::task::spawn_blocking({
        let data = data.clone();
        move || {
            let server = Running::start(&data, &[]);
            let person = arrive(&server, &data);
            (server, person)
        }
    })
    .await
    .unwrap();
    one.stop();
    output(&["export", file], &data);
    assert!(complaint(&["export", file], &data).contains("exists"));
    // Into PostgreSQL, where there is one, and into another file.
    if let Some(url) = cairn_tests::empty_database() {
        let data = folder.path().join("none");
        for arguments in [&["accounts"][..], &["doctor"], &["export", "never"]] {
            let said = complaint(&[arguments, &["--database", &url]].concat(), &data);
            assert!(said.contains(if arguments == ["doctor"] { "wrong" } else { "no tables" }), "{said}");
            assert!(!data.exists());
        }
        let imported = output(&["import", file, "--database", &url], &other);
        assert!(imported.contains("1 accounts"), "{imported}");
        assert!(output(&["accounts", "--database", &url], &other).contains(&person.id().to_string()));
    }
    let imported = output(&["import", file], &other);
    assert!(imported.contains("1 accounts"), "{imported}");
    assert!(complaint(&["import", file], &other).contains("not empty"));
    let server = Running::start(&other, &[]);
    tokio::task::spawn_blocking(move || session(&server, person)).await.unwrap();
}
