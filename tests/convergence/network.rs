//! The network between devices and server, and everything that goes wrong on it.

use crate::{dice::Dice, server::Program};
use cairn_crypto::ServerAddress;
use cairn_sync::{Request, Response, Transport, TransportError, World};
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
};

/// How often what goes wrong, in percent of requests.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weather {
    /// A request that does not arrive.
    pub(crate) lost: u64,
    /// A request that is done, and whose answer is lost.
    pub(crate) unanswered: u64,
    /// A request that arrives twice.
    pub(crate) twice: u64,
    /// A request that arrives long after its sender gave up.
    pub(crate) late: u64,
}

impl Weather {
    pub(crate) const CALM: Weather = Weather { lost: 0, unanswered: 0, twice: 0, late: 0 };
}

/// What a lying server makes of an answer to a request of the device with this name.
pub(crate) type Lie = Box<dyn FnMut(&str, &Request, Response) -> Response + Send>;

/// What happens while a device is in the middle of its round.
struct Meanwhile {
    /// The device that is in its round.
    name: String,
    /// What the paths of the requests that count contain.
    counts: String,
    /// So many of those are answered before.
    after: u64,
    act: Box<dyn FnOnce() + Send>,
}

/// What lies between.
pub(crate) struct Network {
    pub(crate) program: Mutex<Program>,
    weather: Mutex<Weather>,
    delayed: Mutex<Vec<Request>>,
    /// What a lying server makes of its answers.
    lie: Mutex<Option<Lie>>,
    meanwhile: Mutex<Option<Meanwhile>>,
    /// Everything that ever went over the wire, to look for words in it.
    pub(crate) wire: Mutex<Vec<u8>>,
    dice: Dice,
}

impl Network {
    pub(crate) fn new(program: Program, dice: Dice) -> Arc<Network> {
        let (program, weather) = (Mutex::new(program), Mutex::new(Weather::CALM));
        Arc::new(Network {
            program,
            weather,
            delayed: Mutex::default(),
            lie: Mutex::default(),
            meanwhile: Mutex::default(),
            wire: Mutex::default(),
            dice,
        })
    }

    pub(crate) fn set_weather(&self, weather: Weather) {
        *self.weather.lock().unwrap_or_else(PoisonError::into_inner) = weather;
    }

    /// From now on the server lies so; none: it is honest again.
    #[allow(dead_code, reason = "the simulator's server is honest; that of tests/sync is not")]
    pub(crate) fn set_lie(&self, lie: Option<Lie>) {
        *self.lie.lock().unwrap_or_else(PoisonError::into_inner) = lie;
    }

    /// In the round of a device, once so many requests with `counts` in their path were answered, `act` happens before its
    /// next one of them. Gives whether it came to that.
    pub(crate) fn while_in_round(
        &self,
        name: &str,
        counts: &str,
        after: u64,
        act: impl FnOnce() + Send + 'static,
        round: impl FnOnce(),
    ) -> bool {
        let (name, counts) = (name.to_owned(), counts.to_owned());
        *self.meanwhile() = Some(Meanwhile { name, counts, after, act: Box::new(act) });
        round();
        self.meanwhile().take().is_none()
    }

    fn meanwhile(&self) -> MutexGuard<'_, Option<Meanwhile>> {
        self.meanwhile.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn interrupt(&self, name: &str, path: &str) {
        let mut meanwhile = self.meanwhile();
        match &mut *meanwhile {
            Some(due) if due.name != name || !path.contains(&due.counts) => {}
            Some(due) if due.after > 0 => due.after -= 1,
            Some(_) => {
                let due = meanwhile.take();
                drop(meanwhile);
                due.into_iter().for_each(|due| (due.act)());
            }
            None => {}
        }
    }

    /// What was held up arrives now, in any order.
    pub(crate) fn deliver_late(&self) {
        let mut delayed = std::mem::take(&mut *self.delayed.lock().unwrap_or_else(PoisonError::into_inner));
        while !delayed.is_empty() {
            let at = self.dice.below(delayed.len() as u64) as usize;
            let _ = self.answer(delayed.swap_remove(at));
        }
    }

    /// The server stops to be restored: what was on its way to it is lost.
    pub(crate) fn cut(&self) {
        self.delayed.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn answer(&self, request: Request) -> Response {
        let program = self.program.lock().unwrap_or_else(PoisonError::into_inner);
        let mut wire = self.wire.lock().unwrap_or_else(PoisonError::into_inner);
        wire.extend_from_slice(request.path.as_bytes());
        wire.extend_from_slice(&request.body);
        let answer = program.answer(request);
        wire.extend_from_slice(&answer.body);
        answer
    }

    fn send(&self, request: Request) -> Result<Response, TransportError> {
        let weather = *self.weather.lock().unwrap_or_else(PoisonError::into_inner);
        let unreachable = || TransportError::Unreachable("the weather".into());
        if self.dice.chance(weather.lost) {
            return Err(unreachable());
        }
        if self.dice.chance(weather.late) {
            self.delayed.lock().unwrap_or_else(PoisonError::into_inner).push(request);
            return Err(TransportError::TimedOut);
        }
        let answer = self.answer(request.clone());
        let answer = if self.dice.chance(weather.twice) { self.answer(request) } else { answer };
        if self.dice.chance(weather.unanswered) { Err(unreachable()) } else { Ok(answer) }
    }
}

/// What a device takes from outside.
pub(crate) struct Outside {
    pub(crate) name: String,
    network: Arc<Network>,
    dice: Dice,
    clock: Arc<AtomicU64>,
    /// How far this device's clock is off, in milliseconds.
    pub(crate) clock_off: AtomicI64,
    /// Whether the network is gone.
    pub(crate) is_cut_off: Arc<AtomicBool>,
}

impl Outside {
    pub(crate) fn new(
        name: &str,
        network: &Arc<Network>,
        clock: &Arc<AtomicU64>,
        dice: Dice,
    ) -> Arc<Outside> {
        Arc::new(Outside {
            name: name.to_owned(),
            network: Arc::clone(network),
            dice,
            clock: Arc::clone(clock),
            clock_off: AtomicI64::new(0),
            is_cut_off: Arc::default(),
        })
    }
}

impl World for Outside {
    fn now(&self) -> u64 {
        self.clock.load(Ordering::SeqCst).saturating_add_signed(self.clock_off.load(Ordering::SeqCst))
    }

    fn random(&self, bytes: &mut [u8]) {
        self.dice.fill(bytes);
    }

    fn dial(&self, _address: &ServerAddress) -> Arc<dyn Transport> {
        Arc::new(Line {
            name: self.name.clone(),
            network: Arc::clone(&self.network),
            is_cut_off: Arc::clone(&self.is_cut_off),
        })
    }
}

struct Line {
    name: String,
    network: Arc<Network>,
    is_cut_off: Arc<AtomicBool>,
}

impl Transport for Line {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        match self.is_cut_off.load(Ordering::SeqCst) {
            true => Err(TransportError::Unreachable("cut off".into())),
            false => {
                self.network.interrupt(&self.name, &request.path);
                let limit = request.limit;
                let answer = self.network.send(request.clone())?;
                let mut lie = self.network.lie.lock().unwrap_or_else(PoisonError::into_inner);
                let answer = match &mut *lie {
                    Some(lie) => lie(&self.name, &request, answer),
                    None => answer,
                };
                if answer.body.len() > limit { Err(TransportError::TooLong) } else { Ok(answer) }
            }
        }
    }
}
