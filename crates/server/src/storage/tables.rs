//! Every table, for moving a server from one database to another.

use super::{
    contract::{Sink, Source},
    error::Error,
    shape::{TableRow, Value},
    sql::{Transaction, values},
};

/// A table with its columns, the primary key first.
struct Table {
    name: &'static str,
    columns: &'static [&'static str],
    /// How many columns the primary key has.
    key: usize,
}

/// How many rows are in memory at a time. An entry may have a quarter of a mebibyte.
const ROUND: u64 = 32;

macro_rules! tables {
    ($($name:ident($($key:ident),* $(; $($column:ident),*)?);)*) => {
        &[$(Table {
            name: stringify!($name),
            columns: &[$(stringify!($key),)* $($(stringify!($column)),*)?],
            key: [$(stringify!($key)),*].len(),
        }),*]
    };
}

/// What is moved: each table after those that its rows refer to.
const MOVED: &[Table] = tables! {
    server(one; id);
    accounts(account; identity, statements, newest);
    statements(account, number; hash, statement);
    devices(device; account, signing, added, seen, revoked);
    recoveries(account; locator, sealed, token_hash, device);
    spaces(space; kind, epoch, record_hash, head, head_hash, floor, floor_hash, written, log_bytes, blob_bytes, rotate, ended);
    epochs(space, epoch; hash, record);
    named(space, account);
    members(space, account);
    packets(space, account; sealed);
    entries(space, seq; entry, hash, log_hash, written, frame);
    writers(space, device; number, hash);
    cursors(space, device; seq);
    blobs(space, name; size, begun, finished, attachment, snapshot);
    doomed(space, name; claimed);
    snapshots(space, seen_seq; size, written, manifest);
    snapshot_blobs(space, seen_seq, name);
    invites(invite; token_hash, space, inviter, mac, greeting, expires, registered, accepted, withdrawn);
    joins(space, account; invite, mac);
    enrolments(enrolment; account, expires);
    slots(enrolment, slot; content);
};

/// What is not: it lasts for minutes.
#[cfg(test)]
const LEFT: &[Table] = tables! {
    challenges(nonce; account, device, expires);
    sessions(token_hash; device, expires);
    rates(key, span; start, used);
};

impl Table {
    /// The rows in the order of the key, from the first or after a key on.
    fn page(&self, first: bool) -> String {
        let (columns, key) = (self.columns.join(", "), self.columns[..self.key].join(", "));
        let (from, limit) = if first {
            (String::new(), 1)
        } else {
            (format!(" WHERE ({key}) > ({})", parameters(self.key)), self.key + 1)
        };
        format!("SELECT {columns} FROM {}{from} ORDER BY {key} LIMIT ${limit}", self.name)
    }

    fn insert(&self) -> String {
        let (columns, values) = (self.columns.join(", "), parameters(self.columns.len()));
        format!("INSERT INTO {} ({columns}) VALUES ({values})", self.name)
    }
}

fn parameters(count: usize) -> String {
    (1..=count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

pub(super) async fn export(tx: &mut Transaction<'_>, mut sink: Sink) -> Result<(), Error> {
    for table in MOVED {
        let mut after: Option<Vec<Value>> = None;
        loop {
            let sql = table.page(after.is_none());
            let mut values = after.take().unwrap_or_default();
            values.push(ROUND.into());
            let rows = tx.rows(&sql, values).await?;
            let is_last = (rows.len() as u64) < ROUND;
            after = rows.last().map(|row| row.0[..table.key].to_vec());
            for row in rows {
                sink(TableRow { table: table.name.to_owned(), values: row.0 })?;
            }
            if is_last {
                break;
            }
        }
    }
    Ok(())
}

pub(super) async fn import(tx: &mut Transaction<'_>, mut source: Source) -> Result<(), Error> {
    let sql = "SELECT (SELECT count(*) FROM accounts) + (SELECT count(*) FROM invites)";
    if tx.number(sql, values![]).await? > 0 {
        return Err(Error::NotEmpty);
    }
    // A server that was started once has an id; the one that moves in keeps its own.
    tx.execute("DELETE FROM server", values![]).await?;
    let mut waiting: Option<(&Table, Vec<Vec<Value>>)> = None;
    while let Some(row) = source()? {
        let table =
            MOVED.iter().find(|table| table.name == row.table && table.columns.len() == row.values.len());
        let table = table.ok_or(Error::Misfit { table: row.table })?;
        match &mut waiting {
            Some((same, sets)) if same.name == table.name && (sets.len() as u64) < ROUND => {
                sets.push(row.values)
            }
            full => {
                if let Some((table, sets)) = full.replace((table, vec![row.values])) {
                    tx.each(&table.insert(), sets).await?;
                }
            }
        }
    }
    if let Some((table, sets)) = waiting {
        tx.each(&table.insert(), sets).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    const SQLITE: &str = include_str!("../../migrations/sqlite/0001_first.sql");
    const POSTGRES: &str = include_str!("../../migrations/postgres/0001_first.sql");

    /// A table that nobody thought of here would be lost on the way.
    #[test]
    fn every_table_and_column_is_known() {
        let database = rusqlite::Connection::open_in_memory().unwrap();
        database.execute_batch(SQLITE).unwrap();
        let sql = "SELECT tables.name, columns.name, columns.pk FROM sqlite_schema tables, pragma_table_info(tables.name) columns \
                   WHERE tables.type = 'table'";
        let mut found: BTreeMap<String, BTreeSet<(String, bool)>> = BTreeMap::new();
        let mut statement = database.prepare(sql).unwrap();
        let rows =
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, u32>(2)? > 0))).unwrap();
        for (table, column, is_key) in rows.map(Result::unwrap) {
            found.entry(table).or_default().insert((column, is_key));
        }
        let known = MOVED.iter().chain(LEFT).map(|table| {
            let columns = table.columns.iter().enumerate();
            (table.name.to_owned(), columns.map(|(at, name)| ((*name).to_owned(), at < table.key)).collect())
        });
        assert_eq!(known.collect::<BTreeMap<String, BTreeSet<_>>>(), found);
    }

    #[test]
    fn both_databases_have_the_same_tables() {
        let statements = |text: &str| {
            let lines = text.lines().filter(|line| !["--", "ALTER"].iter().any(|it| line.starts_with(it)));
            lines
                .collect::<Vec<_>>()
                .join("\n")
                .trim_end()
                .replace(") STRICT;", ");")
                .replace("UNLOGGED ", "")
        };
        let sqlite = statements(SQLITE).replace("BLOB", "bytea").replace("INTEGER", "bigint");
        assert_eq!(sqlite, statements(POSTGRES));
    }
}
