//! Finding records by their words.

use crate::{
    Error, Reader,
    read::space_of,
    row,
    table::{Table, Words},
};
use cairn_domain::{MentorshipId, Space};
use cairn_replica::{Collection, RecordRef, SpaceId};
use rusqlite::{Connection, OptionalExtension, params, types::Value as SqlValue};
use uuid::Uuid;

/// From this many letters on the best match comes first; before that almost everything matches, and the newest does.
const LETTERS_TO_RANK: usize = 3;

/// The most words of a query that count.
const MOST_WORDS: usize = 16;

/// Marks around what was found, while it is inside SQLite. They cannot be in the text: see [`plain`].
const MARK: char = '\u{2}';
const UNMARK: char = '\u{3}';

/// Where to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everything the person may read.
    Everywhere,
    /// Her own space.
    Personal,
    /// Every mentorship, and nothing private.
    Shared,
    /// One mentorship, and nothing private.
    Mentorship(MentorshipId),
}

/// A piece of text, marked when it is what was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The text.
    pub text: String,
    /// Whether it matches.
    pub marked: bool,
}

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its kind.
    pub collection: Collection,
    /// Its id.
    pub id: Uuid,
    /// Where it lives: a personal one is private.
    pub space: Space,
    /// Its title.
    pub title: Vec<Segment>,
    /// The part of its text around what was found.
    pub snippet: Vec<Segment>,
}

impl Hit {
    /// The name of its kind, such as `goal`.
    pub fn kind(&self) -> &'static str {
        Table::of(self.collection).map_or("", |table| table.name)
    }
}

/// Puts a record's words in the index in place of the ones before.
pub(crate) fn refresh(
    connection: &Connection,
    record: RecordRef,
    before: Option<&Words>,
    after: Option<&Words>,
) -> Result<(), Error> {
    if before == after {
        return Ok(());
    }
    if before.is_some() {
        remove(connection, record)?;
    }
    let Some(words) = after else { return Ok(()) };
    let (title, body) = (plain(&words.title), plain(&words.body));
    connection
        .prepare_cached(
            "INSERT INTO searchable (collection, id, space, title, body) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            record.collection.0,
            record.id.0.as_bytes(),
            record.space.0.as_bytes(),
            title,
            body
        ])?;
    connection
        .prepare_cached("INSERT INTO search_index (rowid, title, body) VALUES (?1, ?2, ?3)")?
        .execute(params![connection.last_insert_rowid(), title, body])?;
    Ok(())
}

/// Takes a record out of the index. The index wants to be told the words that it forgets.
pub(crate) fn remove(connection: &Connection, record: RecordRef) -> Result<(), Error> {
    let key = params![record.collection.0, record.id.0.as_bytes()];
    let found = connection
        .prepare_cached("SELECT n, title, body FROM searchable WHERE collection = ?1 AND id = ?2")?
        .query_row(key, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)))
        .optional()?;
    let Some((n, title, body)) = found else { return Ok(()) };
    connection
        .prepare_cached(
            "INSERT INTO search_index (search_index, rowid, title, body) VALUES ('delete', ?1, ?2, ?3)",
        )?
        .execute(params![n, title, body])?;
    connection.prepare_cached("DELETE FROM searchable WHERE n = ?1")?.execute([n])?;
    Ok(())
}

/// Text as it is indexed: control characters are spaces, so that none can be taken for a mark.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

/// What a person typed as a query in FTS5's language: every word must be there, the last may go on.
///
/// Each word is a quoted string, in which nothing is an operator. None when there is nothing to look for.
fn expression(typed: &str) -> Option<String> {
    let words: Vec<&str> = typed
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .take(MOST_WORDS)
        .collect();
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{}\"", word.replace('"', "\"\""))).collect();
    let unfinished = if typed.ends_with(char::is_whitespace) { "" } else { "*" };
    (!quoted.is_empty()).then(|| quoted.join(" ") + unfinished)
}

/// The condition for kinds and scope, and its parameters from ?2 on.
fn condition(reader: &Reader<'_>, kinds: &[Collection], scope: Scope) -> (String, Vec<SqlValue>) {
    let mut sql = String::new();
    let mut parameters = Vec::new();
    let id = |id: Uuid| SqlValue::Blob(id.as_bytes().to_vec());
    if !kinds.is_empty() {
        let list: Vec<String> = kinds.iter().map(|kind| kind.0.to_string()).collect();
        sql += &format!(" AND searchable.collection IN ({})", list.join(", "));
    }
    match scope {
        Scope::Everywhere => {}
        Scope::Personal => {
            sql += " AND searchable.space = ?2";
            parameters.push(id(reader.account.0));
        }
        Scope::Shared => {
            sql += " AND searchable.space <> ?2";
            parameters.push(id(reader.account.0));
        }
        Scope::Mentorship(mentorship) => {
            sql += " AND searchable.space = ?2 AND searchable.space <> ?3";
            parameters.extend([id(mentorship.0), id(reader.account.0)]);
        }
    }
    (sql, parameters)
}

impl Reader<'_> {
    /// The records that hold every word of `query`, whatever is in it; all kinds when `kinds` is empty.
    ///
    /// Upper and lower case and accents do not matter. The newest come first under three letters, from then on the best.
    pub fn search(
        &self,
        query: &str,
        kinds: &[Collection],
        scope: Scope,
        limit: u32,
    ) -> Result<Vec<Hit>, Error> {
        let Some(expression) = expression(query) else { return Ok(Vec::new()) };
        let letters = query.chars().filter(|c| c.is_alphanumeric()).count();
        let order = if letters < LETTERS_TO_RANK { "search_index.rowid DESC" } else { "search_index.rank" };
        let (condition, parameters) = condition(self, kinds, scope);
        let sql = format!(
            "SELECT searchable.collection, searchable.id, searchable.space,
                    highlight(search_index, 0, char(2), char(3)), snippet(search_index, 1, char(2), char(3), '…', 24)
             FROM search_index CROSS JOIN searchable ON searchable.n = search_index.rowid
             WHERE search_index MATCH ?1{condition} ORDER BY {order} LIMIT {limit}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let all = std::iter::once(SqlValue::Text(expression)).chain(parameters);
        let mut rows = statement.query(rusqlite::params_from_iter(all))?;
        let mut hits = Vec::new();
        while let Some(found) = rows.next()? {
            hits.push(Hit {
                collection: Collection(found.get(0)?),
                id: row::uuid(found.get_ref(1)?)?,
                space: space_of(SpaceId(row::uuid(found.get_ref(2)?)?), self.account),
                title: segments(&found.get::<_, String>(3)?),
                snippet: segments(&found.get::<_, String>(4)?),
            });
        }
        Ok(hits)
    }

    /// How many records [`Reader::search`] would find without a limit.
    pub fn search_count(&self, query: &str, kinds: &[Collection], scope: Scope) -> Result<u32, Error> {
        let Some(expression) = expression(query) else { return Ok(0) };
        let (condition, parameters) = condition(self, kinds, scope);
        let from = if condition.is_empty() {
            "search_index"
        } else {
            "search_index CROSS JOIN searchable ON searchable.n = search_index.rowid"
        };
        let sql = format!("SELECT count(*) FROM {from} WHERE search_index MATCH ?1{condition}");
        let all = std::iter::once(SqlValue::Text(expression)).chain(parameters);
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row(rusqlite::params_from_iter(all), |row| row.get(0))?)
    }
}

/// Cuts text at the marks.
fn segments(text: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut marked = false;
    for piece in text.split_inclusive([MARK, UNMARK]) {
        let text = piece.trim_end_matches([MARK, UNMARK]);
        if !text.is_empty() {
            segments.push(Segment { text: text.to_owned(), marked });
        }
        marked = piece.ends_with(MARK);
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::word("goal", Some("\"goal\"*"))]
    #[case::finished("goal ", Some("\"goal\""))]
    #[case::two("learn sql", Some("\"learn\" \"sql\"*"))]
    #[case::quote("say \"hi", Some("\"say\" \"\"\"hi\"*"))]
    #[case::operators("a AND NOT b*", Some("\"a\" \"AND\" \"NOT\" \"b*\"*"))]
    #[case::column("title:x", Some("\"title:x\"*"))]
    #[case::nothing("  ", None)]
    #[case::signs("\"(-*^", None)]
    #[case::control("a\0b", Some("\"a\" \"b\"*"))]
    fn what_is_typed_is_never_a_command(#[case] typed: &str, #[case] safe: Option<&str>) {
        assert_eq!(expression(typed).as_deref(), safe);
    }

    #[test]
    fn marks_become_segments() {
        let marked: Vec<_> = segments("a \u{2}b\u{3} c").into_iter().map(|s| (s.text, s.marked)).collect();
        assert_eq!(marked, [("a ".into(), false), ("b".into(), true), (" c".into(), false)]);
    }
}
