//! What an account can see, in short, and waiting for it to change.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use cairn_protocol::{ChangedAccount, ChangedSpace, Changes, ChangesQuery, PendingJoin, Problem};
use uuid::Uuid;

use super::{
    authz::Authz,
    body::{self, Query},
    refusal::Answer,
    wait::{Seen, wait},
};
use crate::{
    state::Server,
    storage::{self, Id},
};

/// What the caller can see, in short.
#[utoipa::path(get, path = "/v1/changes", tag = "spaces", security(("session" = [])), params(ChangesQuery), responses(
    (status = 200, description = "What there is.", body = Changes),
    (status = 204, description = "It is still as the digest says."),
    (status = "default", description = "A problem.", body = Problem),
))]
pub(super) async fn changes(
    State(server): State<Arc<Server>>,
    authz: Authz,
    Query(asked): Query<ChangesQuery>,
) -> Answer<Response> {
    let account = authz.caller.account;
    let looked = AtomicBool::new(false);
    let found = wait(&server, asked.wait, async || {
        // Whoever waits may have been revoked meanwhile, and then sees nothing any more.
        if looked.swap(true, Ordering::Relaxed) {
            server.storage.session(authz.token_hash, server.now()).await?;
        }
        let seen = server.storage.changes(account).await?;
        let concerns = concerns(account, &seen);
        let changes = shape(seen);
        let is_known = asked.known.as_deref() == Some(changes.digest.as_str());
        Ok(if is_known { Seen::Nothing(concerns) } else { Seen::Found(changes) })
    })
    .await?;
    Ok(match found {
        Some(changes) => body::json(&Changes { now: server.now(), ..changes }),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

/// Where something has to happen for the answer to be another.
fn concerns(account: Id, seen: &storage::Changes) -> Vec<Id> {
    let spaces = seen.spaces.iter().map(|space| space.space);
    let accounts = seen.accounts.iter().map(|(account, _)| *account);
    [account].into_iter().chain(spaces).chain(accounts).collect()
}

fn shape(seen: storage::Changes) -> Changes {
    let mut changes = Changes {
        digest: String::new(),
        now: 0,
        spaces: seen
            .spaces
            .iter()
            .map(|space| ChangedSpace {
                space: Uuid::from_bytes(space.space),
                kind: space.kind,
                head: space.head,
                hash: space.head_hash.into(),
                epoch: space.epoch,
                floor: space.floor,
                snapshot: space.snapshot,
                snapshot_wanted: space.snapshot_wanted,
                state: space.state,
                members: space.members.iter().copied().map(Uuid::from_bytes).collect(),
            })
            .collect(),
        accounts: seen
            .accounts
            .iter()
            .map(|&(account, statements)| ChangedAccount { account: Uuid::from_bytes(account), statements })
            .collect(),
        joins: seen
            .joins
            .iter()
            .map(|join| PendingJoin {
                space: Uuid::from_bytes(join.space),
                invite: Uuid::from_bytes(join.invite),
                account: Uuid::from_bytes(join.account),
                mac: join.mac.into(),
            })
            .collect(),
    };
    changes.digest = digest(&changes);
    changes
}

/// Stands for all of it but the time: the first 8 bytes of a hash. Not a secret, nor a promise: a client that takes an
/// old digest for a new one learns of the difference with the next change.
fn digest(changes: &Changes) -> String {
    let bytes = serde_json::to_vec(changes).unwrap_or_default();
    blake3::hash(&bytes).to_hex().as_str()[..16].to_owned()
}
