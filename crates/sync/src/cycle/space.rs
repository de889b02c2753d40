//! One space in a round.

use super::{Round, Turn};
use crate::{
    Need, SyncError,
    epochs::{Begun, next_members},
    log::Log,
    notebook::{self, space_key},
    stopped::Stopped,
    vouched::Vouched,
};
use cairn_protocol::{ChangedSpace, SpaceState};
use cairn_store::sync::Place;
use uuid::Uuid;

/// How often a space is begun again in one round because somebody was faster, or something had to be put right first.
const TURNS: usize = 8;

impl Round<'_> {
    /// Brings a space and the server together.
    pub(super) fn space(&mut self, space: Uuid) -> Result<(), SyncError> {
        let known = self.engine.log(space)?;
        if let Some(account) =
            known.as_ref().and_then(|log| log.changed_member(&self.people, self.me.keys.account))
        {
            return Err(SyncError::KeyChange { account });
        }
        if let Some(log) = known.as_ref().filter(|log| log.known.notice.is_some())
            && !self.is_in_again(space, log.stopped())?
        {
            return Ok(());
        }
        let changed = match self.changed(space) {
            Some(changed) => changed,
            None if !self.place(space, known)? => return Ok(()),
            None => self.placed(space),
        };
        if changed.state == SpaceState::Waiting {
            self.need(Need::Waiting { space });
            return Ok(());
        }
        self.engine.clear_notice(space, Stopped::is_out)?;
        if !self.enter(&changed)? {
            return Ok(());
        }
        let mut is_done = false;
        for _ in 0..TURNS {
            let changed = self.changed(space).unwrap_or_else(|| self.placed(space));
            match self.turn(&changed)? {
                Turn::Done => {
                    self.compare_with_vouched(space)?;
                    is_done = true;
                }
                Turn::Stopped => is_done = true,
                Turn::NoKey => {
                    self.need(Need::Key { space });
                    is_done = true;
                }
                Turn::Ended => {
                    self.need(Need::Ended { space });
                    is_done = true;
                }
                Turn::Again => self.look_again()?,
                Turn::WentBack => self.went_back(space)?,
                Turn::Cloned => self.new_device()?,
                Turn::ClockAhead(now) => self.restamp(now)?,
            }
            if is_done {
                break;
            }
        }
        if !is_done {
            self.need(Need::Unfinished { space });
        }
        Ok(())
    }

    /// Whether this account came in again after it was out of a space. Whether it is true the epochs tell.
    fn is_in_again(&self, space: Uuid, stopped: Option<Stopped>) -> Result<bool, SyncError> {
        let is_open = self.changed(space).is_some();
        Ok(stopped.is_some_and(Stopped::is_out) && is_open && !self.engine.has_left(space)?)
    }

    /// Whether the server went back since an old device added this one.
    fn compare_with_vouched(&mut self, space: Uuid) -> Result<(), SyncError> {
        let Some(vouched) = Vouched::kept(&self.engine.store)? else { return Ok(()) };
        let head = self.engine.log(space)?.map_or(0, |log| log.known.place.seq);
        if !vouched.reached(&self.engine.store, space, head)? {
            self.need(Need::WentBack { space });
        }
        Ok(())
    }

    /// Whether a space that the server names is one of this account's. Whatever a server shows, a space that nobody of
    /// this account made or joined is not read.
    fn enter(&mut self, changed: &ChangedSpace) -> Result<bool, SyncError> {
        let space = changed.space;
        let mut log = match self.engine.log(space)? {
            Some(log) => log,
            None => {
                let mut log = self.engine.new_log(space);
                let joined = self.engine.note::<notebook::Joined>(&space_key(space))?;
                let is_joined = joined.is_some_and(|joined| !joined.left);
                if !is_joined && !log.is_personal(&self.me) {
                    return Ok(false);
                }
                self.engine.accept_epochs(&self.server, &self.me, &mut self.people, &mut log)?;
                log
            }
        };
        log.known.on_server = true;
        log.known.head = changed.head;
        log.known.state = state_name(changed.state).to_owned();
        self.engine.store.put_space(&log.known)?;
        Ok(true)
    }

    /// Reads a space up to its head and sends nothing, also one that stopped.
    pub(crate) fn read_up(&mut self, space: Uuid) -> Result<(), SyncError> {
        let Some(mut log) = self.engine.log(space)? else { return Ok(()) };
        if self.changed(space).is_some_and(|changed| changed.epoch as usize > log.records.len()) {
            self.engine.accept_epochs(&self.server, &self.me, &mut self.people, &mut log)?;
        }
        self.pull(space).map(drop)
    }

    fn turn(&mut self, changed: &ChangedSpace) -> Result<Turn, SyncError> {
        let space = changed.space;
        let Some(mut log) = self.engine.log(space)? else { return Ok(Turn::Done) };
        if changed.epoch as usize > log.records.len() || !log.has_all_keys() {
            match self.engine.accept_epochs(&self.server, &self.me, &mut self.people, &mut log) {
                // Who began the epoch has seen another log. If the server has another one now, it went back.
                Err(SyncError::TwoHistories { .. }) => {
                    return match self.pull(space)? {
                        Turn::WentBack => Ok(Turn::WentBack),
                        _ => self.two_histories(&mut log, Vec::new()),
                    };
                }
                other => other?,
            }
        }
        if log.known.notice.is_some() {
            return Ok(Turn::Stopped);
        }
        if !is_at(log.known.place, changed) {
            match self.pull(space)? {
                Turn::Done => {}
                other => return Ok(other),
            }
        }
        if !self.may_send {
            return Ok(Turn::Stopped);
        }
        if (changed.epoch as usize) < log.records.len() {
            let Some(mut log) = self.engine.log(space)? else { return Ok(Turn::Done) };
            return self.give_epochs(&mut log);
        }
        if changed.state == SpaceState::Ended {
            self.download(space)?;
            return Ok(Turn::Ended);
        }
        match self.begin_epoch_if_due(changed)? {
            Turn::Done => {}
            other => return Ok(other),
        }
        self.upload(space)?;
        match self.push(space)? {
            Turn::Done => {}
            other => return Ok(other),
        }
        self.download(space)?;
        if changed.snapshot_wanted {
            self.make_snapshot(space)?;
        }
        Ok(Turn::Done)
    }

    /// Begins the next epoch where somebody is to be let in, somebody left, or this account has a new key.
    fn begin_epoch_if_due(&mut self, changed: &ChangedSpace) -> Result<Turn, SyncError> {
        let Some(mut log) = self.engine.log(changed.space)? else { return Ok(Turn::Done) };
        if !log.has_all_keys() {
            return Ok(Turn::NoKey);
        }
        let due = self.due(&log, changed)?;
        let Some(newest) = log.newest() else { return Ok(Turn::Done) };
        let members = match next_members(newest, &self.me, &self.people, &due) {
            Ok(None) => return Ok(Turn::Done),
            Ok(Some(members)) => members,
            Err(need) => {
                self.need(need);
                return Ok(Turn::Done);
            }
        };
        match self.engine.begin_epoch(&self.server, &self.me, &mut log, members)? {
            Begun::Stale => Ok(Turn::Again),
            Begun::Yes => {
                self.let_in(&log, &due)?;
                Ok(Turn::Done)
            }
        }
    }

    /// What is in flight cannot be there, since all of the log was read: it is sealed for the new epoch.
    fn let_in(&mut self, log: &Log, due: &crate::epochs::Due) -> Result<(), SyncError> {
        let space = log.id();
        self.engine.store.drop_in_flight(log.known.space)?;
        self.report.let_in.extend(due.admitted.iter().map(|account| (space, crate::people::uuid(*account))));
        Ok(())
    }
}

/// Whether all of a log was read, by what the server says of it.
fn is_at(place: Place, changed: &ChangedSpace) -> bool {
    changed.head == place.seq && changed.hash.exactly() == Some(place.hash)
}

pub(crate) fn state_name(state: SpaceState) -> &'static str {
    match state {
        SpaceState::Open => "open",
        SpaceState::Rotate => "rotate",
        SpaceState::Ended => "ended",
        SpaceState::Waiting => "waiting",
    }
}
