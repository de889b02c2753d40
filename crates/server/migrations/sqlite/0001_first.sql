-- Ids have 16 bytes, hashes 32, times are milliseconds. A device is a number of 64 bits, kept with the sign it
-- happens to have. The same tables, with PostgreSQL's names of types, are in ../postgres.

CREATE TABLE server (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  id BLOB NOT NULL
) STRICT;

CREATE TABLE accounts (
  account BLOB NOT NULL PRIMARY KEY,
  identity BLOB NOT NULL,
  statements INTEGER NOT NULL,
  newest BLOB NOT NULL
) STRICT;

-- Also of an account that was deleted, while a space names it: its entries there are to be read.
CREATE TABLE statements (
  account BLOB NOT NULL,
  number INTEGER NOT NULL,
  hash BLOB NOT NULL,
  statement BLOB NOT NULL,
  PRIMARY KEY (account, number)
) STRICT;

-- An id is one account's, so that nobody writes under the name of a partner's device.
CREATE TABLE devices (
  device INTEGER NOT NULL PRIMARY KEY,
  account BLOB NOT NULL REFERENCES accounts ON DELETE CASCADE,
  signing BLOB NOT NULL,
  added INTEGER NOT NULL,
  seen INTEGER,
  revoked INTEGER
) STRICT;
CREATE INDEX devices_of_account ON devices (account);

-- `device`: which put it here; with its revocation it goes.
CREATE TABLE recoveries (
  account BLOB NOT NULL PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  locator BLOB NOT NULL UNIQUE,
  sealed BLOB NOT NULL,
  token_hash BLOB NOT NULL,
  device INTEGER NOT NULL REFERENCES devices ON DELETE CASCADE
) STRICT;
CREATE INDEX recoveries_by_device ON recoveries (device);

-- Also of devices that are not known.
CREATE TABLE challenges (
  nonce BLOB NOT NULL PRIMARY KEY,
  account BLOB NOT NULL,
  device INTEGER NOT NULL,
  expires INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
  token_hash BLOB NOT NULL PRIMARY KEY,
  device INTEGER NOT NULL REFERENCES devices ON DELETE CASCADE,
  expires INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_of_device ON sessions (device);

-- `log_bytes`: frames and manifests that are kept. `blob_bytes`: blobs. `written`: all frames there ever were.
CREATE TABLE spaces (
  space BLOB NOT NULL PRIMARY KEY,
  kind INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  record_hash BLOB NOT NULL,
  head INTEGER NOT NULL,
  head_hash BLOB NOT NULL,
  floor INTEGER NOT NULL,
  floor_hash BLOB NOT NULL,
  written INTEGER NOT NULL,
  log_bytes INTEGER NOT NULL,
  blob_bytes INTEGER NOT NULL,
  rotate INTEGER NOT NULL,
  ended INTEGER NOT NULL
) STRICT;

CREATE TABLE epochs (
  space BLOB NOT NULL REFERENCES spaces ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  hash BLOB NOT NULL,
  record BLOB NOT NULL,
  PRIMARY KEY (space, epoch)
) STRICT;

-- Everybody in any record of the space, also who has left since.
CREATE TABLE named (
  space BLOB NOT NULL REFERENCES spaces ON DELETE CASCADE,
  account BLOB NOT NULL,
  PRIMARY KEY (space, account)
) STRICT;
CREATE INDEX named_by_account ON named (account);

-- Of the newest record; a member may not have registered yet.
CREATE TABLE members (
  space BLOB NOT NULL REFERENCES spaces ON DELETE CASCADE,
  account BLOB NOT NULL,
  PRIMARY KEY (space, account)
) STRICT;
CREATE INDEX members_by_account ON members (account);

CREATE TABLE packets (
  space BLOB NOT NULL,
  account BLOB NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (space, account),
  FOREIGN KEY (space, account) REFERENCES members ON DELETE CASCADE
) STRICT;

-- `log_hash`: of the log up to here. `written`: bytes of frames up to here.
CREATE TABLE entries (
  space BLOB NOT NULL REFERENCES spaces ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  entry BLOB NOT NULL,
  hash BLOB NOT NULL,
  log_hash BLOB NOT NULL,
  written INTEGER NOT NULL,
  frame BLOB NOT NULL,
  PRIMARY KEY (space, seq),
  UNIQUE (space, entry)
) STRICT;

-- The last entry of each device.
CREATE TABLE writers (
  space BLOB NOT NULL REFERENCES spaces ON DELETE CASCADE,
  device INTEGER NOT NULL,
  number INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (space, device)
) STRICT;

-- How far each device is known to have read.
CREATE TABLE cursors (
  space BLOB NOT NULL REFERENCES spaces ON DELETE CASCADE,
  device INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (space, device)
) STRICT;

-- `attachment`, `snapshot`: what it was sent as; one who sends it as the other takes nothing away.
CREATE TABLE blobs (
  space BLOB NOT NULL REFERENCES spaces ON DELETE CASCADE,
  name BLOB NOT NULL,
  size INTEGER NOT NULL,
  begun INTEGER NOT NULL,
  finished INTEGER NOT NULL,
  attachment INTEGER NOT NULL,
  snapshot INTEGER NOT NULL,
  PRIMARY KEY (space, name)
) STRICT;
CREATE INDEX blobs_unfinished ON blobs (begun) WHERE finished = 0;
CREATE INDEX blobs_of_snapshots ON blobs (begun) WHERE attachment = 0;

-- Contents to be removed. `claimed`: since when somebody is at it; 0: nobody.
CREATE TABLE doomed (
  space BLOB NOT NULL,
  name BLOB NOT NULL,
  claimed INTEGER NOT NULL,
  PRIMARY KEY (space, name)
) STRICT;

-- `size`: with its blobs. `written`: as that of the entry it stands at.
CREATE TABLE snapshots (
  space BLOB NOT NULL REFERENCES spaces ON DELETE CASCADE,
  seen_seq INTEGER NOT NULL,
  size INTEGER NOT NULL,
  written INTEGER NOT NULL,
  manifest BLOB NOT NULL,
  PRIMARY KEY (space, seen_seq)
) STRICT;

CREATE TABLE snapshot_blobs (
  space BLOB NOT NULL,
  seen_seq INTEGER NOT NULL,
  name BLOB NOT NULL,
  PRIMARY KEY (space, seen_seq, name),
  FOREIGN KEY (space, seen_seq) REFERENCES snapshots ON DELETE CASCADE
) STRICT;

-- Without a space it is the operator's.
CREATE TABLE invites (
  invite BLOB NOT NULL PRIMARY KEY,
  token_hash BLOB NOT NULL,
  space BLOB REFERENCES spaces ON DELETE CASCADE,
  inviter BLOB REFERENCES accounts ON DELETE CASCADE,
  mac BLOB,
  greeting BLOB,
  expires INTEGER NOT NULL,
  registered BLOB REFERENCES accounts ON DELETE CASCADE,
  accepted BLOB REFERENCES accounts ON DELETE CASCADE,
  withdrawn INTEGER NOT NULL
) STRICT;
CREATE INDEX invites_by_inviter ON invites (inviter);
CREATE INDEX invites_by_space ON invites (space);
CREATE INDEX invites_by_registered ON invites (registered);
CREATE INDEX invites_by_accepted ON invites (accepted);

CREATE TABLE joins (
  space BLOB NOT NULL REFERENCES spaces ON DELETE CASCADE,
  account BLOB NOT NULL REFERENCES accounts ON DELETE CASCADE,
  invite BLOB NOT NULL,
  mac BLOB NOT NULL,
  PRIMARY KEY (space, account)
) STRICT;
CREATE INDEX joins_by_account ON joins (account);

CREATE TABLE enrolments (
  enrolment BLOB NOT NULL PRIMARY KEY,
  account BLOB NOT NULL REFERENCES accounts ON DELETE CASCADE,
  expires INTEGER NOT NULL
) STRICT;

CREATE TABLE slots (
  enrolment BLOB NOT NULL REFERENCES enrolments ON DELETE CASCADE,
  slot INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (enrolment, slot)
) STRICT;

-- Requests in the window that starts at `start` and lasts `span`.
CREATE TABLE rates (
  key BLOB NOT NULL,
  span INTEGER NOT NULL,
  start INTEGER NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (key, span)
) STRICT;
