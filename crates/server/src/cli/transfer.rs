//! `export` and `import`: all that a database holds, to a file and from it; so one moves from SQLite to PostgreSQL.
//!
//! The file is lines of JSON: first what it is, then a row of a table in each, at last how many there were.

use std::{
    fs::{self, File, OpenOptions},
    io::{BufRead, BufReader, BufWriter, Write},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use cairn_protocol::Binary;
use serde::{Deserialize, Serialize};

use super::{Place, Trouble, say};
use crate::storage::{Error, TableRow, Value};

const FORMAT: &str = "cairn-server export 1";

/// A line of the file.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Line {
    /// The first.
    Format(String),
    /// A row.
    Row(String, Vec<Cell>),
    /// The last: how many rows there are.
    End(u64),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Cell {
    Null,
    Integer(i64),
    Bytes(Binary),
}

pub(super) async fn export(place: &Place, path: &Path) -> Result<(), Trouble> {
    let opened = place.open_existing().await?;
    let file = create(path).map_err(|error| Trouble(format!("{}: {error}", path.display())))?;
    let rows = Arc::new(Mutex::new((BufWriter::new(file), 0_u64)));
    let into = Arc::clone(&rows);
    write_line(&mut rows.lock().unwrap_or_else(PoisonError::into_inner).0, &Line::Format(FORMAT.to_owned()))?;
    let done = opened
        .storage
        .export(Box::new(move |row| {
            let mut into = into.lock().unwrap_or_else(PoisonError::into_inner);
            into.1 += 1;
            write_line(&mut into.0, &line(row))
        }))
        .await;
    let finish = || -> Result<u64, Error> {
        let mut rows = rows.lock().unwrap_or_else(PoisonError::into_inner);
        let count = rows.1;
        write_line(&mut rows.0, &Line::End(count))?;
        rows.0.flush().and_then(|()| rows.0.get_ref().sync_all()).map_err(failed)?;
        Ok(count)
    };
    match done.and_then(|()| finish()) {
        Ok(count) => {
            say(format!("{count} rows are in {}", path.display()));
            say(format!("attachments are not in it: copy {} too", opened.store));
            Ok(())
        }
        Err(error) => {
            // Half an export looks like a whole one to whoever finds it.
            let _ = fs::remove_file(path);
            Err(error.into())
        }
    }
}

pub(super) async fn import(place: &Place, path: &Path) -> Result<(), Trouble> {
    let trouble = |words: &str| Trouble(format!("{}: {words}", path.display()));
    let file = File::open(path).map_err(|error| trouble(&error.to_string()))?;
    let mut lines = BufReader::new(file).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    if serde_json::from_str::<Line>(&first).ok() != Some(Line::Format(FORMAT.to_owned())) {
        return Err(trouble("is no file of `cairn-server export`"));
    }
    let opened = place.open().await?;
    let mut count = 0;
    let source = move || {
        let line = lines.next().transpose().map_err(failed)?;
        let line = line.ok_or_else(|| Error::Unusable("the file ends early".to_owned()))?;
        match serde_json::from_str(&line).map_err(failed)? {
            Line::Row(table, cells) => {
                count += 1;
                Ok(Some(TableRow { table, values: cells.into_iter().map(value).collect() }))
            }
            Line::End(rows) if rows == count => Ok(None),
            Line::End(_) | Line::Format(_) => Err(Error::Unusable("the file is damaged".to_owned())),
        }
    };
    opened.storage.import(Box::new(source)).await?;
    let counts = opened.storage.counts().await?;
    say(format!("{} accounts, {} spaces, {} entries", counts.accounts, counts.spaces, counts.entries));
    say(format!("attachments are not in the file: copy them to {}", opened.store));
    Ok(())
}

/// For its owner's eyes: it says who is a member with whom.
fn create(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn write_line(file: &mut impl Write, line: &Line) -> Result<(), Error> {
    serde_json::to_writer(&mut *file, line).map_err(failed)?;
    file.write_all(b"\n").map_err(failed)
}

fn line(row: TableRow) -> Line {
    let cell = |value| match value {
        Value::Null => Cell::Null,
        Value::Integer(number) => Cell::Integer(number),
        Value::Bytes(bytes) => Cell::Bytes(bytes.into()),
    };
    Line::Row(row.table, row.values.into_iter().map(cell).collect())
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Integer(number) => Value::Integer(number),
        Cell::Bytes(bytes) => Value::Bytes(bytes.0),
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Unusable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_comes_back_as_it_was() {
        let values =
            vec![Value::Null, Value::Integer(i64::MIN), Value::Bytes(vec![0, 255]), Value::Bytes(vec![])];
        let row = TableRow { table: "entries".to_owned(), values };
        let text = serde_json::to_string(&line(row.clone())).unwrap();
        assert_eq!(text, r#"{"row":["entries",[null,-9223372036854775808,"AP8",""]]}"#);
        let Ok(Line::Row(table, cells)) = serde_json::from_str(&text) else { panic!("{text} is no row") };
        assert_eq!(TableRow { table, values: cells.into_iter().map(value).collect() }, row);
    }
}
