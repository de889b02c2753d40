-- Ids have 16 bytes, hashes 32, times are milliseconds. A device is a number of 64 bits, kept with the sign it
-- happens to have. The same tables, with SQLite's names of types, are in ../sqlite.

CREATE TABLE server (
  one bigint NOT NULL PRIMARY KEY CHECK (one = 1),
  id bytea NOT NULL
);

CREATE TABLE accounts (
  account bytea NOT NULL PRIMARY KEY,
  identity bytea NOT NULL,
  statements bigint NOT NULL,
  newest bytea NOT NULL
);

-- Also of an account that was deleted, while a space names it: its entries there are to be read.
CREATE TABLE statements (
  account bytea NOT NULL,
  number bigint NOT NULL,
  hash bytea NOT NULL,
  statement bytea NOT NULL,
  PRIMARY KEY (account, number)
);

-- An id is one account's, so that nobody writes under the name of a partner's device.
CREATE TABLE devices (
  device bigint NOT NULL PRIMARY KEY,
  account bytea NOT NULL REFERENCES accounts ON DELETE CASCADE,
  signing bytea NOT NULL,
  added bigint NOT NULL,
  seen bigint,
  revoked bigint
);
CREATE INDEX devices_of_account ON devices (account);

-- `device`: which put it here; with its revocation it goes.
CREATE TABLE recoveries (
  account bytea NOT NULL PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  locator bytea NOT NULL UNIQUE,
  sealed bytea NOT NULL,
  token_hash bytea NOT NULL,
  device bigint NOT NULL REFERENCES devices ON DELETE CASCADE
);
CREATE INDEX recoveries_by_device ON recoveries (device);

-- Also of devices that are not known.
CREATE TABLE challenges (
  nonce bytea NOT NULL PRIMARY KEY,
  account bytea NOT NULL,
  device bigint NOT NULL,
  expires bigint NOT NULL
);

CREATE TABLE sessions (
  token_hash bytea NOT NULL PRIMARY KEY,
  device bigint NOT NULL REFERENCES devices ON DELETE CASCADE,
  expires bigint NOT NULL
);
CREATE INDEX sessions_of_device ON sessions (device);

-- `log_bytes`: frames and manifests that are kept. `blob_bytes`: blobs. `written`: all frames there ever were.
CREATE TABLE spaces (
  space bytea NOT NULL PRIMARY KEY,
  kind bigint NOT NULL,
  epoch bigint NOT NULL,
  record_hash bytea NOT NULL,
  head bigint NOT NULL,
  head_hash bytea NOT NULL,
  floor bigint NOT NULL,
  floor_hash bytea NOT NULL,
  written bigint NOT NULL,
  log_bytes bigint NOT NULL,
  blob_bytes bigint NOT NULL,
  rotate bigint NOT NULL,
  ended bigint NOT NULL
);

CREATE TABLE epochs (
  space bytea NOT NULL REFERENCES spaces ON DELETE CASCADE,
  epoch bigint NOT NULL,
  hash bytea NOT NULL,
  record bytea NOT NULL,
  PRIMARY KEY (space, epoch)
);

-- Everybody in any record of the space, also who has left since.
CREATE TABLE named (
  space bytea NOT NULL REFERENCES spaces ON DELETE CASCADE,
  account bytea NOT NULL,
  PRIMARY KEY (space, account)
);
CREATE INDEX named_by_account ON named (account);

-- Of the newest record; a member may not have registered yet.
CREATE TABLE members (
  space bytea NOT NULL REFERENCES spaces ON DELETE CASCADE,
  account bytea NOT NULL,
  PRIMARY KEY (space, account)
);
CREATE INDEX members_by_account ON members (account);

CREATE TABLE packets (
  space bytea NOT NULL,
  account bytea NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (space, account),
  FOREIGN KEY (space, account) REFERENCES members ON DELETE CASCADE
);

-- `log_hash`: of the log up to here. `written`: bytes of frames up to here.
CREATE TABLE entries (
  space bytea NOT NULL REFERENCES spaces ON DELETE CASCADE,
  seq bigint NOT NULL,
  entry bytea NOT NULL,
  hash bytea NOT NULL,
  log_hash bytea NOT NULL,
  written bigint NOT NULL,
  frame bytea NOT NULL,
  PRIMARY KEY (space, seq),
  UNIQUE (space, entry)
);

-- The last entry of each device.
CREATE TABLE writers (
  space bytea NOT NULL REFERENCES spaces ON DELETE CASCADE,
  device bigint NOT NULL,
  number bigint NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (space, device)
);

-- How far each device is known to have read.
CREATE TABLE cursors (
  space bytea NOT NULL REFERENCES spaces ON DELETE CASCADE,
  device bigint NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (space, device)
);

-- `attachment`, `snapshot`: what it was sent as; one who sends it as the other takes nothing away.
CREATE TABLE blobs (
  space bytea NOT NULL REFERENCES spaces ON DELETE CASCADE,
  name bytea NOT NULL,
  size bigint NOT NULL,
  begun bigint NOT NULL,
  finished bigint NOT NULL,
  attachment bigint NOT NULL,
  snapshot bigint NOT NULL,
  PRIMARY KEY (space, name)
);
CREATE INDEX blobs_unfinished ON blobs (begun) WHERE finished = 0;
CREATE INDEX blobs_of_snapshots ON blobs (begun) WHERE attachment = 0;

-- Contents to be removed. `claimed`: since when somebody is at it; 0: nobody.
CREATE TABLE doomed (
  space bytea NOT NULL,
  name bytea NOT NULL,
  claimed bigint NOT NULL,
  PRIMARY KEY (space, name)
);

-- `size`: with its blobs. `written`: as that of the entry it stands at.
CREATE TABLE snapshots (
  space bytea NOT NULL REFERENCES spaces ON DELETE CASCADE,
  seen_seq bigint NOT NULL,
  size bigint NOT NULL,
  written bigint NOT NULL,
  manifest bytea NOT NULL,
  PRIMARY KEY (space, seen_seq)
);

CREATE TABLE snapshot_blobs (
  space bytea NOT NULL,
  seen_seq bigint NOT NULL,
  name bytea NOT NULL,
  PRIMARY KEY (space, seen_seq, name),
  FOREIGN KEY (space, seen_seq) REFERENCES snapshots ON DELETE CASCADE
);

-- Without a space it is the operator's.
CREATE TABLE invites (
  invite bytea NOT NULL PRIMARY KEY,
  token_hash bytea NOT NULL,
  space bytea REFERENCES spaces ON DELETE CASCADE,
  inviter bytea REFERENCES accounts ON DELETE CASCADE,
  mac bytea,
  greeting bytea,
  expires bigint NOT NULL,
  registered bytea REFERENCES accounts ON DELETE CASCADE,
  accepted bytea REFERENCES accounts ON DELETE CASCADE,
  withdrawn bigint NOT NULL
);
CREATE INDEX invites_by_inviter ON invites (inviter);
CREATE INDEX invites_by_space ON invites (space);
CREATE INDEX invites_by_registered ON invites (registered);
CREATE INDEX invites_by_accepted ON invites (accepted);

CREATE TABLE joins (
  space bytea NOT NULL REFERENCES spaces ON DELETE CASCADE,
  account bytea NOT NULL REFERENCES accounts ON DELETE CASCADE,
  invite bytea NOT NULL,
  mac bytea NOT NULL,
  PRIMARY KEY (space, account)
);
CREATE INDEX joins_by_account ON joins (account);

CREATE TABLE enrolments (
  enrolment bytea NOT NULL PRIMARY KEY,
  account bytea NOT NULL REFERENCES accounts ON DELETE CASCADE,
  expires bigint NOT NULL
);

CREATE TABLE slots (
  enrolment bytea NOT NULL REFERENCES enrolments ON DELETE CASCADE,
  slot bigint NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (enrolment, slot)
);

-- Requests in the window that starts at `start` and lasts `span`.
-- Not worth a write-ahead log: after a crash everybody starts anew.
CREATE UNLOGGED TABLE rates (
  key bytea NOT NULL,
  span bigint NOT NULL,
  start bigint NOT NULL,
  used bigint NOT NULL,
  PRIMARY KEY (key, span)
);

-- What is sealed gets no smaller; no time is spent on trying.
ALTER TABLE entries ALTER COLUMN frame SET STORAGE EXTERNAL;
ALTER TABLE snapshots ALTER COLUMN manifest SET STORAGE EXTERNAL;
