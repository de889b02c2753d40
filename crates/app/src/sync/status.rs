//! How sync stands, in a line for the top bar and what is behind it.

use super::{
    background::{Going, tell},
    needs,
};
use crate::{App, Result};
use cairn_sync::{Progress, Status, Step, instant};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How sync stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SyncStatus {
    /// `Synced 12 s ago`, `3 changes waiting`, `Offline`.
    pub text: String,
    /// What kind of news that is.
    pub tone: SyncTone,
    /// What is behind it, in a sentence or two.
    pub detail: String,
    /// When the next try is, where one waits: `Tries again in 40 s`.
    pub next: Option<String>,
    /// The words are other ones in so many seconds, although nothing happens; none where they hold.
    pub again_in: Option<u32>,
    /// Changes that are not on the server yet.
    pub waiting: u32,
    /// What only the person can settle.
    pub needs: Vec<SyncNeed>,
}

/// What kind of news the status is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SyncTone {
    /// All is everywhere.
    Synced,
    /// Work goes on, and can be cancelled.
    Working,
    /// Something waits for the next try.
    Waiting,
    /// The server cannot be reached.
    Offline,
    /// The person has to do something.
    NeedsYou,
}

/// What only the person can settle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SyncNeed {
    /// Names it.
    pub id: String,
    /// `Maya’s keys changed`.
    pub title: String,
    /// What happened, what was kept, what to do.
    pub text: String,
    /// The route where it is settled.
    pub route: Option<String>,
    /// Whether there is nothing to be done about it but to know, so that it can be put away.
    pub can_put_away: bool,
    /// What the person may say so that it goes on; none where only something else settles it.
    pub settle: Option<String>,
}

/// A need that the person has seen.
#[derive(Debug, Deserialize, TS)]
pub struct OneNeed {
    id: String,
}

/// How sync stands; none while this computer does not sync. Fails with `locked`.
pub fn status(app: &App, (): ()) -> Result<Option<SyncStatus>> {
    let open = app.open()?;
    let status = open.sync.engine.status()?;
    if status.server.is_none() {
        return Ok(None);
    }
    let going = open.sync.going();
    let said = said(app, &status, &going);
    Ok(Some(SyncStatus {
        needs: needs::views(app, &status.needs)?,
        next: going.next.filter(|_| said.tone != SyncTone::Working).map(|next| next_text(app, next)),
        waiting: u32::try_from(status.waiting).unwrap_or(u32::MAX),
        text: said.text,
        tone: said.tone,
        detail: said.detail,
        again_in: said.again_in,
    }))
}

/// Syncs now, without waiting for the next try.
pub fn now(app: &App, (): ()) -> Result<()> {
    app.open()?.sync.wake_now();
    Ok(())
}

/// Stops what goes on. What was done stays done; the rest is tried again later.
pub fn cancel(app: &App, (): ()) -> Result<()> {
    app.open()?.sync.cancel();
    Ok(())
}

/// The person has seen something that she can do nothing about.
pub fn put_away(app: &App, args: OneNeed) -> Result<()> {
    let open = app.open()?;
    let status = open.sync.engine.status()?;
    if let Some(need) = status.needs.iter().find(|need| needs::id_of(need) == args.id) {
        open.sync.engine.put_away(need)?;
    }
    tell(&*app.host);
    Ok(())
}

/// The person says that it is to go on: see [`SyncNeed::settle`].
pub fn settle(app: &App, args: OneNeed) -> Result<()> {
    let open = app.open()?;
    let status = open.sync.engine.status()?;
    if let Some(need) = status.needs.iter().find(|need| needs::id_of(need) == args.id) {
        needs::settle(&open.sync.engine, need)?;
    }
    open.sync.wake_now();
    tell(&*app.host);
    Ok(())
}

/// The line and the sentence behind it.
struct Said {
    tone: SyncTone,
    text: String,
    detail: String,
    again_in: Option<u32>,
}

fn said(app: &App, status: &Status, going: &Going) -> Said {
    let words = &app.words;
    let plain = |tone, text, detail| Said { tone, text, detail, again_in: None };
    let waiting = i64::try_from(status.waiting).unwrap_or(i64::MAX);
    if let Some(progress) = going.progress {
        return plain(SyncTone::Working, progress_text(app, progress), words.say("sync-working-detail"));
    }
    if status.needs.iter().any(needs::is_grave) {
        return plain(SyncTone::NeedsYou, words.say("sync-needs-you"), words.say("sync-needs-you-detail"));
    }
    if let Some(since) = status.offline_since {
        let since = app.instant_text(instant(since));
        let detail =
            words.say_with("sync-offline-detail", &[("since", since.into()), ("count", waiting.into())]);
        return plain(SyncTone::Offline, words.say("sync-offline"), detail);
    }
    if waiting > 0 {
        let text = words.say_with("sync-waiting", &[("count", waiting.into())]);
        return plain(SyncTone::Waiting, text, words.say("sync-waiting-detail"));
    }
    let Some(synced) = status.synced_at.map(instant) else {
        return plain(SyncTone::Waiting, words.say("sync-never"), words.say("sync-waiting-detail"));
    };
    let (text, again_in) = ago(app, synced);
    Said { tone: SyncTone::Synced, text, detail: words.say("sync-synced-detail"), again_in }
}

/// `Synced 20 s ago`, and in how many seconds that is another text.
fn ago(app: &App, synced: DateTime<Utc>) -> (String, Option<u32>) {
    let seconds = (app.now() - synced).num_seconds().max(0);
    let left = |step: i64| u32::try_from(step - seconds % step).ok();
    match seconds {
        0..10 => (app.words.say("sync-just-now"), left(10)),
        10..60 => {
            (app.words.say_with("sync-seconds-ago", &[("count", (seconds / 10 * 10).into())]), left(10))
        }
        60..3600 => (app.words.say_with("sync-minutes-ago", &[("count", (seconds / 60).into())]), left(60)),
        _ => (app.words.say_with("sync-at", &[("at", app.instant_text(synced).into())]), None),
    }
}

fn next_text(app: &App, next: DateTime<Utc>) -> String {
    let seconds = (next - app.now()).num_seconds().max(0);
    match seconds {
        0..60 => app.words.say_with("sync-next-seconds", &[("count", seconds.max(1).into())]),
        _ => app.words.say_with("sync-next-minutes", &[("count", (seconds / 60).into())]),
    }
}

fn progress_text(app: &App, progress: Progress) -> String {
    let step = match progress.step {
        Step::Fetching => "fetching",
        Step::Sending => "sending",
        Step::Files => "files",
        Step::Snapshot => "snapshot",
    };
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX).into();
    app.words.say_with(
        &format!("sync-step-{step}"),
        &[("done", number(progress.done)), ("total", number(progress.total))],
    )
}
