-- Reminders are of more than sessions, and are named by when a thing is planned now, so that one that is moved is
-- reminded of anew. A session that a series plans and nobody wrote about stands where the series had it.
CREATE TABLE reminder_of (
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    planned INTEGER NOT NULL,
    lead_minutes INTEGER NOT NULL,
    due INTEGER NOT NULL,
    state TEXT NOT NULL,
    fired_at INTEGER,
    snoozed_until INTEGER,
    PRIMARY KEY (kind, subject, planned, lead_minutes)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO reminder_of
SELECT 'session', old.session, coalesce(session.starts, old.original_start), old.lead_minutes, old.due, old.state,
    old.fired_at, old.snoozed_until
FROM reminder AS old LEFT JOIN session ON session.id = old.session;

DROP TABLE reminder;
ALTER TABLE reminder_of RENAME TO reminder;

-- The day on which the members mean to look again at what they agreed.
ALTER TABLE mentorship ADD COLUMN revisit_on INTEGER;
