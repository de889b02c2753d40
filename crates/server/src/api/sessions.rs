//! Sessions: a device proves itself with its signing key.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    response::Response,
};
use cairn_crypto::{AccountId, DeviceId, Signature, VerifyingKey};
use cairn_protocol::{Challenge, ChallengeRequest, Code, Problem, Session, SessionRequest, limits as agreed};
use sha2::{Digest, Sha256};

use super::{
    authz::{Address, Authz},
    body::{self, Json},
    limits,
    refusal::{Answer, Refusal},
    verify,
};
use crate::{state::Server, storage::Caller};

/// Gives a device something to sign. One that is not known gets it too, so that nobody learns which are.
#[utoipa::path(post, path = "/v1/sessions/challenge", tag = "sessions", request_body = ChallengeRequest, responses(
    (status = 200, description = "What to sign.", body = Challenge),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn challenge(
    State(server): State<Arc<Server>>,
    address: Address,
    Json(asked): Json<ChallengeRequest>,
) -> Answer<Response> {
    let account = asked.account.into_bytes();
    limits::guess(&server, address, "challenge", &[&account, &asked.device.0.to_be_bytes()]).await?;
    let nonce: [u8; 32] = server.fresh();
    let expires = server.now().saturating_add(agreed::CHALLENGE_LIFE);
    server.storage.put_challenge(nonce, account, asked.device.0, expires).await?;
    Ok(body::json(&Challenge { nonce: nonce.into() }))
}

/// Begins a session.
#[utoipa::path(post, path = "/v1/sessions", tag = "sessions", request_body = SessionRequest, responses(
    (status = 200, description = "The session.", body = Session),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn begin(
    State(server): State<Arc<Server>>,
    uri: Uri,
    headers: HeaderMap,
    Json(asked): Json<SessionRequest>,
) -> Answer<Response> {
    let nonce = verify::hash(&asked.nonce, "nonce")?;
    let signature =
        asked.signature.exactly().ok_or_else(|| Refusal::invalid("signature must have 64 bytes"))?;
    let caller = Caller { account: asked.account.into_bytes(), device: asked.device.0 };
    let now = server.now();
    let signing = server.storage.take_challenge(nonce, caller.account, caller.device, now).await??;
    let host = dialled(&server, &uri, &headers)?;
    let challenge = cairn_crypto::Challenge {
        host: &host,
        account: AccountId(caller.account),
        device: DeviceId(caller.device),
        nonce,
    };
    challenge
        .verify(&VerifyingKey(signing), &Signature(signature))
        .map_err(|_| Refusal::from(Code::Unauthorized))?;
    let token: [u8; 32] = server.fresh();
    let expires = now.saturating_add(agreed::SESSION_LIFE);
    server.storage.open_session(caller, Sha256::digest(token).into(), expires, now).await?;
    Ok(body::json(&Session { token: token.into(), expires }))
}

/// The host that the device dialled, if it is one of this server's names.
fn dialled(server: &Server, uri: &Uri, headers: &HeaderMap) -> Answer<String> {
    let header = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = uri.authority().map(|authority| authority.as_str()).or(header).unwrap_or_default();
    if server.settings.names.has(host) {
        return Ok(host.to_ascii_lowercase());
    }
    // The operator has to know, for otherwise nobody gets in and nothing says why.
    tracing::warn!("a device dialled a name that is not this server's: start it with --name and that name");
    Err(Code::Unauthorized.into())
}

/// Ends the caller's session.
#[utoipa::path(delete, path = "/v1/sessions", tag = "sessions", security(("session" = [])), responses(
    (status = 204, description = "The token stands for nobody any more."),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn end(State(server): State<Arc<Server>>, authz: Authz) -> Answer<StatusCode> {
    server.storage.close_session(authz.token_hash).await?;
    Ok(StatusCode::NO_CONTENT)
}
