-- Official letters: numbered, frozen, listed, verified.

-- The next of a series in a year; the write lock keeps it free of gaps.
-- name: letter_serial_take
INSERT INTO letter_serial (series, year, n)
VALUES ($1, $2, 1)
    ON CONFLICT (series, year) DO UPDATE
   SET n = letter_serial.n + 1
RETURNING n;

-- Which of its filing the next letter is.
-- name: letter_next
SELECT coalesce(max(n), 0) + 1 AS n
  FROM letter
 WHERE filing_id = $1;

-- name: letter_add
-- insert: letter
;

-- A filing's, the first first, without what they say. $2: after which; $3: how many.
-- name: letter_list
SELECT filing_id, n, version, code, title, number, verify, hash, is_public, rule_set, issued_at
  FROM letter
 WHERE filing_id = $1
   AND n > $2
 ORDER BY n
 LIMIT $3;

-- name: letter_by_n
SELECT *
  FROM letter
 WHERE filing_id = $1
   AND n = $2;

-- For whoever holds the paper.
-- name: letter_by_code
SELECT *
  FROM letter
 WHERE verify = $1;
