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

-- What was marked of a filing goes, before other marks come.
-- name: mark_drop
DELETE FROM mark
 WHERE n IN (SELECT n FROM likeness WHERE filing_id = $1);

-- name: likeness_set
INSERT INTO likeness (filing_id, version, texts)
VALUES ($1, $2, $3)
    ON CONFLICT (filing_id) DO UPDATE
   SET version = excluded.version, texts = excluded.texts;

-- $2: a JSON list of marks, each once.
-- name: mark_add
INSERT INTO mark (mark, n)
SELECT m.value, l.n
  FROM likeness l
  JOIN json_each($2) m
 WHERE l.filing_id = $1;

-- The filings that share marks of the list $1 with filing $2, the rarest shared ones counting most:
-- what stands in $3 filings or more is everybody's, and says nothing.
-- name: likeness_like
SELECT l.filing_id, count(*) AS shared, sum(1000000 / a.n) AS weight
  FROM (SELECT m.value AS mark,
               (SELECT count(*) FROM (SELECT 1 FROM mark WHERE mark = m.value LIMIT $3)) AS n
          FROM json_each($1) m) a
 CROSS JOIN mark k ON k.mark = a.mark
 CROSS JOIN likeness l ON l.n = k.n
 WHERE a.n > 0
   AND a.n < $3
   AND l.filing_id <> $2
 GROUP BY l.n
 ORDER BY weight DESC, l.n
 LIMIT $4;
