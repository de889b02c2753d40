//! The clock that gives out stamps.

use crate::stamp::{DeviceId, Stamp};

/// Gives out stamps that always grow, also when the machine's clock stands still, goes back, or a partner's ran ahead.
///
/// The caller keeps [`HybridClock::last`] with its data, so that a restart does not go back either.
#[derive(Debug, Clone)]
pub struct HybridClock {
    device: DeviceId,
    millis: u64,
    counter: u16,
}

impl HybridClock {
    /// A clock for `device` that gives out nothing before or at `last`.
    pub fn new(device: DeviceId, last: Option<Stamp>) -> HybridClock {
        let (millis, counter) = last.map_or((0, 0), |stamp| (stamp.millis, stamp.counter));
        HybridClock { device, millis, counter }
    }

    /// The device this clock stamps for.
    pub fn device(&self) -> DeviceId {
        self.device
    }

    /// The last time this clock gave out or saw.
    pub fn last(&self) -> Stamp {
        Stamp { millis: self.millis, counter: self.counter, device: self.device }
    }

    /// A stamp greater than every one before it. `now` is milliseconds since 1970-01-01 UTC.
    ///
    /// Neither `now` nor what is seen moves it beyond [`Stamp::LATEST_MILLIS`]; from there it has a day of 65,536 stamps in
    /// each millisecond. It stands still at the end of them and never goes back.
    pub fn tick(&mut self, now: u64) -> Stamp {
        let now = now.min(Stamp::LATEST_MILLIS);
        if now > self.millis {
            (self.millis, self.counter) = (now, 0);
        } else if let Some(next) = self.counter.checked_add(1) {
            self.counter = next;
        } else if self.millis < Stamp::MAX_MILLIS {
            (self.millis, self.counter) = (self.millis + 1, 0);
        }
        self.last()
    }

    /// Makes every later stamp greater than `seen`, which came from another device. One beyond [`Stamp::LATEST_MILLIS`] is
    /// passed over: no write may have it, and whoever reads refuses it.
    pub fn observe(&mut self, seen: Stamp) {
        let is_possible = seen.millis <= Stamp::LATEST_MILLIS;
        if is_possible && (seen.millis, seen.counter) > (self.millis, self.counter) {
            (self.millis, self.counter) = (seen.millis, seen.counter);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn stamps_only_grow(times in prop::collection::vec(0u64..50, 1..400)) {
            let mut clock = HybridClock::new(DeviceId(1), None);
            let mut last = clock.last();
            for now in times {
                let next = clock.tick(now);
                prop_assert!(next > last, "{next:?} after {last:?}");
                last = next;
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_is_seen_stamps_only_grow(
            seen in prop::collection::vec((0..=Stamp::MAX_MILLIS, any::<u16>(), any::<u64>()), 1..40),
        ) {
            let mut clock = HybridClock::new(DeviceId(1), None);
            let mut last = clock.last();
            for (millis, counter, now) in seen {
                let stamp = Stamp { millis, counter, device: DeviceId(2) };
                clock.observe(stamp);
                let next = clock.tick(now);
                prop_assert!(next > last, "{next:?} after {last:?}");
                prop_assert!(millis > Stamp::LATEST_MILLIS || next > stamp, "{next:?} after {stamp:?}");
                last = next;
            }
        }
    }

    #[test]
    fn the_last_stamp_of_all_does_not_stop_the_clock() {
        let mut clock = HybridClock::new(DeviceId(1), None);
        for millis in [Stamp::LATEST_MILLIS, Stamp::MAX_MILLIS] {
            clock.observe(Stamp { millis, counter: u16::MAX, device: DeviceId(2) });
            let (first, second) = (clock.tick(u64::MAX), clock.tick(5));
            assert!(first < second && first.millis == Stamp::LATEST_MILLIS + 1, "{first:?} {second:?}");
        }
    }

    #[test]
    fn a_restart_does_not_go_back() {
        let mut clock = HybridClock::new(DeviceId(1), None);
        let before = clock.tick(1_000);
        let mut restarted = HybridClock::new(DeviceId(1), Some(before));
        assert!(restarted.tick(10) > before, "a clock set back must not stamp below what it stamped before");
    }

    #[test]
    fn a_partner_ahead_is_overtaken() {
        let mut clock = HybridClock::new(DeviceId(1), None);
        let seen = Stamp { millis: 9_000, counter: 7, device: DeviceId(2) };
        clock.observe(seen);
        assert!(clock.tick(1_000) > seen);
    }

    #[test]
    fn a_full_counter_carries() {
        let full = Stamp { millis: 5, counter: u16::MAX, device: DeviceId(1) };
        let mut clock = HybridClock::new(DeviceId(1), Some(full));
        assert_eq!(clock.tick(5), Stamp { millis: 6, counter: 0, device: DeviceId(1) });
    }
}
