//! Joining: an invite is read, looked at, and accepted, each only when the person says so.

use super::{
    background::tell,
    connection::{ServerTrust, trust_of, trust_text},
    held,
    invite::until,
};
use crate::{App, AppEvent, Error, Result, mentorships::Pair, state::Open};
use cairn_crypto::{DeviceLink, InviteLink};
use cairn_domain::{MentorshipId, Role, clean_line};
use cairn_store::SpaceId;
use cairn_sync::Greeting;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use ts_rs::TS;
use uuid::Uuid;

/// A link as it was pasted or opened.
#[derive(Deserialize, TS)]
pub struct InviteText {
    /// `cairn://join/…`.
    pub(crate) link: String,
}

/// What a link says by itself. Nobody was asked for it.
#[derive(Debug, Serialize, TS)]
pub struct InviteReading {
    /// The link, cleaned.
    pub link: String,
    /// The server's address.
    pub server: String,
    /// How the server is known.
    pub trust: ServerTrust,
    /// What that means, in a sentence.
    pub trust_text: String,
}

/// Whose invite it is, and what joining means. Only the server was asked, and only for this.
#[derive(Debug, Serialize, TS)]
pub struct InvitePreview {
    /// What the link says by itself.
    pub reading: InviteReading,
    /// Who invites; empty where it is the server's own.
    pub inviter: String,
    /// What she calls the mentorship.
    pub mentorship: String,
    /// What one is to be there.
    pub role: Option<Role>,
    /// `until 9 December`.
    pub expires: String,
    /// What leaves this computer then, and who can read it.
    pub leaves: Vec<WhatLeaves>,
    /// One is a member already: there.
    pub member_of: Option<MentorshipId>,
    /// One keeps a mentorship with somebody of the inviter's name by oneself, beside which this one will stand; a sentence.
    pub beside: Option<String>,
}

/// Something that leaves this computer.
#[derive(Debug, Serialize, TS)]
pub struct WhatLeaves {
    /// What it is.
    pub what: String,
    /// Who can read it.
    pub readers: String,
    /// Whether nobody else can.
    pub private: bool,
}

/// What came of joining.
#[derive(Debug, Serialize, TS)]
pub struct Joined {
    /// The mentorship, where it was to one.
    pub mentorship: Option<MentorshipId>,
    /// Who has to let one in yet; her Cairn does so by itself once it is online.
    pub waits_for: Option<String>,
}

/// Reads a link, asking nobody. Fails with `not_an_invite`, and with `link_of_a_device`, at `link`.
pub fn read(app: &App, args: InviteText) -> Result<InviteReading> {
    let link = InviteLink::parse(&args.link).map_err(|_| {
        // Such a link can be clicked, too, and then it comes here.
        let code = if DeviceLink::parse(&args.link).is_ok() { "link_of_a_device" } else { "not_an_invite" };
        Error::field("link", code, "")
    })?;
    Ok(InviteReading {
        link: link.to_text().to_string(),
        server: link.server.host_and_port(),
        trust: trust_of(link.server.trust()),
        trust_text: trust_text(app, link.server.trust()),
    })
}

/// The link with which Cairn was opened, once; none where there is none.
pub fn waiting(app: &App, (): ()) -> Result<Option<InviteReading>> {
    app.open()?;
    let link = held(&app.sync_desk.link).take();
    link.map(|link| read(app, InviteText { link })).transpose()
}

/// Asks the server whose invite it is. Fails with `not_an_invite`, `invite_spent`, `invite_forged`, `other_server`, and as
/// every talk with a server does.
pub fn look(app: &App, args: InviteText) -> Result<InvitePreview> {
    let reading = read(app, args)?;
    let open = own(app)?;
    let found = open.sync.engine.look(&reading.link)?;
    let member_of = match (found.space, open.sync.engine.address()?) {
        (Some(space), Some(_)) if is_in(&open, space)? => Some(MentorshipId(space)),
        _ => None,
    };
    let greeting = found.greeting.unwrap_or(Greeting {
        name: String::new(),
        mentorship: String::new(),
        role: String::new(),
    });
    // What a stranger says is looked at as what a stranger types.
    let inviter = clean_line("inviter", &greeting.name).unwrap_or_default();
    Ok(InvitePreview {
        beside: if member_of.is_none() { beside(app, &inviter)? } else { None },
        inviter,
        mentorship: clean_line("mentorship", &greeting.mentorship).unwrap_or_default(),
        role: greeting.role.parse().ok(),
        expires: until(app, found.expires),
        leaves: leaves(app, &open, found.space.is_some(), open.sync.engine.address()?.is_none())?,
        member_of,
        reading,
    })
}

/// Joins. Fails as [`look`], and then nothing but the look was sent; a second try goes on where the first ended.
pub fn accept(app: &App, args: InviteText) -> Result<Joined> {
    let reading = read(app, args)?;
    let open = own(app)?;
    let engine = &open.sync.engine;
    let invitation = engine.look(&reading.link)?;
    let joined = engine.join(&invitation)?;
    open.begin_sync(&app.host);
    tell(&*app.host);
    Ok(match joined {
        cairn_sync::Joined::Account => Joined { mentorship: None, waits_for: None },
        cairn_sync::Joined::Waiting { space } => {
            let name = invitation.greeting.map(|greeting| greeting.name).unwrap_or_default();
            let name = clean_line("inviter", &name).unwrap_or_default();
            Joined { mentorship: Some(MentorshipId(space)), waits_for: Some(name) }
        }
    })
}

/// The person's own profile: the example is nobody, and speaks to nobody. Fails with `example_alone`.
fn own(app: &App) -> Result<Arc<Open>> {
    let open = app.open()?;
    if open.is_example { Err(Error::new("example_alone")) } else { Ok(open) }
}

/// Whether one is a member of a space by what is known here, and did not leave it.
fn is_in(open: &Open, space: Uuid) -> Result<bool> {
    let known = open.store.sync_space(SpaceId(space))?;
    let is_placed = known.is_some_and(|known| known.on_server);
    Ok(is_placed && !open.sync.engine.members_without_words(space)?.is_empty())
}

/// What to know of a mentorship with somebody of that name who has not joined it.
fn beside(app: &App, name: &str) -> Result<Option<String>> {
    let pairs = app.read(Pair::all)?;
    let alone =
        pairs.iter().filter(|pair| pair.members.iter().all(|it| it.account.is_none() || pair.is_me(it)));
    let mut names = alone.flat_map(|pair| &pair.members).filter(|it| it.account.is_none()).map(|it| &it.name);
    let is_there = !name.is_empty() && names.any(|it| it.to_lowercase() == name.to_lowercase());
    Ok(is_there.then(|| app.words.say_with("join-beside", &[("name", name.into())])))
}

/// What leaves this computer when one joins: what is new by it.
fn leaves(app: &App, open: &Open, to_mentorship: bool, begins: bool) -> Result<Vec<WhatLeaves>> {
    // What was on a server before goes to the next one.
    let placed: Vec<_> = open.store.sync_spaces()?.into_iter().filter(|space| space.on_server).collect();
    let is_placed = |pair: &Pair| placed.iter().any(|space| space.space.0 == pair.mentorship.id.0);
    let names: Vec<_> = app.read(Pair::all)?.iter().filter(|pair| is_placed(pair)).map(Pair::name).collect();
    let before = (begins && !names.is_empty()).then(|| WhatLeaves {
        what: app.words.say_with("sync-leaves-before", &[("names", names.join(", ").into())]),
        readers: app.words.say("sync-leaves-before-readers"),
        private: false,
    });
    let say = |what: &str| WhatLeaves {
        what: app.words.say(&format!("sync-leaves-{what}")),
        readers: app.words.say(&format!("sync-leaves-{what}-readers")),
        private: what == "own",
    };
    let shared = to_mentorship.then(|| say("shared"));
    let own = begins.then(|| say("own"));
    Ok(shared.into_iter().chain(before).chain(own).collect())
}

impl App {
    /// Cairn was opened with a link of its own: it is looked at as soon as there is somebody to look.
    pub fn open_sync_link(&self, link: &str) {
        *held(&self.sync_desk.link) = Some(link.to_owned());
        self.host.emit(AppEvent::SyncLink);
    }
}
