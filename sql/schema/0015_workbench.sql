-- Unfinished rule texts, and candidates that their editors took back.

-- What an editor has not finished. Nobody else reads it; it need not load.
CREATE TABLE rule_work (
    account_id TEXT    NOT NULL REFERENCES account (id), -- whose
    id         TEXT    NOT NULL CHECK (id <> ''),        -- chosen by the page, within the account
    title      TEXT    NOT NULL,                         -- '' when it was given none
    base       TEXT,                                     -- hash of the set that it changes; NULL:
                                                         -- the one that is active
    files      TEXT    NOT NULL,                         -- JSON: path → text, null: deleted
    bytes      INTEGER NOT NULL,                         -- of files
    revision   INTEGER NOT NULL CHECK (revision >= 1),   -- raised by each save
    saved_at   INTEGER NOT NULL,                         -- ms
    PRIMARY KEY (account_id, id)
) STRICT;

-- Candidates that are no longer meant. A set's row never changes; one that is proposed again is
-- meant again.
CREATE TABLE withdrawal (
    rule_set     TEXT    NOT NULL PRIMARY KEY REFERENCES rule_set (hash), -- which
    withdrawn_by TEXT    NOT NULL REFERENCES account (id),                -- who had proposed it
    at           INTEGER NOT NULL                                         -- ms
) STRICT, WITHOUT ROWID;
CREATE INDEX withdrawal_by_account ON withdrawal (withdrawn_by);

PRAGMA user_version = 15;
