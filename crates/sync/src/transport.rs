//! Requests and answers at the level of HTTP.

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Does.
    Post,
    /// Puts something under a name.
    Put,
    /// Takes away.
    Delete,
}

/// What is asked of a server. Whoever sends it adds nothing that tells who asks: no cookies, no user agent's details.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// What to do.
    pub method: Method,
    /// Path and query, beginning with `/`.
    pub path: String,
    /// The session's token, in its 43 characters.
    pub token: Option<String>,
    /// `application/json` or `application/octet-stream`, where there is a body.
    pub content_type: Option<&'static str>,
    /// More headers, names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The longest answer that is read, in bytes.
    pub limit: usize,
    /// How long the server may wait before it answers, in seconds; 0 for all but long polls.
    pub wait: u64,
}

/// What a server answered.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// The first header of this name, given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }
}

/// Why there is no answer. Whether the server did what was asked is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// No way to the server, or it was lost.
    #[error("the server cannot be reached: {0}")]
    Unreachable(String),
    /// It took too long.
    #[error("the server took too long")]
    TimedOut,
    /// The certificate is not the one that was pinned, or no authority vouches for it.
    #[error("the server's certificate is not to be trusted")]
    Certificate,
    /// The answer is longer than what was asked for can be.
    #[error("the answer is too long")]
    TooLong,
}

/// A line to one server. `send` blocks until there is an answer, of whatever status, and follows no redirect.
pub trait Transport: Send + Sync {
    /// Sends a request and waits for its answer.
    fn send(&self, request: Request) -> Result<Response, TransportError>;
}
