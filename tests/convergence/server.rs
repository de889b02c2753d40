//! The program server: one or more instances over one storage, driven without a runtime.

use crate::dice::Dice;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::Request,
};
use cairn_server::{
    Names, Server, Settings,
    blobs::Blobs,
    clock::SeededChance,
    router,
    storage::{Limits, Memory},
};
use cairn_sync::{Method, Response};
use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll, Waker},
};
use tower::ServiceExt;

/// The name that all devices dial.
pub(crate) const HOST: &str = "localhost";

/// The program server, with the time it goes by.
pub(crate) struct Program {
    storage: Arc<Memory>,
    blobs: Arc<Blobs>,
    instances: Vec<Router>,
    clock: Arc<AtomicU64>,
    dice: Dice,
}

impl Program {
    pub(crate) fn new(clock: Arc<AtomicU64>, instances: usize, dice: Dice) -> Program {
        let storage = Arc::new(Memory::new(Limits::default()).expect("memory takes a database"));
        let mut program =
            Program { storage, blobs: Arc::new(Blobs::memory()), instances: Vec::new(), clock, dice };
        program.start(instances);
        program
    }

    fn start(&mut self, count: usize) {
        let instance = |_| {
            let clock = Arc::clone(&self.clock);
            let dice = self.dice.clone();
            let settings = Settings {
                names: Names::new([]),
                trust_forwarded: false,
                limited: false,
                open_metrics: false,
            };
            router(Server::new(
                self.storage.clone(),
                Arc::clone(&self.blobs),
                Arc::new(move || clock.load(Ordering::SeqCst)),
                Arc::new(SeededChance::new(move |bytes: &mut [u8]| dice.fill(bytes))),
                settings,
            ))
        };
        self.instances = (0..count).map(instance).collect();
    }

    /// A copy of all that is kept, to be restored later. Contents of blobs are never taken away here.
    pub(crate) fn backup(&self) -> Arc<Memory> {
        Arc::new(self.storage.copy().expect("memory can be copied"))
    }

    /// Everything that is kept is what it was in `backup`, or nothing.
    pub(crate) fn restore(&mut self, backup: Option<&Memory>) {
        let fresh = match backup {
            Some(backup) => backup.copy(),
            None => Memory::new(Limits::default()),
        };
        self.storage = Arc::new(fresh.expect("memory can be copied"));
        let count = self.instances.len();
        self.start(count);
    }

    pub(crate) fn storage(&self) -> &Memory {
        &self.storage
    }

    /// What any of the instances answers.
    pub(crate) fn answer(&self, request: cairn_sync::Request) -> Response {
        let instance = self.dice.below(self.instances.len() as u64) as usize;
        let method = match request.method {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
        };
        let mut building = Request::builder().method(method).uri(&request.path).header("host", HOST);
        if let Some(token) = &request.token {
            building = building.header("authorization", format!("Bearer {token}"));
        }
        if let Some(kind) = request.content_type {
            building = building.header("content-type", kind);
        }
        for (name, value) in &request.headers {
            building = building.header(*name, value);
        }
        let built = building.body(Body::from(request.body)).expect("a request can be built");
        let answer = self.instances[instance].clone();
        finish(async move {
            let answer = answer.oneshot(built).await.expect("a router answers");
            let (parts, body) = answer.into_parts();
            let body = to_bytes(body, usize::MAX).await.expect("a body can be read");
            let header = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
                (name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned())
            };
            Response {
                status: parts.status.as_u16(),
                headers: parts.headers.iter().map(header).collect(),
                body: body.to_vec(),
            }
        })
    }
}

/// Does what never waits for anything.
pub(crate) fn finish<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..10_000 {
        if let Poll::Ready(done) = work.as_mut().poll(&mut context) {
            return done;
        }
    }
    panic!("the server waits for something that nobody does");
}
