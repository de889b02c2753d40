//! Who wrote a version, as far as it is known.

use crate::App;
use cairn_domain::Space;
use cairn_store::Version;

/// Who wrote a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// The person, on this computer.
    You,
    /// The person, elsewhere: nobody else writes in her own space.
    YourOtherDevice,
    /// A member, or the person elsewhere: a device does not tell whose it is until it is known.
    SomebodyElse,
}

impl Who {
    /// Who wrote a version in that space.
    pub(super) fn wrote(version: &Version, space: Space) -> Who {
        match (version.here, space) {
            (true, _) => Who::You,
            (false, Space::Personal(_)) => Who::YourOtherDevice,
            (false, Space::Mentorship(_)) => Who::SomebodyElse,
        }
    }

    /// At the beginning of a sentence: `You`, `Another device of yours`, `Somebody else`.
    pub(super) fn at_start(self, app: &App) -> String {
        app.words.say(match self {
            Who::You => "concurrent-you",
            Who::YourOtherDevice => "concurrent-other-device",
            Who::SomebodyElse => "concurrent-somebody",
        })
    }
}
