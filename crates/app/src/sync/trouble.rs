//! What the engine says went wrong, as the interface hears it.

use crate::Error;
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
            SyncError::InviteSpent => Error::new("invite_spent"),
            SyncError::Forged => Error::new("invite_forged"),
            SyncError::KeyChange { .. } | SyncError::TwoHistories { .. } => Error::new("sharing_stopped"),
            SyncError::Ended { .. } => Error::new("sharing_ended"),
            SyncError::Full { .. } => Error::new("server_full"),
            SyncError::SlowDown { seconds } => {
                Error::new("server_busy").with("seconds", i64::try_from(seconds).unwrap_or(i64::MAX))
            }
            SyncError::ClockAhead { .. } => Error::new("clock_wrong"),
            SyncError::NobodyThere => Error::new("enrolment_over"),
            SyncError::Cancelled => Error::new("cancelled"),
            SyncError::Store(error) => error.into(),
            // The server's fault, or ours; the rest of the words would be about neither.
            _ => Error::new("server_failed"),
        }
    }
}
