//! The log of a space: entries pulled and pushed.

use std::sync::Arc;

use axum::{extract::State, http::HeaderValue, response::Response};
use cairn_protocol::{Appended, HEAD_HEADER, LogQuery, Problem, limits, read_frames, write_placed};

use super::{
    authz::Authz,
    body::{self, Id, Octets, Query},
    refusal::{Answer, Refusal},
    verify,
};
use crate::state::Server;

/// How many signatures are verified before others get their turn.
const AT_A_STRETCH: usize = 32;

/// The greatest number that databases count to.
const MAX_NUMBER: u64 = i64::MAX as u64;

/// Entries of a space after a place in its log: `seq 8, length 4, frame` again and again.
#[utoipa::path(get, path = "/v1/spaces/{id}/log", tag = "log", security(("session" = [])),
    params(("id" = Uuid, Path, description = "The space."), LogQuery), responses(
    (status = 200, description = "The entries.", content_type = "application/octet-stream", body = Vec<u8>,
        headers(("cairn-head" = u64, description = "The number of the last entry."))),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn pull(
    State(server): State<Arc<Server>>,
    authz: Authz,
    Id(id): Id,
    Query(asked): Query<LogQuery>,
) -> Answer<Response> {
    let space = id.into_bytes();
    let after = asked.after.unwrap_or(0);
    if after.max(asked.max.unwrap_or(0)) > MAX_NUMBER {
        return Err(Refusal::invalid("no log is as long"));
    }
    let hash = match &asked.hash {
        Some(text) => {
            Some(verify::hex(text).ok_or_else(|| Refusal::invalid("hash must be 64 hexadecimal digits"))?)
        }
        None => None,
    };
    let max = asked.max.unwrap_or(MAX_NUMBER).min(limits::PAGE as u64);
    let page = server.storage.pull(authz.caller, space, after, hash, max, server.now()).await?;
    let mut octets = Vec::with_capacity(page.entries.iter().map(|(_, frame)| 12 + frame.len()).sum());
    for (seq, frame) in &page.entries {
        write_placed(&mut octets, *seq, frame);
    }
    server.metrics.sent(octets.len());
    let mut response = body::octets(octets);
    response.headers_mut().insert(HEAD_HEADER, HeaderValue::from(page.head));
    Ok(response)
}

/// Appends entries to a space, all or none: `length 4, frame` again and again.
#[utoipa::path(post, path = "/v1/spaces/{id}/log", tag = "log", security(("session" = [])),
    params(("id" = Uuid, Path, description = "The space.")),
    request_body(content_type = "application/octet-stream", content = Vec<u8>), responses(
    (status = 200, description = "Where the entries are.", body = Appended),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn push(
    State(server): State<Arc<Server>>,
    authz: Authz,
    Id(id): Id,
    Octets(octets): Octets<{ limits::BATCH }>,
) -> Answer<Response> {
    let (space, now) = (id.into_bytes(), server.now());
    let frames = read_frames(&octets).map_err(|error| match error {
        cairn_protocol::FramingError::TooLarge(_) => Refusal::too_large(limits::ENTRY),
        other => Refusal::invalid(other.to_string()),
    })?;
    if frames.is_empty() {
        return Err(Refusal::invalid("there is no entry"));
    }
    let mut entries = Vec::with_capacity(frames.len());
    for (place, frame) in frames.into_iter().enumerate() {
        if place % AT_A_STRETCH == AT_A_STRETCH - 1 {
            tokio::task::yield_now().await;
        }
        entries.push(verify::entry(&authz, space, frame, now)?);
    }
    let count = entries.len();
    let appended = server.storage.append(authz.caller, space, entries).await?;
    server.metrics.appended(count, octets.len());
    Ok(body::json(&Appended { seqs: appended.seqs, head: appended.head }))
}
