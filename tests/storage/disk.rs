//! A full disk and a folder that cannot be written, on a real file system of a few megabytes.
//!
//! The child mounts it in a namespace of its own, so that nothing outside sees it. Linux only; elsewhere the store's own
//! tests stand in with SQLite's limit on pages.
#![cfg(target_os = "linux")]

use super::*;
use std::{env, fs, ops::ControlFlow, process::Command};

const FOLDER: &str = "CAIRN_TEST_DISK_FOLDER";

/// Runs a test of this file again where it may mount, on a disk of 6 MiB. True in the child.
fn is_on_small_disk(test: &str) -> bool {
    if let Ok(folder) = env::var(FOLDER) {
        mount(&["-t", "tmpfs", "-o", "size=6m", "tmpfs", &folder]);
        return true;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::new("unshare")
        .args(["--map-root-user", "--mount", "--"])
        .arg(env::current_exe().expect("this executable"))
        .args(["--exact", test, "--nocapture"])
        .env(FOLDER, folder.path())
        .output()
        .expect("this test needs `unshare`, of util-linux");
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "on the small disk (which needs user namespaces or root):\n{said}");
    assert!(said.contains("1 passed"), "the test ran:\n{said}");
    false
}

fn mount(arguments: &[&str]) {
    let status = Command::new("mount").args(arguments).status().expect("this test needs `mount`");
    assert!(status.success(), "mount {arguments:?}: this test needs user namespaces or root");
}

fn folder() -> std::path::PathBuf {
    env::var(FOLDER).map(|folder| Path::new(&folder).join("profile")).expect("the parent says where")
}

/// Takes all the space that is left.
fn fill(filler: &Path) {
    use std::io::Write;
    let mut file = fs::File::options().create(true).append(true).open(filler).expect("a filler");
    for size in [65_536, 4_096, 1] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
}

#[test]
fn a_full_disk() {
    if !is_on_small_disk("disk::a_full_disk") {
        return;
    }
    let folder = folder();
    let store = create(&folder).expect("there is room for a profile");
    let mut kept = 0;
    let full = loop {
        let long = note(kept + 1, &"granite ".repeat(8_000));
        match store.act("write", at(0), |draft| draft.create(PERSONAL, &long)) {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(full, Error::DiskFull), "writing: {full:?}");
    assert!(kept > 3, "{kept} fitted");
    assert_eq!(notes(&store).len() as u128, kept, "reading goes on");

    let backup = store.back_up(at(1), &mut |_| ControlFlow::Continue(()));
    assert!(matches!(backup, Err(Error::DiskFull)), "a backup: {backup:?}");
    assert_eq!(Store::backups(&folder).expect("the list"), []);
    let attachment = store.attach(&[1; 3_000_000][..], at(1));
    assert!(matches!(attachment, Err(Error::DiskFull)), "a file: {attachment:?}");
    drop(store);

    let filler = folder.join("filler");
    fill(&filler);
    match open(&folder) {
        Ok(store) => assert_eq!(notes(&store).len() as u128, kept),
        Err(error) => assert!(matches!(error, Error::DiskFull), "opening: {error:?}"),
    }
    let other = create(&folder.join("other"));
    assert!(matches!(other, Err(Error::DiskFull)), "a second profile: {:?}", other.err());

    fs::remove_file(&filler).expect("room again");
    let store = open(&folder).expect("the profile opens");
    assert_whole(&store);
    assert_eq!(notes(&store).len() as u128, kept, "nothing that was kept is lost");
}

#[test]
fn a_folder_that_cannot_be_written() {
    if !is_on_small_disk("disk::a_folder_that_cannot_be_written") {
        return;
    }
    let folder = folder();
    let store = create(&folder).expect("a profile");
    store.act("write", at(0), |draft| draft.create(PERSONAL, &note(1, "kept"))).expect("a note");
    drop(store);
    let before = fs::read(folder.join("cairn.db")).expect("the file");
    let disk = env::var(FOLDER).expect("the parent says where");

    mount(&["-o", "remount,ro", &disk]);
    let opened = open(&folder);
    assert!(matches!(opened, Err(Error::ReadOnly)), "opening: {:?}", opened.err());
    let created = create(&folder.join("other"));
    assert!(matches!(created, Err(Error::ReadOnly)), "creating: {:?}", created.err());
    let restored = Store::restore(&folder, &key(), &folder.join("cairn.db"), DeviceId(2), at(1));
    assert!(matches!(restored, Err(Error::ReadOnly)), "restoring: {:?}", restored.err());
    assert!(fs::read(folder.join("cairn.db")).expect("the file") == before, "not a byte was touched");

    mount(&["-o", "remount,rw", &disk]);
    let store = open(&folder).expect("the profile opens again");
    assert_eq!(notes(&store), [note(1, "kept")]);
    assert_whole(&store);
}
