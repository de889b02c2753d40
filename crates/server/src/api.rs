//! The endpoints of `docs/protocol.md`, one file for each subject.

mod accounts;
mod authz;
mod blobs;
mod body;
mod changes;
mod enrolments;
mod epochs;
mod invites;
mod limits;
mod log;
mod meta;
mod observe;
mod openapi;
mod operator;
mod recovery;
mod refusal;
mod sessions;
mod snapshots;
mod spaces;
mod verify;
mod wait;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::Request,
    http::StatusCode,
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{delete, get, post, put},
};
use cairn_protocol::Code;

use crate::{state::Server, storage::Outcome};

pub use openapi::Description;
use refusal::Refusal;

/// All endpoints. Where nothing waits (`wait=0`), no timer and no network of a runtime is needed.
pub fn router(server: Arc<Server>) -> Router {
    observed(guarded(&server), server)
}

/// The same for a network, where a request that takes longer than this, its body included, is ended: so nobody holds a
/// connection by sending a byte a minute.
pub fn patient_router(server: Arc<Server>, patience: Duration) -> Router {
    let ended = from_fn(move |request: Request, next: Next| async move {
        tokio::time::timeout(patience, next.run(request)).await.map_err(|_| Refusal::from(Code::TooSlow))
    });
    observed(guarded(&server).layer(ended), server)
}

/// Whatever is answered is written down.
fn observed(endpoints: Router<Arc<Server>>, server: Arc<Server>) -> Router {
    endpoints.layer(from_fn_with_state(Arc::clone(&server), observe::observe)).with_state(server)
}

/// Who asks is looked at first.
fn guarded(server: &Arc<Server>) -> Router<Arc<Server>> {
    endpoints().layer(from_fn_with_state(Arc::clone(server), authz::authorize))
}

fn endpoints() -> Router<Arc<Server>> {
    Router::new()
        .route("/v1/meta", get(meta::meta))
        .route("/v1/openapi.json", get(openapi::describe))
        .route("/v1/accounts", post(accounts::register))
        .route("/v1/account", get(accounts::account).delete(accounts::delete))
        .route("/v1/account/recovery", put(recovery::put))
        .route(
            "/v1/accounts/{id}/statements",
            get(accounts::read_statements).post(accounts::append_statements),
        )
        .route("/v1/recovery/{locator}", get(recovery::get))
        .route("/v1/sessions/challenge", post(sessions::challenge))
        .route("/v1/sessions", post(sessions::begin).delete(sessions::end))
        .route("/v1/changes", get(changes::changes))
        .route("/v1/spaces/{id}", put(spaces::create))
        .route("/v1/spaces/{id}/leave", post(spaces::leave))
        .route("/v1/spaces/{id}/end", post(spaces::end))
        .route("/v1/spaces/{id}/epochs", get(epochs::read).post(epochs::begin))
        .route("/v1/spaces/{id}/log", get(log::pull).post(log::push))
        .route("/v1/spaces/{id}/blobs/{name}", put(blobs::put).get(blobs::get))
        .route("/v1/spaces/{id}/snapshot", put(snapshots::put).get(snapshots::get))
        .route("/v1/invites", post(invites::create))
        .route("/v1/invites/{id}", delete(invites::withdraw))
        .route("/v1/invites/{id}/look", post(invites::look))
        .route("/v1/invites/{id}/accept", post(invites::accept))
        .route("/v1/enrolments", post(enrolments::create))
        .route("/v1/enrolments/{id}/{slot}", put(enrolments::put).get(enrolments::get))
        .route("/healthz", get(operator::healthy))
        .route("/readyz", get(operator::ready))
        .route("/metrics", get(operator::metrics))
        .fallback(async || Refusal::not_found())
        .method_not_allowed_fallback(async || Refusal::from(Code::MethodNotAllowed))
}

/// 201 for what was made, 200 for what was there.
fn created(outcome: Outcome) -> Response {
    match outcome {
        Outcome::New => StatusCode::CREATED,
        Outcome::Same => StatusCode::OK,
    }
    .into_response()
}
