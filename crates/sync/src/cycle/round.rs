//! A round over all spaces.

use super::{Progress, Report, Step};
use crate::{Cancel, Engine, Need, SyncError, me::Me, people::People, server::Server};
use cairn_protocol::{ChangedSpace, Changes, OLDEST_VERSION, SpaceKind, SpaceState, VERSION};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A round, on its way.
pub(crate) struct Round<'r> {
    pub(super) engine: &'r Engine,
    pub(super) server: Server,
    pub(super) me: Me,
    pub(super) people: People,
    pub(super) changes: Changes,
    pub(super) cancel: &'r Cancel,
    pub(super) report: Report,
    pub(super) raised: BTreeSet<Need>,
    /// Whether anything may be sent: not under a device id that others cannot be told of.
    pub(super) may_send: bool,
    /// Whether this round took a new device id: one is enough.
    pub(super) is_new_device: bool,
    progress: &'r mut dyn FnMut(Progress),
}

impl<'r> Round<'r> {
    /// Asks what is new.
    pub(crate) fn begin(
        engine: &'r Engine,
        server: &Server,
        progress: &'r mut dyn FnMut(Progress),
        cancel: &'r Cancel,
    ) -> Result<Round<'r>, SyncError> {
        cancel.check()?;
        engine.check_meta(server)?;
        let (mut server, mut me, mut people) = (server.clone(), engine.me()?, engine.people()?);
        if !people.contains_key(&me.keys.account) {
            engine.meet_myself(&server, &me, &mut people)?;
        }
        let mut raised = BTreeSet::new();
        let mut may_send = true;
        if me.next.is_some() {
            match engine.settle_device(&server, &mut me, &mut people) {
                Ok(()) => server = engine.new_session(&me)?,
                // Two devices stated different things on a server that was restored: reading goes on.
                Err(SyncError::KeyChange { account }) if account == me.account() => {
                    raised.insert(Need::KeyChange { account });
                    may_send = false;
                    me = engine.me()?;
                }
                Err(other) => return Err(other),
            }
        }
        let changes = engine.changes(&server)?;
        Ok(Round {
            engine,
            server,
            me,
            people,
            changes,
            cancel,
            report: Report::default(),
            raised,
            may_send,
            is_new_device: false,
            progress,
        })
    }

    /// All spaces, the personal one first: it tells this device what the others of the person know.
    pub(crate) fn run(mut self) -> Result<Report, SyncError> {
        self.hear_people()?;
        let account = self.me.account();
        self.vouch_for_this()?;
        self.visit(account)?;
        if self.vouch_for_this()? {
            // The first visit sent something: what the server said before is no longer so.
            self.look_again()?;
            self.visit(account)?;
        }
        self.take_renewal()?;
        match self.renew_if_due() {
            Err(SyncError::KeyChange { account }) if account == self.me.account() => {
                self.need(Need::KeyChange { account });
            }
            other => other?,
        }
        self.look_at_devices()?;
        self.place_mentorships()?;
        for space in self.others()? {
            self.visit(space)?;
        }
        self.engine.forget_expired()?;
        self.engine.keep_changes(&self.changes);
        self.report.needs = self.raised.into_iter().collect();
        Ok(self.report)
    }

    /// The spaces beside the personal one: those the server names, and those that are known here.
    fn others(&self) -> Result<BTreeSet<Uuid>, SyncError> {
        let named = self.changes.spaces.iter().map(|changed| changed.space);
        let known = self.engine.store.sync_spaces()?.into_iter().filter(|it| it.on_server);
        let mut all: BTreeSet<_> = named.chain(known.map(|it| it.space.0)).collect();
        all.remove(&self.me.account());
        Ok(all)
    }

    /// One space, with whatever is wrong with it named; only what concerns all ends the round.
    pub(super) fn visit(&mut self, space: Uuid) -> Result<(), SyncError> {
        let need = match self.space(space) {
            Ok(()) => return Ok(()),
            Err(SyncError::KeyChange { account }) => Need::KeyChange { account },
            Err(SyncError::TwoHistories { space }) => Need::TwoHistories { space },
            Err(SyncError::Full { .. }) => Need::Full { space },
            Err(SyncError::Unverified(_) | SyncError::NotFound | SyncError::Malformed(_)) => {
                Need::Trouble { space }
            }
            // An answer beyond all bounds: what of it the server has is of this space alone.
            Err(SyncError::Offline(crate::TransportError::TooLong)) => Need::Trouble { space },
            // Stamps that no honest clock gives: a hostile snapshot, or a server that lies about the time.
            Err(SyncError::Store(cairn_store::Error::StampAhead | cairn_store::Error::ServerClock)) => {
                Need::Trouble { space }
            }
            Err(SyncError::Refused(problem)) if problem.code != cairn_protocol::Code::Unauthorized => {
                Need::Trouble { space }
            }
            Err(other) => return Err(other),
        };
        self.need(need);
        Ok(())
    }

    /// What the server says of a space.
    pub(super) fn changed(&self, space: Uuid) -> Option<ChangedSpace> {
        self.changes.spaces.iter().find(|changed| changed.space == space).cloned()
    }

    /// What the server would say of a space that was placed there just now.
    pub(super) fn placed(&self, space: Uuid) -> ChangedSpace {
        let is_personal = space == self.me.account();
        ChangedSpace {
            space,
            kind: if is_personal { SpaceKind::Personal } else { SpaceKind::Mentorship },
            head: 0,
            members: Vec::new(),
            hash: [0; 32].into(),
            epoch: u32::MAX,
            floor: 0,
            snapshot: None,
            snapshot_wanted: false,
            state: SpaceState::Open,
        }
    }

    pub(super) fn need(&mut self, need: Need) {
        self.raised.insert(need);
    }

    /// Tells how far a step is; nothing where there is nothing to do.
    pub(super) fn tell(&mut self, step: Step, done: u64, total: u64) {
        if total > 0 {
            (self.progress)(Progress { step, done, total });
        }
    }
}

impl Engine {
    /// Whether app and server speak a common version; where it is another server than it was, the person is told. Asked once
    /// in the life of an engine, and after every failure.
    pub(crate) fn check_meta(&self, server: &Server) -> Result<(), SyncError> {
        if self.is_met() {
            return Ok(());
        }
        let meta = server.meta()?;
        if meta.protocol.min > VERSION {
            return Err(SyncError::UpdateApp);
        }
        if meta.protocol.max < OLDEST_VERSION {
            return Err(SyncError::UpdateServer);
        }
        let id = meta.server.to_string();
        let offset = i64::try_from(meta.now).unwrap_or_default() - self.now().timestamp_millis();
        // Who is not with a server only looks: the first round asks again.
        let kept = self.store.sync_account()?.filter(|kept| kept.server.is_some());
        let Some(kept) = kept else { return Ok(()) };
        if kept.server_id.is_some_and(|known| known != id) {
            // Kept at once: the round that finds it out may end without a report.
            self.keep_lasting(Need::OtherServer)?;
        }
        self.store.update_sync_account(|kept| {
            kept.server_id = Some(id);
            kept.clock_offset = offset;
        })?;
        self.met();
        Ok(())
    }
}
