//! Spaces: made, left, ended.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode, response::Response};
use cairn_protocol::{Problem, SpaceCreate};

use super::{
    authz::Authz,
    body::{Id, Json},
    created,
    refusal::{Answer, Refusal},
    verify,
};
use crate::{state::Server, storage::NewSpace};

/// Makes a space with the caller alone in it, or fills one anew after the server lost it.
#[utoipa::path(put, path = "/v1/spaces/{id}", tag = "spaces", security(("session" = [])),
    params(("id" = Uuid, Path, description = "The space.")), request_body = SpaceCreate, responses(
    (status = 201, description = "The space is made."),
    (status = 200, description = "It was made before, with these records."),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn create(
    State(server): State<Arc<Server>>,
    authz: Authz,
    Id(id): Id,
    Json(asked): Json<SpaceCreate>,
) -> Answer<Response> {
    let (account, space) = (authz.caller.account, id.into_bytes());
    let records = verify::records(space, &asked.records)?;
    let newest = records.last().ok_or_else(|| Refusal::invalid("a space begins with an epoch"))?;
    let new = NewSpace {
        space,
        kind: asked.kind,
        packets: verify::packets(newest, asked.packets)?,
        records: records.iter().map(verify::record).collect(),
        identities: verify::identities(&records),
    };
    let outcome = server.storage.create_space(account, new).await?;
    Ok(created(outcome))
}

/// Leaves a space.
#[utoipa::path(post, path = "/v1/spaces/{id}/leave", tag = "spaces", security(("session" = [])),
    params(("id" = Uuid, Path, description = "The space.")), responses(
    (status = 204, description = "Out of it; the others are told to begin a new epoch."),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn leave(State(server): State<Arc<Server>>, authz: Authz, Id(id): Id) -> Answer<StatusCode> {
    server.storage.leave(authz.caller.account, id.into_bytes()).await?;
    server.sweep().await;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a space.
#[utoipa::path(post, path = "/v1/spaces/{id}/end", tag = "spaces", security(("session" = [])),
    params(("id" = Uuid, Path, description = "The space.")), responses(
    (status = 204, description = "Read-only for all, for good."),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn end(State(server): State<Arc<Server>>, authz: Authz, Id(id): Id) -> Answer<StatusCode> {
    server.storage.end(authz.caller.account, id.into_bytes()).await?;
    Ok(StatusCode::NO_CONTENT)
}
