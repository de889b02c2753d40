//! Who shares a mentorship: who joined, whose keys are known to be hers, and ending it.

use super::{background::tell, needs, status::SyncNeed};
use crate::{
    App, Error, Result,
    mentorships::{Pair, view::OneMentorship},
};
use cairn_domain::{AccountId, Member, MemberId, MentorshipId};
use cairn_sync::{Invited, Member as Sharer, Need, Verified};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// How a mentorship is shared.
#[derive(Debug, Serialize, TS)]
pub struct SharingView {
    /// Whether this computer syncs at all.
    pub syncs: bool,
    /// Where the mentorship is, in a sentence.
    pub text: String,
    /// Everybody in it.
    pub members: Vec<SharingMember>,
    /// What stops sync here, until the person has looked at it.
    pub stop: Option<SharingStop>,
    /// Whether somebody else is in it on the server: only then is there something to leave or to end.
    pub can_leave: bool,
}

/// Somebody in a shared mentorship.
#[derive(Debug, Serialize, TS)]
pub struct SharingMember {
    /// Names her here; none for who joined and is no named member yet.
    pub member: Option<MemberId>,
    /// Names her keys, where she joined.
    pub account: Option<String>,
    /// Her name.
    pub name: String,
    /// Whether that is the person at this computer.
    pub me: bool,
    /// Where she stands.
    pub state: MemberStanding,
    /// That, in a few words.
    pub text: String,
    /// An invite that nobody has used yet.
    pub invite: Option<String>,
}

/// Where a member stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MemberStanding {
    /// It is the person herself.
    Me,
    /// A name only: she has not joined.
    NotJoined,
    /// She has an invite that is open.
    Invited,
    /// Joined, and her keys are known to be hers: by an invite, or by six words.
    Verified,
    /// Joined, on the server's word.
    Unverified,
    /// Her keys are other ones than those known here.
    KeyChanged,
    /// She left, or was taken out.
    Left,
}

/// What stops sync of a mentorship, and what the person may answer.
#[derive(Debug, Serialize, TS)]
pub struct SharingStop {
    /// What happened, what was kept, what to do, and what may be said to it.
    pub need: SyncNeed,
    /// Whose keys it is about, where she can be taken out.
    pub account: Option<String>,
    /// Her name.
    pub name: Option<String>,
}

/// The six words that both see.
#[derive(Debug, Serialize, TS)]
pub struct SixWords {
    /// Six.
    pub words: Vec<String>,
}

/// What the person found when both read their six words.
#[derive(Debug, Deserialize, TS)]
pub struct WordsCompared {
    mentorship: MentorshipId,
    account: String,
    /// Whether they are the same.
    same: bool,
}

/// A member with keys.
#[derive(Debug, Deserialize, TS)]
pub struct OneSharer {
    mentorship: MentorshipId,
    account: String,
}

/// How a mentorship is shared. Fails with `not_found`.
pub fn view(app: &App, args: OneMentorship) -> Result<SharingView> {
    let desk = Desk::read(app, args.id)?;
    let stop = desk.stop(app);
    let state = match stop {
        Some(_) => SharingState::Stopped,
        None => desk.state(),
    };
    let shares_with_others = desk.sharers.iter().any(|sharer| sharer.verified != Verified::Yourself);
    let can_leave =
        desk.syncs && shares_with_others && matches!(state, SharingState::Shared | SharingState::Stopped);
    let word = match state {
        SharingState::Here if desk.syncs => "devices",
        SharingState::Here => "here",
        SharingState::Joining => "joining",
        SharingState::Shared if !desk.syncs => "apart",
        SharingState::Shared => "shared",
        SharingState::Stopped => "stopped",
        SharingState::Ended => "ended",
        SharingState::Left => "left",
    };
    let text = app.words.say(&format!("sharing-text-{word}"));
    Ok(SharingView { syncs: desk.syncs, text, members: desk.members(app), stop, can_leave })
}

/// The six words to compare with a member. Slow on purpose: a fifth of a second, the first time. Fails with `not_found` and
/// `not_enough_memory`.
pub fn words(app: &App, args: OneSharer) -> Result<SixWords> {
    let account = account_of(&args.account)?;
    let sharers = app.open()?.sync.engine.members(args.mentorship.0)?;
    let sharer = sharers.into_iter().find(|sharer| sharer.account == account);
    let words = sharer.ok_or_else(|| Error::not_found("member"))?.words;
    if words.is_empty() {
        return Err(Error::new("not_enough_memory"));
    }
    Ok(SixWords { words: words.into_iter().map(str::to_owned).collect() })
}

/// Keeps what came of comparing six words: her keys are hers, or sync of the mentorship stops. Fails with `not_found`.
pub fn compared(app: &App, args: WordsCompared) -> Result<()> {
    let account = account_of(&args.account)?;
    let open = app.open()?;
    if args.same {
        open.sync.engine.mark_verified(account)?;
        open.sync.wake_now();
    } else {
        // A round that goes on would send more of it.
        open.sync.cancel();
        open.sync.engine.words_differ(args.mentorship.0, account)?;
    }
    tell(&*app.host);
    Ok(())
}

/// Leaves: nothing written after is read here, and what is here stays. Fails as every talk with a server does.
pub fn leave(app: &App, args: OneMentorship) -> Result<()> {
    app.open()?.sync.engine.leave(args.id.0)?;
    tell(&*app.host);
    Ok(())
}

/// Ends it for everybody: it can be read, and nobody writes to it any more. Fails as every talk with a server does.
pub fn end(app: &App, args: OneMentorship) -> Result<()> {
    app.open()?.sync.engine.end(args.id.0)?;
    tell(&*app.host);
    Ok(())
}

/// Takes a member out: she reads nothing written after. Fails as every talk with a server does.
pub fn take_out(app: &App, args: OneSharer) -> Result<()> {
    let account = account_of(&args.account)?;
    let open = app.open()?;
    open.sync.engine.remove(args.mentorship.0, account)?;
    // She is a name again, who can be invited anew.
    app.background(|draft| {
        let pair = Pair::read(draft, args.mentorship)?;
        for member in pair.members.into_iter().filter(|member| member.account == Some(AccountId(account))) {
            draft.update(&Member { account: None, ..member })?;
        }
        Ok(())
    })?;
    open.sync.wake_now();
    tell(&*app.host);
    Ok(())
}

fn account_of(text: &str) -> Result<Uuid> {
    Uuid::parse_str(text).map_err(|_| Error::not_found("member"))
}

/// Where a mentorship is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SharingState {
    /// On this computer alone, or on the person's own devices.
    Here,
    /// One has joined, and somebody has to let one in yet.
    Joining,
    /// Shared with those who joined.
    Shared,
    /// Sync of it is stopped: see `stop`.
    Stopped,
    /// It was ended: everybody can read it, nobody can write to it.
    Ended,
    /// The person left, or was taken out.
    Left,
}

/// All that the view is made of.
struct Desk {
    pair: Pair,
    syncs: bool,
    needs: Vec<Need>,
    /// Everybody with keys, as the newest epoch has them.
    sharers: Vec<Sharer>,
    /// The open invites.
    invites: Vec<Invited>,
}

impl Desk {
    fn read(app: &App, id: MentorshipId) -> Result<Desk> {
        let open = app.open()?;
        let pair = app.read(|reader| Pair::read(reader, id))?;
        let status = open.sync.engine.status()?;
        Ok(Desk {
            pair,
            syncs: status.server.is_some(),
            needs: status.needs,
            sharers: open.sync.engine.members_without_words(id.0)?,
            invites: open.sync.engine.invites()?,
        })
    }

    fn state(&self) -> SharingState {
        let id = self.pair.mentorship.id.0;
        for need in &self.needs {
            match *need {
                Need::Ended { space } if space == id => return SharingState::Ended,
                Need::Out { space } if space == id => return SharingState::Left,
                Need::Waiting { space } if space == id => return SharingState::Joining,
                _ => {}
            }
        }
        if self.sharers.len() > 1 { SharingState::Shared } else { SharingState::Here }
    }

    /// What stops sync here until the person has looked at it: the gravest.
    fn stop(&self, app: &App) -> Option<SharingStop> {
        let id = self.pair.mentorship.id.0;
        let found = self.needs.iter().find_map(|need| match *need {
            Need::TwoHistories { space } | Need::Trouble { space } if space == id => Some((need, None)),
            Need::WordsDiffer { space, account } if space == id => Some((need, Some(account))),
            Need::KeyChange { account } if self.is_another(account) => Some((need, Some(account))),
            _ => None,
        });
        let (need, account) = found?;
        Some(SharingStop {
            need: needs::view(app, std::slice::from_ref(&self.pair), need),
            account: account.map(|account| account.to_string()),
            name: account.map(|account| self.name_of(app, account)),
        })
    }

    fn is_another(&self, account: Uuid) -> bool {
        let is_hers = |sharer: &Sharer| sharer.account == account && sharer.verified != Verified::Yourself;
        self.sharers.iter().any(is_hers)
    }

    fn name_of(&self, app: &App, account: Uuid) -> String {
        let member = self.pair.members.iter().find(|member| member.account == Some(AccountId(account)));
        member.map_or_else(|| app.words.say("sync-somebody"), |member| member.name.clone())
    }

    /// Everybody who is named here, and then who joined without a name.
    fn members(&self, app: &App) -> Vec<SharingMember> {
        let named = self.pair.members.iter().map(|member| self.member(app, member));
        let is_named = |sharer: &&Sharer| {
            self.pair.members.iter().any(|member| member.account == Some(AccountId(sharer.account)))
        };
        let nameless =
            self.sharers.iter().filter(|sharer| !is_named(sharer) && sharer.verified != Verified::Yourself);
        let nameless = nameless.map(|sharer| {
            let mut row = SharingMember::of(None, app.words.say("sync-somebody"), MemberStanding::Unverified);
            row.set(app, sharer);
            row
        });
        named.chain(nameless).collect()
    }

    fn member(&self, app: &App, member: &Member) -> SharingMember {
        let mut row = SharingMember::of(Some(member.id), member.name.clone(), MemberStanding::NotJoined);
        let sharer = self.sharers.iter().find(|sharer| member.account == Some(AccountId(sharer.account)));
        let invites = self.invites.iter().filter(|invite| invite.member == member.id.0);
        let invite = invites.max_by_key(|invite| invite.expires);
        if self.pair.is_me(member) {
            (row.me, row.state) = (true, MemberStanding::Me);
            row.text = app.words.say("sharing-me");
        } else if let Some(sharer) = sharer {
            row.set(app, sharer);
        } else if let Some(invite) = invite.filter(|_| member.account.is_none()) {
            row.state = MemberStanding::Invited;
            let until = super::invite::until(app, invite.expires);
            row.invite = Some(invite.invite.to_string());
            row.text = app.words.say_with(
                "sharing-invited",
                &[("name", member.name.clone().into()), ("until", until.into())],
            );
        } else if member.account.is_some() && self.sharers.len() > 1 {
            row.state = MemberStanding::Left;
            row.text = app.words.say("sharing-left");
        } else {
            row.text = app.words.say("sharing-not-joined");
        }
        row
    }
}

impl SharingMember {
    fn of(member: Option<MemberId>, name: String, state: MemberStanding) -> SharingMember {
        SharingMember { member, account: None, name, me: false, state, text: String::new(), invite: None }
    }

    /// What is known of her keys.
    fn set(&mut self, app: &App, sharer: &Sharer) {
        let (state, word) = match sharer.verified {
            _ if sharer.is_key_changed => (MemberStanding::KeyChanged, "sharing-key-changed"),
            Verified::Yourself => (MemberStanding::Me, "sharing-me"),
            Verified::ByInvite => (MemberStanding::Verified, "sharing-by-invite"),
            Verified::ByWords => (MemberStanding::Verified, "sharing-by-words"),
            Verified::NotYet => (MemberStanding::Unverified, "sharing-unverified"),
        };
        self.state = state;
        self.text = app.words.say(word);
        self.account = Some(sharer.account.to_string());
    }
}
