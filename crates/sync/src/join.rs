//! Two people find each other by a link.

use crate::{
    Engine, SyncError,
    address::trust_text,
    log::Log,
    me::{Me, Secrets},
    notebook::{self, RECOVERY, space_key},
    people::{self, uuid},
    server::Server,
    stopped::Stopped,
};
use cairn_crypto::{
    AccountId, AccountKeys, Chain, DeviceId, DeviceKeys, Hash, InviteKeys, InviteLink, Says, SpaceId,
};
use cairn_protocol::{Accept, InviteKind, InviteView, Register};
use cairn_store::sync::SyncAccount;
use uuid::Uuid;

pub use cairn_crypto::Greeting;

/// What a link offers, verified: its keys are those of the person who made the link.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Where the server is.
    pub server: String,
    /// Into which mentorship; none where the operator invites to have an account.
    pub space: Option<Uuid>,
    /// Who invites; none where the operator does.
    pub inviter: Option<Uuid>,
    /// What the inviter says; none where the operator invites.
    pub greeting: Option<Greeting>,
    /// When it ends, in milliseconds.
    pub expires: u64,
    link: InviteLink,
    chain: Option<Chain>,
}

/// What came of joining.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// There is an account with the server now; others can be invited.
    Account,
    /// A member's device has to let this account in, which it does by itself when it next syncs.
    Waiting {
        /// Into which mentorship.
        space: Uuid,
    },
}

impl Engine {
    /// What a link offers. Changes nothing. *Blocks on the network.*
    ///
    /// Fails with [`SyncError::Link`], [`SyncError::InviteSpent`], [`SyncError::Forged`] where the keys are not those of who
    /// made the link, [`SyncError::OtherServer`] where this profile has an account elsewhere, and as every call on the
    /// network does.
    pub fn look(&self, link: &str) -> Result<Invitation, SyncError> {
        let link = InviteLink::parse(link)?;
        let here = self.store.sync_account()?.and_then(|kept| kept.server);
        if let Some(here) = here.filter(|here| *here != link.server.host_and_port()) {
            return Err(SyncError::OtherServer(here));
        }
        let keys = link.secret.keys(link.invite);
        let server = Server::new(self.world.dial(&link.server));
        let view = match server.look(Uuid::from_bytes(link.invite.0), keys.token()) {
            Err(SyncError::NotFound) => return Err(SyncError::InviteSpent),
            other => other?,
        };
        invitation(link, &keys, view)
    }

    /// Takes an invitation: makes an account with the server where there is none, and waits to be let in. What is in the
    /// personal space goes up with the next [`Engine::sync`]. *Blocks on the network.* Doing it again is harmless.
    pub fn join(&self, invitation: &Invitation) -> Result<Joined, SyncError> {
        let _turn = self.turn();
        let line = self.line(&invitation.link.server);
        self.check_meta(&line)?;
        self.be_somebody(&line, &invitation.link)?;
        let me = self.me()?;
        self.register(&line, &me, &invitation.link)?;
        let (Some(space), Some(chain)) = (invitation.space, &invitation.chain) else {
            return Ok(Joined::Account);
        };
        let (inviter, identity) = (uuid(chain.account()), chain.identity());
        if space == me.account() || inviter == me.account() {
            return Err(SyncError::Forged);
        }
        self.meet_verified(chain, &mut self.people()?)?;
        let log = self.log(space)?;
        let newest = log.as_ref().and_then(|log| log.newest());
        let was_out = log.as_ref().and_then(Log::stopped).is_some_and(Stopped::is_out);
        let is_in = newest.is_some_and(|newest| newest.member(me.keys.account).is_some());
        if !is_in || was_out || self.has_left(space)? {
            self.keep_note(&space_key(space), &notebook::Joined::by(inviter, &identity.0))?;
        }
        self.accept(&me, &invitation.link, space)?;
        Ok(Joined::Waiting { space })
    }

    /// The secrets of this profile's account, made where there are none. Another server than the last one has nothing of it.
    fn be_somebody(&self, line: &Server, link: &InviteLink) -> Result<(), SyncError> {
        let kept = self.store.sync_account()?;
        if let Some(kept) = kept {
            if kept.server.is_none() {
                let id = line.meta()?.server.to_string();
                if kept.server_id.is_some_and(|last| last != id) {
                    self.store.forget_all_placed()?;
                }
                let (server, trust) = (link.server.host_and_port(), trust_text(&link.server));
                self.store.update_sync_account(|kept| {
                    (kept.server, kept.trust, kept.server_id) = (Some(server), Some(trust), Some(id));
                    kept.session = None;
                })?;
            }
            return Ok(());
        }
        self.make_account(Some((link.server.host_and_port(), trust_text(&link.server))))
    }

    /// Makes the account's keys and its first statements. Nobody hears of them yet.
    pub(crate) fn make_account(&self, server: Option<(String, String)>) -> Result<(), SyncError> {
        let account = AccountId(*self.store.account().0.as_bytes());
        let keys = AccountKeys::generate(account, &mut self.dice());
        let device_keys = DeviceKeys::generate(&mut self.dice());
        let device = self.store.device();
        let now = self.world.now();
        let mut chain = Chain::create(&keys, now);
        let says = Says::AddDevice { device: DeviceId(device.0), keys: device_keys.public() };
        chain.state(&keys.identity, now, says).map_err(|_| SyncError::Unverified("statement"))?;
        self.pin(&chain)?;
        let (server, trust) = server.unzip();
        Ok(self.store.connect(&SyncAccount {
            server,
            trust,
            server_id: None,
            device,
            secrets: Secrets::write(&keys, &device_keys, None),
            session: None,
            clock_offset: 0,
            last_success: None,
        })?)
    }

    /// Makes the account known to a server; one that knows it already says so. Where the server had lost it, it gets all
    /// statements again.
    fn register(&self, line: &Server, me: &Me, link: &InviteLink) -> Result<(), SyncError> {
        let people = self.people()?;
        let own = people.get(&me.keys.account).ok_or(SyncError::NoAccount)?;
        let all: Vec<_> = own.chain.statements().iter().map(|it| it.as_bytes().into()).collect();
        let is_unknown = match self.new_session(me) {
            Ok(_) => return Ok(()),
            Err(error) => matches!(error, SyncError::UnknownDevice),
        };
        let token = *link.secret.keys(link.invite).token();
        let invite = Uuid::from_bytes(link.invite.0);
        line.register(&Register { invite, token: token.into(), statements: all })?;
        if is_unknown {
            // What was sealed under the recovery code went with the account, or never was on this server.
            self.forget_note(RECOVERY)?;
        }
        // A device that was revoked is not taken by an account that the server knows already.
        self.new_session(me).map(drop)
    }

    /// Says that this account would come in, and proves that it knows the secret.
    fn accept(&self, me: &Me, link: &InviteLink, space: Uuid) -> Result<(), SyncError> {
        let keys = link.secret.keys(link.invite);
        let own = &me.keys;
        let (identity, encryption) = (own.identity.verifying(), own.encryption().sealing());
        let mac = keys.mac().joiner(SpaceId(*space.as_bytes()), own.account, &identity, &encryption);
        let accept = Accept { token: (*keys.token()).into(), mac: mac.0.into() };
        let invite = Uuid::from_bytes(link.invite.0);
        match self.with_session(me, |server| server.accept(invite, &accept)) {
            // Waits already, or is a member.
            Err(error) if error.refusal() == Some(cairn_protocol::Code::Taken) => Ok(()),
            other => other,
        }
    }

    /// The time by the server's clock, as far as it is known.
    pub(crate) fn server_now(&self) -> Result<u64, SyncError> {
        let offset = self.store.sync_account()?.map_or(0, |kept| kept.clock_offset);
        Ok(self.world.now().saturating_add_signed(offset))
    }
}

/// What a server's answer comes to, if it is from who made the link.
fn invitation(link: InviteLink, keys: &InviteKeys, view: InviteView) -> Result<Invitation, SyncError> {
    let server = link.server.host_and_port();
    let expires = view.expires;
    if view.kind == InviteKind::Account {
        return Ok(Invitation {
            server,
            space: None,
            inviter: None,
            greeting: None,
            expires,
            link,
            chain: None,
        });
    }
    let (Some(space), Some(inviter), Some(mac), Some(greeting)) =
        (view.space, view.inviter, view.mac.and_then(|it| it.exactly()), view.greeting)
    else {
        return Err(SyncError::Malformed("invite"));
    };
    let chain = people::verified_chain(&view.statements).ok_or(SyncError::Forged)?;
    let expected = keys.mac().inviter(SpaceId(*space.as_bytes()), chain.account(), &chain.identity());
    if uuid(chain.account()) != inviter || !expected.is_same(&Hash(mac)) {
        return Err(SyncError::Forged);
    }
    let greeting = keys.open_greeting(&greeting.0).map_err(|_| SyncError::Forged)?;
    Ok(Invitation {
        server,
        space: Some(space),
        inviter: Some(inviter),
        greeting: Some(greeting),
        expires,
        link,
        chain: Some(chain),
    })
}
