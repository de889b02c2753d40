//! Epochs: who can read a space from when on.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use cairn_crypto::{AccountId, EpochRecord};
use cairn_protocol::{Binary, EpochAppend, Epochs, Problem, limits};

use super::{
    accounts::After,
    authz::Authz,
    body::{self, Id, Json, Query},
    created,
    refusal::{Answer, Refusal},
    verify,
};
use crate::state::Server;

/// Epoch records of a space, at most 256, and with the last of all the caller's packet of the newest.
#[utoipa::path(get, path = "/v1/spaces/{id}/epochs", tag = "spaces", security(("session" = [])),
    params(("id" = Uuid, Path, description = "The space."), After), responses(
    (status = 200, description = "The records after that epoch, in order.", body = Epochs),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn read(
    State(server): State<Arc<Server>>,
    authz: Authz,
    Id(id): Id,
    Query(After { after }): Query<After>,
) -> Answer<Response> {
    let epochs = server.storage.epochs(authz.caller.account, id.into_bytes(), after.unwrap_or(0)).await?;
    Ok(body::json(&Epochs {
        records: epochs.records.into_iter().map(Binary::from).collect(),
        packet: epochs.packet.map(Binary::from),
        more: epochs.more,
    }))
}

/// Begins an epoch.
#[utoipa::path(post, path = "/v1/spaces/{id}/epochs", tag = "spaces", security(("session" = [])),
    params(("id" = Uuid, Path, description = "The space.")), request_body = EpochAppend, responses(
    (status = 201, description = "The epoch has begun."),
    (status = 200, description = "It had begun before."),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn begin(
    State(server): State<Arc<Server>>,
    authz: Authz,
    Id(id): Id,
    Json(asked): Json<EpochAppend, { limits::EPOCH_JSON }>,
) -> Answer<Response> {
    let (account, space) = (authz.caller.account, id.into_bytes());
    let record = EpochRecord::parse(&asked.record.0)?;
    if record.space().0 != space {
        return Err(Refusal::invalid("the record is of another space"));
    }
    if record.issuer() != AccountId(account) {
        return Err(Refusal::invalid("the record is issued by another account"));
    }
    let packets = verify::packets(&record, asked.packets)?;
    record.verify(&verify::identity(&server.storage.chain(account).await?)?)?;
    let kept = verify::record(&record);
    let outcome = server.storage.append_epoch(account, space, kept, packets).await?;
    Ok(created(outcome))
}
