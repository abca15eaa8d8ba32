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

-- A rule set without its files and what it declares, with what has happened to it.
DROP VIEW rule_set_line;
CREATE VIEW rule_set_line AS
SELECT r.hash, r.origin, r.base, r.added_by, r.note, r.conflicts, r.added_at,
       u.username AS added_by_name,
       (SELECT count(*) FROM rule_test t WHERE t.rule_set = r.hash) AS tests,
       (SELECT count(*) FROM activation v WHERE v.hash = r.hash) AS activations,
       COALESCE((SELECT t.is_passed FROM rule_test t WHERE t.rule_set = r.hash
                  ORDER BY t.n DESC LIMIT 1), 0) AS is_passed,
       COALESCE((SELECT t.at FROM rule_test t WHERE t.rule_set = r.hash
                  ORDER BY t.n DESC LIMIT 1), 0) AS tested_at,
       COALESCE((SELECT w.at FROM withdrawal w WHERE w.rule_set = r.hash), 0) AS withdrawn_at
  FROM rule_set r
  LEFT JOIN account u ON u.id = r.added_by;

PRAGMA user_version = 15;
