//! How a reminder is named outside of Rust: in the commands about it, and in what a notification gives back.

use crate::{Error, Result};
use cairn_domain::{ReminderKey, ReminderKind, ReminderSubject};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// Names a reminder.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReminderName {
    /// What it is about.
    pub kind: ReminderKind,
    /// The id of that.
    #[ts(type = "string")]
    pub subject: Uuid,
    /// `2026-11-24T20:30:00`, on the wall clock that it is planned by.
    pub planned: String,
    /// How long before, in minutes.
    pub lead_minutes: i64,
}

impl From<&ReminderKey> for ReminderName {
    fn from(key: &ReminderKey) -> ReminderName {
        ReminderName {
            kind: key.subject.kind(),
            subject: key.subject.id(),
            planned: key.planned.format("%Y-%m-%dT%H:%M:%S").to_string(),
            lead_minutes: key.lead_minutes,
        }
    }
}

impl ReminderName {
    /// The key of that name. Fails with `not_found` for what is no name.
    pub(crate) fn key(&self) -> Result<ReminderKey> {
        Ok(ReminderKey {
            subject: ReminderSubject::new(self.kind, self.subject),
            planned: self.planned.parse().map_err(|_| Error::not_found("reminder"))?,
            lead_minutes: self.lead_minutes,
        })
    }

    /// The name in a notification: `reminder/<kind>/<subject>/<planned>/<lead>`.
    pub(crate) fn in_notification(&self) -> String {
        format!("reminder/{}/{}/{}/{}", self.kind.as_str(), self.subject, self.planned, self.lead_minutes)
    }

    /// What [`ReminderName::in_notification`] gave; none for anything else.
    pub(crate) fn of_notification(id: &str) -> Option<ReminderName> {
        let parts: Vec<&str> = id.strip_prefix("reminder/")?.split('/').collect();
        let [kind, subject, planned, lead] = parts.as_slice() else { return None };
        Some(ReminderName {
            kind: kind.parse().ok()?,
            subject: subject.parse().ok()?,
            planned: (*planned).to_owned(),
            lead_minutes: lead.parse().ok()?,
        })
    }
}
