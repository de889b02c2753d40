//! The encrypted file of a profile, and the one way in which anything in it changes.
//!
//! ```text
//! store.act("rename-goal", now, |draft| { let mut goal = draft.need::<Goal>(id)?; goal.title = …; draft.update(&goal.record) })
//!    └─ one transaction: typed row + stamps of its fields + outbox + history + search index; one step of undo
//! ```
//!
//! - [`Store`] is an open profile: [`Store::act`] writes, [`Store::read`] reads, [`Store::undo`] takes back.
//! - [`table`] says which table and numbers a domain struct has.
//! - [`sync`] is what is known of the other copies of the records: what left, what came, and how far each log was read.
//! - [`Reader`] gives [`Private`], [`Shared`] or [`Placed`] records: who may see a record is in its type.
//!
//! `docs/data-model.md` describes the file.

mod attachment;
mod backup;
mod column;
mod commit;
mod connection;
mod deleted;
mod draft;
mod error;
mod history;
mod integrity;
mod migration;
mod opening;
mod outbox;
mod read;
mod reminder;
mod row;
#[cfg(test)]
mod schema_tests;
mod search;
mod setting;
mod store;
pub mod sync;
pub mod table;
#[cfg(feature = "testing")]
pub mod testing;
mod undo;

pub use attachment::{Attachment, AttachmentReader, MAX_ATTACHMENT_BYTES};
pub use backup::{Backup, BackupKind, Progress};
pub use cairn_replica::{Collection, DeviceId, Op, SpaceId, Value};
pub use column::{Column, Kind};
pub use commit::{Changed, Conflict};
pub use deleted::{Deleted, KEPT_DELETED_MILLIS, Purged};
pub use draft::Draft;
pub use error::Error;
pub use history::{FieldHistory, KEPT_MILLIS, KEPT_VERSIONS, Version};
pub use integrity::Finding;
pub use read::{Anywhere, InMentorship, InPersonal, Placed, Private, Query, Reader, Shared, Sight, View};
pub use search::{Hit, Scope, Segment};
pub use store::{Received, Store};
pub use table::{Home, Record, TABLES, Table};
pub use undo::Undone;
