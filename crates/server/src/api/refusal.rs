//! What is answered when something is not done: a code and what goes with it.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use cairn_protocol::{Code, Problem};

use crate::storage::Error;

/// A problem on its way to the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal(Box<Problem>);

/// What a handler gives.
pub(super) type Answer<T> = Result<T, Refusal>;

impl Refusal {
    /// The request is not in the format. The reason says where, and nothing of what is in it.
    pub(super) fn invalid(reason: impl Into<String>) -> Self {
        Problem { reason: Some(reason.into()), ..Problem::new(Code::Invalid) }.into()
    }

    /// There is no such thing, or it is somebody else's: nobody can tell which.
    pub(super) fn not_found() -> Self {
        Code::NotFound.into()
    }

    /// Over a limit.
    pub(super) fn too_large(limit: usize) -> Self {
        Problem { limit: Some(limit as u64), ..Problem::new(Code::TooLarge) }.into()
    }

    /// Too many requests; in so many seconds there may be another.
    pub(super) fn slow_down(seconds: u64) -> Self {
        Problem { retry_after: Some(seconds), ..Problem::new(Code::SlowDown) }.into()
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Self {
        Problem::new(code).into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, super::body::json(&*self.0)).into_response();
        if let Some(seconds) = self.0.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let problem = |code| Problem::new(code);
        match error {
            Error::NotFound => problem(Code::NotFound),
            Error::Unauthorized => problem(Code::Unauthorized),
            Error::UnknownDevice => problem(Code::UnknownDevice),
            Error::Stale => problem(Code::Stale),
            Error::Taken => problem(Code::Taken),
            Error::Fork { number } => Problem { number: Some(number), ..problem(Code::Fork) },
            Error::OldEpoch { epoch } => Problem { epoch: Some(epoch), ..problem(Code::OldEpoch) },
            Error::OtherHistory { head } => Problem { head: Some(head), ..problem(Code::OtherHistory) },
            Error::Ended => problem(Code::Ended),
            Error::Compacted { snapshot } => Problem { snapshot: Some(snapshot), ..problem(Code::Compacted) },
            Error::InviteSpent => problem(Code::InviteSpent),
            Error::SlowDown { retry_after } => return Self::slow_down(retry_after),
            Error::Full { limit } => Problem { limit: Some(limit), ..problem(Code::Full) },
            Error::NotEmpty
            | Error::Misfit { .. }
            | Error::NewerVersion { .. }
            | Error::Unusable(_)
            | Error::Database(_)
            | Error::Blobs(_)
            | Error::Broken { .. } => {
                tracing::error!(%error, "the storage failed");
                problem(Code::Internal)
            }
        }
        .into()
    }
}
