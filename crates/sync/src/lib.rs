//! The client of the program server: what to send, what to fetch, and when.
//!
//! ```text
//! Engine::new(store, world)
//!    ├─ look · join · invite · leave · end · remove        people find each other   (join.rs, invites.rs, members.rs)
//!    ├─ enrol · devices · revoke · set_recovery            one person, more devices (devices.rs, enrol.rs)
//!    ├─ sync · listen · status · disconnect                the same on all of them  (cycle/, status.rs)
//!    └─ export_exchange · import_exchange                  with no server at all    (exchange.rs)
//! ```
//!
//! [`Engine`] stands over an open [`cairn_store::Store`], which keeps everything it knows; what it does with the
//! network goes through a [`Transport`], which the [`World`] dials. What comes from the server is believed only after
//! the signatures, chains and hashes of `docs/encryption.md` have been checked here. The server is a shelf, no authority.
//!
//! Methods that say *Blocks on the network* may take as long as the network does: call them on a thread of their own, and
//! hand them a [`Cancel`] where they take one. All others take as long as the disk does.

mod address;
mod backoff;
mod cancel;
mod cycle;
mod devices;
mod engine;
mod enrol;
mod epochs;
mod errors;
mod exchange;
mod https;
mod invites;
mod join;
mod log;
mod manifest;
mod me;
mod members;
mod needs;
mod notebook;
mod people;
mod reading;
mod server;
mod status;
mod stopped;
mod transport;
mod vouched;
mod world;

pub use address::{read_address, write_address};
pub use backoff::backoff;
pub use cancel::Cancel;
pub use cycle::{Progress, Report, Step};
pub use devices::Device;
pub use engine::{Engine, instant};
pub use enrol::{Enrolled, NewDevice, OldDevice, recover};
pub use errors::SyncError;
pub use exchange::{ExchangeCode, Imported};
pub use https::dial;
pub use invites::{Arrival, Invited};
pub use join::{Greeting, Invitation, Joined};
pub use members::{Member, Verified};
pub use status::{Need, Status};
pub use transport::{Method, Request, Response, Transport, TransportError};
pub use world::World;
