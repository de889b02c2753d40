//! Invites of this account: made, open, withdrawn, and who came in by them.

use crate::{
    Engine, Greeting, SyncError,
    me::Me,
    notebook::{self, OpenInvite, invite_key, space_key},
    server::Server,
};
use cairn_crypto::{AccountId, InviteId, InviteLink, InviteSecret, SpaceId};
use cairn_protocol::{InviteCreate, limits};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How far this device's clock may be off when it says that an invite has expired: the server's word is not asked.
pub(crate) const GRACE: u64 = 24 * 3_600_000;

/// An open invite of this account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// Names it.
    pub invite: Uuid,
    /// Into which mentorship.
    pub space: Uuid,
    /// For which of its members.
    pub member: Uuid,
    /// `cairn://join/…`: whoever has it can join. It is to be handed over like a key.
    pub link: String,
    /// When it ends, in milliseconds.
    pub expires: u64,
}

/// Who came in by an invite of this account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// By which.
    pub invite: Uuid,
    /// Into which mentorship.
    pub space: Uuid,
    /// The member whom the invite was for.
    pub member: Uuid,
    /// Who came.
    pub account: Uuid,
}

impl Engine {
    /// Makes an invite into a mentorship, which gets its place on the server with the first one at the latest. *Blocks on the network.*
    ///
    /// `member` is whom it is for; the server does not learn that. Fails with [`SyncError::NoAccount`] where this profile
    /// has no account with a server yet.
    pub fn invite(&self, space: Uuid, member: Uuid, greeting: &Greeting) -> Result<Invited, SyncError> {
        let _turn = self.turn();
        let me = self.me()?;
        let secret = InviteSecret::generate(&mut self.dice());
        let id = InviteId(self.fresh());
        let keys = secret.keys(id);
        let sealed = keys.seal_greeting(greeting, &mut self.dice());
        let greeting = sealed.map_err(|_| SyncError::Unverified("greeting"))?;
        let mac =
            keys.mac().inviter(SpaceId(*space.as_bytes()), me.keys.account, &me.keys.identity.verifying());
        let expires = self.server_now()? + limits::INVITE_LIFE - 60_000;
        let link = InviteLink { server: me.address.clone(), invite: id, secret };
        let link = link.to_text().to_string();
        let invite = Uuid::from_bytes(id.0);
        let create = InviteCreate {
            invite,
            space,
            token_hash: <[u8; 32]>::from(Sha256::digest(keys.token())).into(),
            mac: mac.0.into(),
            greeting: greeting.into(),
            expires,
        };
        let epochs = self.log(space)?.map_or(0, |log| log.records.len() as u32);
        self.keep_note(
            &invite_key(invite),
            &OpenInvite { space, member, link: link.clone(), expires, epochs, admitted: None },
        )?;
        self.with_session(&me, |server| {
            self.ensure_placed(server, &me, space)?;
            server.invite(&create)
        })?;
        Ok(Invited { invite, space, member, link, expires })
    }

    /// Gives a mentorship its place on the server, where it has none.
    pub(crate) fn ensure_placed(&self, server: &Server, me: &Me, space: Uuid) -> Result<(), SyncError> {
        let log = self.log(space)?;
        if log.as_ref().is_some_and(|log| log.known.on_server && log.known.state == "open") {
            return Ok(());
        }
        let mut log = log.unwrap_or_else(|| self.new_log(space));
        self.keep_note(&space_key(space), &notebook::Joined::default())?;
        self.place_space(server, me, &mut log)?;
        log.known.on_server = true;
        log.known.state = "open".to_owned();
        Ok(self.store.put_space(&log.known)?)
    }

    /// The open invites of this account, by which nobody has come in yet.
    pub fn invites(&self) -> Result<Vec<Invited>, SyncError> {
        let now = self.server_now()?;
        let mut open = self.all_invites()?;
        open.retain(|(_, it)| it.expires > now && it.admitted.is_none());
        let open = open.into_iter().map(|(invite, it)| {
            let OpenInvite { space, member, link, expires, .. } = it;
            Invited { invite, space, member, link, expires }
        });
        Ok(open.collect())
    }

    /// Who came in by an invite of this account, let in by whichever of its devices. [`Engine::welcomed`] ends that.
    pub fn arrivals(&self) -> Result<Vec<Arrival>, SyncError> {
        let mut arrivals = Vec::new();
        for (invite, OpenInvite { space, member, admitted, .. }) in self.all_invites()? {
            let Some(account) = admitted else { continue };
            let log = self.log(space)?;
            let newest = log.as_ref().and_then(|log| log.newest());
            if newest.is_some_and(|newest| newest.member(AccountId(*account.as_bytes())).is_some()) {
                arrivals.push(Arrival { invite, space, member, account });
            }
        }
        Ok(arrivals)
    }

    /// Who came in by an invite has her place among the members: the invite is forgotten.
    pub fn welcomed(&self, invite: Uuid) -> Result<(), SyncError> {
        self.forget_note(&invite_key(invite))
    }

    fn all_invites(&self) -> Result<Vec<(Uuid, OpenInvite)>, SyncError> {
        let all = self.notes::<OpenInvite>("sync/invite/")?;
        Ok(all.into_iter().filter_map(|(id, it)| Some((id.parse().ok()?, it))).collect())
    }

    /// Forgets invites that have expired by both clocks: neither this device's nor the server's may be right, and what is
    /// forgotten here is forgotten on all devices.
    pub(crate) fn forget_expired(&self) -> Result<(), SyncError> {
        let now = self.server_now()?.min(self.world.now());
        for (invite, _) in self.all_invites()?.iter().filter(|(_, it)| it.expires.saturating_add(GRACE) < now)
        {
            self.forget_note(&invite_key(*invite))?;
        }
        Ok(())
    }

    /// Withdraws an invite, and refuses who waits by it. *Blocks on the network.*
    pub fn withdraw(&self, invite: Uuid) -> Result<(), SyncError> {
        let _turn = self.turn();
        let me = self.me()?;
        match self.with_session(&me, |server| server.withdraw(invite)) {
            Ok(()) | Err(SyncError::NotFound | SyncError::InviteSpent) => {}
            Err(other) => return Err(other),
        }
        self.forget_note(&invite_key(invite))
    }
}
