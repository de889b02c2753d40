//! Who asks. Everything but a short list of endpoints needs a session, and nothing is let through by forgetting it.
//!
//! The account comes from the session and from nowhere else; whether it is a member of what it names is a part of each
//! transaction of the storage. So a foreign id is answered exactly as an absent one.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts, MatchedPath, Request, State},
    http::{HeaderMap, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use cairn_protocol::{Binary, Code, RECOVERY_HEADER};
use sha2::{Digest, Sha256};

use super::{
    limits,
    refusal::{Answer, Refusal},
};
use crate::{
    state::Server,
    storage::{Authority, Caller, Hash, Id},
};

/// What may be asked without a session: what is for everyone, and what carries its own authority.
const OPEN: &[(Method, &str)] = &[
    (Method::GET, "/v1/meta"),
    (Method::GET, "/v1/openapi.json"),
    (Method::POST, "/v1/accounts"),
    (Method::POST, "/v1/sessions/challenge"),
    (Method::POST, "/v1/sessions"),
    (Method::GET, "/v1/recovery/{locator}"),
    (Method::POST, "/v1/invites/{id}/look"),
    (Method::PUT, "/v1/enrolments/{id}/{slot}"),
    (Method::GET, "/v1/enrolments/{id}/{slot}"),
];

/// What may be asked without a session by who shows the token of a recovery; whether it is the right one, the endpoint
/// looks.
const RECOVERING: (Method, &str) = (Method::POST, "/v1/accounts/{id}/statements");

/// For the operator's machines, which ask often: not limited either.
const OPERATOR: &[&str] = &["/healthz", "/readyz", "/metrics"];

/// Who asks, and by which session.
#[derive(Debug, Clone, Copy)]
pub(super) struct Authz {
    /// The account and its device.
    pub(super) caller: Caller,
    /// What signs the device's entries.
    pub(super) signing: Hash,
    /// The hash of the session's token.
    pub(super) token_hash: Hash,
}

impl<S: Send + Sync> FromRequestParts<S> for Authz {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        parts.extensions.get().copied().ok_or_else(|| Code::Unauthorized.into())
    }
}

/// Why the asker may state for an account: by a session, or by the token of a recovery.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stating(Result<Caller, Hash>);

impl Stating {
    /// The authority over this account. Another's is not found.
    pub(super) fn over(self, account: Id) -> Answer<Authority> {
        match self.0 {
            Ok(caller) if caller.account == account => Ok(Authority::Device(caller.device)),
            Ok(_) => Err(Refusal::not_found()),
            Err(token_hash) => Ok(Authority::Recovery(token_hash)),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Stating {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let Some(token) = parts.headers.get(RECOVERY_HEADER) else {
            return Authz::from_request_parts(parts, state).await.map(|authz| Self(Ok(authz.caller)));
        };
        let token: Option<[u8; 32]> =
            token.to_str().ok().and_then(|text| Binary::from_text(text).ok()).and_then(|it| it.exactly());
        token.map(|token| Self(Err(Sha256::digest(token).into()))).ok_or_else(|| Code::Unauthorized.into())
    }
}

/// The address that a request came from; none where it did not come over a network.
#[derive(Debug, Clone, Copy)]
pub(super) struct Address(pub(super) Option<IpAddr>);

impl FromRequestParts<Arc<Server>> for Address {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Self::Rejection> {
        Ok(address(parts, server))
    }
}

/// Lets through who may ask, and nobody who asks too often.
pub(super) async fn authorize(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match admit(&server, &parts).await {
        Ok(authz) => {
            if let Some(authz) = authz {
                parts.extensions.insert(authz);
            }
            next.run(Request::from_parts(parts, body)).await
        }
        Err(refusal) => refusal.into_response(),
    }
}

async fn admit(server: &Server, parts: &Parts) -> Answer<Option<Authz>> {
    let route = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
    let method = if parts.method == Method::HEAD { &Method::GET } else { &parts.method };
    let open = match route {
        Some(route) if OPERATOR.contains(&route) => return Ok(None),
        Some(route) if (method, route) == (&RECOVERING.0, RECOVERING.1) => {
            parts.headers.contains_key(RECOVERY_HEADER)
        }
        Some(route) => OPEN.iter().any(|(open, path)| open == method && *path == route),
        // There is nothing at such a path, for anyone.
        None => true,
    };
    if open {
        limits::address(server, address(parts, server)).await?;
        return Ok(None);
    }
    let Some(token_hash) = token_hash(&parts.headers) else {
        limits::address(server, address(parts, server)).await?;
        return Err(Code::Unauthorized.into());
    };
    let session = match server.storage.authorize(token_hash, server.now()).await {
        Ok(session) => session,
        Err(error) => {
            // Guessing tokens is limited as everything without a session is.
            limits::address(server, address(parts, server)).await?;
            return Err(error.into());
        }
    };
    limits::device(server, session.caller).await?;
    Ok(Some(Authz { caller: session.caller, signing: session.signing, token_hash }))
}

/// The hash of the token in the request; only the hash is ever compared, and only the hash is kept.
fn token_hash(headers: &HeaderMap) -> Option<Hash> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let token: [u8; 32] = Binary::from_text(token).ok()?.exactly()?;
    Some(Sha256::digest(token).into())
}

/// The peer's address, or the one that a trusted proxy added last.
fn address(parts: &Parts, server: &Server) -> Address {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    if !server.settings.trust_forwarded {
        return Address(peer);
    }
    // The last one is the proxy's own word; those before it are what the client claims.
    let forwarded = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .and_then(|value| value.trim().parse().ok());
    Address(forwarded.or(peer))
}
