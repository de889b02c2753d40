//! What leaves this computer: before it goes, and after.

use crate::{App, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
    /// The beginning of the sealed bytes as the server has them; none where they are not kept here.
    pub sealed: Option<String>,
}

/// The spaces of the ledger. Fails with `locked`.
pub fn view(app: &App, (): ()) -> Result<LedgerView> {
    app.open()?;
    Ok(LedgerView { syncs: false, server: String::new(), spaces: vec![] })
}

/// What waits to leave, in the order in which it was written.
pub fn waiting(app: &App, args: LedgerPage) -> Result<LedgerWaiting> {
    let _ = (app, args.space, args.from);
    Ok(LedgerWaiting { total: 0, rows: vec![] })
}

/// What has left, the newest first.
pub fn sent(app: &App, args: LedgerPage) -> Result<LedgerSent> {
    let _ = (app, args.space, args.from);
    Ok(LedgerSent { total: 0, rows: vec![] })
}

/// An entry that has left, in full. Fails with `not_found`.
pub fn one(app: &App, args: OneSent) -> Result<SentView> {
    let _ = (app, args.id);
    Err(crate::Error::not_found("entry"))
}
