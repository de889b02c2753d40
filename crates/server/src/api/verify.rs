//! Bytes that were signed become what the storage keeps, once their signatures hold. No client relies on it; it keeps
//! rubbish out.

use std::collections::BTreeSet;

use cairn_crypto::{EpochRecord, Frame, Says, VerifyingKey};
use cairn_protocol::{Binary, Code, Problem, limits};

use super::{
    authz::Authz,
    refusal::{Answer, Refusal},
};
use crate::storage::{Change, Hash, Id, NewEntry, Packet, Record, Statement};

impl From<cairn_crypto::FormatError> for Refusal {
    fn from(error: cairn_crypto::FormatError) -> Self {
        Self::invalid(error.to_string())
    }
}

impl From<cairn_crypto::EpochError> for Refusal {
    fn from(error: cairn_crypto::EpochError) -> Self {
        match error {
            cairn_crypto::EpochError::NotNext => Code::Stale.into(),
            _ => Self::invalid(error.to_string()),
        }
    }
}

/// Statements of one account, each signed by its identity: the one given, or else the one that the first of them states. Whether they
/// continue what is kept, the storage says.
pub(super) fn statements(sent: &[Binary], known: Option<VerifyingKey>) -> Answer<(Id, Vec<Statement>)> {
    if sent.is_empty() || sent.len() > limits::STATEMENTS {
        return Err(Refusal::invalid("there are no statements, or too many"));
    }
    let parsed =
        sent.iter().map(|bytes| cairn_crypto::Statement::parse(&bytes.0)).collect::<Result<Vec<_>, _>>()?;
    let identity = match (known, parsed[0].says()) {
        (Some(identity), _) | (None, Says::Create { identity, .. }) => identity,
        _ => return Err(Refusal::invalid("an account begins with the statement that creates it")),
    };
    let account = parsed[0].account();
    let mut kept = Vec::with_capacity(parsed.len());
    for (statement, bytes) in parsed.iter().zip(sent) {
        if statement.account() != account {
            return Err(Refusal::invalid("the statements are of two accounts"));
        }
        statement.verify(&identity)?;
        kept.push(Statement {
            number: statement.number(),
            previous: statement.previous().0,
            hash: statement.hash().0,
            change: change(statement.says()),
            bytes: bytes.0.clone(),
        });
    }
    Ok((account.0, kept))
}

fn change(says: Says) -> Change {
    match says {
        Says::Create { identity, .. } => Change::Create { identity: identity.0 },
        Says::AddDevice { device, keys } => Change::AddDevice { device: device.0, signing: keys.signing.0 },
        Says::RevokeDevice { device } => Change::RevokeDevice { device: device.0 },
        Says::NewEncryption { .. } => Change::NewEncryption,
    }
}

/// The identity that the first statement of a chain states. The chain comes from the storage, so it was verified.
pub(super) fn identity(chain: &[Vec<u8>]) -> Answer<VerifyingKey> {
    let first = chain.first().ok_or_else(Refusal::not_found)?;
    match cairn_crypto::Statement::parse(first)?.says() {
        Says::Create { identity, .. } => Ok(identity),
        _ => Err(Code::Internal.into()),
    }
}

/// The records of a space, from its first epoch on.
pub(super) fn records(space: Id, sent: &[Binary]) -> Answer<Vec<EpochRecord>> {
    let records = sent.iter().map(|bytes| EpochRecord::parse(&bytes.0)).collect::<Result<Vec<_>, _>>()?;
    EpochRecord::verify_all(&records)?;
    if records.iter().any(|record| record.space().0 != space) {
        return Err(Refusal::invalid("a record is of another space"));
    }
    Ok(records)
}

/// A record as the storage keeps it.
pub(super) fn record(record: &EpochRecord) -> Record {
    Record {
        number: record.epoch(),
        issuer: record.issuer().0,
        previous: record.previous().0,
        hash: record.hash().0,
        start_seq: record.start_seq(),
        start_hash: record.start_hash().0,
        members: record.members().iter().map(|member| member.account.0).collect(),
        bytes: record.as_bytes().to_vec(),
    }
}

/// Everybody in the records, with their identities there; one who has two fits no account.
pub(super) fn identities(records: &[EpochRecord]) -> Vec<(Id, Hash)> {
    let members = records.iter().flat_map(EpochRecord::members);
    let unique: BTreeSet<_> = members.map(|member| (member.account.0, member.identity.0)).collect();
    unique.into_iter().collect()
}

/// The packets of an epoch: one for each member of its record, and no other.
pub(super) fn packets(record: &EpochRecord, sent: Vec<cairn_protocol::Packet>) -> Answer<Vec<Packet>> {
    let mut packets: Vec<Packet> = sent
        .into_iter()
        .map(|packet| Packet { account: packet.account.into_bytes(), sealed: packet.sealed.0 })
        .collect();
    packets.sort_by_key(|packet| packet.account);
    let members = record.members().iter().map(|member| member.account.0);
    if packets.iter().map(|packet| packet.account).eq(members) {
        Ok(packets)
    } else {
        Err(Refusal::invalid("there must be one packet for each member, and no other"))
    }
}

/// A frame that the asking device signed for this space, stamped no later than the server's clock allows.
pub(super) fn frame(authz: &Authz, space: Id, bytes: &[u8], now: u64) -> Answer<Frame> {
    let frame = Frame::parse(bytes)?;
    let header = frame.header();
    if header.space.0 != space {
        return Err(Refusal::invalid("the entry is of another space"));
    }
    if header.device.0 != authz.caller.device {
        return Err(Refusal::invalid("the entry is of another device"));
    }
    frame.verify(&VerifyingKey(authz.signing))?;
    if header.greatest_stamp > now.saturating_add(limits::CLOCK_AHEAD) {
        return Err(Problem { now: Some(now), ..Problem::new(Code::ClockAhead) }.into());
    }
    Ok(frame)
}

/// An entry of the asking device for this space.
pub(super) fn entry(authz: &Authz, space: Id, bytes: &[u8], now: u64) -> Answer<NewEntry> {
    let frame = frame(authz, space, bytes, now)?;
    if frame.is_snapshot() {
        return Err(Refusal::invalid("a snapshot is not an entry"));
    }
    let header = frame.header();
    Ok(NewEntry {
        entry: header.entry.0,
        epoch: header.epoch,
        number: header.number,
        previous: header.previous.0,
        hash: frame.hash().0,
        frame: bytes.to_vec(),
    })
}

/// 32 bytes of a JSON field.
pub(super) fn hash(field: &Binary, name: &str) -> Answer<Hash> {
    field.exactly().ok_or_else(|| Refusal::invalid(format!("{name} must have 32 bytes")))
}

/// 64 lower-case hexadecimal digits.
pub(super) fn hex(text: &str) -> Option<Hash> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut hash = [0; 32];
    let pairs = text.as_bytes().chunks_exact(2);
    if text.len() != 64 {
        return None;
    }
    for (byte, pair) in hash.iter_mut().zip(pairs) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(hash)
}
