//! A year of a busy mentor: thirty mentorships in eight zones, a computer that sleeps, restarts, has its clock set back
//! and travels, sessions that move and are called off, and a country that changes its rules. Each reminder comes exactly
//! once, at its time or on the first look after it. What is known between two looks is what the encrypted file has.

#![expect(clippy::unwrap_used, reason = "a simulation may panic as tests may")]

use cairn_calendar::{RememberedClock, Series, Zone};
use cairn_crypto::StoreKey;
use cairn_domain::AccountId;
use cairn_domain::{
    Due, Late, Remindable, Reminder, ReminderKey, ReminderState, ReminderSubject, SessionId, plan_reminders,
};
use cairn_store::{DeviceId, Store};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use std::collections::BTreeSet;
use tempfile::TempDir;
use uuid::Uuid;

const ZONES: [&str; 8] = [
    "America/Vancouver",
    "America/Chicago",
    "Asia/Kolkata",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Havana",
    "Pacific/Apia",
];
/// Vancouver as the rules of 2025b had it: it would have gone back on 1 November 2026.
const OLDER_VANCOUVER: &str =
    "1780000000:-25200 1793523600:-28800 1805018400:-25200 1825581600:-28800 1830000000";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The same numbers in every run, so that a failure can be seen again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % most) as i64
    }
}

/// A session of the year, on the clock of its zone.
struct Meeting {
    id: SessionId,
    zone: Zone,
    planned: NaiveDateTime,
    leads: Vec<i64>,
    called_off: bool,
}

/// What is planned, and the rules that hold.
struct World {
    meetings: Vec<Meeting>,
    vancouver: Option<RememberedClock>,
}

impl World {
    fn new(dice: &mut Dice) -> World {
        let mut meetings = Vec::new();
        for n in 0..30u128 {
            let zone = Zone::find(ZONES[(n % 8) as usize]).unwrap();
            let hour = 7 + dice.below(14);
            let first = at("2026-06-01T00:00:00Z").naive_utc() + TimeDelta::days(dice.below(7));
            let start = first + TimeDelta::hours(hour) + TimeDelta::minutes(15 * dice.below(4));
            let rule = if n % 5 == 0 { "FREQ=MONTHLY;BYDAY=2TU" } else { "FREQ=WEEKLY" };
            let series = Series::ruled(zone.clone(), start, 60, rule).unwrap();
            let until = at("2027-06-01T00:00:00Z");
            meetings.extend(series.occurrences(..until).map(|found| Meeting {
                id: SessionId(Uuid::new_v5(&Uuid::from_u128(n), found.original.to_string().as_bytes())),
                zone: zone.clone(),
                planned: found.original,
                leads: if n % 3 == 0 { vec![10_080, 60, 0] } else { vec![1440, 15] },
                called_off: false,
            }));
        }
        World { meetings, vancouver: Some(OLDER_VANCOUVER.parse().unwrap()) }
    }

    fn starts(&self, meeting: &Meeting) -> DateTime<Utc> {
        match &self.vancouver {
            Some(clock) if meeting.zone.id() == "America/Vancouver" => clock.instant(meeting.planned),
            _ => meeting.zone.to_instant(meeting.planned).unwrap().instant,
        }
    }

    /// The sessions a desk would look at.
    fn near(&self, now: DateTime<Utc>) -> Vec<Remindable> {
        let near = now - TimeDelta::days(7)..now + TimeDelta::days(60);
        let rough = near.start.naive_utc() - TimeDelta::days(1)..near.end.naive_utc() + TimeDelta::days(1);
        let found =
            self.meetings.iter().filter(|meeting| !meeting.called_off && rough.contains(&meeting.planned));
        found
            .map(|meeting| (meeting, self.starts(meeting)))
            .filter(|(_, starts)| near.contains(starts))
            .map(|(meeting, starts)| Remindable {
                subject: ReminderSubject::Session(meeting.id),
                planned: meeting.planned,
                starts,
                ends: starts + TimeDelta::minutes(60),
                dues: meeting
                    .leads
                    .iter()
                    .map(|lead| Due { lead_minutes: *lead, at: starts - TimeDelta::minutes(*lead) })
                    .collect(),
                late: Late::Skip,
            })
            .collect()
    }

    /// Somebody moves or calls off some of the sessions of the next days.
    fn change_some(&mut self, dice: &mut Dice, now: DateTime<Utc>) {
        let soon: Vec<usize> = (0..self.meetings.len())
            .filter(|n| {
                let ahead = self.starts(&self.meetings[*n]) - now;
                ahead > TimeDelta::days(2) && ahead < TimeDelta::days(4)
            })
            .collect();
        for n in soon {
            match dice.below(20) {
                0 => self.meetings[n].called_off = true,
                1 => self.meetings[n].planned += TimeDelta::minutes(1 + dice.below(4_000)),
                _ => {}
            }
        }
    }
}

/// Quiet from 22 to 7, where the person is.
fn quiet_until(zone: &Zone, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let here = zone.civil(at);
    let seven = |days| {
        let morning = here.date().and_hms_opt(7, 0, 0).unwrap() + TimeDelta::days(days);
        Some(zone.to_instant(morning).unwrap().instant)
    };
    match here.format("%H").to_string().parse::<u32>().unwrap() {
        0..7 => seven(0),
        22.. => seven(1),
        _ => None,
    }
}

/// The file that all is kept in, closed and opened again now and then, and what was said.
struct Desk {
    folder: TempDir,
    store: Option<Store>,
    fired: Vec<ReminderKey>,
    missed: BTreeSet<ReminderKey>,
    /// Those that a shorter lead of the same session stands for, and those whose time had passed when it was planned.
    skipped: BTreeSet<ReminderKey>,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(folder.path(), &key(), AccountId(Uuid::from_u128(1)), DeviceId(1)).unwrap();
        let (fired, missed, skipped) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        Desk { folder, store: Some(store), fired, missed, skipped }
    }

    /// Ends the program and starts it again.
    fn restart(&mut self, now: DateTime<Utc>) {
        self.store = None;
        self.store = Some(Store::open(self.folder.path(), &key(), now).unwrap());
    }

    fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    /// Looks at the clock, and sees that each reminder that came was not yet ripe at the look before. Returns when the
    /// next one could come.
    fn look(
        &mut self,
        world: &World,
        zone: &Zone,
        before: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let near = world.near(now);
        let kept: Vec<Reminder> = self.store().reminders().unwrap();
        let known: BTreeSet<ReminderKey> = kept.iter().map(|row| row.key).collect();
        let plan = plan_reminders(&near, &kept, now, |at| quiet_until(zone, at));
        for row in &plan.fire {
            let thing = near.iter().find(|thing| thing.subject == row.key.subject).unwrap();
            let due = thing.starts - TimeDelta::minutes(row.key.lead_minutes);
            let ripe = quiet_until(zone, due).map_or(due, |end| end.min(thing.starts).max(due));
            assert!(ripe <= now, "{:?} came early, at {now} and not at {ripe}", row.key);
            assert!(
                ripe > before,
                "{:?} came at {now}; it was ripe at {ripe}, before the look at {before}",
                row.key
            );
            assert!(now < thing.ends, "{:?} came when it was over", row.key);
        }
        for row in plan.keep.iter().filter(|row| row.state == ReminderState::Skipped) {
            let stands_for_it = |said: &Reminder| {
                (said.key.subject, said.key.planned) == (row.key.subject, row.key.planned)
                    && said.key.lead_minutes < row.key.lead_minutes
            };
            let is_late = !known.contains(&row.key) && row.due <= now;
            let is_stood_for = plan.fire.iter().chain(&plan.missed).any(stands_for_it);
            assert!(is_late || is_stood_for, "{:?} was left out for no reason", row.key);
            self.skipped.insert(row.key);
        }
        self.fired.extend(plan.fire.iter().map(|row| row.key));
        self.missed.extend(plan.missed.iter().map(|row| row.key));
        self.store().keep_reminders(&plan.keep, &plan.forget).unwrap();
        let gone: BTreeSet<ReminderKey> = plan.keep.iter().map(|row| row.key).chain(plan.forget).collect();
        let left = kept.iter().filter(|row| !gone.contains(&row.key)).chain(&plan.keep);
        left.filter(|row| row.state == ReminderState::Waiting && row.due > now).map(|row| row.due).min()
    }
}

fn key() -> StoreKey {
    StoreKey::from_bytes([7; 32])
}

#[test]
fn each_reminder_comes_exactly_once() {
    let mut dice = Dice(2_026);
    let mut world = World::new(&mut dice);
    let mut desk = Desk::new();
    let mut here = Zone::find("America/Chicago").unwrap();
    let (mut now, end) = (at("2026-06-01T00:00:00Z"), at("2027-05-25T00:00:00Z"));
    let (mut before, mut set_back, mut changed_on) = (now, false, now.date_naive());
    while now < end {
        let next = desk.look(&world, &here, before, now);
        // What was ripe at an earlier look has come then; a clock that was set back sees the same hour again.
        before = before.max(now);
        if now.date_naive() != changed_on {
            changed_on = now.date_naive();
            world.change_some(&mut dice, now);
        }
        if now >= at("2026-10-01T00:00:00Z") && !set_back {
            (set_back, now) = (true, now - TimeDelta::hours(1));
            continue;
        }
        if now >= at("2026-10-26T12:00:00Z") && world.vancouver.take().is_some() {
            // By the new rules, some may have been ripe at the last look already.
            before = DateTime::<Utc>::MIN_UTC;
        }
        if now >= at("2027-01-15T00:00:00Z") && here.id() == "America/Chicago" {
            here = Zone::find("Europe/Berlin").unwrap();
            before = DateTime::<Utc>::MIN_UTC;
        }
        // The loop looks every half minute; where nothing can come, a few looks stand for all of them.
        let idle = now + TimeDelta::minutes(30 + dice.below(360));
        let due = next.map_or(idle, |due| due.min(idle));
        let seconds = (due - now).num_seconds().max(1);
        now += TimeDelta::seconds((seconds + 29) / 30 * 30);
        // Now and then the lid is closed, for up to two days.
        if dice.below(100) == 0 {
            desk.restart(now);
        }
        if dice.below(40) == 0 {
            let longest = if dice.below(10) == 0 { 2_880 } else { 600 };
            now += TimeDelta::minutes(dice.below(longest));
        }
    }

    let once: BTreeSet<_> = desk.fired.iter().copied().collect();
    assert_eq!(once.len(), desk.fired.len(), "none comes twice");
    assert!(desk.missed.is_disjoint(&once), "none is shown and missed");
    for meeting in world.meetings.iter().filter(|meeting| !meeting.called_off) {
        if world.starts(meeting) >= end - TimeDelta::days(7) {
            continue;
        }
        for lead_minutes in &meeting.leads {
            let key = ReminderKey {
                subject: ReminderSubject::Session(meeting.id),
                planned: meeting.planned,
                lead_minutes: *lead_minutes,
            };
            let said = [once.contains(&key), desk.missed.contains(&key), desk.skipped.contains(&key)];
            assert_eq!(
                said.iter().filter(|said| **said).count(),
                1,
                "{key:?}: shown, missed, left out: {said:?}"
            );
        }
    }
    assert!(desk.fired.len() > 2_000, "a busy year: {}", desk.fired.len());
}
