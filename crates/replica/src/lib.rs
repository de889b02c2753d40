//! What makes two copies of the same records agree, however late and in whatever order they hear of each other.
//!
//! A record is a set of fields. Every write of a field is an [`Op`] that carries a [`Stamp`], and the value with
//! the greatest stamp is the field's value. Applying ops is idempotent, commutative and associative, so a replica
//! may replay them in any order and as often as it likes.
//!
//! This crate does no I/O and reads no clock: the caller passes the time in.

mod batch;
mod clock;
mod codec;
mod op;
mod packed;
mod record;
mod stamp;
mod value;

pub use batch::{Announced, Batch, MAX_ANNOUNCED, MAX_BLOBS};
pub use clock::HybridClock;
pub use codec::{CodecError, MAX_OPS, MAX_TEXT_BYTES, decode_ops, encode_ops};
pub use op::{Collection, FieldId, Op, RecordId, RecordRef, SpaceId};
pub use packed::{pack_clock, unpack_clock};
pub use record::{Applied, Overwritten, RecordState};
pub use stamp::{DeviceId, Stamp};
pub use value::Value;
