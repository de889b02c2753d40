//! What the server says of itself.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use cairn_protocol::{Limits, Meta, OLDEST_VERSION, Problem, VERSION, Versions, limits};
use uuid::Uuid;

use super::{body, refusal::Answer};
use crate::state::Server;

/// Which protocol versions, limits and time the server has.
#[utoipa::path(get, path = "/v1/meta", tag = "meta", responses(
    (status = 200, description = "What the server says of itself.", body = Meta),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn meta(State(server): State<Arc<Server>>) -> Answer<Response> {
    let id = server.storage.server_id(server.fresh()).await?;
    Ok(body::json(&Meta {
        protocol: Versions { min: OLDEST_VERSION, max: VERSION },
        now: server.now(),
        server: Uuid::from_bytes(id),
        limits: Limits {
            entry: limits::ENTRY as u64,
            batch: limits::BATCH as u64,
            page: limits::PAGE as u64,
            blob: limits::BLOB as u64,
            log: limits::LOG,
            blobs: limits::BLOBS,
            devices: limits::DEVICES as u64,
        },
    }))
}
