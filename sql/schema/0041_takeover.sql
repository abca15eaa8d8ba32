-- An organization whose credit code is taken: somebody with evidence asks to become the owner of
-- the one that has it, its present owner answers, the office decides.

-- One such request. It stands beside the filing by which the organization was admitted, whose
-- reviewers decide; it moves no filing.
CREATE TABLE takeover (
    id              TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),  -- opaque
    organization_id TEXT    NOT NULL REFERENCES organization (id),  -- that is asked for
    filing_id       TEXT    NOT NULL REFERENCES filing (id),        -- its subject then: the scope
    credit_code     TEXT    NOT NULL CHECK (credit_code <> ''),     -- by which it was found
    by_id           TEXT    NOT NULL REFERENCES account (id),       -- who asks
    by_organization_id TEXT NOT NULL REFERENCES organization (id),  -- which that one owned then
    reason          ANY     NOT NULL,                               -- why; sealed
    at              INTEGER NOT NULL,                               -- ms: asked
    due_on          TEXT    NOT NULL,                               -- day: until its end the owner
                                                                    -- may answer
    answer          ANY,                                            -- of that one; sealed; or NULL
    answered_by     TEXT    REFERENCES account (id),                -- NULL: nobody
    answered_at     INTEGER NOT NULL DEFAULT 0,                     -- ms; 0: is not
    state           TEXT    NOT NULL CHECK (state IN ('waiting', 'granted', 'declined',
                                                      'taken_back')),
    grounds         ANY,                                            -- why it was granted or not;
                                                                    -- sealed; NULL: it was not
    ended_by        TEXT    REFERENCES account (id),                -- who ended it; NULL: nobody
    ended_role      TEXT,                                           -- under which role; NULL: the
                                                                    -- asker, or nobody
    ended_at        INTEGER NOT NULL DEFAULT 0,                     -- ms; 0: it waits
    former_id       TEXT    REFERENCES account (id),                -- who was owner until it was
                                                                    -- granted; NULL: nobody
    CHECK (organization_id <> by_organization_id),
    CHECK ((state = 'waiting') = (ended_at = 0)),
    CHECK (state NOT IN ('granted', 'declined')
           OR (grounds IS NOT NULL AND ended_by IS NOT NULL AND ended_by <> by_id)),
    CHECK (state <> 'taken_back' OR ended_by IS by_id),
    CHECK ((answered_at = 0) = (answered_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX takeover_waiting ON takeover (by_id, organization_id) WHERE state = 'waiting';
CREATE INDEX takeover_open ON takeover (id) WHERE state = 'waiting';
CREATE INDEX takeover_over ON takeover (id) WHERE state <> 'waiting';
CREATE INDEX takeover_by_organization ON takeover (organization_id, id);
CREATE INDEX takeover_by_account ON takeover (by_id, id);
CREATE INDEX takeover_by_former ON takeover (former_id, id) WHERE former_id IS NOT NULL;
CREATE INDEX takeover_by_filing ON takeover (filing_id);
CREATE TRIGGER takeover_sealed_insert BEFORE INSERT ON takeover
    WHEN typeof(NEW.reason) = 'text' OR typeof(NEW.answer) = 'text' OR typeof(NEW.grounds) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed takeover'); END;
CREATE TRIGGER takeover_sealed_update BEFORE UPDATE OF reason, answer, grounds ON takeover
    WHEN typeof(NEW.reason) = 'text' OR typeof(NEW.answer) = 'text' OR typeof(NEW.grounds) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed takeover'); END;
CREATE TRIGGER takeover_no_update BEFORE UPDATE ON takeover
    WHEN NEW.id <> OLD.id
         OR NEW.organization_id <> OLD.organization_id
         OR NEW.filing_id <> OLD.filing_id
         OR NEW.credit_code <> OLD.credit_code
         OR NEW.by_id <> OLD.by_id
         OR NEW.by_organization_id <> OLD.by_organization_id
         OR NEW.at <> OLD.at
         OR NEW.due_on <> OLD.due_on
         OR length(NEW.reason) <> length(OLD.reason)
         OR (OLD.answered_at <> 0 AND NEW.answered_at <> OLD.answered_at)
         OR (OLD.state <> 'waiting' AND NEW.state <> OLD.state)
    BEGIN SELECT RAISE(ABORT, 'append_only takeover'); END;
CREATE TRIGGER takeover_no_delete BEFORE DELETE ON takeover
    BEGIN SELECT RAISE(ABORT, 'append_only takeover'); END;

-- What was handed in for it: the evidence of who asks, and what the present owner answers with,
-- told apart by whose files they are.
CREATE TABLE takeover_document (
    takeover_id   TEXT NOT NULL REFERENCES takeover (id),   -- for which
    attachment_id TEXT NOT NULL REFERENCES attachment (id), -- the file
    PRIMARY KEY (takeover_id, attachment_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX takeover_document_by_attachment ON takeover_document (attachment_id);
CREATE TRIGGER takeover_document_no_update BEFORE UPDATE ON takeover_document
    BEGIN SELECT RAISE(ABORT, 'append_only takeover_document'); END;
CREATE TRIGGER takeover_document_no_delete BEFORE DELETE ON takeover_document
    BEGIN SELECT RAISE(ABORT, 'append_only takeover_document'); END;

ALTER TABLE outbox ADD COLUMN takeover_id TEXT -- of which it tells; NULL: of the filing
    REFERENCES takeover (id);
ALTER TABLE notice ADD COLUMN takeover_id TEXT -- about which; NULL: about the filing alone
    REFERENCES takeover (id);
CREATE INDEX outbox_by_takeover ON outbox (takeover_id) WHERE takeover_id IS NOT NULL;
CREATE INDEX notice_by_takeover ON notice (takeover_id) WHERE takeover_id IS NOT NULL;

PRAGMA user_version = 41;
