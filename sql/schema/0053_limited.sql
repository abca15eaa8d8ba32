-- A mandate may be for some filings only.

ALTER TABLE mandate ADD COLUMN is_limited INTEGER NOT NULL DEFAULT 0 -- 1: for what mandate_scope
    CHECK (is_limited IN (0, 1));                                    -- names, and nothing else

-- What a limited mandate is for: a filing of the organization's, or all of a kind, those that are
-- begun later, too. Given with the mandate and never changed.
CREATE TABLE mandate_scope (
    mandate_id TEXT NOT NULL REFERENCES mandate (id), -- whose
    filing_id  TEXT REFERENCES filing (id),           -- NULL: a kind
    kind       TEXT,                                  -- as the rules declare; NULL: one filing
    CHECK ((filing_id IS NULL) <> (kind IS NULL))
) STRICT;
CREATE UNIQUE INDEX mandate_scope_one ON mandate_scope (mandate_id, COALESCE(filing_id, ''),
                                                        COALESCE(kind, ''));
CREATE INDEX mandate_scope_by_filing ON mandate_scope (filing_id) WHERE filing_id IS NOT NULL;

-- The filings that a limited mandate reaches.
CREATE VIEW mandate_reach AS
SELECT s.mandate_id, s.filing_id
  FROM mandate_scope s
 WHERE s.filing_id IS NOT NULL
 UNION ALL
SELECT s.mandate_id, f.id AS filing_id
  FROM mandate_scope s
  JOIN mandate m ON m.id = s.mandate_id
  JOIN filing f ON f.organization_id = m.organization_id
               AND f.kind = s.kind;

-- With whose it is and who acts by it.
CREATE VIEW mandate_row AS
SELECT m.*, o.name AS organization_name, o.frozen_at AS organization_frozen_at, a.username
  FROM mandate m
  JOIN organization o ON o.id = m.organization_id
  LEFT JOIN account a ON a.id = m.account_id;

PRAGMA user_version = 53;
