//! One write of one field.

use crate::{stamp::Stamp, value::Value};
use uuid::Uuid;

/// The space a record lives in: who can read it. No op moves a record to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpaceId(pub Uuid);

/// The kind of a record. Numbers are never used again for another kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Collection(pub u16);

/// A record's id, unique in its collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub Uuid);

/// A field of a collection. Numbers are never used again for another field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub u16);

impl FieldId {
    /// True while the record is deleted. A field like any other, so that deleting and restoring merge too.
    pub const DELETED: FieldId = FieldId(0);
}

/// Names a record wherever it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordRef {
    /// Where it lives.
    pub space: SpaceId,
    /// What it is.
    pub collection: Collection,
    /// Which one.
    pub id: RecordId,
}

/// One write of one field of one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Op {
    /// The record.
    pub record: RecordRef,
    /// The field.
    pub field: FieldId,
    /// What it holds from `stamp` on.
    pub value: Value,
    /// When and where it was written.
    pub stamp: Stamp,
    /// The stamp of the value the writer saw and overwrote; none when the field was empty. A replica that holds
    /// another stamp knows that the two writes did not know of each other.
    pub base: Option<Stamp>,
}
