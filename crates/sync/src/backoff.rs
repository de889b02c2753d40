//! How long to wait before the next try.

use std::time::Duration;

/// The first wait's upper end.
const FIRST: Duration = Duration::from_secs(1);
/// No wait is longer.
const LONGEST: Duration = Duration::from_secs(300);

/// How long to wait after `failures` tries that failed in a row, one at least: full jitter, so that a thousand clients
/// of a server that comes back do not come back together. `random` is any 64 random bits; `asked` is what the server
/// asked for, which is waited in any case.
pub fn backoff(failures: u32, random: u64, asked: Option<Duration>) -> Duration {
    let doublings = failures.saturating_sub(1).min(16);
    let ceiling = (FIRST * 2u32.pow(doublings)).min(LONGEST);
    let millis = ceiling.as_millis() as u64;
    let jittered = Duration::from_millis(random % (millis + 1));
    asked.unwrap_or_default().min(LONGEST) + jittered
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_wait_is_bounded(failures in any::<u32>(), random in any::<u64>(), asked in prop::option::of(0u64..1_000_000)) {
            let asked = asked.map(Duration::from_secs);
            let wait = backoff(failures, random, asked);
            prop_assert!(wait >= asked.unwrap_or_default().min(LONGEST));
            prop_assert!(wait <= LONGEST * 2);
        }
    }

    #[test]
    fn the_ceiling_doubles_up_to_five_minutes() {
        // The greatest wait that any randomness gives.
        let ceiling = |failures| {
            (0..=300_000).step_by(1).map(|it| backoff(failures, it, None)).max().unwrap_or_default()
        };
        assert_eq!([1, 2, 3, 9, 40].map(|it| ceiling(it).as_secs()), [1, 2, 4, 256, 300]);
    }
}
