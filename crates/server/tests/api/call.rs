//! A request and its answer, without a network.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode},
};
use cairn_protocol::{Binary, Problem};
use serde::{Serialize, de::DeserializeOwned};
use tower::ServiceExt;

/// The host that everybody here dials.
pub(crate) const HOST: &str = "localhost:8470";

/// A request before it is sent.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) token: Option<[u8; 32]>,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Call {
    pub(crate) fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), token: None, headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    pub(crate) fn post(path: impl Into<String>) -> Self {
        Self::new(Method::POST, path)
    }

    pub(crate) fn put(path: impl Into<String>) -> Self {
        Self::new(Method::PUT, path)
    }

    pub(crate) fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path)
    }

    pub(crate) fn json(mut self, body: &impl Serialize) -> Self {
        self.body = serde_json::to_vec(body).unwrap();
        self
    }

    pub(crate) fn octets(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn token(mut self, token: Option<[u8; 32]>) -> Self {
        self.token = token;
        self
    }

    pub(crate) async fn send(self, router: &Router) -> Reply {
        let mut request = Request::builder().method(&self.method).uri(&self.path);
        if !self.headers.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", HOST);
        }
        if let Some(token) = self.token {
            request = request.header("authorization", format!("Bearer {}", Binary::from(token).to_text()));
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let request = request.body(Body::from(self.body)).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Reply {
            asked: format!("{} {}", self.method, self.path),
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    asked: String,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// Fails where the status is another.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.asked, String::from_utf8_lossy(&self.body));
        self
    }

    #[track_caller]
    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("{}: {error} in {}", self.asked, String::from_utf8_lossy(&self.body))
        })
    }

    /// The body of a refusal, as text: `{"code":"stale"}`.
    #[track_caller]
    pub(crate) fn refusal(&self) -> String {
        let problem: Problem = self.json();
        assert_eq!(self.status.as_u16(), problem.code.status(), "{}", self.asked);
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// All that a client could tell one refusal from another by.
    pub(crate) fn everything(&self) -> (StatusCode, &HeaderMap, &[u8]) {
        (self.status, &self.headers, &self.body)
    }
}
