//! The life of a mentorship: which steps there are, and where it stands.
//!
//! Only events are kept. Where a mentorship stands follows from the set of them, so that two devices which know the same
//! events agree, in whatever order they heard of them.

use crate::{Invalid, LifecycleEvent, MentorshipState, clean_line};

use MentorshipState::{Active, Closed, Closing, Paused, Proposed};

impl MentorshipState {
    /// The states that can follow this one.
    pub fn next_steps(self) -> &'static [MentorshipState] {
        match self {
            Proposed => &[Active, Closed],
            Active => &[Paused, Closing, Closed],
            Paused => &[Active, Closing, Closed],
            Closing => &[Active, Closed],
            // People meet again after a year.
            Closed => &[Active],
        }
    }

    /// Whether `to` can follow this state.
    pub fn may_become(self, to: MentorshipState) -> bool {
        self.next_steps().contains(&to)
    }

    /// Whether coming here wants a reason: an end without one leaves the other guessing.
    pub fn wants_reason(self) -> bool {
        self == Closed
    }

    /// Whether the members meet, or mean to: such a mentorship plans, reminds and nudges.
    pub fn is_under_way(self) -> bool {
        matches!(self, Proposed | Active | Closing)
    }
}

/// The events that count, oldest first. An event that does not follow from where the mentorship stood, because another
/// device knew less when it wrote it, is left out.
pub fn lifecycle(events: &[LifecycleEvent]) -> Vec<&LifecycleEvent> {
    let mut ordered: Vec<&LifecycleEvent> = events.iter().collect();
    ordered.sort_by_key(|event| (event.at, event.id));
    let mut stands = None;
    ordered.retain(|event| {
        let follows = match stands {
            None => matches!(event.to, Proposed | Active),
            Some(state) => MentorshipState::may_become(state, event.to),
        };
        if follows {
            stands = Some(event.to);
        }
        follows
    });
    ordered
}

/// Where a mentorship stands. One without events is proposed.
pub fn state_of(events: &[LifecycleEvent]) -> MentorshipState {
    lifecycle(events).last().map_or(Proposed, |event| event.to)
}

/// Whether a mentorship that stands at `from` may go to `to`, and the reason as it is kept.
///
/// Fails with `not_allowed` at `to`, with `empty` at `reason` where one is wanted, and as [`clean_line`].
pub fn step(from: MentorshipState, to: MentorshipState, reason: &str) -> Result<Option<String>, Invalid> {
    if !from.may_become(to) {
        return Err(Invalid::new("to", "not_allowed", to.as_str()));
    }
    let reason = clean_line("reason", reason)?;
    match reason.is_empty() {
        true if to.wants_reason() => Err(Invalid::new("reason", "empty", "")),
        true => Ok(None),
        false => Ok(Some(reason)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LifecycleEventId, MentorshipId};
    use chrono::{DateTime, TimeDelta};
    use proptest::prelude::*;
    use rstest::rstest;

    fn event(n: i64, to: MentorshipState) -> LifecycleEvent {
        LifecycleEvent {
            id: LifecycleEventId::new(n as u64, [0; 10]),
            mentorship: MentorshipId::new(0, [0; 10]),
            by: None,
            at: DateTime::UNIX_EPOCH + TimeDelta::minutes(n),
            zone: "America/Chicago".into(),
            from: None,
            to,
            reason: None,
        }
    }

    fn events(states: &[MentorshipState]) -> Vec<LifecycleEvent> {
        (0..).zip(states).map(|(n, to)| event(n, *to)).collect()
    }

    #[rstest]
    #[case::nothing_said_yet(&[], Proposed)]
    #[case::proposed(&[Proposed], Proposed)]
    #[case::recorded_when_already_under_way(&[Active], Active)]
    #[case::agreed(&[Proposed, Active], Active)]
    #[case::declined(&[Proposed, Closed], Closed)]
    #[case::a_rest(&[Active, Paused, Active], Active)]
    #[case::wound_up(&[Active, Closing, Closed], Closed)]
    #[case::ended_while_resting(&[Active, Paused, Closed], Closed)]
    #[case::a_change_of_mind(&[Active, Closing, Active], Active)]
    #[case::taken_up_again(&[Active, Closed, Active], Active)]
    #[case::a_pause_of_what_is_over_does_not_count(&[Active, Closed, Paused], Closed)]
    #[case::an_end_before_any_beginning_does_not_count(&[Closed, Proposed], Proposed)]
    #[case::two_devices_pause(&[Active, Paused, Paused], Paused)]
    fn a_mentorship_stands_where_its_events_led(
        #[case] told: &[MentorshipState],
        #[case] stands: MentorshipState,
    ) {
        assert_eq!(state_of(&events(told)), stands);
    }

    #[rstest]
    #[case::pause(Active, Paused, "", Ok(None))]
    #[case::pause_with_a_reason(Active, Paused, " exams\n", Ok(Some("exams")))]
    #[case::close(Closing, Closed, "We reached it", Ok(Some("We reached it")))]
    #[case::close_without_a_reason(Closing, Closed, "  ", Err(("reason", "empty")))]
    #[case::stay(Active, Active, "", Err(("to", "not_allowed")))]
    #[case::back_to_a_proposal(Active, Proposed, "", Err(("to", "not_allowed")))]
    #[case::pause_what_is_over(Closed, Paused, "", Err(("to", "not_allowed")))]
    fn a_step_is_taken_or_refused(
        #[case] from: MentorshipState,
        #[case] to: MentorshipState,
        #[case] reason: &str,
        #[case] outcome: Result<Option<&str>, (&str, &str)>,
    ) {
        let taken = step(from, to, reason);
        let taken = taken.as_ref().map(Option::as_deref).map_err(|invalid| (invalid.field, invalid.code));
        assert_eq!(taken, outcome);
    }

    proptest! {
        #[test]
        fn the_order_of_hearing_does_not_matter(
            told in prop::collection::vec((0..6_i64, prop::sample::select(MentorshipState::ALL)), 0..12),
            turn in 0..12_usize,
        ) {
            // Some events bear the same minute: then their ids decide.
            let mut heard: Vec<_> = told.iter().zip(0_u8..).map(|((minute, to), n)| LifecycleEvent {
                id: LifecycleEventId::new(0, [n; 10]),
                ..event(*minute, *to)
            }).collect();
            let stands = state_of(&heard);
            let count = heard.len().max(1);
            heard.rotate_left(turn % count);
            prop_assert_eq!(state_of(&heard), stands);
            heard.reverse();
            prop_assert_eq!(state_of(&heard), stands);
        }

        #[test]
        fn every_step_that_counts_was_allowed(
            told in prop::collection::vec(prop::sample::select(MentorshipState::ALL), 0..20),
        ) {
            let events = events(&told);
            let life = lifecycle(&events);
            prop_assert!(life.first().is_none_or(|first| matches!(first.to, Proposed | Active)));
            prop_assert!(life.windows(2).all(|pair| pair[0].to.may_become(pair[1].to)));
        }
    }
}
