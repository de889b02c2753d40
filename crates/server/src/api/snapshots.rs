//! Snapshots: the whole state of a space at a place in its log, so that entries below it may be forgotten.

use std::sync::Arc;

use axum::{extract::State, http::HeaderMap, response::Response};
use cairn_protocol::{BLOBS_HEADER, Problem, limits};

use super::{
    authz::Authz,
    body::{self, Id, Octets},
    created,
    refusal::{Answer, Refusal},
    verify,
};
use crate::{
    state::Server,
    storage::{Hash, NewSnapshot},
};

/// Keeps a snapshot: the frame of its manifest, whose blobs are there already.
#[utoipa::path(put, path = "/v1/spaces/{id}/snapshot", tag = "snapshots", security(("session" = [])), params(
    ("id" = Uuid, Path, description = "The space."),
    ("cairn-blobs" = Option<String>, Header, description = "The names of its blobs, comma-separated."),
), request_body(content_type = "application/octet-stream", content = Vec<u8>), responses(
    (status = 201, description = "It is kept."),
    (status = 200, description = "It was there already."),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn put(
    State(server): State<Arc<Server>>,
    authz: Authz,
    Id(id): Id,
    headers: HeaderMap,
    Octets(octets): Octets<{ limits::ENTRY }>,
) -> Answer<Response> {
    let (space, now) = (id.into_bytes(), server.now());
    let blobs = names(&headers)?;
    let frame = verify::frame(&authz, space, &octets, now)?;
    if !frame.is_snapshot() {
        return Err(Refusal::invalid("an entry is not a snapshot"));
    }
    let snapshot = NewSnapshot { seen_seq: frame.header().seen_seq, manifest: octets.to_vec(), blobs };
    let outcome = server.storage.put_snapshot(authz.caller.account, space, snapshot, now).await?;
    server.sweep().await;
    Ok(created(outcome))
}

/// The newest snapshot's manifest.
#[utoipa::path(get, path = "/v1/spaces/{id}/snapshot", tag = "snapshots", security(("session" = [])),
    params(("id" = Uuid, Path, description = "The space.")), responses(
    (status = 200, description = "The frame of its manifest.", content_type = "application/octet-stream", body = Vec<u8>),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn get(State(server): State<Arc<Server>>, authz: Authz, Id(id): Id) -> Answer<Response> {
    let manifest = server.storage.snapshot(authz.caller.account, id.into_bytes()).await?;
    server.metrics.sent(manifest.len());
    Ok(body::octets(manifest))
}

fn names(headers: &HeaderMap) -> Answer<Vec<Hash>> {
    let Some(value) = headers.get(BLOBS_HEADER) else { return Ok(Vec::new()) };
    let text = value.to_str().unwrap_or("?");
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let names: Option<Vec<Hash>> = text.split(',').map(|name| verify::hex(name.trim())).collect();
    match names {
        Some(names) if names.len() <= limits::SNAPSHOT_BLOBS => Ok(names),
        _ => {
            let most = limits::SNAPSHOT_BLOBS;
            Err(Refusal::invalid(format!("{BLOBS_HEADER} must be names of blobs, {most} at most")))
        }
    }
}
