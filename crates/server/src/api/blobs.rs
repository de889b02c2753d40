//! Blobs: pieces of attachments and snapshots, apart from the log, named by their hash.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use cairn_protocol::{BlobQuery, Problem, limits};

use super::{
    authz::Authz,
    body::{self, Octets, Places, Query, id},
    created,
    refusal::{Answer, Refusal},
    verify,
};
use crate::{
    blobs::{NewBlob, keep},
    state::Server,
    storage::{BlobName, Outcome},
};

/// Keeps a blob.
#[utoipa::path(put, path = "/v1/spaces/{id}/blobs/{name}", tag = "blobs", security(("session" = [])), params(
    ("id" = Uuid, Path, description = "The space."),
    ("name" = String, Path, description = "The hash of the octets, 64 hexadecimal digits.", pattern = "^[0-9a-f]{64}$"),
    BlobQuery,
), request_body(content_type = "application/octet-stream", content = Vec<u8>), responses(
    (status = 201, description = "It is kept."),
    (status = 200, description = "It was there already."),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn put(
    State(server): State<Arc<Server>>,
    authz: Authz,
    Places(places): Places<(String, String)>,
    Query(BlobQuery { purpose }): Query<BlobQuery>,
    Octets(octets): Octets<{ limits::BLOB }>,
) -> Answer<Response> {
    let blob = name(&places)?;
    if *blake3::hash(&octets).as_bytes() != blob.name {
        return Err(Refusal::invalid("the name is not the hash of the body"));
    }
    let (size, new) = (octets.len(), NewBlob { blob, purpose, octets });
    let outcome = keep(&*server.storage, &server.blobs, authz.caller.account, new, server.now()).await?;
    if outcome == Outcome::New {
        server.metrics.stored(size);
    }
    Ok(created(outcome))
}

/// A blob.
#[utoipa::path(get, path = "/v1/spaces/{id}/blobs/{name}", tag = "blobs", security(("session" = [])), params(
    ("id" = Uuid, Path, description = "The space."),
    ("name" = String, Path, description = "The hash of the octets, 64 hexadecimal digits.", pattern = "^[0-9a-f]{64}$"),
), responses(
    (status = 200, description = "Its octets.", content_type = "application/octet-stream", body = Vec<u8>),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn get(
    State(server): State<Arc<Server>>,
    authz: Authz,
    Places(places): Places<(String, String)>,
) -> Answer<Response> {
    let blob = name(&places)?;
    server.storage.blob(authz.caller.account, blob).await?;
    let octets = server.blobs.get(blob).await?;
    server.metrics.sent(octets.len());
    Ok(body::octets(octets))
}

fn name((space, name): &(String, String)) -> Answer<BlobName> {
    let space = id(space)?.into_bytes();
    Ok(BlobName { space, name: verify::hex(name).ok_or_else(Refusal::not_found)? })
}
