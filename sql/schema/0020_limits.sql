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
   SET data_bytes = CASE typeof(data) WHEN 'text' THEN length(CAST(data AS BLOB))
                    ELSE max(length(data) - 49, 0) END; -- what a sealed cell has more
CREATE INDEX filing_by_use ON filing (organization_id, standing, data_bytes) WHERE deleted_at = 0;

-- Of a submit that was refused, and of which there were newer ones, facts and answer go as well.
DROP TRIGGER judgement_no_update;
CREATE TRIGGER judgement_no_update BEFORE UPDATE ON judgement
    WHEN (NEW.ord IS OLD.ord
          AND NEW.id IS OLD.id
          AND NEW.filing_id IS OLD.filing_id
          AND NEW.n IS OLD.n
          AND NEW.version IS OLD.version
          AND NEW.occasion IS OLD.occasion
          AND NEW.verdict IS OLD.verdict
          AND NEW.facts_hash IS OLD.facts_hash
          AND NEW.outcome_hash IS OLD.outcome_hash
          AND NEW.rule_set IS OLD.rule_set
          AND NEW.engine IS OLD.engine
          AND NEW.judged_by IS OLD.judged_by
          AND NEW.judged_at IS OLD.judged_at
          AND ((NEW.facts = x''
                AND NEW.answer = x''
                AND (EXISTS (SELECT 1 FROM filing WHERE id = OLD.filing_id AND deleted_at <> 0)
                     OR (OLD.verdict = 'not_acceptable'
                         AND EXISTS (SELECT 1 FROM judgement_erased WHERE ord = OLD.ord))))
               OR ((NEW.facts IS NOT OLD.facts OR NEW.answer IS NOT OLD.answer)
               AND (NEW.facts IS OLD.facts
                    OR CASE typeof(OLD.facts)
                       WHEN 'text' THEN length(NEW.facts) = length(CAST(OLD.facts AS BLOB)) + 49
                       WHEN 'blob' THEN length(NEW.facts) = length(OLD.facts)
                                        AND substr(NEW.facts, 2, 8) <> substr(OLD.facts, 2, 8)
                       ELSE 0 END)
               AND (NEW.answer IS OLD.answer
                    OR CASE typeof(OLD.answer)
                       WHEN 'text' THEN length(NEW.answer) = length(CAST(OLD.answer AS BLOB)) + 49
                       WHEN 'blob' THEN length(NEW.answer) = length(OLD.answer)
                                        AND substr(NEW.answer, 2, 8) <> substr(OLD.answer, 2, 8)
                       ELSE 0 END)))) IS NOT TRUE
    BEGIN SELECT RAISE(ABORT, 'append_only judgement'); END;

PRAGMA user_version = 20;
