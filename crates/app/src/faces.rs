//! Who meets, each with the clock on her wall and the hours she gave.

use crate::{Words, when::Viewer};
use cairn_calendar::Zone;
use cairn_domain::{Member, WeeklyHours};

/// A person and her clock.
pub(crate) struct Face<'a> {
    /// None for the person at this computer.
    pub(crate) member: Option<&'a Member>,
    /// `You`, or the member's name.
    pub(crate) name: String,
    pub(crate) zone: Zone,
    pub(crate) hours: &'a WeeklyHours,
}

impl<'a> Face<'a> {
    /// The viewer, then everybody else among `members` in their order. Who has a clock that is unknown here is left out.
    pub(crate) fn all(words: &Words, viewer: &'a Viewer, members: &'a [Member]) -> Vec<Face<'a>> {
        let me = Face {
            member: None,
            name: words.say("clock-you"),
            zone: viewer.zone.clone(),
            hours: &viewer.hours,
        };
        let others = members.iter().filter(|member| member.account != Some(viewer.account));
        let others = others.filter_map(|member| {
            let zone = Zone::stored(&member.zone).ok()?;
            Some(Face { member: Some(member), name: member.name.clone(), zone, hours: &member.hours })
        });
        [me].into_iter().chain(others).collect()
    }
}
