-- What the office does to a filing in force of its own accord: one person proposes it, another
-- confirms or sends it back. What came about stands in the filing's own history.

-- One proposal. Which event it is, and who may confirm it, is declared by the rules.
CREATE TABLE proposal (
    id        TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),  -- opaque
    filing_id TEXT    NOT NULL REFERENCES filing (id),        -- which is in force
    event     TEXT    NOT NULL CHECK (event <> ''),           -- of workflow.lua
    version   INTEGER NOT NULL CHECK (version >= 1),          -- of the filing, that was looked at
    law       TEXT    NOT NULL CHECK (law <> ''),             -- the articles that it rests on
    reason    ANY     NOT NULL,                               -- facts and grounds; sealed
    state     TEXT    NOT NULL CHECK (state IN ('waiting', 'confirmed', 'sent_back', 'taken_back',
                                                'lapsed')),   -- lapsed: it left force otherwise
    by_id     TEXT    NOT NULL REFERENCES account (id),       -- who proposed it
    by_role   TEXT    NOT NULL CHECK (by_role <> ''),         -- under which role
    at        INTEGER NOT NULL,                               -- ms: proposed
    ended_by  TEXT    REFERENCES account (id),                -- who ended it; NULL: nobody did
    answer    ANY,                                            -- why it was sent back; sealed; NULL:
                                                              -- it was not
    ended_at  INTEGER NOT NULL DEFAULT 0,                     -- ms; 0: it waits
    CHECK ((state = 'waiting') = (ended_at = 0)),
    CHECK (state <> 'confirmed' OR (ended_by IS NOT NULL AND ended_by <> by_id)),
    CHECK (state <> 'taken_back' OR ended_by IS by_id)
) STRICT;
CREATE UNIQUE INDEX proposal_waiting ON proposal (filing_id) WHERE state = 'waiting';
CREATE INDEX proposal_open ON proposal (id) WHERE state = 'waiting';
CREATE INDEX proposal_by_filing ON proposal (filing_id);
CREATE INDEX proposal_by_account ON proposal (by_id);
CREATE TRIGGER proposal_sealed_insert BEFORE INSERT ON proposal
    WHEN typeof(NEW.reason) = 'text' OR typeof(NEW.answer) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed proposal'); END;
CREATE TRIGGER proposal_sealed_update BEFORE UPDATE OF reason, answer ON proposal
    WHEN typeof(NEW.reason) = 'text' OR typeof(NEW.answer) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed proposal'); END;
CREATE TRIGGER proposal_no_update BEFORE UPDATE ON proposal
    WHEN NEW.id <> OLD.id
         OR NEW.filing_id <> OLD.filing_id
         OR NEW.event <> OLD.event
         OR NEW.version <> OLD.version
         OR NEW.law <> OLD.law
         OR NEW.by_id <> OLD.by_id
         OR NEW.by_role <> OLD.by_role
         OR NEW.at <> OLD.at
         OR length(NEW.reason) <> length(OLD.reason)
         OR (OLD.state <> 'waiting' AND NEW.state <> OLD.state)
    BEGIN SELECT RAISE(ABORT, 'append_only proposal'); END;
CREATE TRIGGER proposal_no_delete BEFORE DELETE ON proposal
    BEGIN SELECT RAISE(ABORT, 'append_only proposal'); END;

PRAGMA user_version = 39;
