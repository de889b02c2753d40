//! Accounts and their chains of statements.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use cairn_crypto::Says;
use cairn_protocol::{Account, AccountDevice, Binary, Code, Device, Problem, Register, Statements};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    authz::{Address, Authz, Stating},
    body::{self, Id, Json, Query},
    created, limits,
    refusal::{Answer, Refusal},
    verify,
};
use crate::{
    state::Server,
    storage::{self, Authority},
};

/// The query of what is numbered.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct After {
    /// The number of the last one that the app has; 0: none.
    #[param(format = Int64, maximum = 4_294_967_295_u64)]
    pub(super) after: Option<u32>,
}

/// Makes an account, by an invite.
#[utoipa::path(post, path = "/v1/accounts", tag = "accounts", request_body = Register, responses(
    (status = 201, description = "The account is made."),
    (status = 200, description = "It was made before, by the same statements."),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn register(
    State(server): State<Arc<Server>>,
    address: Address,
    Json(asked): Json<Register>,
) -> Answer<Response> {
    let token = verify::hash(&asked.token, "token")?;
    let (account, statements) = verify::statements(&asked.statements, None)?;
    let adds = |bytes: &Binary| {
        cairn_crypto::Statement::parse(&bytes.0).is_ok_and(|it| matches!(it.says(), Says::AddDevice { .. }))
    };
    if !asked.statements.get(1).is_some_and(adds) {
        return Err(Refusal::invalid("an account begins with a device"));
    }
    limits::guess(&server, address, "register", &[&account]).await?;
    let token_hash = Sha256::digest(token).into();
    let invite = asked.invite.into_bytes();
    let outcome = server.storage.register(invite, token_hash, account, statements, server.now()).await?;
    Ok(created(outcome))
}

/// The caller's account.
#[utoipa::path(get, path = "/v1/account", tag = "accounts", security(("session" = [])), responses(
    (status = 200, description = "The account and its devices.", body = Account),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn account(State(server): State<Arc<Server>>, authz: Authz) -> Answer<Response> {
    let view = server.storage.account(authz.caller.account).await?;
    let devices = view.devices.iter().map(|device| AccountDevice {
        device: Device(device.device),
        added: device.added,
        seen: device.seen,
        revoked: device.revoked.is_some(),
    });
    Ok(body::json(&Account {
        account: Uuid::from_bytes(authz.caller.account),
        devices: devices.collect(),
        bytes: view.bytes,
    }))
}

/// Deletes the caller's account and everything of it.
#[utoipa::path(delete, path = "/v1/account", tag = "accounts", security(("session" = [])), responses(
    (status = 204, description = "Nothing is left but its entries, and the statements they are read by, in spaces of others."),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn delete(State(server): State<Arc<Server>>, authz: Authz) -> Answer<StatusCode> {
    server.storage.delete_account(authz.caller).await?;
    server.sweep().await;
    Ok(StatusCode::NO_CONTENT)
}

/// Statements of the caller, of somebody in the records of a space the caller is in, or of somebody the caller shares a
/// pending join with.
#[utoipa::path(get, path = "/v1/accounts/{id}/statements", tag = "accounts", security(("session" = [])),
    params(("id" = Uuid, Path, description = "The account."), After), responses(
    (status = 200, description = "The statements after that number, in order.", body = Statements),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn read_statements(
    State(server): State<Arc<Server>>,
    authz: Authz,
    Id(id): Id,
    Query(After { after }): Query<After>,
) -> Answer<Response> {
    let (caller, of) = (authz.caller.account, id.into_bytes());
    let statements = server.storage.statements(caller, of, after.unwrap_or(0)).await?;
    Ok(body::json(&Statements { statements: statements.into_iter().map(Binary::from).collect() }))
}

/// Continues an account's chain: in a session of a device of it, or with the token of its recovery. Each statement carries
/// the account's signature too, but that a device can make which was revoked.
#[utoipa::path(post, path = "/v1/accounts/{id}/statements", tag = "accounts", security(("session" = []), ()), params(
    ("id" = Uuid, Path, description = "The account."),
    ("cairn-recovery" = Option<String>, Header, description = "In place of a session: the token of the recovery.",
        pattern = "^[A-Za-z0-9_-]{43}$"),
), request_body = Statements, responses(
    (status = 201, description = "The chain goes on."),
    (status = 200, description = "These statements were there already."),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn append_statements(
    State(server): State<Arc<Server>>,
    stating: Stating,
    address: Address,
    Id(id): Id,
    Json(asked): Json<Statements>,
) -> Answer<Response> {
    let account = id.into_bytes();
    let authority = stating.over(account)?;
    if let Authority::Recovery(_) = authority {
        limits::guess(&server, address, "stating", &[&account]).await?;
    }
    let identity = match (server.storage.chain(account).await, authority) {
        // Who only guesses is not told which accounts there are.
        (Err(storage::Error::NotFound), Authority::Recovery(_)) => return Err(Code::Unauthorized.into()),
        (chain, _) => verify::identity(&chain?)?,
    };
    let (of, statements) = verify::statements(&asked.statements, Some(identity))?;
    if of != account {
        return Err(Refusal::invalid("the statements are of another account"));
    }
    let outcome = server.storage.append_statements(account, authority, statements, server.now()).await?;
    Ok(created(outcome).into_response())
}
