//! The key-slot file as JSON: readable, versioned, strict.

use base64ct::{Base64, Encoding};
use serde::{Deserialize, Serialize};

use super::wrap::Slot;
use super::{DamagedPart, KeySlots, SlotError, SlotKind};
use crate::passphrase::Cost;

const FORMAT: &str = "cairn-key-slots";
/// Three slots take under 2 KiB; nobody needs to parse more than this.
const MAXIMUM_BYTES: usize = 16 * 1024;
const DAMAGED: SlotError = SlotError::Damaged { part: DamagedPart::Document };

/// What every version has, now and later.
#[derive(Deserialize)]
struct Preamble {
    format: String,
    version: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: String,
    version: u32,
    profile: String,
    key_check: String,
    slots: Slots,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Slots {
    #[serde(skip_serializing_if = "Option::is_none")]
    keychain: Option<Entry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passphrase: Option<Entry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery: Option<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(skip_serializing_if = "Option::is_none")]
    argon2id: Option<Cost>,
    salt: String,
    nonce: String,
    wrapped: String,
    sum: String,
}

impl KeySlots {
    /// The file. Refused while there is no slot: such a file would lock everybody out.
    pub fn to_bytes(&self) -> Result<Vec<u8>, SlotError> {
        if self.kinds().next().is_none() {
            return Err(SlotError::LastSlot);
        }
        let document = Document {
            format: FORMAT.to_owned(),
            version: Self::VERSION,
            profile: self.profile.clone(),
            key_check: Base64::encode_string(&self.key_check),
            slots: Slots {
                keychain: self.keychain.as_ref().map(Entry::from),
                passphrase: self.passphrase.as_ref().map(Entry::from),
                recovery: self.recovery.as_ref().map(Entry::from),
            },
        };
        let mut bytes = serde_json::to_vec_pretty(&document).expect("strings and numbers make valid JSON");
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads a file. A damaged slot among whole ones is found when it is opened, so that the others still open.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SlotError> {
        if bytes.len() > MAXIMUM_BYTES {
            return Err(DAMAGED);
        }
        // The version first: a newer file may look otherwise from there on.
        let preamble: Preamble = serde_json::from_slice(bytes).map_err(|_| DAMAGED)?;
        if preamble.format != FORMAT || preamble.version == 0 {
            return Err(DAMAGED);
        }
        if preamble.version > Self::VERSION {
            return Err(SlotError::NewerVersion { found: preamble.version, known: Self::VERSION });
        }
        let document: Document = serde_json::from_slice(bytes).map_err(|_| DAMAGED)?;
        document.try_into()
    }
}

impl TryFrom<Document> for KeySlots {
    type Error = SlotError;

    fn try_from(document: Document) -> Result<Self, SlotError> {
        let key_check = decode(&document.key_check).ok_or(DAMAGED)?;
        let mut slots = Self::empty(&document.profile, key_check).ok_or(DAMAGED)?;
        let entries = [document.slots.keychain, document.slots.passphrase, document.slots.recovery];
        for (kind, entry) in SlotKind::ALL.into_iter().zip(entries) {
            if let Some(entry) = entry {
                let slot = entry.decode().ok_or(SlotError::Damaged { part: DamagedPart::Slot(kind) })?;
                *slots.slot_mut(kind) = Some(slot);
            }
        }
        if slots.kinds().next().is_none() { Err(DAMAGED) } else { Ok(slots) }
    }
}

impl From<&Slot> for Entry {
    fn from(slot: &Slot) -> Self {
        Self {
            argon2id: slot.cost,
            salt: Base64::encode_string(&slot.salt),
            nonce: Base64::encode_string(&slot.nonce),
            wrapped: Base64::encode_string(&slot.wrapped),
            sum: Base64::encode_string(&slot.sum),
        }
    }
}

impl Entry {
    fn decode(&self) -> Option<Slot> {
        Some(Slot {
            cost: self.argon2id,
            salt: decode(&self.salt)?,
            nonce: decode(&self.nonce)?,
            wrapped: decode(&self.wrapped)?,
            sum: decode(&self.sum)?,
        })
    }
}

/// Exactly `N` bytes of canonical base64.
fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let length = Base64::decode(text, &mut bytes).ok()?.len();
    (length == N).then_some(bytes)
}
