//! What the server lost, because it was restored from an older copy or came back empty: it is given all of it again.
//! Merging makes that harmless.

use super::{Round, Turn};
use crate::{
    Need, SyncError,
    epochs::{Begun, Due, next_members},
    log::Log,
    stopped::Stopped,
    vouched::Vouched,
};
use cairn_protocol::Code;
use cairn_replica::SpaceId;
use cairn_store::sync::SyncSpace;
use uuid::Uuid;

impl Round<'_> {
    /// Gives a space that the server does not name its place: for the first time, or again. False where it cannot have
    /// one: this account is no longer a member.
    pub(super) fn place(&mut self, space: Uuid, known: Option<Log>) -> Result<bool, SyncError> {
        let mut log = match known {
            Some(log) => log,
            None => self.engine.new_log(space),
        };
        if self.engine.has_left(space)? {
            self.out(&mut log)?;
            return Ok(false);
        }
        if !log.is_personal(&self.me) && log.records.is_empty() {
            // Waited to be let in, and was refused.
            self.out(&mut log)?;
            return Ok(false);
        }
        if log.records.is_empty() && Vouched::kept(&self.engine.store)?.is_some_and(|it| it.knows(space)) {
            // It was there when this device was added, which has none of its keys yet: an older one gives it back.
            self.need(Need::WentBack { space });
            return Ok(false);
        }
        let was_there = log.known.place.seq > 0 || log.known.head > 0 || log.known.state == "open";
        match self.engine.place_space(&self.server, &self.me, &mut log) {
            Ok(()) => {}
            Err(error) if matches!(error.refusal(), Some(Code::Taken | Code::Stale)) => {
                if log.is_personal(&self.me) && !was_there {
                    // Another device of this account was faster.
                    self.engine.store.forget_space(SpaceId(space))?;
                    self.look_again()?;
                    return Ok(true);
                }
                self.out(&mut log)?;
                return Ok(false);
            }
            Err(SyncError::NotFound) => {
                self.out(&mut log)?;
                return Ok(false);
            }
            Err(other) => return Err(other),
        }
        if was_there {
            self.went_back(space)?;
        }
        Ok(true)
    }

    /// Gives their places to the mentorships that nobody was invited to: for this person's other devices, and her recovery.
    pub(super) fn place_mentorships(&mut self) -> Result<(), SyncError> {
        let unplaced = if self.may_send { self.engine.store.unplaced_mentorships()? } else { Vec::new() };
        for id in &unplaced {
            match self.engine.ensure_placed(&self.server, &self.me, id.0) {
                Err(error) if error.refusal().is_some() => {
                    // Another device was faster, or it is somebody else's. It is read once the server names it.
                    self.engine.store.forget_space(*id)?;
                    let known = SyncSpace { on_server: false, ..self.engine.new_log(id.0).known };
                    self.engine.store.put_space(&known)?;
                }
                other => other?,
            }
        }
        if unplaced.is_empty() { Ok(()) } else { self.look_again() }
    }

    fn out(&mut self, log: &mut Log) -> Result<(), SyncError> {
        self.engine.keep_out(log, Stopped::Out)?;
        self.need(Need::Out { space: log.id() });
        Ok(())
    }

    /// The server has another log than it had: it is read from its beginning, and given the whole state again under a new
    /// device id, because the former one has a past that the server does not know.
    pub(super) fn went_back(&mut self, space: Uuid) -> Result<(), SyncError> {
        self.need(Need::WentBack { space });
        let id = SpaceId(space);
        self.engine.store.drop_in_flight(id)?;
        self.engine.store.begin_again(id)?;
        if !self.is_new_device {
            self.new_device()?;
        }
        Ok(())
    }

    /// Gives the server the epochs that it lost. All of its log was read.
    pub(super) fn give_epochs(&mut self, log: &mut Log) -> Result<Turn, SyncError> {
        if !log.has_all_keys() {
            return Ok(Turn::NoKey);
        }
        let due = Due { is_due: true, ..Due::default() };
        let members =
            log.newest().map(|newest| next_members(newest, &self.me, &self.people, &due)).transpose();
        let members = match members {
            Ok(members) => members.flatten().unwrap_or_default(),
            Err(need) => {
                self.need(need);
                return Ok(Turn::Stopped);
            }
        };
        match self.engine.give_epochs(&self.server, &self.me, log, members)? {
            Begun::Stale => {}
            Begun::Yes => self.engine.store.drop_in_flight(log.known.space)?,
        }
        Ok(Turn::Again)
    }
}
