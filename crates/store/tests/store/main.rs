//! The store, as those who use it see it.

mod acts;
mod attachments;
mod backups;
mod deleted;
mod history;
mod opening;
mod reminders;
mod remote;
mod search;
mod spaces;
mod support;
mod undo;
