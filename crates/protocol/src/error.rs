//! What the server answers when it does not do what was asked.

use serde::{Deserialize, Serialize};

/// Why, by name. The status that goes with each is [`Code::status`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The request is not in the format; `reason` says where.
    Invalid,
    /// No session, or one that ended.
    Unauthorized,
    /// The server does not know the device, or it was revoked.
    UnknownDevice,
    /// There is no such thing, or it is somebody else's.
    NotFound,
    /// No such path, or not with this method.
    MethodNotAllowed,
    /// The request took too long, its body included.
    TooSlow,
    /// Something changed meanwhile: read again and build anew.
    Stale,
    /// The id exists with other content.
    Taken,
    /// The device's next number is used with other bytes: it was cloned or restored.
    Fork,
    /// The space has a newer epoch.
    OldEpoch,
    /// The entry is stamped too far in the future.
    ClockAhead,
    /// The log at that place is another one.
    OtherHistory,
    /// The space is read-only.
    Ended,
    /// The log begins later: read the snapshot first.
    Compacted,
    /// The invite was used, withdrawn, or has expired.
    InviteSpent,
    /// Over a limit.
    TooLarge,
    /// Too many requests.
    SlowDown,
    /// The space, or the account, has no room left.
    Full,
    /// The server failed; it logged why.
    Internal,
    /// A code of a newer server.
    #[serde(other)]
    Unknown,
}

impl Code {
    /// The HTTP status that goes with the code.
    pub fn status(self) -> u16 {
        match self {
            Code::Invalid => 400,
            Code::Unauthorized | Code::UnknownDevice => 401,
            Code::NotFound => 404,
            Code::MethodNotAllowed => 405,
            Code::TooSlow => 408,
            Code::Stale | Code::Taken | Code::Fork | Code::OldEpoch => 409,
            Code::ClockAhead | Code::OtherHistory | Code::Ended => 409,
            Code::Compacted | Code::InviteSpent => 410,
            Code::TooLarge => 413,
            Code::SlowDown => 429,
            Code::Internal | Code::Unknown => 500,
            Code::Full => 507,
        }
    }
}

/// The body of every answer that is not a success. What does not belong to the code is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Why.
    pub code: Code,
    /// With `invalid`: what is wrong, in English, for whoever wrote the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// With `fork`: the number of the device's entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// With `old_epoch`: the epoch of the space.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<u32>,
    /// With `clock_ahead`: the server's time in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<u64>,
    /// With `other_history`: the head of the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<u64>,
    /// With `compacted`: the place in the log that the snapshot stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<u64>,
    /// With `too_large` and `full`: how much is allowed, in bytes or pieces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// With `slow_down`: seconds to wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

impl Problem {
    /// A problem that is said by its code alone.
    pub fn new(code: Code) -> Problem {
        Problem {
            code,
            reason: None,
            number: None,
            epoch: None,
            now: None,
            head: None,
            snapshot: None,
            limit: None,
            retry_after: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_only_what_belongs_to_it() {
        let problem = Problem { epoch: Some(3), ..Problem::new(Code::OldEpoch) };
        assert_eq!(serde_json::to_string(&problem).unwrap(), r#"{"code":"old_epoch","epoch":3}"#);
    }

    #[test]
    fn a_newer_servers_code_is_unknown_not_an_error() {
        let problem: Problem = serde_json::from_str(r#"{"code":"on_fire","where":"kitchen"}"#).unwrap();
        assert_eq!(problem.code, Code::Unknown);
    }
}
