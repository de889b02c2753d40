//! The line to a server over HTTPS.

use crate::{Method, Request, Response, Transport, TransportError};
use cairn_crypto::{ServerAddress, Trust};
use pinned::Pinned;
use reqwest::{
    blocking::{Client, ClientBuilder},
    redirect::Policy,
};
use std::{error::Error, io::Read, sync::Arc, time::Duration};

mod pinned;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);
/// How long an answer may take, waiting that was asked for aside: a push of 4 MiB over a slow line is one request.
const ANSWER: Duration = Duration::from_secs(90);
/// How long a connection that nothing uses is kept.
const IDLE: Duration = Duration::from_secs(60);

/// A line to a server: HTTPS with the trust that `address` asks for, or plain HTTP, which an address
/// allows to this computer itself alone.
///
/// No proxy, no cookies, no redirects, no user agent, no compression: what goes out is what [`Request`] says, and `host`.
/// Connects when something is sent. *Sending blocks on the network* and must not be called from asynchronous code.
pub fn dial(address: &ServerAddress) -> Arc<dyn Transport> {
    let client = build(address.trust()).map_err(|error| TransportError::Unreachable(error.to_string()));
    let scheme = if address.trust() == Trust::Plain { "http" } else { "https" };
    Arc::new(Https { client, origin: format!("{scheme}://{}", address.host_and_port()) })
}

struct Https {
    client: Result<Client, TransportError>,
    origin: String,
}

fn build(trust: Trust) -> reqwest::Result<Client> {
    let builder = ClientBuilder::new()
        .http1_only()
        .no_proxy()
        .redirect(Policy::none())
        .referer(false)
        .retry(reqwest::retry::never())
        .connect_timeout(CONNECT)
        .pool_idle_timeout(IDLE)
        .tcp_nodelay(true);
    match trust {
        Trust::Public => {
            // Fails when one is there already, which is then as good.
            let _ = rustls::crypto::ring::default_provider().install_default();
            builder.https_only(true).build()
        }
        Trust::Pinned(hash) => {
            builder.https_only(true).tls_backend_preconfigured(Pinned::config(hash)).build()
        }
        Trust::Plain => {
            let _ = rustls::crypto::ring::default_provider().install_default();
            builder.build()
        }
    }
}

impl Transport for Https {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        let client = self.client.as_ref().map_err(Clone::clone)?;
        let url = format!("{}{}", self.origin, request.path);
        let mut building = match request.method {
            Method::Get => client.get(url),
            Method::Post => client.post(url),
            Method::Put => client.put(url),
            Method::Delete => client.delete(url),
        };
        building = building.timeout(ANSWER + Duration::from_secs(request.wait));
        if let Some(token) = &request.token {
            building = building.bearer_auth(token);
        }
        if let Some(kind) = request.content_type {
            building = building.header("content-type", kind).body(request.body);
        }
        for (name, value) in request.headers {
            building = building.header(name, value);
        }
        let mut answer = building.send().map_err(|error| why(&error))?;
        let status = answer.status().as_u16();
        let header = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
        };
        let headers = answer.headers().iter().filter_map(header).collect();
        let mut body = Vec::new();
        let read = answer.by_ref().take(request.limit as u64 + 1).read_to_end(&mut body);
        read.map_err(|error| TransportError::Unreachable(error.to_string()))?;
        if body.len() > request.limit {
            return Err(TransportError::TooLong);
        }
        Ok(Response { status, headers, body })
    }
}

/// Why there was no answer, without the address: it goes to logs.
fn why(error: &reqwest::Error) -> TransportError {
    if is_about_certificate(error) {
        TransportError::Certificate
    } else if error.is_timeout() {
        TransportError::TimedOut
    } else {
        let mut deepest: &dyn Error = error;
        while let Some(source) = deepest.source() {
            deepest = source;
        }
        TransportError::Unreachable(deepest.to_string())
    }
}

fn is_about_certificate(error: &(dyn Error + 'static)) -> bool {
    let is_certificate = |error: &(dyn Error + 'static)| {
        matches!(error.downcast_ref::<rustls::Error>(), Some(rustls::Error::InvalidCertificate(_)))
    };
    let mut next = Some(error);
    while let Some(error) = next {
        // An I/O error leaves out the error that it wraps when asked for its source.
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(|it| it.get_ref());
        if is_certificate(error) || wrapped.is_some_and(|inner| is_about_certificate(inner)) {
            return true;
        }
        next = error.source();
    }
    false
}
