//! For the operator: whether the server lives, whether it can work, and how much it does.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{authz::Address, refusal::Refusal};
use crate::state::Server;

/// The process lives.
pub(super) async fn healthy() -> StatusCode {
    StatusCode::OK
}

/// The database and the store of blobs can be used.
pub(super) async fn ready(State(server): State<Arc<Server>>) -> Response {
    let storage =
        server.storage.ready().await.inspect_err(|error| tracing::error!(%error, "the storage is not ready"));
    let blobs =
        server.blobs.ready().await.inspect_err(|error| tracing::error!(%error, "the blobs are not ready"));
    let status =
        if storage.is_ok() && blobs.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    status.into_response()
}

/// Counts, in the text format of Prometheus. For this machine alone, unless the operator opens them: when people are here
/// is nobody else's business.
pub(super) async fn metrics(State(server): State<Arc<Server>>, Address(address): Address) -> Response {
    if address.is_some_and(|address| !address.is_loopback()) && !server.settings.open_metrics {
        return Refusal::not_found().into_response();
    }
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], server.metrics.text()).into_response()
}
