-- Which filings have passages of each other.

-- How far the clerk has come.
-- name: likeness_at
SELECT event, texts
  FROM likeness_at;

-- Has anything happened since?
-- name: likeness_any
SELECT EXISTS (SELECT 1 FROM event WHERE n > (SELECT event FROM likeness_at));

-- It goes on from there, by these fields.
-- name: likeness_at_set
UPDATE likeness_at
   SET event = $1, texts = $2;

-- The next events: what their filings are at by now, and whether that is marked, by the fields $2.
-- name: likeness_next
SELECT e.n AS event, f.id AS filing_id, f.kind, f.title, f.version,
       f.version > 0 AND f.deleted_at = 0
       AND NOT EXISTS (SELECT 1
                         FROM likeness l
                        WHERE l.filing_id = f.id
                          AND l.version = f.version
                          AND l.texts = $2) AS is_new
  FROM event e
  JOIN filing f ON f.id = e.filing_id
 WHERE e.n > $1
 ORDER BY e.n
 LIMIT $3;

-- $4: its marks, 64 bits each, in order.
-- name: likeness_set
INSERT INTO likeness (filing_id, version, texts, marks)
VALUES ($1, $2, $3, $4)
    ON CONFLICT (filing_id) DO UPDATE
   SET version = excluded.version, texts = excluded.texts, marks = excluded.marks;

-- name: likeness_of_filing
SELECT n, filing_id, marks
  FROM likeness
 WHERE filing_id = $1;

-- Which filing a number beside a mark is of.
-- name: likeness_by_n
SELECT n, filing_id
  FROM likeness
 WHERE n = $1;

-- name: likeness_of_organization
SELECT l.filing_id AS id
  FROM filing f
  JOIN likeness l ON l.filing_id = f.id
 WHERE f.organization_id = $1
 ORDER BY l.n;

-- Its marks are gone by then.
-- name: likeness_drop
DELETE FROM likeness
 WHERE filing_id = $1;

-- The filings that have a mark, but for those that were one too many.
-- name: mark_holders
SELECT held_by
  FROM mark
 WHERE mark = $1;

-- One more has it: the number $2 of a filing, unless $3 bytes are full of them.
-- name: mark_add
INSERT INTO mark (mark, held_by)
VALUES ($1, $2)
    ON CONFLICT (mark) DO UPDATE
   SET held_by = CAST(mark.held_by || excluded.held_by AS BLOB)
 WHERE length(mark.held_by) < CAST($3 AS BIGINT);

-- name: mark_set
UPDATE mark
   SET held_by = $2
 WHERE mark = $1;

-- name: mark_delete
DELETE FROM mark
 WHERE mark = $1;
