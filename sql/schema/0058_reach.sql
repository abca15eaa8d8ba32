-- What a mandate for a kind reaches: of the filings of its organization those that are not deleted,
-- which an index finds. Without that condition each request made an index of all filings.

DROP VIEW mandate_reach;
CREATE VIEW mandate_reach AS
SELECT s.mandate_id, s.filing_id
  FROM mandate_scope s
 WHERE s.filing_id IS NOT NULL
 UNION ALL
SELECT s.mandate_id, f.id AS filing_id
  FROM mandate_scope s
  JOIN mandate m ON m.id = s.mandate_id
  JOIN filing f ON f.organization_id = m.organization_id
               AND f.kind = s.kind
               AND f.deleted_at = 0;

PRAGMA user_version = 58;
