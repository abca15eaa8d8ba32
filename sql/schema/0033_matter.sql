-- Supervision: complaints of the public, orders and penalties of the office. Each is a matter
-- beside a filing, with states of its own that the rules declare; it never moves the filing.

-- One matter as it stands. Kinds, states and types are codes of the rules.
CREATE TABLE matter (
    id              TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),   -- opaque
    kind            TEXT    NOT NULL CHECK (kind <> ''),             -- of supervision.lua
    filing_id       TEXT    NOT NULL REFERENCES filing (id),         -- beside which
    organization_id TEXT    NOT NULL REFERENCES organization (id),   -- whose filing it is
    state           TEXT    NOT NULL CHECK (state <> ''),            -- where it stands
    is_over         INTEGER NOT NULL CHECK (is_over IN (0, 1)),      -- nothing follows
    is_told         INTEGER NOT NULL CHECK (is_told IN (0, 1)),      -- the organization knows of it
    due_on          TEXT,                                            -- day; NULL: no clock runs
    type            TEXT,                                            -- NULL: its kind has none
    amount          INTEGER NOT NULL DEFAULT 0 CHECK (amount >= 0),  -- yuan; 0: none
    area            TEXT    NOT NULL,                                -- scope, as a task's; '': any
    class_code      TEXT    NOT NULL,                                -- the same; '': any
    code_hash       TEXT,                                            -- SHA-256 of what its opener
                                                                     -- follows it by; NULL: none
    revision        INTEGER NOT NULL CHECK (revision >= 1),          -- steps so far
    opened_at       INTEGER NOT NULL                                 -- ms
) STRICT;
CREATE INDEX matter_by_due ON matter (is_over, COALESCE(due_on, '9999-12-31'), id);
CREATE INDEX matter_by_filing ON matter (filing_id, id);
CREATE INDEX matter_by_organization ON matter (organization_id, id) WHERE is_told = 1;
CREATE UNIQUE INDEX matter_by_code ON matter (code_hash) WHERE code_hash IS NOT NULL;

-- What was done about a matter, from its opening on: never changed, but for the key that seals it.
CREATE TABLE matter_step (
    matter_id  TEXT    NOT NULL REFERENCES matter (id),    -- of which
    n          INTEGER NOT NULL CHECK (n >= 1),            -- its place; 1 opened it
    filing_id  TEXT    NOT NULL REFERENCES filing (id),    -- beside which: its owner's key seals
    event      TEXT    NOT NULL CHECK (event <> ''),       -- move of supervision.lua
    from_state TEXT,                                       -- NULL at the opening
    to_state   TEXT    NOT NULL CHECK (to_state <> ''),    -- where it led
    actor_id   TEXT    REFERENCES account (id),            -- NULL: somebody who had not logged in
    actor_role TEXT    NOT NULL CHECK (actor_role <> ''),  -- under which it was done
    text       ANY,                                        -- what was written; sealed; NULL: none
    contact    ANY,                                        -- how its opener is reached; sealed
    due_on     TEXT,                                       -- day that ran from then on
    at         INTEGER NOT NULL,                           -- ms
    PRIMARY KEY (matter_id, n)
) STRICT;
CREATE INDEX matter_step_by_filing ON matter_step (filing_id);
CREATE TRIGGER matter_step_sealed_insert BEFORE INSERT ON matter_step
    WHEN typeof(NEW.text) = 'text' OR typeof(NEW.contact) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed matter_step'); END;
CREATE TRIGGER matter_step_sealed_update BEFORE UPDATE OF text, contact ON matter_step
    WHEN typeof(NEW.text) = 'text' OR typeof(NEW.contact) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed matter_step'); END;
CREATE TRIGGER matter_step_no_update BEFORE UPDATE ON matter_step
    WHEN (NEW.matter_id IS OLD.matter_id
          AND NEW.n IS OLD.n
          AND NEW.filing_id IS OLD.filing_id
          AND NEW.event IS OLD.event
          AND NEW.from_state IS OLD.from_state
          AND NEW.to_state IS OLD.to_state
          AND NEW.actor_id IS OLD.actor_id
          AND NEW.actor_role IS OLD.actor_role
          AND NEW.due_on IS OLD.due_on
          AND NEW.at IS OLD.at
          AND (NEW.text IS OLD.text OR length(NEW.text) = length(OLD.text))
          AND (NEW.contact IS OLD.contact OR length(NEW.contact) = length(OLD.contact)))
        IS NOT TRUE
    BEGIN SELECT RAISE(ABORT, 'append_only matter_step'); END;
CREATE TRIGGER matter_step_no_delete BEFORE DELETE ON matter_step
    BEGIN SELECT RAISE(ABORT, 'append_only matter_step'); END;
CREATE TRIGGER matter_step_no_replace BEFORE INSERT ON matter_step
    WHEN EXISTS (SELECT 1 FROM matter_step WHERE matter_id = NEW.matter_id AND n = NEW.n)
    BEGIN SELECT RAISE(ABORT, 'append_only matter_step'); END;

PRAGMA user_version = 33;
