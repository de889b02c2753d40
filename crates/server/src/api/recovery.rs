//! What brings a person back who lost every device: sealed under a code that the server never sees.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode, response::Response};
use cairn_protocol::{Binary, Problem, Recovery, RecoveryPut, limits as agreed};

use super::{
    authz::{Address, Authz},
    body::{self, Json, Places},
    limits,
    refusal::{Answer, Refusal},
    verify,
};
use crate::{
    state::Server,
    storage::{Id, NewRecovery},
};

/// Keeps what recovers the caller's account, instead of what was kept before.
#[utoipa::path(put, path = "/v1/account/recovery", tag = "recovery", security(("session" = [])),
    request_body = RecoveryPut, responses(
    (status = 204, description = "It is kept."),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn put(
    State(server): State<Arc<Server>>,
    authz: Authz,
    Json(asked): Json<RecoveryPut>,
) -> Answer<StatusCode> {
    let locator = asked.locator.exactly().ok_or_else(|| Refusal::invalid("locator must have 16 bytes"))?;
    if asked.sealed.0.len() > agreed::RECOVERY {
        return Err(Refusal::too_large(agreed::RECOVERY));
    }
    let token_hash = verify::hash(&asked.token_hash, "token_hash")?;
    let recovery = NewRecovery { locator, sealed: asked.sealed.0, token_hash };
    server.storage.put_recovery(authz.caller, recovery).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What recovers an account.
#[utoipa::path(get, path = "/v1/recovery/{locator}", tag = "recovery", params(
    ("locator" = String, Path, description = "16 bytes as base64url without padding.", pattern = "^[A-Za-z0-9_-]{22}$"),
), responses(
    (status = 200, description = "The account's secrets, sealed under its code, and its statements.", body = Recovery),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn get(
    State(server): State<Arc<Server>>,
    address: Address,
    Places(text): Places<String>,
) -> Answer<Response> {
    let locator: Id =
        Binary::from_text(&text).ok().and_then(|bytes| bytes.exactly()).ok_or_else(Refusal::not_found)?;
    limits::guess(&server, address, "recovery", &[&locator]).await?;
    let (account, sealed) = server.storage.recovery(locator).await?;
    let chain = server.storage.chain(account).await?;
    let statements = chain.into_iter().map(Binary::from).collect();
    Ok(body::json(&Recovery { sealed: sealed.into(), statements }))
}
