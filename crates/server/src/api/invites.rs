//! Invites: how people come in.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode, response::Response};
use cairn_protocol::{Accept, Binary, InviteCreate, InviteKind, InviteLook, InviteView, Problem, limits};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    authz::Authz,
    body::{self, Id, Json},
    created,
    refusal::{Answer, Refusal},
    verify,
};
use crate::{state::Server, storage::NewInvite};

/// Makes an invite into a space.
#[utoipa::path(post, path = "/v1/invites", tag = "invites", security(("session" = [])), request_body = InviteCreate,
    responses(
    (status = 201, description = "The invite is made."),
    (status = 200, description = "It was made before."),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn create(
    State(server): State<Arc<Server>>,
    authz: Authz,
    Json(asked): Json<InviteCreate>,
) -> Answer<Response> {
    let now = server.now();
    if asked.expires <= now || asked.expires > now.saturating_add(limits::INVITE_LIFE + limits::CLOCK_AHEAD) {
        return Err(Refusal::invalid("an invite ends within 14 days, and not before it begins"));
    }
    if asked.greeting.0.len() > limits::GREETING {
        return Err(Refusal::too_large(limits::GREETING));
    }
    let invite = NewInvite {
        invite: asked.invite.into_bytes(),
        space: asked.space.into_bytes(),
        token_hash: verify::hash(&asked.token_hash, "token_hash")?,
        mac: verify::hash(&asked.mac, "mac")?,
        greeting: asked.greeting.0,
        expires: asked.expires,
    };
    let outcome = server.storage.invite(authz.caller.account, invite, now).await?;
    Ok(created(outcome))
}

/// What an invite leads to, for who holds it.
#[utoipa::path(post, path = "/v1/invites/{id}/look", tag = "invites",
    params(("id" = Uuid, Path, description = "The invite.")), request_body = InviteLook, responses(
    (status = 200, description = "The invite.", body = InviteView),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn look(
    State(server): State<Arc<Server>>,
    Id(id): Id,
    Json(asked): Json<InviteLook>,
) -> Answer<Response> {
    let token_hash = token_hash(&asked.token)?;
    let view = server.storage.look(id.into_bytes(), token_hash, server.now()).await?;
    Ok(body::json(&match view.into {
        Some(into) => InviteView {
            kind: InviteKind::Space,
            space: Some(Uuid::from_bytes(into.space)),
            inviter: Some(Uuid::from_bytes(into.inviter)),
            statements: into.statements.into_iter().map(Binary::from).collect(),
            mac: Some(into.mac.into()),
            greeting: Some(into.greeting.into()),
            expires: view.expires,
        },
        None => InviteView {
            kind: InviteKind::Account,
            space: None,
            inviter: None,
            statements: Vec::new(),
            mac: None,
            greeting: None,
            expires: view.expires,
        },
    }))
}

/// Accepts an invite; a member has to let the caller in then.
#[utoipa::path(post, path = "/v1/invites/{id}/accept", tag = "invites", security(("session" = [])),
    params(("id" = Uuid, Path, description = "The invite.")), request_body = Accept, responses(
    (status = 201, description = "Accepted."),
    (status = 200, description = "Accepted before, by the same account."),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn accept(
    State(server): State<Arc<Server>>,
    authz: Authz,
    Id(id): Id,
    Json(asked): Json<Accept>,
) -> Answer<Response> {
    let token_hash = token_hash(&asked.token)?;
    let mac = verify::hash(&asked.mac, "mac")?;
    let account = authz.caller.account;
    let outcome = server.storage.accept(account, id.into_bytes(), token_hash, mac, server.now()).await?;
    Ok(created(outcome))
}

/// Withdraws an invite, and refuses a join that waits by it.
#[utoipa::path(delete, path = "/v1/invites/{id}", tag = "invites", security(("session" = [])),
    params(("id" = Uuid, Path, description = "The invite.")), responses(
    (status = 204, description = "Nobody comes in by it any more."),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn withdraw(
    State(server): State<Arc<Server>>,
    authz: Authz,
    Id(id): Id,
) -> Answer<StatusCode> {
    server.storage.withdraw(authz.caller.account, id.into_bytes()).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn token_hash(token: &Binary) -> Answer<[u8; 32]> {
    Ok(Sha256::digest(verify::hash(token, "token")?).into())
}
