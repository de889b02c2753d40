//! The server's endpoints as typed calls. Nothing that comes back has been verified, only read.

use crate::{Method, Request, Response, SyncError, Transport, notebook::hex};
use cairn_crypto::{Hash, MAX_EPOCHS};
use cairn_protocol::*;
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;
use uuid::Uuid;

/// The longest name of a blob list that a snapshot's header carries, and everything else in JSON.
const JSON_LIMIT: usize = limits::JSON;
/// What a page may have: entries up to its limit, or one that is larger, and their places.
const PAGE_LIMIT: usize = limits::PAGE + limits::ENTRY + 64;

/// A server, and the session with it where there is one.
#[derive(Clone)]
pub(crate) struct Server {
    transport: Arc<dyn Transport>,
    token: Option<String>,
}

/// A page of a log.
pub(crate) struct Page {
    /// Entries as they were framed.
    pub(crate) bytes: Vec<u8>,
    /// The number of the last entry of the space.
    pub(crate) head: u64,
}

/// A request in the making.
struct Call {
    request: Request,
}

impl Server {
    pub(crate) fn new(transport: Arc<dyn Transport>) -> Server {
        Server { transport, token: None }
    }

    /// The same server, with a session's token.
    pub(crate) fn with_token(&self, token: &Binary) -> Server {
        Server { transport: Arc::clone(&self.transport), token: Some(token.to_text()) }
    }

    fn call(&self, method: Method, path: impl Into<String>) -> Call {
        Call {
            request: Request {
                method,
                path: path.into(),
                token: self.token.clone(),
                content_type: None,
                headers: Vec::new(),
                body: Vec::new(),
                limit: JSON_LIMIT,
                wait: 0,
            },
        }
    }

    fn send(&self, call: Call) -> Result<Response, SyncError> {
        let answer = self.transport.send(call.request)?;
        if (200..300).contains(&answer.status) { Ok(answer) } else { Err(refusal(&answer)) }
    }

    fn read<T: DeserializeOwned>(&self, call: Call) -> Result<T, SyncError> {
        let answer = self.send(call)?;
        serde_json::from_slice(&answer.body).map_err(|_| SyncError::Malformed("JSON"))
    }

    // What needs no session.

    pub(crate) fn meta(&self) -> Result<Meta, SyncError> {
        self.read(self.call(Method::Get, "/v1/meta"))
    }

    pub(crate) fn register(&self, register: &Register) -> Result<(), SyncError> {
        self.send(self.call(Method::Post, "/v1/accounts").json(register)).map(drop)
    }

    pub(crate) fn challenge(&self, account: Uuid, device: Device) -> Result<[u8; 32], SyncError> {
        let request = ChallengeRequest { account, device };
        let challenge: Challenge =
            self.read(self.call(Method::Post, "/v1/sessions/challenge").json(&request))?;
        challenge.nonce.exactly().ok_or(SyncError::Malformed("nonce"))
    }

    pub(crate) fn session(&self, request: &SessionRequest) -> Result<Session, SyncError> {
        self.read(self.call(Method::Post, "/v1/sessions").json(request))
    }

    /// The account's secrets as they were sealed, and its statements.
    pub(crate) fn recovery(&self, locator: &[u8; 16]) -> Result<(Vec<u8>, Vec<Binary>), SyncError> {
        let path = format!("/v1/recovery/{}", Binary::from(*locator).to_text());
        self.read::<Recovery>(self.call(Method::Get, path)).map(|it| (it.sealed.0, it.statements))
    }

    pub(crate) fn state(&self, account: Uuid, statements: Vec<Binary>) -> Result<(), SyncError> {
        let path = format!("/v1/accounts/{account}/statements");
        self.send(self.call(Method::Post, path).json(&Statements { statements })).map(drop)
    }

    /// As [`Server::state`], by who has the recovery code and no session.
    pub(crate) fn state_with_code(
        &self,
        account: Uuid,
        token: &[u8; 32],
        statements: Vec<Binary>,
    ) -> Result<(), SyncError> {
        let path = format!("/v1/accounts/{account}/statements");
        let mut call = self.call(Method::Post, path).json(&Statements { statements });
        call.request.headers.push((RECOVERY_HEADER, Binary::from(*token).to_text()));
        self.send(call).map(drop)
    }

    pub(crate) fn look(&self, invite: Uuid, token: &[u8; 32]) -> Result<InviteView, SyncError> {
        let path = format!("/v1/invites/{invite}/look");
        self.read(self.call(Method::Post, path).json(&InviteLook { token: (*token).into() }))
    }

    pub(crate) fn leave_at(
        &self,
        enrolment: Uuid,
        slot: EnrolmentSlot,
        bytes: Vec<u8>,
    ) -> Result<(), SyncError> {
        let path = format!("/v1/enrolments/{enrolment}/{}", slot.name());
        self.send(self.call(Method::Put, path).octets(bytes)).map(drop)
    }

    /// None while nobody left anything there.
    pub(crate) fn find_at(
        &self,
        enrolment: Uuid,
        slot: EnrolmentSlot,
        wait: u64,
    ) -> Result<Option<Vec<u8>>, SyncError> {
        let path = format!("/v1/enrolments/{enrolment}/{}?wait={wait}", slot.name());
        let answer = self.send(self.call(Method::Get, path).waiting(wait))?;
        Ok((answer.status != 204).then_some(answer.body))
    }

    // The account.

    pub(crate) fn account(&self) -> Result<Account, SyncError> {
        self.read(self.call(Method::Get, "/v1/account"))
    }

    pub(crate) fn delete_account(&self) -> Result<(), SyncError> {
        self.send(self.call(Method::Delete, "/v1/account")).map(drop)
    }

    pub(crate) fn statements(&self, account: Uuid, after: u32) -> Result<Vec<Binary>, SyncError> {
        let path = format!("/v1/accounts/{account}/statements?after={after}");
        self.read::<Statements>(self.call(Method::Get, path)).map(|it| it.statements)
    }

    pub(crate) fn put_recovery(
        &self,
        locator: [u8; 16],
        sealed: Vec<u8>,
        token_hash: [u8; 32],
    ) -> Result<(), SyncError> {
        let (locator, sealed) = (locator.into(), sealed.into());
        let recovery = RecoveryPut { locator, sealed, token_hash: token_hash.into() };
        self.send(self.call(Method::Put, "/v1/account/recovery").json(&recovery)).map(drop)
    }

    /// None while `known` is still true.
    pub(crate) fn changes(&self, known: Option<&str>, wait: u64) -> Result<Option<Changes>, SyncError> {
        let path = match (known, wait) {
            (None, _) => "/v1/changes".to_owned(),
            (Some(known), 0) => format!("/v1/changes?known={known}"),
            (Some(known), wait) => format!("/v1/changes?known={known}&wait={wait}"),
        };
        let answer = self.send(self.call(Method::Get, path).waiting(wait))?;
        if answer.status == 204 {
            return Ok(None);
        }
        serde_json::from_slice(&answer.body).map(Some).map_err(|_| SyncError::Malformed("changes"))
    }

    pub(crate) fn create_enrolment(&self) -> Result<Uuid, SyncError> {
        self.read::<Enrolment>(self.call(Method::Post, "/v1/enrolments")).map(|it| it.enrolment)
    }

    // Invites.

    pub(crate) fn invite(&self, invite: &InviteCreate) -> Result<(), SyncError> {
        self.send(self.call(Method::Post, "/v1/invites").json(invite)).map(drop)
    }

    pub(crate) fn accept(&self, invite: Uuid, accept: &Accept) -> Result<(), SyncError> {
        self.send(self.call(Method::Post, format!("/v1/invites/{invite}/accept")).json(accept)).map(drop)
    }

    pub(crate) fn withdraw(&self, invite: Uuid) -> Result<(), SyncError> {
        self.send(self.call(Method::Delete, format!("/v1/invites/{invite}"))).map(drop)
    }

    // Spaces.

    pub(crate) fn create_space(&self, space: Uuid, create: &SpaceCreate) -> Result<(), SyncError> {
        self.send(self.call(Method::Put, format!("/v1/spaces/{space}")).json(create)).map(drop)
    }

    /// All epoch records after one, however many answers they take, and the packet of the newest.
    pub(crate) fn epochs(&self, space: Uuid, after: u32) -> Result<Epochs, SyncError> {
        let mut all = Epochs { records: Vec::new(), packet: None, more: true };
        while all.more {
            // The keys of more epochs than that fit into no packet.
            if all.records.len() >= MAX_EPOCHS {
                return Err(SyncError::Malformed("epochs"));
            }
            let after = after.saturating_add(all.records.len() as u32);
            let path = format!("/v1/spaces/{space}/epochs?after={after}");
            let page: Epochs = self.read(self.call(Method::Get, path))?;
            if page.more && page.records.is_empty() {
                return Err(SyncError::Malformed("epochs"));
            }
            all.records.extend(page.records);
            (all.packet, all.more) = (page.packet, page.more);
        }
        Ok(all)
    }

    pub(crate) fn begin_epoch(&self, space: Uuid, epoch: &EpochAppend) -> Result<(), SyncError> {
        self.send(self.call(Method::Post, format!("/v1/spaces/{space}/epochs")).json(epoch)).map(drop)
    }

    pub(crate) fn leave(&self, space: Uuid) -> Result<(), SyncError> {
        self.send(self.call(Method::Post, format!("/v1/spaces/{space}/leave"))).map(drop)
    }

    pub(crate) fn end(&self, space: Uuid) -> Result<(), SyncError> {
        self.send(self.call(Method::Post, format!("/v1/spaces/{space}/end"))).map(drop)
    }

    pub(crate) fn page(&self, space: Uuid, after: u64, hash: &Hash) -> Result<Page, SyncError> {
        let path = match after {
            0 => format!("/v1/spaces/{space}/log?after=0"),
            _ => format!("/v1/spaces/{space}/log?after={after}&hash={}", hex(&hash.0)),
        };
        let answer = self.send(self.call(Method::Get, path).limit(PAGE_LIMIT))?;
        let head = answer.header(HEAD_HEADER).and_then(|it| it.parse().ok());
        Ok(Page { head: head.ok_or(SyncError::Malformed("head"))?, bytes: answer.body })
    }

    pub(crate) fn append(&self, space: Uuid, body: Vec<u8>) -> Result<Appended, SyncError> {
        self.read(self.call(Method::Post, format!("/v1/spaces/{space}/log")).octets(body))
    }

    pub(crate) fn put_blob(
        &self,
        space: Uuid,
        name: &[u8; 32],
        purpose: BlobPurpose,
        bytes: Vec<u8>,
    ) -> Result<(), SyncError> {
        let purpose = match purpose {
            BlobPurpose::Attachment => "attachment",
            BlobPurpose::Snapshot => "snapshot",
        };
        let path = format!("/v1/spaces/{space}/blobs/{}?purpose={purpose}", hex(name));
        self.send(self.call(Method::Put, path).octets(bytes)).map(drop)
    }

    pub(crate) fn blob(&self, space: Uuid, name: &[u8; 32]) -> Result<Vec<u8>, SyncError> {
        let path = format!("/v1/spaces/{space}/blobs/{}", hex(name));
        self.send(self.call(Method::Get, path).limit(limits::BLOB)).map(|it| it.body)
    }

    pub(crate) fn put_snapshot(
        &self,
        space: Uuid,
        manifest: Vec<u8>,
        blobs: &[[u8; 32]],
    ) -> Result<(), SyncError> {
        let names: Vec<_> = blobs.iter().map(|name| hex(name)).collect();
        let mut call = self.call(Method::Put, format!("/v1/spaces/{space}/snapshot")).octets(manifest);
        call.request.headers.push((BLOBS_HEADER, names.join(",")));
        self.send(call).map(drop)
    }

    pub(crate) fn snapshot(&self, space: Uuid) -> Result<Vec<u8>, SyncError> {
        let call = self.call(Method::Get, format!("/v1/spaces/{space}/snapshot")).limit(limits::ENTRY);
        self.send(call).map(|it| it.body)
    }
}

impl Call {
    fn json(mut self, body: &impl Serialize) -> Call {
        self.request.content_type = Some("application/json");
        self.request.body = serde_json::to_vec(body).expect("the protocol's shapes can be written");
        self
    }

    fn octets(mut self, body: Vec<u8>) -> Call {
        self.request.content_type = Some("application/octet-stream");
        self.request.body = body;
        self
    }

    fn limit(mut self, limit: usize) -> Call {
        self.request.limit = limit;
        self
    }

    fn waiting(mut self, seconds: u64) -> Call {
        self.request.wait = seconds;
        self
    }
}

/// What a refusal says, by name.
fn refusal(answer: &Response) -> SyncError {
    let Ok(problem) = serde_json::from_slice::<Problem>(&answer.body) else {
        return SyncError::Malformed("refusal");
    };
    match problem.code {
        Code::UnknownDevice => SyncError::UnknownDevice,
        Code::NotFound => SyncError::NotFound,
        Code::InviteSpent => SyncError::InviteSpent,
        Code::SlowDown => SyncError::SlowDown { seconds: problem.retry_after.unwrap_or(1) },
        Code::Full => SyncError::Full { limit: problem.limit.unwrap_or_default() },
        _ => SyncError::Refused(Box::new(problem)),
    }
}
