//! The server's description of itself.

use axum::response::Response;
use cairn_protocol::{BlobPurpose, EnrolmentSlot};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};

use super::{
    accounts, blobs, body, changes, enrolments, epochs, invites, log, meta, recovery, sessions, snapshots,
    spaces,
};

/// Every endpoint of the protocol, as OpenAPI describes it.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Cairn program server",
        description = "It keeps and routes what it cannot read. docs/protocol.md is the authority.",
        version = "1",
        license(name = "Apache-2.0 OR MIT"),
    ),
    paths(
        meta::meta,
        accounts::register,
        accounts::account,
        accounts::delete,
        accounts::read_statements,
        accounts::append_statements,
        sessions::challenge,
        sessions::begin,
        sessions::end,
        recovery::put,
        recovery::get,
        changes::changes,
        spaces::create,
        spaces::leave,
        spaces::end,
        epochs::read,
        epochs::begin,
        log::pull,
        log::push,
        blobs::put,
        blobs::get,
        snapshots::put,
        snapshots::get,
        invites::create,
        invites::look,
        invites::accept,
        invites::withdraw,
        enrolments::create,
        enrolments::put,
        enrolments::get,
    ),
    components(schemas(BlobPurpose, EnrolmentSlot)),
    modifiers(&Session, &Names),
)]
pub struct Description;

struct Session;

impl Modify for Session {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The token of a session, 43 characters of base64url."))
            .build();
        let components = description.components.get_or_insert_default();
        components.add_security_scheme("session", SecurityScheme::Http(scheme));
    }
}

/// Operations are named by their subject and their function: `log_pull`.
struct Names;

impl Modify for Names {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        for path in description.paths.paths.values_mut() {
            let all = [&mut path.get, &mut path.put, &mut path.post, &mut path.delete];
            for operation in all.into_iter().flatten() {
                let tag = operation.tags.iter().flatten().next();
                if let (Some(tag), Some(name)) = (tag, &operation.operation_id) {
                    operation.operation_id = Some(format!("{tag}_{name}"));
                }
            }
        }
    }
}

pub(super) async fn describe() -> Response {
    body::json(&Description::openapi())
}
