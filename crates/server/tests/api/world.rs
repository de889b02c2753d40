//! A server with people on it.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use axum::Router;
use cairn_server::{
    Names, Server, Settings,
    clock::{Clock, MachineChance},
    router,
    storage::Storage,
};

use crate::{
    backend::{Backend, Opened},
    call::Call,
    person::{Invite, Person, Space},
};

/// Where every clock here begins.
pub(crate) const START: u64 = 1_800_000_000_000;

/// A server over one of the databases, with a clock that only tests move.
pub(crate) struct World {
    pub(crate) router: Router,
    pub(crate) server: Arc<Server>,
    pub(crate) storage: Arc<dyn Storage>,
    pub(crate) clock: Arc<AtomicU64>,
    _opened: Opened,
}

struct TestClock(Arc<AtomicU64>);

impl Clock for TestClock {
    fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl World {
    pub(crate) async fn new(backend: Backend) -> Option<Self> {
        Self::with(backend, false).await
    }

    /// The same, where requests are limited as they are in earnest.
    pub(crate) async fn limited(backend: Backend) -> Option<Self> {
        Self::with(backend, true).await
    }

    async fn with(backend: Backend, limited: bool) -> Option<Self> {
        Some(Self::over(backend.open().await?, limited))
    }

    /// The same, over these.
    pub(crate) fn over(opened: Opened, limited: bool) -> Self {
        let clock = Arc::new(AtomicU64::new(START));
        let server = Server::new(
            Arc::clone(&opened.storage),
            Arc::clone(&opened.blobs),
            Arc::new(TestClock(Arc::clone(&clock))),
            Arc::new(MachineChance),
            Settings { trust_forwarded: true, limited, ..Settings::new(Names::new([])) },
        );
        let storage = Arc::clone(&opened.storage);
        Self { router: router(Arc::clone(&server)), server, storage, clock, _opened: opened }
    }

    pub(crate) fn now(&self) -> u64 {
        self.clock.load(Ordering::Relaxed)
    }

    pub(crate) fn later(&self, milliseconds: u64) {
        self.clock.fetch_add(milliseconds, Ordering::Relaxed);
    }

    /// An invite of the operator.
    pub(crate) async fn operator_invite(&self) -> Invite {
        let invite = Invite::new();
        let expires = self.now() + 3_600_000;
        self.storage.invite_account(invite.id.into_bytes(), invite.token_hash(), expires).await.unwrap();
        invite
    }

    /// Somebody whom the server does not know.
    pub(crate) fn stranger(&self) -> Person {
        Person::new(self.router.clone(), self.now())
    }

    /// Somebody with an account, a session and a personal space.
    pub(crate) async fn person(&self) -> Person {
        let mut person = self.stranger();
        person.register(&self.operator_invite().await).await.expect(201);
        person.begin_session().await;
        person.personal = Some(person.create_personal().await);
        person
    }

    /// A mentor and a mentee with a mentorship that both are in, as each knows it.
    pub(crate) async fn pair(&self) -> Pair {
        let (mentor, mentee) = (self.person().await, self.person().await);
        let space = mentor.create_mentorship().await;
        let invite = mentor.invite(space.id).await;
        mentee.send(mentee.acceptance(space.id, &invite)).await.expect(201);
        let (space, call) = mentor.next_epoch(&space, vec![mentor.member(), mentee.member()]);
        mentor.send(call).await.expect(201);
        Pair { mentor, mentee, space }
    }

    pub(crate) async fn send(&self, call: Call) -> crate::call::Reply {
        call.send(&self.router).await
    }
}

/// Two people and what they share.
pub(crate) struct Pair {
    pub(crate) mentor: Person,
    pub(crate) mentee: Person,
    pub(crate) space: Space,
}
