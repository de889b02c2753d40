//! The person at this computer.

use super::table;

table! {
    Profile, ProfileId, "profile" = 1, Personal, {
        name = 1,
        pronouns = 2,
        zone = 3,
        zone_follows_system = 4,
        hours = 5,
        role = 6,
    },
    |_profile| None
}

table! {
    Setting, SettingId, "setting" = 2, Personal, {
        key = 1,
        value = 2,
    },
    |_setting| None
}
