//! The kinds of records: which table each lives in, and which number and column each of its fields has.
//!
//! Numbers are for ever: they are in every op on every device. A field that is no longer used keeps its number, and a
//! new one takes the next.

mod goal;
mod mentorship;
mod message;
mod note;
mod person;
mod resource;
mod session;

use crate::column::Kind;
use cairn_domain::Space;
use cairn_replica::{Collection, FieldId, Value};
use uuid::Uuid;

/// A domain struct that is kept in a table.
pub trait Record: Clone + Send + Sync + 'static {
    /// The type of its id.
    type Id: Copy + Into<Uuid> + From<Uuid>;
    /// Where it is kept.
    const TABLE: &'static Table;
    /// Its id.
    fn id(&self) -> Self::Id;
    /// The values of its fields, in the order of [`Table::fields`].
    fn values(&self) -> Vec<Value>;
    /// The inverse; none while a field that it cannot do without is missing.
    fn from_values(id: Uuid, values: &[Value]) -> Option<Self>;
}

/// A kind of record.
#[derive(Debug)]
pub struct Table {
    /// Its number in ops.
    pub collection: Collection,
    /// Its name in SQL, and the name of the kind everywhere else.
    pub name: &'static str,
    /// The spaces its records may live in.
    pub home: Home,
    /// Its fields.
    pub fields: &'static [Field],
    /// What a search finds of it; none when it is not searched.
    pub(crate) found_by: fn(Uuid, &[Value]) -> Option<Words>,
}

/// A field of a kind of record.
#[derive(Debug)]
pub struct Field {
    /// Its number in ops.
    pub id: FieldId,
    /// Its column.
    pub column: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// Which spaces a kind of record may live in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// Only its owner's.
    Personal,
    /// Only a mentorship's.
    Mentorship,
    /// Either: the space it is in decides who reads it.
    Either,
}

impl Home {
    /// Whether a record may live in a space.
    pub(crate) fn admits(self, personal: bool) -> bool {
        match self {
            Home::Personal => personal,
            Home::Mentorship => !personal,
            Home::Either => true,
        }
    }

    /// Whether a record may live in `space`.
    pub fn admits_space(self, space: Space) -> bool {
        self.admits(space.is_personal())
    }
}

/// The words by which a record is found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Words {
    pub(crate) title: String,
    pub(crate) body: String,
}

impl Words {
    /// A title, and the parts of the body that are not empty.
    pub(crate) fn new(title: &str, body: &[&str]) -> Option<Words> {
        let parts: Vec<&str> = body.iter().copied().filter(|part| !part.is_empty()).collect();
        Some(Words { title: title.to_owned(), body: parts.join("\n") })
    }

    /// Text without a title of its own: its first line that says something stands in.
    pub(crate) fn of_text(text: &str) -> Option<Words> {
        let first = text
            .lines()
            .map(|line| line.trim_start_matches(['#', '-', '*', '>', ' ']).trim())
            .find(|line| !line.is_empty());
        let title: String = first.unwrap_or_default().chars().take(80).collect();
        Words::new(&title, &[text])
    }
}

impl Table {
    /// The table with this number, where this version knows it.
    pub fn of(collection: Collection) -> Option<&'static Table> {
        TABLES.iter().copied().find(|table| table.collection == collection)
    }

    /// The table with this name.
    pub fn named(name: &str) -> Option<&'static Table> {
        TABLES.iter().copied().find(|table| table.name == name)
    }

    pub(crate) fn field(&self, id: FieldId) -> Option<(usize, &'static Field)> {
        self.fields.iter().enumerate().find(|(_, field)| field.id == id)
    }

    pub(crate) fn column(&self, column: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.column == column)
    }
}

/// Every kind of record there is.
pub const TABLES: &[&Table] = &[
    cairn_domain::Profile::TABLE,
    cairn_domain::Setting::TABLE,
    cairn_domain::Mentorship::TABLE,
    cairn_domain::Member::TABLE,
    cairn_domain::LifecycleEvent::TABLE,
    cairn_domain::Goal::TABLE,
    cairn_domain::Milestone::TABLE,
    cairn_domain::CheckIn::TABLE,
    cairn_domain::Session::TABLE,
    cairn_domain::Series::TABLE,
    cairn_domain::AgendaItem::TABLE,
    cairn_domain::ActionItem::TABLE,
    cairn_domain::Note::TABLE,
    cairn_domain::JournalEntry::TABLE,
    cairn_domain::Resource::TABLE,
    cairn_domain::Message::TABLE,
    cairn_domain::ThankYouCard::TABLE,
];

/// Maps a domain struct to its table: `Struct, "table" = collection, home, { field = number, … }`, and what a search
/// finds of it. Every field but `id` is named, or it does not compile.
macro_rules! table {
    ($record:ident, $id:ident, $name:literal = $collection:literal, $home:ident,
     { $($field:ident = $number:literal,)+ }, |$found:ident| $words:expr) => {
        impl $crate::table::Record for cairn_domain::$record {
            type Id = cairn_domain::$id;

            const TABLE: &'static $crate::table::Table = {
                static TABLE: $crate::table::Table = $crate::table::Table {
                    collection: cairn_replica::Collection($collection),
                    name: $name,
                    home: $crate::table::Home::$home,
                    fields: &[$($crate::table::Field {
                        id: cairn_replica::FieldId($number),
                        column: stringify!($field),
                        kind: $crate::column::kind_of(|record: &cairn_domain::$record| &record.$field),
                    },)+],
                    found_by: |id, values| {
                        let $found: cairn_domain::$record = $crate::table::Record::from_values(id, values)?;
                        $words
                    },
                };
                &TABLE
            };

            fn id(&self) -> Self::Id {
                self.id
            }

            fn values(&self) -> Vec<cairn_replica::Value> {
                vec![$($crate::column::Column::to_value(&self.$field),)+]
            }

            fn from_values(id: uuid::Uuid, values: &[cairn_replica::Value]) -> Option<Self> {
                let mut values = values.iter();
                Some(Self { id: id.into(), $($field: $crate::column::Column::from_value(values.next()?)?,)+ })
            }
        }
    };
}
pub(crate) use table;
