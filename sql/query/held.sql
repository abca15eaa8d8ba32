-- Digests of rows, which hold them against the audit trail.

-- name: held_last
SELECT n, tags
  FROM held
 ORDER BY n DESC
 LIMIT 1;

-- name: held_by_n
SELECT n, noun, row_key, tags
  FROM held
 WHERE n = $1;

-- In their order, after $1.
-- name: held_walk
SELECT n, noun, row_key, tags
  FROM held
 WHERE n > $1
 ORDER BY n
 LIMIT $2;

-- The newest of each row of table $1, after row $2.
-- name: held_newest
SELECT h.n, h.noun, h.row_key, h.tags
  FROM held h
 WHERE h.noun = $1
   AND h.row_key > $2
   AND NOT EXISTS (SELECT 1
                     FROM held l
                    WHERE l.noun = h.noun
                      AND l.row_key = h.row_key
                      AND l.n > h.n)
 ORDER BY h.row_key
 LIMIT $3;

-- A step of the schema wrote them, or found them.
-- name: held_open
SELECT n, noun, row_key
  FROM held
 WHERE n > 0
   AND tags IS NULL
 ORDER BY n
 LIMIT $1;

-- name: held_fill
UPDATE held
   SET tags = $2
 WHERE n = $1
   AND tags IS NULL;

-- name: held_is_since
SELECT EXISTS (SELECT 1 FROM held_since WHERE schema = $1);

-- name: held_since_add
INSERT INTO held_since (schema, line)
VALUES ($1, $2);

-- A row as it stands, by its key; its columns in their order.
-- name: held_entry
SELECT *
  FROM entry
 WHERE ord = $1;

-- name: held_version
SELECT *
  FROM version
 WHERE filing_id = substr($1, 1, CAST(instr($1, ' ') AS INTEGER) - 1)
   AND n = CAST(substr($1, CAST(instr($1, ' ') AS INTEGER) + 1) AS INTEGER);

-- name: held_judgement
SELECT *
  FROM judgement
 WHERE ord = $1;

-- name: held_event
SELECT *
  FROM event
 WHERE n = $1;

-- Rows that nothing tells of.
-- name: held_entry_not
SELECT CAST(ord AS TEXT) AS row_key
  FROM entry
 WHERE NOT EXISTS (SELECT 1 FROM held WHERE noun = 'entry' AND row_key = CAST(ord AS TEXT))
 LIMIT $1;

-- name: held_version_not
SELECT filing_id || ' ' || n AS row_key
  FROM version v
 WHERE NOT EXISTS (SELECT 1
                     FROM held
                    WHERE noun = 'version'
                      AND row_key = v.filing_id || ' ' || v.n)
 LIMIT $1;

-- name: held_judgement_not
SELECT CAST(ord AS TEXT) AS row_key
  FROM judgement
 WHERE NOT EXISTS (SELECT 1 FROM held WHERE noun = 'judgement' AND row_key = CAST(ord AS TEXT))
 LIMIT $1;

-- name: held_event_not
SELECT CAST(n AS TEXT) AS row_key
  FROM event e
 WHERE NOT EXISTS (SELECT 1 FROM held WHERE noun = 'event' AND row_key = CAST(e.n AS TEXT))
 LIMIT $1;
