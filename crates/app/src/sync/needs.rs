//! What only the person can settle, or should know, in words.

use super::status::SyncNeed;
use crate::{App, Result, mentorships::Pair};
use cairn_domain::MentorshipId;
use cairn_sync::{Engine, Need};
use fluent_bundle::FluentValue;
use uuid::Uuid;

/// Whether sync cannot go on, or not for all, before the person has done something.
pub(super) fn is_grave(need: &Need) -> bool {
    matches!(
        need,
        Need::TwoHistories { .. }
            | Need::KeyChange { .. }
            | Need::WordsDiffer { .. }
            | Need::Revoked
            | Need::Certificate
            | Need::UpdateApp
            | Need::UpdateServer
            | Need::ServerEmpty
            | Need::Trouble { .. }
            | Need::Full { .. }
            | Need::ForeignKey
            | Need::StrangeDevice { .. }
    )
}

/// What the person may say to it so that it is settled; none where only something else settles it.
fn settled_by(need: &Need) -> Option<&'static str> {
    match need {
        Need::TwoHistories { .. } => Some("sync-need-go-on"),
        Need::Trouble { .. } => Some("sync-need-try-again"),
        Need::KeyChange { .. } => Some("sync-need-trust-again"),
        Need::StrangeDevice { .. } => Some("sync-need-mine"),
        _ => None,
    }
}

/// The person has said so.
pub(super) fn settle(engine: &Engine, need: &Need) -> Result<()> {
    match *need {
        Need::TwoHistories { space } | Need::Trouble { space } => engine.resume(space)?,
        Need::KeyChange { account } => engine.trust_again(account)?,
        Need::StrangeDevice { device } => engine.accept_device(device)?,
        _ => {}
    }
    Ok(())
}

/// Names a need between two commands.
pub(super) fn id_of(need: &Need) -> String {
    format!("{need:?}")
}

/// The needs in words, in their order.
pub(super) fn views(app: &App, needs: &[Need]) -> Result<Vec<SyncNeed>> {
    let pairs = app.read(Pair::all)?;
    Ok(needs.iter().map(|need| view(app, &pairs, need)).collect())
}

/// One need in words, among these mentorships.
pub(super) fn view(app: &App, pairs: &[Pair], need: &Need) -> SyncNeed {
    let (name, space, account) = about(need);
    let pair = pairs.iter().find(|pair| match (space, account) {
        (Some(space), _) => pair.mentorship.id == MentorshipId(space),
        (None, Some(account)) => member_of(pair, account).is_some(),
        (None, None) => false,
    });
    let who = pair.zip(account).and_then(|(pair, account)| member_of(pair, account));
    let arguments: [(&str, FluentValue<'_>); 3] = [
        ("mentorship", pair.map_or_else(|| app.words.say("sync-a-mentorship"), Pair::name).into()),
        ("name", who.unwrap_or_else(|| app.words.say("sync-somebody")).into()),
        ("count", count(need).into()),
    ];
    let route = match need {
        Need::StrangeDevice { .. } | Need::ForeignKey => Some("/settings/sync".to_owned()),
        Need::Recovery => Some("/settings/security".to_owned()),
        _ => pair.map(|pair| format!("/mentorship/{}/about", pair.mentorship.id)),
    };
    SyncNeed {
        id: id_of(need),
        title: app.words.say_with(&format!("sync-need-{name}"), &arguments),
        text: app.words.say_with(&format!("sync-need-{name}-text"), &arguments),
        route,
        can_put_away: need.is_lasting(),
        settle: settled_by(need).map(|label| app.words.say(label)),
    }
}

/// The name in the words, the space and the account that a need is about.
fn about(need: &Need) -> (&'static str, Option<Uuid>, Option<Uuid>) {
    match *need {
        Need::TwoHistories { space } => ("two-histories", Some(space), None),
        Need::KeyChange { account } => ("key-change", None, Some(account)),
        Need::WordsDiffer { space, account } => ("words-differ", Some(space), Some(account)),
        Need::Trouble { space } => ("trouble", Some(space), None),
        Need::ForeignKey => ("foreign-key", None, None),
        Need::StrangeDevice { .. } => ("strange-device", None, None),
        Need::OtherServer => ("other-server", None, None),
        Need::Recovery => ("recovery", None, None),
        Need::Left { space, account } => ("left", Some(space), Some(account)),
        Need::Key { space } => ("key", Some(space), None),
        Need::Unfinished { space } => ("unfinished", Some(space), None),
        Need::Revoked => ("revoked", None, None),
        Need::ServerEmpty => ("server-empty", None, None),
        Need::Certificate => ("certificate", None, None),
        Need::UpdateApp => ("update-app", None, None),
        Need::UpdateServer => ("update-server", None, None),
        Need::Full { space } => ("full", Some(space), None),
        Need::Clock { .. } => ("clock", None, None),
        Need::WentBack { space } => ("went-back", Some(space), None),
        Need::NewDeviceId => ("new-device", None, None),
        Need::PutAside { space, .. } => ("put-aside", Some(space), None),
        Need::Forged { space, account } => ("forged", Some(space), Some(account)),
        Need::Verify { space, account } => ("verify", Some(space), Some(account)),
        Need::Waiting { space } => ("waiting", Some(space), None),
        Need::Ended { space } => ("ended", Some(space), None),
        Need::Out { space } => ("out", Some(space), None),
    }
}

fn count(need: &Need) -> i64 {
    match need {
        Need::PutAside { entries, .. } => i64::try_from(*entries).unwrap_or(i64::MAX),
        Need::Clock { ahead } => ahead.unsigned_abs().div_ceil(60_000).try_into().unwrap_or(i64::MAX),
        _ => 0,
    }
}

fn member_of(pair: &Pair, account: Uuid) -> Option<String> {
    let is_hers = |id: cairn_domain::AccountId| id.0 == account;
    pair.members.iter().find(|member| member.account.is_some_and(is_hers)).map(|member| member.name.clone())
}
