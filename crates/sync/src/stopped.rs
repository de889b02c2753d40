//! Why a space stopped, as the store keeps it: the one place that knows the codes.

use crate::{Engine, Need, SyncError, log::Log, people::People, people::uuid};
use cairn_crypto::AccountId;
use cairn_store::sync::Notice;
use uuid::Uuid;

/// Why nothing of a space comes or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// The server showed two histories.
    TwoHistories,
    /// The six words were compared with this member, and differ: the keys that stand for her are somebody else's.
    WordsDiffer(Uuid),
    /// This account is no longer a member.
    Out,
    /// This account left.
    Left,
}

impl Stopped {
    /// As the store keeps it; `evidence` is what two histories were seen by.
    pub(crate) fn notice(self, evidence: Vec<u8>) -> Notice {
        let (code, evidence) = match self {
            Stopped::TwoHistories => ("two_histories", evidence),
            Stopped::WordsDiffer(account) => ("words_differ", account.as_bytes().to_vec()),
            Stopped::Out => ("out", evidence),
            Stopped::Left => ("left", evidence),
        };
        Notice { code: code.to_owned(), evidence }
    }

    /// What a notice says; nothing where a newer version wrote it.
    pub(crate) fn of(notice: &Notice) -> Option<Stopped> {
        Some(match notice.code.as_str() {
            "two_histories" => Stopped::TwoHistories,
            "words_differ" => Stopped::WordsDiffer(Uuid::from_slice(&notice.evidence).ok()?),
            "out" => Stopped::Out,
            "left" => Stopped::Left,
            _ => return None,
        })
    }

    /// Whether this account is not in the space any more, so that there is nothing to go on with.
    pub(crate) fn is_out(self) -> bool {
        matches!(self, Stopped::Out | Stopped::Left)
    }
}

impl Need {
    /// What a notice on a space calls for.
    pub(crate) fn of_notice(space: Uuid, notice: &Notice) -> Need {
        match Stopped::of(notice) {
            Some(Stopped::TwoHistories) => Need::TwoHistories { space },
            Some(Stopped::WordsDiffer(account)) => Need::WordsDiffer { space, account },
            Some(Stopped::Out | Stopped::Left) => Need::Out { space },
            None => Need::Trouble { space },
        }
    }
}

impl Log {
    /// Why it stopped, where this version knows that.
    pub(crate) fn stopped(&self) -> Option<Stopped> {
        self.known.notice.as_ref().and_then(Stopped::of)
    }

    /// A member whose keys changed: until the person decided, nothing of the space comes or goes. `own` is this account,
    /// whose chain stops nothing but the beginning of epochs.
    pub(crate) fn changed_member(&self, people: &People, own: AccountId) -> Option<Uuid> {
        let members = self.newest()?.members().iter().map(|member| member.account);
        let mut others = members.filter(|account| *account != own);
        let changed = others.find(|it| people.get(it).is_some_and(|person| person.is_changed));
        changed.map(uuid)
    }
}

impl Engine {
    /// The six words were compared with a member, and differ: nothing of the mentorship comes or goes until she is taken out
    /// ([`Engine::remove`]), or both have compared again and found the same ([`Engine::mark_verified`]). Fails with
    /// [`SyncError::NotFound`] for a mentorship that is not shared.
    pub fn words_differ(&self, space: Uuid, account: Uuid) -> Result<(), SyncError> {
        let _turn = self.turn();
        let mut log = self.log(space)?.ok_or(SyncError::NotFound)?;
        if !log.stopped().is_some_and(Stopped::is_out) {
            log.known.notice = Some(Stopped::WordsDiffer(account).notice(Vec::new()));
            self.store.put_space(&log.known)?;
        }
        Ok(())
    }

    /// Takes away why a space stopped, if `which` says so.
    pub(crate) fn clear_notice(
        &self,
        space: Uuid,
        which: impl FnOnce(Stopped) -> bool,
    ) -> Result<(), SyncError> {
        let Some(mut log) = self.log(space)? else { return Ok(()) };
        if log.stopped().is_some_and(which) {
            log.known.notice = None;
            self.store.put_space(&log.known)?;
        }
        Ok(())
    }
}
