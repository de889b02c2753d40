//! Challenges and sessions.

use crate::support::*;
use cairn_server::storage::Error;

on_all!(
    a_challenge_is_good_once,
    a_challenge_is_one_devices,
    a_session_ends,
    all_sessions_of_a_device_end,
    being_here_is_noted_once_a_minute
);

async fn a_challenge_is_good_once(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    let nonce = hash("nonce");
    on.storage.put_challenge(nonce, ana.account, ana.device, NOW + 120_000).await.unwrap();
    let take = || on.storage.take_challenge(nonce, ana.account, ana.device, NOW);
    assert_eq!(take().await.unwrap().unwrap(), hash("ana's laptop's key"));
    refused!(take().await.unwrap(), Error::Unauthorized);
}

async fn a_challenge_is_one_devices(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    for (nonce, account, device, now) in [
        ("of another account", ben.account, ana.device, NOW),
        ("of another device", ana.account, ben.device, NOW),
        ("expired", ana.account, ana.device, NOW + 120_000),
    ] {
        on.storage.put_challenge(hash(nonce), ana.account, ana.device, NOW + 120_000).await.unwrap();
        let taken = on.storage.take_challenge(hash(nonce), account, device, now).await.unwrap();
        refused!(taken, Error::Unauthorized);
        // Spent, whatever came of it.
        let again = on.storage.take_challenge(hash(nonce), ana.account, ana.device, NOW).await.unwrap();
        refused!(again, Error::Unauthorized);
    }
    let (account, device) = (id("nobody"), device("none"));
    on.storage.put_challenge(hash("unknown"), account, device, NOW + 120_000).await.unwrap();
    let taken = on.storage.take_challenge(hash("unknown"), account, device, NOW).await.unwrap();
    refused!(taken, Error::UnknownDevice);
}

async fn a_session_ends(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    let token = hash("ana's session");
    let session = on.storage.session(token, NOW + HOUR - 1).await.unwrap();
    assert_eq!((session.caller, session.signing), (ana, hash("ana's laptop's key")));
    refused!(on.storage.session(token, NOW + HOUR).await, Error::Unauthorized);
    refused!(on.storage.session(hash("guess"), NOW).await, Error::Unauthorized);
    on.storage.close_session(token).await.unwrap();
    refused!(on.storage.session(token, NOW).await, Error::Unauthorized);
    let elsewhere = cairn_server::storage::Caller { account: id("nobody"), ..ana };
    refused!(on.storage.open_session(elsewhere, hash("x"), NOW + HOUR, NOW).await, Error::UnknownDevice);
}

async fn all_sessions_of_a_device_end(on: Backend) {
    let (ana, ben) = (person(&*on.storage, "ana").await, person(&*on.storage, "ben").await);
    on.storage.open_session(ana, hash("second"), NOW + HOUR, NOW).await.unwrap();
    let not_hers = cairn_server::storage::Caller { device: ben.device, ..ana };
    refused!(on.storage.close_sessions(not_hers).await, Error::NotFound);
    assert_eq!(on.storage.close_sessions(ana).await.unwrap(), 2);
    assert_eq!(on.storage.close_sessions(ana).await.unwrap(), 0);
    for token in ["ana's session", "second"] {
        refused!(on.storage.session(hash(token), NOW).await, Error::Unauthorized);
    }
    assert_eq!(on.storage.session(hash("ben's session"), NOW).await.unwrap().caller, ben);
    on.storage.open_session(ana, hash("third"), NOW + HOUR, NOW).await.unwrap();
}

async fn being_here_is_noted_once_a_minute(on: Backend) {
    let ana = person(&*on.storage, "ana").await;
    for (now, seen) in [(NOW + 59_999, NOW), (NOW + 60_000, NOW + 60_000), (NOW + 61_000, NOW + 60_000)] {
        on.storage.authorize(hash("ana's session"), now).await.unwrap();
        let devices = on.storage.account(ana.account).await.unwrap().devices;
        assert_eq!(devices[0].seen, Some(seen));
    }
    // Another instance's clock is behind.
    on.storage.touch(ana, NOW).await.unwrap();
    assert_eq!(on.storage.account(ana.account).await.unwrap().devices[0].seen, Some(NOW + 60_000));
}
