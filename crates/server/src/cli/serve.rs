//! `serve`: the server itself.

use std::{
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use axum::Router;
use axum_server::{Handle, tls_rustls::RustlsConfig};
use cairn_protocol::Binary;
use clap::{Args, ValueEnum};
use rustls::ServerConfig;

use super::{Place, Trouble, link::Address, say};
use crate::{
    api,
    certificate::{CertificateFiles, fingerprint_text},
    clock::{MachineChance, MachineClock},
    names::Names,
    state::{Server, Settings},
};

/// How long requests may take to finish once the server was told to stop.
const GRACE: Duration = Duration::from_secs(20);
/// How often what has expired is forgotten.
const HOUSEKEEPING: Duration = Duration::from_secs(300);
/// How long a request may take, its body included; waiting for changes takes 25 seconds of it.
const PATIENCE: Duration = Duration::from_secs(120);

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    place: Place,
    /// The address and port to listen on.
    #[arg(long, env = "CAIRN_LISTEN", default_value = "0.0.0.0:8470", value_name = "ADDR")]
    listen: SocketAddr,
    /// A certificate of a public authority, in PEM, with its chain; left out, the server makes one of its own.
    #[arg(long, env = "CAIRN_CERTIFICATE", requires = "key", value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// The key of that certificate, in PEM.
    #[arg(long, env = "CAIRN_KEY", requires = "certificate", value_name = "FILE")]
    key: Option<PathBuf>,
    /// Speak HTTP without encryption, for a proxy on this machine that speaks HTTPS. Only on a loopback address.
    #[arg(long, env = "CAIRN_PLAIN_HTTP", conflicts_with_all = ["certificate", "key"])]
    plain_http: bool,
    /// A name or address under which apps reach this server; the first goes into links. May be repeated.
    #[arg(long = "name", env = "CAIRN_NAME", value_name = "HOST", value_delimiter = ',')]
    names: Vec<String>,
    /// Believe the address that a proxy puts into `x-forwarded-for`. Only behind one that sets it itself.
    #[arg(long, env = "CAIRN_TRUST_FORWARDED")]
    trust_forwarded: bool,
    /// Let other machines read /metrics too.
    #[arg(long, env = "CAIRN_OPEN_METRICS")]
    open_metrics: bool,
    /// Let everybody ask as often as they like. For measurements.
    #[arg(long, hide = true)]
    unlimited: bool,
    /// How the log is written.
    #[arg(long, env = "CAIRN_LOG", value_enum, default_value_t = LogFormat::Text)]
    log: LogFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

impl Serve {
    pub(super) async fn run(self) -> Result<(), Trouble> {
        if self.plain_http && !self.listen.ip().is_loopback() {
            return Err(Trouble(format!(
                "--plain-http is for a proxy on this machine: {} is not a loopback address, and what is sent there \
                 could be read on the way. Listen on 127.0.0.1, or leave --plain-http out",
                self.listen.ip()
            )));
        }
        log_to_stderr(self.log);
        // First what can be mistyped: nothing is made on disk before it is known to be right.
        let opened = self.place.open().await?;
        let listener = TcpListener::bind(self.listen)
            .map_err(|error| Trouble(format!("cannot listen on {}: {error}", self.listen)))?;
        let listen = listener.local_addr()?;
        let names =
            if self.names.is_empty() { Names::found(self.listen) } else { Names::new(self.names.clone()) };
        let files = self.certificate(&names)?;
        let address = self.address(&names, listen, files.as_ref())?;
        address.keep(&self.place.data)?;

        let server = Server::new(
            Arc::clone(&opened.storage),
            Arc::clone(&opened.blobs),
            Arc::new(MachineClock),
            Arc::new(MachineChance),
            Settings {
                trust_forwarded: self.trust_forwarded,
                limited: !self.unlimited,
                open_metrics: self.open_metrics,
                ..Settings::new(names)
            },
        );
        let router = api::patient_router(Arc::clone(&server), PATIENCE);

        let scheme = if files.is_some() { "https" } else { "http" };
        say(format!("listening on {scheme}://{listen}"));
        if let Some(files) = files.as_ref() {
            say(format!("certificate {}", fingerprint_text(&files.fingerprint()?)));
        }
        say(format!("links lead to {}", address.host));

        let handle = Handle::new();
        tokio::spawn(housekeep(Arc::clone(&server)));
        tokio::spawn(stop_when_told(Arc::clone(&server), handle.clone()));
        run(listener, files, handle, router).await?;
        tracing::info!("stopped");
        Ok(())
    }

    /// The certificate to serve with; none where there is no encryption.
    fn certificate(&self, names: &Names) -> Result<Option<CertificateFiles>, Trouble> {
        Ok(match (&self.certificate, &self.key) {
            _ if self.plain_http => None,
            (Some(certificate), Some(key)) => {
                Some(CertificateFiles { certificate: certificate.clone(), key: key.clone() })
            }
            _ => {
                let files = CertificateFiles::own(&self.place.data);
                files.make_if_absent(names.all())?;
                Some(files)
            }
        })
    }

    fn address(
        &self,
        names: &Names,
        listen: SocketAddr,
        files: Option<&CertificateFiles>,
    ) -> Result<Address, Trouble> {
        let port = listen.port();
        Ok(match files {
            Some(files) if self.certificate.is_none() => Address {
                host: names.for_link(port),
                trust: format!("pin-{}", Binary::from(files.fingerprint()?).to_text()),
            },
            Some(_) => Address { host: names.for_link(port), trust: String::new() },
            // Behind a proxy with a name, which speaks HTTPS on its usual port.
            None if !self.names.is_empty() => Address { host: names.for_link(443), trust: String::new() },
            None => Address { host: names.for_link(port), trust: "plain".to_owned() },
        })
    }
}

async fn run(
    listener: TcpListener,
    files: Option<CertificateFiles>,
    handle: Handle<SocketAddr>,
    router: Router,
) -> Result<(), Trouble> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    match files {
        Some(files) => {
            let tls = RustlsConfig::from_pem_file(&files.certificate, &files.key)
                .await
                .map_err(|error| Trouble(format!("{}: {error}", files.certificate.display())))?;
            // Only what is spoken is offered, or a client that prefers HTTP/2 would begin with that.
            let mut config = ServerConfig::clone(&tls.get_inner());
            config.alpn_protocols = vec![b"http/1.1".to_vec()];
            tls.reload_from_config(Arc::new(config));
            axum_server::from_tcp_rustls(listener, tls)?.http1_only().handle(handle).serve(service).await?;
        }
        None => axum_server::from_tcp(listener)?.http1_only().handle(handle).serve(service).await?,
    }
    Ok(())
}

/// Forgets what has expired, and removes what nobody may read any more; any number of instances may do it.
async fn housekeep(server: Arc<Server>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(HOUSEKEEPING) => {}
            () = server.closed() => return,
        }
        if let Err(error) = server.housekeep().await {
            tracing::warn!(%error, "housekeeping failed; it is tried again");
        }
    }
}

async fn stop_when_told(server: Arc<Server>, handle: Handle<SocketAddr>) {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminated) => tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        },
        Err(_) => drop(interrupted.await),
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
    tracing::info!("stopping");
    // Those who wait are answered now; all others finish what they do.
    server.close();
    handle.graceful_shutdown(Some(GRACE));
}

/// Only this server's own words are logged. Those of libraries might name what we do not.
fn log_to_stderr(format: LogFormat) {
    use tracing_subscriber::{filter::Targets, fmt, layer::SubscriberExt, util::SubscriberInitExt};
    let ours = Targets::new().with_target("cairn_server", tracing::Level::INFO);
    let (text, json) = match format {
        LogFormat::Text => (Some(fmt::layer().with_writer(std::io::stderr).with_ansi(false)), None),
        LogFormat::Json => (None, Some(fmt::layer().json().with_writer(std::io::stderr))),
    };
    let _ = tracing_subscriber::registry().with(text).with(json).with(ours).try_init();
}
