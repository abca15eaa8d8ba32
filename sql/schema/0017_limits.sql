-- What keeps one from taking the service from the others.

-- Failures are counted under keyed hashes: people type passwords where a name belongs. Who waits
-- now begins anew.
DELETE FROM attempt;

-- From where an account has logged in lately: others' failures do not stand in its way from there.
CREATE TABLE account_address (
    account_id TEXT    NOT NULL REFERENCES account (id), -- whose
    address    TEXT    NOT NULL,                         -- keyed hash of both
    last_at    INTEGER NOT NULL,                         -- ms: the last login from there
    PRIMARY KEY (account_id, address)
) STRICT, WITHOUT ROWID;

-- How much an organization has typed, without reading it.
ALTER TABLE filing ADD COLUMN data_bytes INTEGER NOT NULL DEFAULT 0; -- of data
UPDATE filing
   SET data_bytes = length(CAST(data AS BLOB));
CREATE INDEX filing_by_use ON filing (organization_id, standing, data_bytes) WHERE deleted_at = 0;

-- Of a submit that was refused, and of which there were newer ones, facts and answer go as well.
DROP TRIGGER judgement_no_update;
CREATE TRIGGER judgement_no_update BEFORE UPDATE ON judgement
    WHEN NOT (NEW.facts = '{}'
          AND NEW.answer = '{}'
          AND NEW.ord = OLD.ord
          AND NEW.id = OLD.id
          AND NEW.filing_id = OLD.filing_id
          AND NEW.n = OLD.n
          AND NEW.version = OLD.version
          AND NEW.verdict = OLD.verdict
          AND NEW.facts_hash = OLD.facts_hash
          AND NEW.outcome_hash = OLD.outcome_hash
          AND NEW.rule_set = OLD.rule_set
          AND NEW.judged_by IS OLD.judged_by
          AND NEW.judged_at = OLD.judged_at
          AND ((OLD.verdict = 'not_acceptable'
                AND EXISTS (SELECT 1 FROM judgement_erased WHERE ord = OLD.ord))
               OR EXISTS (SELECT 1
                            FROM filing
                           WHERE id = OLD.filing_id
                             AND deleted_at <> 0)))
    BEGIN SELECT RAISE(ABORT, 'append_only judgement'); END;

PRAGMA user_version = 17;
