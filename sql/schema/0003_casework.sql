-- Casework: what requests decide upon has a revision, every move of a filing leaves a row for
-- whoever delivers notices, and what the rules said is called a judgement: a decision is a
-- reviewer's.

-- The revision of what requests decide upon. A request remembers the revision of its root before
-- its transaction and raises or holds it inside: when it has moved, the request decides anew.
CREATE TABLE root (
    id       TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''), -- organization, account, or rules
    revision INTEGER NOT NULL CHECK (revision >= 1)         -- grows by one; no row is revision 0
) STRICT, WITHOUT ROWID;

-- Moves of filings that nobody has been told of yet, each written with its move. A row goes when
-- what it says has been delivered, and never changes before.
CREATE TABLE outbox (
    n          INTEGER NOT NULL PRIMARY KEY,              -- order of moves
    filing_id  TEXT    NOT NULL REFERENCES filing (id),   -- which moved
    version    INTEGER NOT NULL CHECK (version >= 1),     -- at which version
    event      TEXT    NOT NULL CHECK (event <> ''),      -- submit, pass, ... as in event.what
    from_state TEXT,                                      -- NULL at creation
    to_state   TEXT    NOT NULL CHECK (to_state <> ''),   -- where it has stood since
    actor_role TEXT    NOT NULL CHECK (actor_role <> ''), -- who moved it, as in event.actor_role
    at         INTEGER NOT NULL                           -- ms
) STRICT;
CREATE TRIGGER outbox_no_update BEFORE UPDATE ON outbox
    BEGIN SELECT RAISE(ABORT, 'append_only outbox'); END;
CREATE TRIGGER outbox_no_replace BEFORE INSERT ON outbox
    WHEN EXISTS (SELECT 1 FROM outbox WHERE n = NEW.n)
    BEGIN SELECT RAISE(ABORT, 'append_only outbox'); END;

-- Whoever saved last may send the same once more, when the answer was lost on its way.
ALTER TABLE filing ADD COLUMN saved_by TEXT REFERENCES account (id); -- NULL for older rows

-- What the rules said is a judgement. References follow a table that is renamed; its indexes and
-- guards keep their old names, so they are made again.
DROP TRIGGER decision_no_update;
DROP TRIGGER decision_no_delete;
DROP TRIGGER decision_no_replace;
DROP INDEX decision_by_filing;
DROP INDEX decision_by_account;
DROP INDEX replay_hit_by_decision;
ALTER TABLE decision RENAME TO judgement;
ALTER TABLE judgement RENAME COLUMN decided_by TO judged_by; -- who asked; NULL for older rows
ALTER TABLE judgement RENAME COLUMN decided_at TO judged_at; -- ms
CREATE UNIQUE INDEX judgement_by_filing ON judgement (filing_id, n);
CREATE INDEX judgement_by_account ON judgement (judged_by);
CREATE INDEX replay_hit_by_judgement ON replay_hit (ord);
CREATE TRIGGER judgement_no_update BEFORE UPDATE ON judgement
    BEGIN SELECT RAISE(ABORT, 'append_only judgement'); END;
CREATE TRIGGER judgement_no_delete BEFORE DELETE ON judgement
    BEGIN SELECT RAISE(ABORT, 'append_only judgement'); END;
CREATE TRIGGER judgement_no_replace BEFORE INSERT ON judgement
    WHEN EXISTS (SELECT 1
                   FROM judgement
                  WHERE ord = NEW.ord
                     OR id = NEW.id
                     OR (filing_id = NEW.filing_id AND n = NEW.n))
    BEGIN SELECT RAISE(ABORT, 'append_only judgement'); END;

PRAGMA user_version = 3;
