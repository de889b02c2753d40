//! What tests set from outside, in the folder named by `CAIRN_TEST_HOOKS`: one small file for each thing.
//!
//! | file | holds |
//! |---|---|
//! | `clock` | the instant it is now, RFC 3339; the clock ticks on from when the file was written |
//! | `zone` | the IANA id of the system's zone |
//! | `pick` | the answer to the next file dialog; without the file, the dialog is cancelled |
//! | `close` | its being there closes the window as its button does; the app removes it then |
//! | `links` | the app adds each address it would have opened, one a line |
//!
//! Only with the feature `testing`, which a release does not have.

use std::{
    env, fs,
    io::Write,
    path::PathBuf,
    thread,
    time::{Duration, SystemTime},
};

use chrono::{DateTime, TimeDelta, Utc};
use tauri::{AppHandle, Manager, Runtime};

fn file(name: &str) -> Option<PathBuf> {
    Some(PathBuf::from(env::var_os("CAIRN_TEST_HOOKS")?).join(name))
}

fn read(name: &str) -> Option<String> {
    Some(fs::read_to_string(file(name)?).ok()?.trim().to_owned())
}

/// The instant the test wants it to be, at the real instant `now`.
pub(crate) fn clock(now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let start = DateTime::parse_from_rfc3339(read("clock")?.as_str()).ok()?.to_utc();
    let written = DateTime::<Utc>::from(clock_set_at()?);
    Some(start + (now - written).max(TimeDelta::zero()))
}

/// When the test last set the clock.
pub(crate) fn clock_set_at() -> Option<SystemTime> {
    fs::metadata(file("clock")?).ok()?.modified().ok()
}

/// The zone the test wants the system to be in.
pub(crate) fn zone() -> Option<String> {
    read("zone")
}

/// Whether file dialogs are answered by the test, and the answer to this one.
pub(crate) fn pick() -> Option<Option<PathBuf>> {
    let path = file("pick")?;
    let answer = read("pick").map(PathBuf::from);
    let _ = fs::remove_file(path);
    Some(answer)
}

/// Whether links are collected by the test; adds this one then.
pub(crate) fn link(address: &str) -> bool {
    let Some(path) = file("links") else { return false };
    let _ = fs::create_dir_all(path.parent().unwrap_or(&path));
    fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .and_then(|mut links| writeln!(links, "{address}"))
        .is_ok()
}

/// Closes the window when the test says so: WebDriver can only end the whole process.
pub(crate) fn follow_close<R: Runtime>(handle: AppHandle<R>) -> std::io::Result<()> {
    thread::Builder::new().name("test close".into()).spawn(move || {
        loop {
            if let Some(path) = file("close").filter(|path| path.exists())
                && let Some(window) = handle.get_webview_window(crate::MAIN)
            {
                let _ = window.close();
                let _ = fs::remove_file(path);
            }
            thread::sleep(Duration::from_millis(50));
        }
    })?;
    Ok(())
}
