-- Agents: somebody of outside acts for an organization by its mandate.

-- A mandate is given as a link; whoever accepts it is the agent. It is never removed, since the
-- history names it.
CREATE TABLE mandate (
    id              TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),   -- opaque
    organization_id TEXT    NOT NULL REFERENCES organization (id),   -- who gives it
    account_id      TEXT    REFERENCES account (id),                 -- the agent; NULL: nobody has
                                                                     -- accepted
    token_hash      TEXT    UNIQUE,                                  -- SHA-256 of the link's token,
                                                                     -- hex; NULL once accepted
    attachment_id   TEXT    NOT NULL REFERENCES attachment (id),     -- the document
    member          INTEGER NOT NULL CHECK (member BETWEEN 1 AND 3), -- enum membership: the scope
    begins_at       INTEGER NOT NULL,                                -- ms; not good before
    ends_at         INTEGER NOT NULL,                                -- ms; void from then on
    offer_ends_at   INTEGER NOT NULL,                                -- ms; so is the link
    given_by        TEXT    NOT NULL REFERENCES account (id),        -- the owner
    given_at        INTEGER NOT NULL,                                -- ms
    accepted_at     INTEGER NOT NULL DEFAULT 0,                      -- ms; 0: is not
    ended_at        INTEGER NOT NULL DEFAULT 0,                      -- ms; 0: nobody has ended it
    ended_by        TEXT    REFERENCES account (id),                 -- who has; NULL: nobody
    CHECK (begins_at < ends_at),
    CHECK ((account_id IS NULL) = (accepted_at = 0))
) STRICT;
CREATE INDEX mandate_by_organization ON mandate (organization_id, id);
CREATE INDEX mandate_by_account ON mandate (account_id, id) WHERE account_id IS NOT NULL;

ALTER TABLE session ADD COLUMN mandate_id TEXT -- by which it acts; NULL: for its own organization
    REFERENCES mandate (id);
ALTER TABLE event ADD COLUMN mandate_id TEXT -- by which its actor did it; NULL: by none
    REFERENCES mandate (id);
DROP TRIGGER event_no_update;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
    WHEN (NEW.n IS OLD.n
          AND NEW.filing_id IS OLD.filing_id
          AND NEW.version IS OLD.version
          AND NEW.actor_id IS OLD.actor_id
          AND NEW.actor_role IS OLD.actor_role
          AND NEW.what IS OLD.what
          AND NEW.from_state IS OLD.from_state
          AND NEW.to_state IS OLD.to_state
          AND NEW.data_hash IS OLD.data_hash
          AND NEW.at IS OLD.at
          AND NEW.clock IS OLD.clock
          AND NEW.reasons_n IS OLD.reasons_n
          AND NEW.mandate_id IS OLD.mandate_id
          AND (NEW.reasons IS NOT OLD.reasons OR NEW.note IS NOT OLD.note)
          AND (NEW.reasons IS OLD.reasons
               OR CASE typeof(OLD.reasons)
                  WHEN 'text' THEN length(NEW.reasons) = length(CAST(OLD.reasons AS BLOB)) + 49
                  WHEN 'blob' THEN length(NEW.reasons) = length(OLD.reasons)
                                   AND substr(NEW.reasons, 2, 8) <> substr(OLD.reasons, 2, 8)
                  ELSE 0 END)
          AND (NEW.note IS OLD.note
               OR CASE typeof(OLD.note)
                  WHEN 'text' THEN length(NEW.note) = length(CAST(OLD.note AS BLOB)) + 49
                  WHEN 'blob' THEN length(NEW.note) = length(OLD.note)
                                   AND substr(NEW.note, 2, 8) <> substr(OLD.note, 2, 8)
                  ELSE 0 END)) IS NOT TRUE
    BEGIN SELECT RAISE(ABORT, 'append_only event'); END;

PRAGMA user_version = 38;
