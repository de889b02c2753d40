//! What the engine takes from outside: the host's time and randomness, and lines to servers that can be cut.

use crate::Host;
use cairn_crypto::ServerAddress;
use cairn_sync::{Request, Response, Transport, TransportError, World};
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Sender},
    },
    thread,
};

/// The outside world of one engine.
pub(crate) struct AppWorld {
    host: Arc<dyn Host>,
    cut: Arc<Cut>,
}

impl AppWorld {
    pub(crate) fn new(host: Arc<dyn Host>, cut: Arc<Cut>) -> AppWorld {
        AppWorld { host, cut }
    }
}

impl World for AppWorld {
    fn now(&self) -> u64 {
        u64::try_from(self.host.now().timestamp_millis()).unwrap_or_default()
    }

    fn random(&self, bytes: &mut [u8]) {
        self.host.random(bytes);
    }

    fn dial(&self, address: &ServerAddress) -> Arc<dyn Transport> {
        Arc::new(CutLine { line: cairn_sync::dial(address), cut: Arc::clone(&self.cut) })
    }
}

/// Ends what waits for a server, at once: a lock must not wait for a server that answers nobody.
#[derive(Default)]
pub(crate) struct Cut(Mutex<Lines>);

#[derive(Default)]
struct Lines {
    /// For good.
    closed: bool,
    /// Who waits, to be told, by a number of its own.
    waiting: BTreeMap<u64, Sender<Answer>>,
    last: u64,
}

type Answer = Result<Response, TransportError>;

impl Cut {
    /// Ends what waits now.
    pub(crate) fn now(&self) {
        self.end(false);
    }

    /// Ends what waits now, and whatever is tried after.
    pub(crate) fn for_good(&self) {
        self.end(true);
    }

    fn end(&self, for_good: bool) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.closed |= for_good;
        for line in std::mem::take(&mut lines.waiting).into_values() {
            // Who was answered meanwhile no longer listens.
            let _ = line.send(Err(stopped()));
        }
    }

    /// Takes part in the next cut, under a number; none when there was one for good.
    fn join(&self, line: Sender<Answer>) -> Option<u64> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.closed {
            return None;
        }
        lines.last += 1;
        let number = lines.last;
        lines.waiting.insert(number, line);
        Some(number)
    }

    fn leave(&self, number: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).waiting.remove(&number);
    }
}

fn stopped() -> TransportError {
    TransportError::Unreachable("stopped".into())
}

/// A line that can be cut. The request itself goes on by itself until it is answered or times out, and holds nothing of
/// the profile meanwhile.
struct CutLine {
    line: Arc<dyn Transport>,
    cut: Arc<Cut>,
}

impl Transport for CutLine {
    fn send(&self, request: Request) -> Answer {
        let (answer, answered) = mpsc::channel();
        let number = self.cut.join(answer.clone()).ok_or_else(stopped)?;
        let line = Arc::clone(&self.line);
        let begun = thread::Builder::new().name("sync request".into()).spawn(move || {
            let _ = answer.send(line.send(request));
        });
        let answer = match begun {
            Ok(_) => answered.recv().unwrap_or_else(|_| Err(stopped())),
            Err(error) => Err(TransportError::Unreachable(error.to_string())),
        };
        self.cut.leave(number);
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, channel};

    /// A server that answers nobody, and says when it was asked.
    struct Deaf(Mutex<Sender<()>>, Mutex<Receiver<()>>);

    impl Transport for Deaf {
        fn send(&self, _request: Request) -> Answer {
            self.0.lock().unwrap().send(()).unwrap();
            let _ = self.1.lock().unwrap().recv();
            Err(TransportError::TimedOut)
        }
    }

    fn request() -> Request {
        Request {
            method: cairn_sync::Method::Get,
            path: "/v1/meta".into(),
            token: None,
            content_type: None,
            headers: vec![],
            body: vec![],
            limit: 1024,
            wait: 25,
        }
    }

    #[test]
    fn who_waits_for_a_deaf_server_is_released_by_a_cut() {
        let (asked, was_asked) = channel();
        let (_never, answers) = channel();
        let cut = Arc::new(Cut::default());
        let line =
            CutLine { line: Arc::new(Deaf(Mutex::new(asked), Mutex::new(answers))), cut: Arc::clone(&cut) };
        let waits = thread::spawn(move || (line.send(request()), line));
        was_asked.recv().unwrap();
        cut.for_good();
        let (answer, line) = waits.join().unwrap();
        assert_eq!(answer.err(), Some(stopped()));
        assert_eq!(line.send(request()).err(), Some(stopped()), "nothing is tried after");
    }
}
