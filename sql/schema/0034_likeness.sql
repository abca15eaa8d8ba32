-- Likeness: which filings have passages of each other. The clerk keeps it, after a submit, from the
-- newest frozen version of each filing. A mark is made by a key of the database: whoever reads
-- these rows learns which filings are alike, and nothing of what they say.

-- What of each filing is marked.
CREATE TABLE likeness (
    n         INTEGER NOT NULL PRIMARY KEY, -- as its marks name it
    filing_id TEXT    NOT NULL UNIQUE,      -- whose
    version   INTEGER NOT NULL,             -- of it
    texts     TEXT    NOT NULL              -- hash of the fields that were read: the rules declare
                                            -- which, and when they change it is made again
) STRICT;

CREATE TABLE mark (
    mark INTEGER NOT NULL, -- keyed hash of a few characters in a row
    n    INTEGER NOT NULL, -- likeness.n: in which it stands
    PRIMARY KEY (mark, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX mark_by_n ON mark (n);

-- How far the clerk has come. One row.
CREATE TABLE likeness_at (
    one   INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), -- the row
    event INTEGER NOT NULL,                             -- event.n that was looked at last
    texts TEXT    NOT NULL                              -- as in likeness: of the set that is active
) STRICT;
INSERT INTO likeness_at (one, event, texts)
VALUES (1, 0, '');

PRAGMA user_version = 34;
