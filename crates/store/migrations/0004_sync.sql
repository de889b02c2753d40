-- What this device knows about the other copies of its records. Nothing here is a record: with all of it gone, every
-- record is still there, and can be told anew.

-- The account: its secrets, and the program server where there is one.
CREATE TABLE sync_account (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    server TEXT,
    trust TEXT,
    server_id TEXT,
    device BLOB NOT NULL,
    secrets BLOB NOT NULL,
    token BLOB,
    clock_offset INTEGER NOT NULL,
    last_success INTEGER
) STRICT;

-- The statements of this account and of everyone it shares a space with. `changed` holds statements that contradict them.
CREATE TABLE sync_chain (
    account BLOB NOT NULL PRIMARY KEY,
    statements BLOB NOT NULL,
    changed BLOB
) STRICT, WITHOUT ROWID;

-- Whose a device is, so that a version can be told by its writer's name.
CREATE TABLE sync_writer (
    device BLOB NOT NULL PRIMARY KEY,
    account BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- How far the log of each space was read, and what the server last said of it. `taken` is the latest time, in milliseconds,
-- of a stamp that the server is known to have taken.
CREATE TABLE sync_space (
    space BLOB NOT NULL PRIMARY KEY,
    on_server INTEGER NOT NULL,
    state TEXT NOT NULL,
    seq INTEGER NOT NULL,
    log_hash BLOB NOT NULL,
    head INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    notice TEXT,
    evidence BLOB,
    taken INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_epoch (
    space BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    record BLOB NOT NULL,
    key BLOB,
    PRIMARY KEY (space, epoch)
) STRICT, WITHOUT ROWID;

-- The log hashes that were seen at a place. More than one where a server showed two histories, or was restored.
CREATE TABLE sync_log_hash (
    space BLOB NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (space, seq, hash)
) STRICT, WITHOUT ROWID;

-- The last entry of each device in each space, this one's among them. `known` is the greatest number that was ever applied,
-- also where a log is read again from its beginning. `told` marks a head on the word of a snapshot: no entry of the device
-- was read since.
CREATE TABLE sync_author (
    space BLOB NOT NULL,
    device BLOB NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    known INTEGER NOT NULL,
    told INTEGER NOT NULL,
    PRIMARY KEY (space, device)
) STRICT, WITHOUT ROWID;

-- Entries that were sealed, with their ops: those are no longer in the outbox. `seq` is nothing until the server has said
-- under which number it took them. They stay until they were read there: a server can still lose them.
CREATE TABLE sync_in_flight (
    n INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    space BLOB NOT NULL,
    entry BLOB NOT NULL UNIQUE,
    epoch INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    frame BLOB NOT NULL,
    ops BLOB NOT NULL,
    state INTEGER NOT NULL,
    seq INTEGER
) STRICT;
CREATE INDEX sync_in_flight_space ON sync_in_flight (space);

-- Records whose whole state is to be sent: the server has lost it, or is another one.
CREATE TABLE sync_refill (
    n INTEGER NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    collection INTEGER NOT NULL,
    id BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX sync_refill_record ON sync_refill (space, collection, id);

-- Entries that were not applied, and why.
CREATE TABLE sync_refused (
    n INTEGER NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    seq INTEGER,
    entry BLOB NOT NULL,
    device BLOB,
    reason TEXT NOT NULL,
    frame BLOB NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (space, entry)
) STRICT;

-- What left this device: by entry, snapshot and file, with its records and fields, packed.
CREATE TABLE sync_ledger (
    n INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    space BLOB NOT NULL,
    way TEXT NOT NULL,
    entry BLOB NOT NULL,
    seq INTEGER,
    bytes INTEGER NOT NULL,
    records INTEGER NOT NULL,
    fields BLOB NOT NULL
) STRICT;
CREATE INDEX sync_ledger_entry ON sync_ledger (space, entry);
CREATE INDEX sync_ledger_at ON sync_ledger (at);

-- Files of a space whose blobs are on the server. `told` is nothing until an entry is made that says so, the entry while
-- it is in flight, and empty when all know.
CREATE TABLE sync_attachment (
    space BLOB NOT NULL,
    content TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    blobs BLOB NOT NULL,
    told BLOB,
    PRIMARY KEY (space, content)
) STRICT, WITHOUT ROWID;

-- Pieces of a file that has not come whole yet, as the space they came from has them.
CREATE TABLE sync_piece (
    space BLOB NOT NULL,
    content TEXT NOT NULL,
    n INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (space, content, n)
) STRICT;

-- Writes of ours on records that others had deleted before they heard of them.
CREATE TABLE sync_recovered (
    n INTEGER NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    collection INTEGER NOT NULL,
    id BLOB NOT NULL,
    ops BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- Exchange files: those that were taken in, and those that were made, with marks of the ops that each carried.
CREATE TABLE sync_exchange_in (
    space BLOB NOT NULL,
    file BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (space, file)
) STRICT, WITHOUT ROWID;
CREATE TABLE sync_exchange_out (
    space BLOB NOT NULL,
    file BLOB NOT NULL,
    at INTEGER NOT NULL,
    marks BLOB NOT NULL,
    PRIMARY KEY (space, file)
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_space ON outbox (space);

-- Ops of a hostile member have an end: so many are kept of a space.
ALTER TABLE quarantine ADD COLUMN space BLOB;
CREATE INDEX quarantine_space ON quarantine (space);
