-- What members say to each other.
CREATE TABLE message (
    id BLOB NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    "mentorship" BLOB,
    "by" BLOB,
    "text" TEXT,
    "at" INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL,
    extra BLOB
) STRICT;
CREATE INDEX message_at ON message (space, "at");
CREATE TRIGGER message_stays BEFORE UPDATE OF space ON message BEGIN
    SELECT RAISE(ABORT, 'a record never moves to another space');
END;

CREATE TABLE thank_you_card (
    id BLOB NOT NULL PRIMARY KEY,
    space BLOB NOT NULL,
    "mentorship" BLOB,
    "by" BLOB,
    "to" BLOB,
    "text" TEXT,
    "motif" TEXT,
    "at" INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL,
    extra BLOB
) STRICT;
CREATE INDEX thank_you_card_at ON thank_you_card (space, "at");
CREATE TRIGGER thank_you_card_stays BEFORE UPDATE OF space ON thank_you_card BEGIN
    SELECT RAISE(ABORT, 'a record never moves to another space');
END;

-- What two wrote without knowing of each other is looked for whenever a screen opens, and is there hardly ever.
CREATE INDEX history_concurrent ON history (collection, id) WHERE concurrent = 1;
