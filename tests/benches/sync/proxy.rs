//! Counts what goes over the wire: a loopback proxy between client and server, below TLS where there is TLS.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

/// A proxy to one server, for as long as this process lives.
pub(crate) struct Proxy {
    pub(crate) port: u16,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    up: AtomicU64,
    down: AtomicU64,
}

/// Bytes of TCP payload, by direction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wire {
    pub(crate) up: u64,
    pub(crate) down: u64,
}

impl Proxy {
    pub(crate) fn to(server: u16) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let counts = Arc::new(Counts::default());
        let counting = Arc::clone(&counts);
        thread::spawn(move || {
            for near in listener.incoming().flatten() {
                let Ok(far) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                for stream in [&near, &far] {
                    let _ = stream.set_nodelay(true);
                }
                let (near_again, far_again) = (near.try_clone(), far.try_clone());
                let (Ok(near_again), Ok(far_again)) = (near_again, far_again) else { continue };
                let (up, down) = (Arc::clone(&counting), Arc::clone(&counting));
                thread::spawn(move || pass(near, far, &up.up));
                thread::spawn(move || pass(far_again, near_again, &down.down));
            }
        });
        Proxy { port, counts }
    }

    pub(crate) fn counted(&self) -> Wire {
        let Counts { up, down } = &*self.counts;
        Wire { up: up.load(Ordering::SeqCst), down: down.load(Ordering::SeqCst) }
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, count: &AtomicU64) {
    let mut buffer = vec![0; 64 << 10];
    while let Ok(read) = from.read(&mut buffer) {
        if read == 0 {
            break;
        }
        // Counted first: who has got the bytes may ask for the count at once.
        count.fetch_add(read as u64, Ordering::SeqCst);
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}
