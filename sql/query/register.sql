-- The public register: numbers, entries, search.

-- The counters of a series: 'series:counter'. Rows of before series were counted apart are a bare
-- counter, and count in every series, so that no serial is given twice.
-- name: number_serials
SELECT substr(class_code, instr(class_code, ':') + 1) AS counter, max(n) AS n
  FROM number_serial
 WHERE organization_id = $1
   AND (   instr(class_code, ':') = 0
        OR substr(class_code, 1, instr(class_code, ':') - 1) = $2)
 GROUP BY 1;

-- Takes $4 when it is the next of the counter; no row changes otherwise.
-- name: number_take
INSERT INTO number_serial (organization_id, class_code, n)
SELECT $1, $2 || ':' || $3, $4
 WHERE $4 - 1 = (SELECT coalesce(max(n), 0)
                   FROM number_serial
                  WHERE organization_id = $1
                    AND class_code IN ($3, $2 || ':' || $3))
    ON CONFLICT (organization_id, class_code) DO UPDATE
   SET n = excluded.n;

-- SQLite gives the ord; the search index is filled beside.
-- name: entry_add
-- insert: entry but ord
RETURNING ord;

-- The page of one entry, with its disclosure and history.
-- name: entry_by_number
SELECT *
  FROM entry
 WHERE number = $1;

-- The entry stays as a tombstone.
-- name: entry_strike
UPDATE entry
   SET status = $2, history = $3
 WHERE number = $1
   AND status = 'filed';

-- The digits are the number; what stands around them may have changed since.
-- name: entry_by_digits
SELECT *
  FROM entry
 WHERE digits = $1
   AND digits <> '';

-- A number is issued under this, perhaps once more.
-- name: number_style_add
INSERT INTO number_style (prefix, suffix)
VALUES ($1, $2)
    ON CONFLICT DO NOTHING;

-- A few: whoever issues numbers seldom changes his name.
-- name: number_styles
SELECT prefix, suffix
  FROM number_style
 ORDER BY prefix, suffix;

-- Those of a new entry. $1: JSON array of {gram}; a text may have the same two characters twice.
-- name: grams_add
INSERT INTO register_gram (gram, ord)
SELECT value ->> 'gram', $2
  FROM json_each($1)
 WHERE TRUE
    ON CONFLICT DO NOTHING;

-- Each of them once.
-- name: gram_counts_add
INSERT INTO register_gram_count (gram, n)
SELECT DISTINCT value ->> 'gram', 1
  FROM json_each($1)
 WHERE TRUE
    ON CONFLICT (gram) DO UPDATE
   SET n = register_gram_count.n + 1;

-- A search walks its rarest gram, and finds nothing when one of them has no row.
-- name: gram_count
SELECT n
  FROM register_gram_count
 WHERE gram = $1;

-- Walks the entries that have gram $9, newest first, until enough of them hold the whole text $2.
-- name: entry_search
SELECT e.*
  FROM register_gram g
  JOIN entry_line e ON e.ord = g.ord
 WHERE g.gram = $9
   AND g.ord < $1
   AND instr(e.search_text, $2) > 0
   AND ($3 IS NULL OR instr($3, ' ' || e.algorithm_type || ' ') > 0)
   AND ($4 IS NULL OR instr($4, ' ' || e.role || ' ') > 0)
   AND ($5 IS NULL OR substr(e.area, 1, length($5)) = $5)
   AND ($6 IS NULL OR e.status = $6)
   AND ($7 IS NULL OR substr(e.filed_on, 1, 4) = $7)
 ORDER BY g.ord DESC
 LIMIT $8;

-- The same without a gram: no text, or one character of it.
-- name: entry_walk
SELECT e.*
  FROM entry_line e
 WHERE e.ord < $1
   AND ($2 IS NULL OR instr(e.search_text, $2) > 0)
   AND ($3 IS NULL OR instr($3, ' ' || e.algorithm_type || ' ') > 0)
   AND ($4 IS NULL OR instr($4, ' ' || e.role || ' ') > 0)
   AND ($5 IS NULL OR substr(e.area, 1, length($5)) = $5)
   AND ($6 IS NULL OR e.status = $6)
   AND ($7 IS NULL OR substr(e.filed_on, 1, 4) = $7)
 ORDER BY e.ord DESC
 LIMIT $8;

-- The oldest first.
-- name: entry_walk_oldest
SELECT e.*
  FROM entry_line e
 WHERE e.ord > $1
   AND ($2 IS NULL OR instr(e.search_text, $2) > 0)
   AND ($3 IS NULL OR instr($3, ' ' || e.algorithm_type || ' ') > 0)
   AND ($4 IS NULL OR instr($4, ' ' || e.role || ' ') > 0)
   AND ($5 IS NULL OR substr(e.area, 1, length($5)) = $5)
   AND ($6 IS NULL OR e.status = $6)
   AND ($7 IS NULL OR substr(e.filed_on, 1, 4) = $7)
 ORDER BY e.ord
 LIMIT $8;

-- By their names; $1 the last one before.
-- name: entry_walk_name
SELECT e.*
  FROM entry_line e
 WHERE (e.algorithm_name, e.ord)
       > (COALESCE((SELECT algorithm_name FROM entry WHERE ord = $1), ''), $1)
   AND ($2 IS NULL OR instr(e.search_text, $2) > 0)
   AND ($3 IS NULL OR instr($3, ' ' || e.algorithm_type || ' ') > 0)
   AND ($4 IS NULL OR instr($4, ' ' || e.role || ' ') > 0)
   AND ($5 IS NULL OR substr(e.area, 1, length($5)) = $5)
   AND ($6 IS NULL OR e.status = $6)
   AND ($7 IS NULL OR substr(e.filed_on, 1, 4) = $7)
 ORDER BY e.algorithm_name, e.ord
 LIMIT $8;

-- What holds a text in another order is sorted: all that have its gram are looked at. $1 the last
-- one before, 0: none.
-- name: entry_search_sorted
SELECT e.*
  FROM register_gram g
  JOIN entry_line e ON e.ord = g.ord
 WHERE g.gram = $9
   AND instr(e.search_text, $2) > 0
   AND ($3 IS NULL OR instr($3, ' ' || e.algorithm_type || ' ') > 0)
   AND ($4 IS NULL OR instr($4, ' ' || e.role || ' ') > 0)
   AND ($5 IS NULL OR substr(e.area, 1, length($5)) = $5)
   AND ($6 IS NULL OR e.status = $6)
   AND ($7 IS NULL OR substr(e.filed_on, 1, 4) = $7)
   AND ($1 = 0
        OR CASE $10 WHEN 'newest' THEN e.ord < $1
                    WHEN 'oldest' THEN e.ord > $1
                    ELSE (e.algorithm_name, e.ord)
                         > ((SELECT algorithm_name FROM entry WHERE ord = $1), $1) END)
 ORDER BY CASE $10 WHEN 'name' THEN e.algorithm_name ELSE '' END,
       CASE $10 WHEN 'newest' THEN -e.ord ELSE e.ord END
 LIMIT $8;

-- One organization's, which are few, in any order.
-- name: entry_of_organization
SELECT e.*
  FROM entry_line e
 WHERE e.organization_folded = $9
   AND ($2 IS NULL OR instr(e.search_text, $2) > 0)
   AND ($3 IS NULL OR instr($3, ' ' || e.algorithm_type || ' ') > 0)
   AND ($4 IS NULL OR instr($4, ' ' || e.role || ' ') > 0)
   AND ($5 IS NULL OR substr(e.area, 1, length($5)) = $5)
   AND ($6 IS NULL OR e.status = $6)
   AND ($7 IS NULL OR substr(e.filed_on, 1, 4) = $7)
   AND ($1 = 0
        OR CASE $10 WHEN 'newest' THEN e.ord < $1
                    WHEN 'oldest' THEN e.ord > $1
                    ELSE (e.algorithm_name, e.ord)
                         > ((SELECT algorithm_name FROM entry WHERE ord = $1), $1) END)
 ORDER BY CASE $10 WHEN 'name' THEN e.algorithm_name ELSE '' END,
       CASE $10 WHEN 'newest' THEN -e.ord ELSE e.ord END
 LIMIT $8;
