//! The program server: it keeps and routes what it cannot read.
//!
//! [`router`] answers the endpoints of `docs/protocol.md` over any [`storage::Storage`], with a clock and a chance that
//! whoever builds it gives; [`cli`] is the program around it.

mod api;
pub mod blobs;
pub mod certificate;
pub mod cli;
pub mod clock;
pub mod metrics;
mod names;
mod state;
pub mod storage;

pub use api::{Description, patient_router, router};
pub use names::Names;
pub use state::{Server, Settings};
