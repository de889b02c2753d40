-- The profile's own facts: account, device, last stamp, greatest version that wrote here.
CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- What of each record was written here and not sent yet. The values are in the record's row; `fields` names them with
-- the stamp that the first unsent write of each replaced. `lost` holds whole ops that another device's later write
-- beat before they were sent: they still have to go out, so that nothing written is lost.
CREATE TABLE outbox (
    n INTEGER NOT NULL PRIMARY KEY,
    collection INTEGER NOT NULL,
    id BLOB NOT NULL,
    space BLOB NOT NULL,
    fields BLOB NOT NULL,
    lost BLOB
) STRICT;
CREATE UNIQUE INDEX outbox_record ON outbox (collection, id);

-- What fields held before, and what lost against a concurrent write.
CREATE TABLE history (
    collection INTEGER NOT NULL,
    id BLOB NOT NULL,
    field INTEGER NOT NULL,
    stamp BLOB NOT NULL,
    since INTEGER NOT NULL,
    concurrent INTEGER NOT NULL,
    op BLOB NOT NULL,
    PRIMARY KEY (collection, id, field, stamp)
) STRICT, WITHOUT ROWID;
CREATE INDEX history_since ON history (since);

-- Records of kinds that only a newer version knows.
CREATE TABLE unknown_record (
    collection INTEGER NOT NULL,
    id BLOB NOT NULL,
    space BLOB NOT NULL,
    ops BLOB NOT NULL,
    PRIMARY KEY (collection, id)
) STRICT, WITHOUT ROWID;

-- Ops from elsewhere that may not be applied, and why.
CREATE TABLE quarantine (
    n INTEGER NOT NULL PRIMARY KEY,
    reason TEXT NOT NULL,
    op BLOB NOT NULL UNIQUE
) STRICT;

-- The text of every record that can be found; the newest change has the greatest n.
CREATE TABLE searchable (
    n INTEGER NOT NULL PRIMARY KEY,
    collection INTEGER NOT NULL,
    id BLOB NOT NULL,
    space BLOB NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX searchable_record ON searchable (collection, id);
CREATE VIRTUAL TABLE search_index USING fts5 (
    title, body, content = 'searchable', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO search_index (search_index, rank) VALUES ('rank', 'bm25(5.0, 1.0)');

-- Files, by the BLAKE3 hash of their content, in chunks of 64 KiB.
CREATE TABLE attachment (
    hash TEXT NOT NULL PRIMARY KEY,
    bytes INTEGER NOT NULL,
    added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE attachment_chunk (
    hash TEXT NOT NULL REFERENCES attachment (hash) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX attachment_chunk_n ON attachment_chunk (hash, n);

-- Reminders belong to this device: every device reminds by itself.
CREATE TABLE reminder (
    session BLOB NOT NULL,
    original_start INTEGER NOT NULL,
    lead_minutes INTEGER NOT NULL,
    due INTEGER NOT NULL,
    state TEXT NOT NULL,
    fired_at INTEGER,
    snoozed_until INTEGER,
    PRIMARY KEY (session, original_start, lead_minutes)
) STRICT, WITHOUT ROWID;
CREATE INDEX reminder_due ON reminder (state, due);

-- Settings that stay on this device, such as the size of the window.
CREATE TABLE local_setting (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The records. References are not enforced: ops arrive in any order.

CREATE TABLE profile (
    id BLOB NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    "name" TEXT,
    "pronouns" TEXT,
    "zone" TEXT,
    "zone_follows_system" INTEGER,
    "hours" TEXT,
    "role" TEXT,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL,
    extra BLOB
) STRICT;
CREATE INDEX profile_space ON profile (space);
CREATE TRIGGER profile_stays BEFORE UPDATE OF space ON profile BEGIN
    SELECT RAISE(ABORT, 'a record never moves to another space');
END;

CREATE TABLE setting (
    id BLOB NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    "key" TEXT,
    "value" TEXT,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL,
    extra BLOB
) STRICT;
CREATE INDEX setting_space ON setting (space);
CREATE INDEX setting_key ON setting ("key");
CREATE TRIGGER setting_stays BEFORE UPDATE OF space ON setting BEGIN
    SELECT RAISE(ABORT, 'a record never moves to another space');
END;

CREATE TABLE mentorship (
    id BLOB NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    "title" TEXT,
    "model" TEXT,
    "purpose" TEXT,
    "cadence" TEXT,
    "starts_on" INTEGER,
    "ends_on" INTEGER,
    "join_link" TEXT,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL,
    extra BLOB
) STRICT;
CREATE INDEX mentorship_space ON mentorship (space);
CREATE TRIGGER mentorship_stays BEFORE UPDATE OF space ON mentorship BEGIN
    SELECT RAISE(ABORT, 'a record never moves to another space');
END;

CREATE TABLE member (
    id BLOB NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    "mentorship" BLOB,
    "account" BLOB,
    "name" TEXT,
    "pronouns" TEXT,
    "role" TEXT,
    "zone" TEXT,
    "hours" TEXT,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL,
    extra BLOB
) STRICT;
CREATE INDEX member_space ON member (space);
CREATE INDEX member_mentorship ON member ("mentorship");
CREATE INDEX member_account ON member ("account");
CREATE TRIGGER member_stays BEFORE UPDATE OF space ON member BEGIN
    SELECT RAISE(ABORT, 'a record never moves to another space');
END;

CREATE TABLE lifecycle_event (
    id BLOB NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    "mentorship" BLOB,
    "by" BLOB,
    "at" INTEGER,
    "zone" TEXT,
    "from" TEXT,
    "to" TEXT,
    "reason" TEXT,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL,
    extra BLOB
) STRICT;
CREATE INDEX lifecycle_event_space ON lifecycle_event (space);
CREATE INDEX lifecycle_event_mentorship ON lifecycle_event ("mentorship");
CREATE TRIGGER lifecycle_event_stays BEFORE UPDATE OF space ON lifecycle_event BEGIN
    SELECT RAISE(ABORT, 'a record never moves to another space');
END;

CREATE TABLE goal (
    id BLOB NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    "mentorship" BLOB,
    "owner" BLOB,
    "title" TEXT,
    "specific" TEXT,
    "measure" TEXT,
    "baseline" REAL,
    "target" REAL,
    "unit" TEXT,
    "attainable" TEXT,
    "relevant" TEXT,
    "starts_on" INTEGER,
    "due_on" INTEGER,
    "status" TEXT,
    "check_in_every" TEXT,
    "next_step" TEXT,
    "plan_if" TEXT,
    "plan_then" TEXT,
    "levels" TEXT,
    "copied_from" BLOB,
    "created_at" INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL,
    extra BLOB
) STRICT;
CREATE INDEX goal_space ON goal (space);
CREATE INDEX goal_mentorship ON goal ("mentorship");
CREATE INDEX goal_due_on ON goal ("due_on");
CREATE TRIGGER goal_stays BEFORE UPDATE OF space ON goal BEGIN
    SELECT RAISE(ABORT, 'a record never moves to another space');
END;

CREATE TABLE milestone (
    id BLOB NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    "goal" BLOB,
    "title" TEXT,
    "due_on" INTEGER,
    "reached_on" INTEGER,
    "position" REAL,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL,
    extra BLOB
) STRICT;
CREATE INDEX milestone_space ON milestone (space);
CREATE INDEX milestone_goal ON milestone ("goal");
CREATE INDEX milestone_due_on ON milestone ("due_on");
CREATE TRIGGER milestone_stays BEFORE UPDATE OF space ON milestone BEGIN
    SELECT RAISE(ABORT, 'a record never moves to another space');
END;

CREATE TABLE check_in (
    id BLOB NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    "goal" BLOB,
    "on" INTEGER,
    "value" REAL,
    "confidence" INTEGER,
    "comment" TEXT,
    "by" BLOB,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL,
    extra BLOB
) STRICT;
CREATE INDEX check_in_space ON check_in (space);
CREATE INDEX check_in_goal ON check_in ("goal");
CREATE TRIGGER check_in_stays BEFORE UPDATE OF space ON check_in BEGIN
    SELECT RAISE(ABORT, 'a record never moves to another space');
END;

CREATE TABLE session (
    id BLOB NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    "mentorship" BLOB,
    "series" BLOB,
    "original_start" INTEGER,
    "title" TEXT,
    "starts" INTEGER,
    "zone" TEXT,
    "minutes" INTEGER,
    "state" TEXT,
    "by_role" TEXT,
    "held_minutes" INTEGER,
    "join_link" TEXT,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL,
    extra BLOB
) STRICT;
CREATE INDEX session_space ON session (space);
CREATE INDEX session_mentorship ON session ("mentorship");
CREATE INDEX session_series ON session ("series");
CREATE INDEX session_starts ON session ("starts");
CREATE TRIGGER session_stays BEFORE UPDATE OF space ON session BEGIN
    SELECT RAISE(ABORT, 'a record never moves to another space');
END;

CREATE TABLE series (
    id BLOB NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    "mentorship" BLOB,
    "title" TEXT,
    "starts" INTEGER,
    "zone" TEXT,
    "minutes" INTEGER,
    "rule" TEXT,
    "exdates" TEXT,
    "rdates" TEXT,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL,
    extra BLOB
) STRICT;
CREATE INDEX series_space ON series (space);
CREATE INDEX series_mentorship ON series ("mentorship");
CREATE INDEX series_starts ON series ("starts");
CREATE TRIGGER series_stays BEFORE UPDATE OF space ON series BEGIN
    SELECT RAISE(ABORT, 'a record never moves to another space');
END;

CREATE TABLE agenda_item (
    id BLOB NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    "mentorship" BLOB,
    "session" BLOB,
    "text" TEXT,
    "by" BLOB,
    "done" INTEGER,
    "position" REAL,
    "first_session" BLOB,
    "moved" INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL,
    extra BLOB
) STRICT;
CREATE INDEX agenda_item_space ON agenda_item (space);
CREATE INDEX agenda_item_mentorship ON agenda_item ("mentorship");
CREATE INDEX agenda_item_session ON agenda_item ("session");
CREATE TRIGGER agenda_item_stays BEFORE UPDATE OF space ON agenda_item BEGIN
    SELECT RAISE(ABORT, 'a record never moves to another space');
END;

CREATE TABLE action_item (
    id BLOB NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    "mentorship" BLOB,
    "session" BLOB,
    "goal" BLOB,
    "text" TEXT,
    "owner" BLOB,
    "due_on" INTEGER,
    "done_at" INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL,
    extra BLOB
) STRICT;
CREATE INDEX action_item_space ON action_item (space);
CREATE INDEX action_item_mentorship ON action_item ("mentorship");
CREATE INDEX action_item_session ON action_item ("session");
CREATE INDEX action_item_goal ON action_item ("goal");
CREATE INDEX action_item_due_on ON action_item ("due_on");
CREATE TRIGGER action_item_stays BEFORE UPDATE OF space ON action_item BEGIN
    SELECT RAISE(ABORT, 'a record never moves to another space');
END;

CREATE TABLE note (
    id BLOB NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    "mentorship" BLOB,
    "session" BLOB,
    "goal" BLOB,
    "text" TEXT,
    "copied_from" BLOB,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL,
    extra BLOB
) STRICT;
CREATE INDEX note_space ON note (space);
CREATE INDEX note_mentorship ON note ("mentorship");
CREATE INDEX note_session ON note ("session");
CREATE INDEX note_goal ON note ("goal");
CREATE TRIGGER note_stays BEFORE UPDATE OF space ON note BEGIN
    SELECT RAISE(ABORT, 'a record never moves to another space');
END;

CREATE TABLE journal_entry (
    id BLOB NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    "on" INTEGER,
    "text" TEXT,
    "goal" BLOB,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL,
    extra BLOB
) STRICT;
CREATE INDEX journal_entry_space ON journal_entry (space);
CREATE INDEX journal_entry_goal ON journal_entry ("goal");
CREATE TRIGGER journal_entry_stays BEFORE UPDATE OF space ON journal_entry BEGIN
    SELECT RAISE(ABORT, 'a record never moves to another space');
END;

CREATE TABLE resource (
    id BLOB NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    "mentorship" BLOB,
    "goal" BLOB,
    "session" BLOB,
    "kind" TEXT,
    "title" TEXT,
    "author" TEXT,
    "url" TEXT,
    "description" TEXT,
    "tags" TEXT,
    "assigned_to" BLOB,
    "status" TEXT,
    "attachment" TEXT,
    "file_name" TEXT,
    "file_bytes" INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL,
    extra BLOB
) STRICT;
CREATE INDEX resource_space ON resource (space);
CREATE INDEX resource_mentorship ON resource ("mentorship");
CREATE INDEX resource_goal ON resource ("goal");
CREATE INDEX resource_session ON resource ("session");
CREATE INDEX resource_attachment ON resource ("attachment");
CREATE TRIGGER resource_stays BEFORE UPDATE OF space ON resource BEGIN
    SELECT RAISE(ABORT, 'a record never moves to another space');
END;
