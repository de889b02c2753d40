//! Enrolments: a meeting place for two devices of one person, for ten minutes.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use cairn_protocol::{Enrolment, EnrolmentSlot, Problem, WaitQuery, limits};

use super::{
    authz::Authz,
    body::{self, Octets, Places, Query, id},
    created,
    refusal::{Answer, Refusal},
    wait::{Seen, wait},
};
use crate::{state::Server, storage::Id};

/// Opens a meeting place.
#[utoipa::path(post, path = "/v1/enrolments", tag = "enrolments", security(("session" = [])), responses(
    (status = 201, description = "The meeting place.", body = Enrolment),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn create(State(server): State<Arc<Server>>, authz: Authz) -> Answer<Response> {
    let enrolment = uuid::Builder::from_random_bytes(server.fresh()).into_uuid();
    let expires = server.now().saturating_add(limits::ENROLMENT_LIFE);
    server.storage.create_enrolment(authz.caller.account, enrolment.into_bytes(), expires).await?;
    Ok((StatusCode::CREATED, body::json(&Enrolment { enrolment })).into_response())
}

/// Leaves something at the meeting place.
#[utoipa::path(put, path = "/v1/enrolments/{id}/{slot}", tag = "enrolments", params(
    ("id" = Uuid, Path, description = "The meeting place."),
    ("slot" = EnrolmentSlot, Path, description = "What is left; each once, in their order."),
), request_body(content_type = "application/octet-stream", content = Vec<u8>), responses(
    (status = 201, description = "It is there."),
    (status = 200, description = "It was there already, the same."),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn put(
    State(server): State<Arc<Server>>,
    Places(places): Places<(String, String)>,
    Octets(octets): Octets<{ limits::ENROLMENT_SLOT }>,
) -> Answer<Response> {
    let (enrolment, slot) = place(&places)?;
    if octets.is_empty() {
        return Err(Refusal::invalid("there is nothing to leave"));
    }
    let outcome = server.storage.put_slot(enrolment, slot, octets.to_vec(), server.now()).await?;
    Ok(created(outcome))
}

/// Takes what was left at the meeting place, or waits for it.
#[utoipa::path(get, path = "/v1/enrolments/{id}/{slot}", tag = "enrolments", params(
    ("id" = Uuid, Path, description = "The meeting place."),
    ("slot" = EnrolmentSlot, Path, description = "What was left."),
    WaitQuery,
), responses(
    (status = 200, description = "What was left.", content_type = "application/octet-stream", body = Vec<u8>),
    (status = 204, description = "Nothing yet."),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn get(
    State(server): State<Arc<Server>>,
    Places(places): Places<(String, String)>,
    Query(asked): Query<WaitQuery>,
) -> Answer<Response> {
    let (enrolment, slot) = place(&places)?;
    let found = wait(&server, asked.wait, async || {
        let found = server.storage.slot(enrolment, slot, server.now()).await?;
        Ok(found.map_or_else(|| Seen::Nothing(vec![enrolment]), Seen::Found))
    })
    .await?;
    Ok(found.map_or_else(|| StatusCode::NO_CONTENT.into_response(), body::octets))
}

fn place((enrolment, slot): &(String, String)) -> Answer<(Id, EnrolmentSlot)> {
    let slot = EnrolmentSlot::ALL.into_iter().find(|known| known.name() == slot);
    Ok((id(enrolment)?.into_bytes(), slot.ok_or_else(Refusal::not_found)?))
}
