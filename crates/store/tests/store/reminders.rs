//! Reminder rows. When they fire is the domain's rule; here they are only kept.

use crate::support::*;
use cairn_domain::{Reminder, ReminderKey, ReminderKind, ReminderState, ReminderSubject};
use uuid::Uuid;

fn reminder(lead_minutes: i64) -> Reminder {
    let planned = day(2).and_hms_opt(16, 0, 0).unwrap();
    let subject = ReminderSubject::new(ReminderKind::Session, Uuid::from_u128(1));
    Reminder {
        key: ReminderKey { subject, planned, lead_minutes },
        due: at(100_000 - lead_minutes),
        state: ReminderState::ALL[0],
        fired_at: None,
        snoozed_until: None,
    }
}

#[test]
fn they_are_kept_over_a_restart_in_the_order_in_which_they_are_due() {
    let bench = Bench::new();
    bench.store.keep_reminders(&[reminder(10), reminder(60)], &[]).unwrap();
    let bench = bench.reopened();
    assert_eq!(bench.store.reminders().unwrap(), [reminder(60), reminder(10)]);
    assert_eq!(bench.store.outbox(9).unwrap(), [], "every device reminds by itself");
}

#[test]
fn what_is_kept_again_takes_the_place_of_what_was() {
    let bench = Bench::new();
    bench.store.keep_reminders(&[reminder(10), reminder(60)], &[]).unwrap();
    for state in ReminderState::ALL {
        let changed =
            Reminder { state: *state, fired_at: Some(at(1)), snoozed_until: Some(at(2)), ..reminder(10) };
        bench.store.keep_reminders(&[changed], &[reminder(60).key]).unwrap();
        assert_eq!(bench.store.reminders().unwrap(), [changed]);
    }
}

#[test]
fn reminders_of_each_kind_are_told_apart() {
    let bench = Bench::new();
    let of = |kind: &ReminderKind| Reminder {
        key: ReminderKey { subject: ReminderSubject::new(*kind, Uuid::from_u128(1)), ..reminder(10).key },
        ..reminder(10)
    };
    let all: Vec<Reminder> = ReminderKind::ALL.iter().map(of).collect();
    bench.store.keep_reminders(&all, &[]).unwrap();
    let mut kept = bench.store.reminders().unwrap();
    kept.sort_by_key(|row| row.key);
    assert_eq!(kept, all);
}
