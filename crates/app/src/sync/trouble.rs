//! What the engine says went wrong, as the interface hears it.

use crate::Error;
use cairn_crypto::ExchangeError;
use cairn_sync::SyncError;

impl From<SyncError> for Error {
    fn from(error: SyncError) -> Error {
        match error {
            SyncError::Offline(_) => Error::new("offline"),
            SyncError::Certificate => Error::new("server_unknown"),
            SyncError::Link => Error::field("link", "not_an_invite", ""),
            SyncError::NoAccount => Error::new("sync_off"),
            SyncError::OtherServer(server) => Error::new("other_server").with("server", server),
            SyncError::UpdateApp => Error::new("app_too_old"),
            SyncError::UpdateServer => Error::new("server_too_old"),
            SyncError::Revoked => Error::new("device_revoked"),
            SyncError::UnknownDevice => Error::new("server_forgot"),
            SyncError::InviteSpent => Error::new("invite_spent"),
            SyncError::Forged => Error::new("invite_forged"),
            SyncError::KeyChange { .. } | SyncError::TwoHistories { .. } | SyncError::Stopped { .. } => {
                Error::new("sharing_stopped")
            }
            SyncError::Full { .. } => Error::new("server_full"),
            SyncError::SlowDown { seconds } => {
                Error::new("server_busy").with("seconds", i64::try_from(seconds).unwrap_or(i64::MAX))
            }
            SyncError::TurnedDown => Error::new("enrolment_refused"),
            SyncError::NobodyThere => Error::new("enrolment_over"),
            SyncError::CodeNeeded => Error::field("code", "exchange_code_needed", ""),
            SyncError::File(error) => of_file(error),
            SyncError::Cancelled => Error::new("cancelled"),
            SyncError::Store(error) => error.into(),
            // The server's fault, or ours; the rest of the words would be about neither.
            _ => Error::new("server_failed"),
        }
    }
}

fn of_file(error: ExchangeError) -> Error {
    match error {
        ExchangeError::NotAnExchangeFile => Error::new("not_an_exchange"),
        ExchangeError::NotForYou | ExchangeError::UnknownAuthor => Error::new("exchange_not_for_me"),
        ExchangeError::Chain(_) | ExchangeError::Epoch(_) => Error::new("sharing_stopped"),
        ExchangeError::OtherKind => Error::field("code", "exchange_code_needed", ""),
        ExchangeError::Sealed(_) => Error::field("code", "wrong_exchange_code", ""),
        ExchangeError::Format(_) | ExchangeError::Device | ExchangeError::Mac => {
            Error::new("exchange_damaged")
        }
    }
}
