//! Who wrote a version, as far as it is known.

use crate::{App, Result};
use cairn_domain::{Member, Space};
use cairn_store::{Reader, Version};

/// Who wrote a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Who {
    /// The person, on this computer.
    You,
    /// The person, elsewhere.
    YourOtherDevice,
    /// A member, by name.
    Member(String),
    /// A member, or the person elsewhere: it is not known whose the device is.
    SomebodyElse,
}

impl Who {
    /// Who wrote a version in that space.
    pub(super) fn wrote(reader: &Reader<'_>, version: &Version, space: Space) -> Result<Who> {
        if version.here {
            return Ok(Who::You);
        }
        let Space::Mentorship(mentorship) = space else {
            // Nobody else writes in her own space.
            return Ok(Who::YourOtherDevice);
        };
        let Some(account) = reader.writer(version.stamp.device)? else { return Ok(Who::SomebodyElse) };
        if account == reader.account() {
            return Ok(Who::YourOtherDevice);
        }
        let members = reader.mentorship(mentorship).all::<Member>()?;
        let member = members.iter().find(|member| member.account == Some(account));
        Ok(member.map_or(Who::SomebodyElse, |member| Who::Member(member.name.clone())))
    }

    /// At the beginning of a sentence: `You`, `Ana`, `Another device of yours`, `Somebody else`.
    pub(super) fn at_start(self, app: &App) -> String {
        match self {
            Who::You => app.words.say("concurrent-you"),
            Who::YourOtherDevice => app.words.say("concurrent-other-device"),
            Who::Member(name) => name,
            Who::SomebodyElse => app.words.say("concurrent-somebody"),
        }
    }
}
