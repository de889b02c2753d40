//! What is written down of each request: counts and a line in the log, without who or what.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};

use crate::{clock::fresh, state::Server};

/// Counts a request and logs it: an id made up for it, its method, the pattern of its route, the status, the time taken.
pub(super) async fn observe(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = known_method(&request);
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let took = started.elapsed();
    let status = response.status().as_u16();
    server.metrics.request(method, &route, status, took);
    let id = u32::from_be_bytes(fresh(&*server.chance));
    tracing::info!(
        request = format_args!("{id:08x}"),
        method,
        route,
        status,
        ms = took.as_micros() as f64 / 1_000.0,
        "answered"
    );
    response
}

/// A method can be any word; those that nobody knows are counted as one.
fn known_method(request: &Request) -> &'static str {
    match request.method().as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        _ => "other",
    }
}
