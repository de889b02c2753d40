//! The person at this computer.

use crate::{ProfileId, Role, SettingId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who the person is, to herself. What others see of her is a member of each mentorship.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Names it; one to a personal space.
    pub id: ProfileId,
    /// What people call her.
    pub name: String,
    /// Such as `she/her`.
    pub pronouns: Option<String>,
    /// IANA id of the zone her clock runs in.
    pub zone: String,
    /// Whether `zone` follows the computer's.
    pub zone_follows_system: bool,
    /// When she can meet, on her own clock.
    pub hours: WeeklyHours,
    /// What brought her here, which decides what is offered first.
    pub role: Role,
}

/// The hours of a week in which a person can meet, on her own clock. Empty means that she gave none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct WeeklyHours(pub Vec<HoursBlock>);

/// One stretch of a day. Where `to <= from` it ends on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HoursBlock {
    /// 0 is Monday, 6 is Sunday.
    pub day: u8,
    /// Minutes after midnight, inclusive; 0 to 1439.
    pub from: u16,
    /// Minutes after midnight, exclusive; 0 to 1440.
    pub to: u16,
}

impl WeeklyHours {
    /// Nine to five from Monday to Friday.
    pub fn office() -> WeeklyHours {
        WeeklyHours((0..5).map(|day| HoursBlock { day, from: 9 * 60, to: 17 * 60 }).collect())
    }
}

/// A setting that follows the person to all her devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Derived from the key.
    pub id: SettingId,
    /// Such as `theme`, or `leads/<mentorship>`.
    pub key: String,
    /// JSON.
    pub value: String,
}
