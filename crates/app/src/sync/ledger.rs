//! What leaves this computer: before it goes, and after.

mod told;

use crate::{App, Error, Result, mentorships::Pair};
use cairn_store::{SpaceId, sync::Way};
use serde::{Deserialize, Serialize};
use told::Told;
use ts_rs::TS;
use uuid::Uuid;

/// Which part of the ledger.
#[derive(Debug, Deserialize, TS)]
pub struct LedgerPage {
    /// Only of this space; all when absent.
    #[ts(optional)]
    space: Option<String>,
    /// How many rows come before it.
    from: u32,
}

/// The spaces of the ledger.
#[derive(Debug, Serialize, TS)]
pub struct LedgerView {
    /// Whether this computer syncs.
    pub syncs: bool,
    /// The server's address.
    pub server: String,
    /// All that anything goes to, the personal one first.
    pub spaces: Vec<LedgerSpace>,
}

/// A space of the ledger.
#[derive(Debug, Serialize, TS)]
pub struct LedgerSpace {
    /// Names it.
    pub id: String,
    /// `Only you`, or the mentorship's name.
    pub name: String,
    /// Whether it is the personal one.
    pub private: bool,
}

/// A part of what waits to leave.
#[derive(Debug, Serialize, TS)]
pub struct LedgerWaiting {
    /// How many records wait.
    pub total: u32,
    /// A page of them.
    pub rows: Vec<WaitingRow>,
}

/// A record of which something waits to leave.
#[derive(Debug, Serialize, TS)]
pub struct WaitingRow {
    /// Names it.
    pub id: String,
    /// What it is: `Goal “Learn SQL”`.
    pub what: String,
    /// What of it: `title, target`.
    pub fields: String,
    /// To whom: `to Ana, in your mentorship`, `to your own devices`.
    pub to: String,
    /// Whether only the person can read it.
    pub private: bool,
}

/// A part of what has left.
#[derive(Debug, Serialize, TS)]
pub struct LedgerSent {
    /// How many entries there were.
    pub total: u32,
    /// A page of them, the newest first.
    pub rows: Vec<SentRow>,
}

/// An entry that has left: all that one sync sent of one space in one piece.
#[derive(Debug, Serialize, TS)]
pub struct SentRow {
    /// Names it.
    pub id: String,
    /// When: `today 19:12`.
    pub at: String,
    /// What: `Goal “Learn SQL” and 3 more`.
    pub what: String,
    /// To whom.
    pub to: String,
    /// How large it was on the way: `1.2 kB`.
    pub size: String,
    /// Whether only the person can read it.
    pub private: bool,
}

/// An entry that has left.
#[derive(Debug, Deserialize, TS)]
pub struct OneSent {
    id: String,
}

/// An entry that has left, in full.
#[derive(Debug, Serialize, TS)]
pub struct SentView {
    /// The row it stands in.
    pub row: SentRow,
    /// Every record of it, with its fields.
    pub records: Vec<WaitingRow>,
    /// What the server saw besides the sealed bytes: who, when, from which device, how much.
    pub seen: String,
}

/// Rows of a page.
pub(crate) const PAGE: u32 = 100;

/// The spaces of the ledger. Fails with `locked`.
pub fn view(app: &App, (): ()) -> Result<LedgerView> {
    let open = app.open()?;
    let server = open.sync.engine.address()?.map(|address| address.host_and_port());
    let known = open.store.sync_spaces()?;
    let mut spaces =
        vec![LedgerSpace { id: open.account.to_string(), name: app.words.say("only-you"), private: true }];
    app.read(|reader| {
        for pair in Pair::all(reader)? {
            if known.iter().any(|space| space.space.0 == pair.mentorship.id.0) {
                let id = pair.mentorship.id.to_string();
                spaces.push(LedgerSpace { id, name: pair.name(), private: false });
            }
        }
        Ok(())
    })?;
    Ok(LedgerView { syncs: server.is_some(), server: server.unwrap_or_default(), spaces })
}

/// What waits to leave, in the order in which it was written. Nothing waits where nothing goes anywhere.
pub fn waiting(app: &App, args: LedgerPage) -> Result<LedgerWaiting> {
    let open = app.open()?;
    let wanted = args.space()?;
    if open.sync.engine.address()?.is_none() {
        return Ok(LedgerWaiting { total: 0, rows: vec![] });
    }
    let own = SpaceId(open.account.0);
    let shared =
        open.store.sync_spaces()?.into_iter().filter(|space| space.on_server).map(|space| space.space);
    let spaces = std::iter::once(own).chain(shared.filter(|space| *space != own));
    let mut all = Vec::new();
    for space in spaces.filter(|space| wanted.is_none_or(|wanted| wanted == *space)) {
        all.extend(open.store.would_leave(space, u32::MAX)?.into_iter().map(|record| (space, record)));
    }
    let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
    let page = all.into_iter().skip(args.from as usize).take(PAGE as usize);
    app.read(|reader| {
        let told = Told::read(app, reader)?;
        let rows = page.map(|(space, record)| told.record(reader, space, &record)).collect::<Result<_>>()?;
        Ok(LedgerWaiting { total, rows })
    })
}

/// What has left, the newest first.
pub fn sent(app: &App, args: LedgerPage) -> Result<LedgerSent> {
    let (total, entries) = app.open()?.store.ledger_sent(args.space()?, args.from, PAGE)?;
    app.read(|reader| {
        let told = Told::read(app, reader)?;
        let rows = entries.iter().map(|entry| told.entry(reader, entry)).collect::<Result<_>>()?;
        Ok(LedgerSent { total, rows })
    })
}

/// An entry that has left, in full. Fails with `not_found`.
pub fn one(app: &App, args: OneSent) -> Result<SentView> {
    let n = args.id.parse().map_err(|_| Error::not_found("entry"))?;
    let entry = app.open()?.store.ledger_entry(n)?.ok_or_else(|| Error::not_found("entry"))?;
    app.read(|reader| {
        let told = Told::read(app, reader)?;
        let records = entry.records.iter().map(|record| told.record(reader, entry.space, record));
        let row = told.entry(reader, &entry)?;
        let word = if entry.way == Way::File { "ledger-seen-file" } else { "ledger-seen" };
        let seen =
            app.words.say_with(word, &[("at", row.at.clone().into()), ("size", row.size.clone().into())]);
        Ok(SentView { records: records.collect::<Result<_>>()?, row, seen })
    })
}

impl LedgerPage {
    fn space(&self) -> Result<Option<SpaceId>> {
        let parsed = self.space.as_deref().map(|space| Uuid::parse_str(space).map(SpaceId)).transpose();
        parsed.map_err(|_| Error::not_found("space"))
    }
}
