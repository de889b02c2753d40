//! The raw floor, in a process of its own: the same records as rows and full text in SQLCipher alone, and the same bytes
//! opened by the ciphers alone. What the product adds above it are stamps, history, checks and the network.

use crate::{
    common::{chance::Chance, cost},
    records::{RECORDS, json, record},
};
use cairn_crypto::{DeviceKeys, EntryId, EpochKey, Frame, Hash, Header, SigningKey, SpaceId, seal_entry};
use cairn_domain::{MentorshipId, Resource};
use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use rusqlite::{Connection, params};
use serde_json::json as object;
use std::{
    io::{Read, Write},
    path::Path,
    time::Instant,
};
use uuid::Uuid;

const AN_ENTRY: usize = 500;
/// What the store sets, too.
const SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -65536; PRAGMA secure_delete = FAST; PRAGMA foreign_keys = ON;";
const TABLES: &str = "
    CREATE TABLE record (id BLOB NOT NULL PRIMARY KEY, title TEXT, body TEXT, kind INTEGER, status INTEGER) STRICT;
    CREATE TABLE searchable (n INTEGER NOT NULL PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE VIRTUAL TABLE search_index USING fts5 (title, body, content = 'searchable', content_rowid = 'n',
        tokenize = 'unicode61 remove_diacritics 2');";

/// Measures and prints a line of JSON, in milliseconds and bytes.
#[expect(clippy::print_stdout, reason = "the answer goes to standard output")]
pub(crate) fn run(folder: &Path) {
    let records: Vec<_> = (0..RECORDS).map(|n| record(MentorshipId(Uuid::nil()), n, 0)).collect();
    let plain: usize = records.iter().map(|record| json(record).len()).sum();
    let key = EpochKey::from_bytes([5; 32]);
    let device = DeviceKeys::generate(&mut Chance::new());
    let frames: Vec<_> = records.chunks(AN_ENTRY).map(|some| sealed(some, &key, &device.signing)).collect();
    let sealed: usize = frames.iter().map(Vec::len).sum();
    let cpu = cost::cpu(std::process::id());
    let opening = timed(|| frames.iter().for_each(|frame| open(frame, &key, &device.signing)));
    let rows = timed(|| fill(&folder.join("rows.db"), &records, false));
    let both = timed(|| fill(&folder.join("both.db"), &records, true));
    let cpu = (cost::cpu(std::process::id()) - cpu).as_secs_f64() * 1000.0;
    println!(
        "{}",
        object!({ "open": opening, "rows": rows, "index": both, "plain": plain, "sealed": sealed, "cpu": cpu })
    );
}

/// Milliseconds.
fn timed(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64() * 1000.0
}

fn sealed(records: &[Resource], key: &EpochKey, signing: &SigningKey) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    records.iter().for_each(|record| encoder.write_all(json(record).as_bytes()).expect("memory takes it"));
    let header = Header {
        space: SpaceId([1; 16]),
        epoch: 1,
        entry: EntryId([2; 16]),
        device: cairn_crypto::DeviceId(3),
        number: 1,
        greatest_stamp: 0,
        previous: Hash::ZERO,
        seen_seq: 0,
        seen_hash: Hash::ZERO,
    };
    let packed = encoder.finish().expect("memory takes it");
    seal_entry(&header, key, signing, &packed, &mut Chance::new()).expect("it fits").into_bytes()
}

fn open(frame: &[u8], key: &EpochKey, signing: &SigningKey) {
    let frame = Frame::parse(frame).expect("a frame");
    frame.verify(&signing.verifying()).expect("a signature");
    let packed = frame.open(key).expect("its key");
    let mut plain = Vec::new();
    ZlibDecoder::new(&packed[..]).read_to_end(&mut plain).expect("it was packed");
    assert!(plain.len() > packed.len());
}

fn fill(path: &Path, records: &[Resource], with_index: bool) {
    let mut connection = Connection::open(path).expect("a database");
    let key = "07".repeat(32);
    connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\"; {SETTINGS} {TABLES}")).expect("tables");
    let transaction = connection.transaction().expect("a transaction");
    {
        let mut row = transaction.prepare("INSERT INTO record VALUES (?1, ?2, ?3, 1, 1)").expect("SQL");
        let mut text = transaction.prepare("INSERT INTO searchable VALUES (?1, ?2, ?3)").expect("SQL");
        let mut index = transaction
            .prepare("INSERT INTO search_index (rowid, title, body) VALUES (?1, ?2, ?3)")
            .expect("SQL");
        for (n, record) in records.iter().enumerate() {
            let Resource { title, description, .. } = record;
            row.execute(params![record.id.0.as_bytes(), title, description]).expect("a row");
            if with_index {
                text.execute(params![n as i64, title, description]).expect("a row");
                index.execute(params![n as i64, title, description]).expect("a row");
            }
        }
    }
    transaction.commit().expect("it is kept");
}
