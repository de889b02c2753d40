//! What an account can see, in short.

use super::{
    account::RELATED,
    error::Error,
    shape::*,
    space::kind,
    sql::{Row, Transaction, values},
};
use cairn_protocol::SpaceState;

/// A snapshot is wanted above so many entries…
const ENTRIES: u64 = 5_000;
/// …or so many bytes, when they are also so many times the last snapshot.
const BYTES: u64 = 2 << 20;
const TIMES: u64 = 4;

pub(super) async fn view(tx: &mut Transaction<'_>, account: &Id) -> Result<Changes, Error> {
    let sql = "SELECT spaces.space, kind, epoch, head, floor, spaces.written, rotate, ended, seen_seq, snapshots.size, snapshots.written, head_hash \
               FROM members JOIN spaces ON spaces.space = members.space \
               LEFT JOIN snapshots ON snapshots.space = spaces.space \
                 AND seen_seq = (SELECT max(newest.seen_seq) FROM snapshots newest WHERE newest.space = spaces.space) \
               WHERE account = $1";
    let mut spaces: Vec<SpaceView> =
        tx.rows(sql, values![account]).await?.iter().map(space_view).collect::<Result<_, _>>()?;
    let sql = "SELECT spaces.space, kind, epoch FROM joins JOIN spaces ON spaces.space = joins.space WHERE account = $1";
    for row in tx.rows(sql, values![account]).await? {
        spaces.push(waiting_view(&row)?);
    }
    spaces.sort_by_key(|view| view.space);
    let sql = "SELECT other.space, other.account FROM members mine JOIN members other ON other.space = mine.space \
               WHERE mine.account = $1 ORDER BY other.space, other.account";
    for row in tx.rows(sql, values![account]).await? {
        let (space, member) = (row.id(0)?, row.id(1)?);
        spaces.iter_mut().filter(|view| view.space == space).for_each(|view| view.members.push(member));
    }

    let sql = format!(
        "SELECT account, max(number) FROM statements WHERE account IN ({RELATED}) GROUP BY account ORDER BY account"
    );
    let accounts = tx.rows(&sql, values![account]).await?;
    let sql = "SELECT joins.space, invite, joins.account, mac \
               FROM members JOIN joins ON joins.space = members.space WHERE members.account = $1 \
               ORDER BY joins.space, joins.account";
    let joins = tx.rows(sql, values![account]).await?;
    Ok(Changes {
        spaces,
        accounts: accounts.iter().map(|row| Ok((row.id(0)?, row.small(1)?))).collect::<Result<_, Error>>()?,
        joins: joins.iter().map(join).collect::<Result<_, Error>>()?,
    })
}

fn space_view(row: &Row) -> Result<SpaceView, Error> {
    let (head, written) = (row.number(3)?, row.number(5)?);
    let snapshot = row.maybe_number(8)?;
    let (size, then) = (row.maybe_number(9)?.unwrap_or(0), row.maybe_number(10)?.unwrap_or(0));
    let (entries, bytes) = (head - snapshot.unwrap_or(0), written - then);
    let ended = row.flag(7)?;
    Ok(SpaceView {
        space: row.id(0)?,
        kind: kind(row, 1)?,
        head,
        head_hash: row.hash(11)?,
        epoch: row.small(2)?,
        floor: row.number(4)?,
        snapshot,
        snapshot_wanted: !ended
            && (entries > ENTRIES || (bytes > BYTES && bytes > TIMES.saturating_mul(size))),
        state: match (ended, row.flag(6)?) {
            (true, _) => SpaceState::Ended,
            (false, true) => SpaceState::Rotate,
            (false, false) => SpaceState::Open,
        },
        members: Vec::new(),
    })
}

/// Who only waits learns nothing of the log.
fn waiting_view(row: &Row) -> Result<SpaceView, Error> {
    Ok(SpaceView {
        space: row.id(0)?,
        kind: kind(row, 1)?,
        head: 0,
        head_hash: [0; 32],
        epoch: row.small(2)?,
        floor: 0,
        snapshot: None,
        snapshot_wanted: false,
        state: SpaceState::Waiting,
        members: Vec::new(),
    })
}

fn join(row: &Row) -> Result<Join, Error> {
    Ok(Join { space: row.id(0)?, invite: row.id(1)?, account: row.id(2)?, mac: row.hash(3)? })
}
