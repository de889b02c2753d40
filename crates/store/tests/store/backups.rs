//! Backups and restoring them.

use crate::support::*;
use cairn_crypto::StoreKey;
use cairn_domain::*;
use cairn_replica::DeviceId;
use cairn_store::{BackupKind, Error, Store};
use chrono::{Duration, NaiveDate};
use std::{fs, ops::ControlFlow};

fn go_on(_: cairn_store::Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

#[test]
fn a_backup_is_whole_encrypted_and_of_one_moment() {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "before"));
    let mut steps = Vec::new();
    let backup = profile
        .store
        .back_up(at(0), &mut |progress| {
            if steps.is_empty() {
                profile.create(PERSONAL, &note(2, "meanwhile"));
            }
            steps.push(progress);
            ControlFlow::Continue(())
        })
        .unwrap();
    let last = steps.last().unwrap();
    assert_eq!(last.done, last.total);
    Store::verify_backup(&backup.path, &key()).unwrap();
    assert!(matches!(
        Store::verify_backup(&backup.path, &StoreKey::from_bytes([8; 32])),
        Err(Error::WrongKey)
    ));
    assert_eq!(Store::backups(profile.path()).unwrap(), [backup]);
    assert!(profile.get::<Note>(note(2, "").id).is_some(), "others write while it is made");
}

#[test]
fn one_that_was_stopped_leaves_nothing() {
    let profile = Bench::new();
    for n in 0..40 {
        profile.create(PERSONAL, &note(n, &"x".repeat(200_000)));
    }
    let result = profile.store.back_up(at(0), &mut |_| ControlFlow::Break(()));
    assert!(matches!(result, Err(Error::Cancelled)), "{result:?}");
    assert_eq!(fs::read_dir(profile.path().join("backups")).unwrap().count(), 0);
}

#[test]
fn seven_days_and_four_weeks_are_kept() {
    let profile = Bench::new();
    let start = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().and_hms_opt(8, 0, 0).unwrap().and_utc();
    for day in 0..60 {
        for hour in [0, 5] {
            profile.store.back_up(start + Duration::days(day) + Duration::hours(hour), &mut go_on).unwrap();
        }
    }
    let kept: Vec<String> = Store::backups(profile.path())
        .unwrap()
        .iter()
        .map(|backup| backup.at.format("%m-%d %H").to_string())
        .collect();
    // 1 March 2026 is a Sunday: the last week with a backup of its own ends that day.
    assert_eq!(
        kept,
        [
            "03-01 13", "02-28 13", "02-27 13", "02-26 13", "02-25 13", "02-24 13", "02-23 13", "02-22 13",
            "02-15 13", "02-08 13"
        ]
    );
}

#[test]
fn a_restore_keeps_what_it_replaces() {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "old"));
    let backup = profile.store.back_up(at(0), &mut go_on).unwrap();
    profile.edit::<Note>(note(1, "").id, |note| note.text = "new".into());
    let Bench { store, folder, .. } = profile;
    drop(store);
    let kept = Store::restore(folder.path(), &key(), &backup.path, DeviceId(5), at(1)).unwrap().unwrap();
    assert_eq!(kept.kind, BackupKind::Replaced);
    let text = |store: &Store| {
        store.read(|r| r.personal().get::<Note>(note(1, "").id)).unwrap().unwrap().text.clone()
    };
    let store = Store::open(folder.path(), &key(), at(2)).unwrap();
    assert_eq!((text(&store).as_str(), store.device()), ("old", DeviceId(5)));
    assert_eq!(store.integrity().unwrap(), []);
    assert_eq!(store.outbox(9).unwrap().len(), 2, "what was not sent is still not sent");
    drop(store);
    // And back again.
    Store::restore(folder.path(), &key(), &kept.path, DeviceId(6), at(3)).unwrap().unwrap();
    let store = Store::open(folder.path(), &key(), at(4)).unwrap();
    assert_eq!(text(&store), "new");
    assert!(Store::backups(folder.path()).unwrap().len() == 3);
}

#[test]
fn a_damaged_profile_is_kept_byte_by_byte() {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "old"));
    let backup = profile.store.back_up(at(0), &mut go_on).unwrap();
    let Bench { store, folder, .. } = profile;
    drop(store);
    let damaged = vec![42; 5_000];
    fs::write(folder.path().join("cairn.db"), &damaged).unwrap();
    let kept = Store::restore(folder.path(), &key(), &backup.path, DeviceId(5), at(1)).unwrap().unwrap();
    assert_eq!(fs::read(kept.path).unwrap(), damaged);
    assert!(Store::open(folder.path(), &key(), at(2)).is_ok());
}

#[test]
fn a_damaged_backup_or_one_of_another_key_changes_nothing() {
    let profile = Bench::new();
    profile.create(PERSONAL, &note(1, "mine"));
    let backup = profile.store.back_up(at(0), &mut go_on).unwrap();
    let Bench { store, folder, .. } = profile;
    drop(store);
    let present = fs::read(folder.path().join("cairn.db")).unwrap();
    let restore = |key: &StoreKey| Store::restore(folder.path(), key, &backup.path, DeviceId(5), at(1));
    assert!(matches!(restore(&StoreKey::from_bytes([8; 32])), Err(Error::WrongKey)));
    let mut bytes = fs::read(&backup.path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&backup.path, bytes).unwrap();
    assert!(matches!(restore(&key()), Err(Error::Damaged(_))));
    assert_eq!(fs::read(folder.path().join("cairn.db")).unwrap(), present);
    assert!(Store::open(folder.path(), &key(), at(2)).is_ok());
}

#[test]
fn other_files_in_the_folder_are_left_alone() {
    let profile = Bench::new();
    fs::create_dir(profile.path().join("backups")).unwrap();
    for name in ["holiday.jpg", "cairn-mine.db", "cairn-2026.db.txt"] {
        fs::write(profile.path().join("backups").join(name), "x").unwrap();
    }
    assert_eq!(Store::backups(profile.path()).unwrap(), []);
    profile.store.back_up(at(0), &mut go_on).unwrap();
    assert_eq!(fs::read_dir(profile.path().join("backups")).unwrap().count(), 4);
}
