-- What a witness beside the database remembers of it, and numbers that are passed over.

-- Which database this is: the line on which its trail got a key, that no other has.
-- name: witness_instance
SELECT hash AS id
  FROM audit
 WHERE action = 'audit.keyed';

-- How often a witness was begun; no row: none was.
-- name: witness_times
SELECT coalesce(max(n), 0)
  FROM counter
 WHERE name = 'witness';

-- name: witness_begun
INSERT INTO counter (name, n)
VALUES ('witness', $1)
    ON CONFLICT (name) DO UPDATE SET n = excluded.n;

-- The hash of line $1.
-- name: witness_line
SELECT hash AS id
  FROM audit
 WHERE n = $1;

-- Moves when a number is taken.
-- name: witness_sum
SELECT (SELECT coalesce(sum(n), 0) FROM number_serial)
       + (SELECT coalesce(sum(n), 0) FROM letter_serial)
       + (SELECT coalesce(sum(n), 0) FROM counter WHERE name <> 'witness');

-- The last value of every counter that gives numbers: of an organization, of the letters of a year,
-- or of all ('').
-- name: witness_serials
SELECT organization_id AS owner, class_code AS name, n
  FROM number_serial
 UNION ALL
SELECT 'letter ' || year, series, n
  FROM letter_serial
 UNION ALL
SELECT '', name, n
  FROM counter
 WHERE name <> 'witness'
 ORDER BY 1, 2;

-- An organization's counter goes to $3 at least. One that is not here gets none.
-- name: witness_serial_raise
INSERT INTO number_serial (organization_id, class_code, n)
SELECT id, $2, $3
  FROM organization
 WHERE id = $1
    ON CONFLICT (organization_id, class_code) DO UPDATE
   SET n = excluded.n
 WHERE excluded.n > number_serial.n;

-- name: witness_letter_raise
INSERT INTO letter_serial (series, year, n)
VALUES ($1, $2, $3)
    ON CONFLICT (series, year) DO UPDATE
   SET n = excluded.n
 WHERE excluded.n > letter_serial.n;

-- name: witness_counter_raise
UPDATE counter
   SET n = CASE WHEN n > $2 THEN n ELSE $2 END
 WHERE name = $1;

-- $1 numbers of each are never given.
-- name: witness_serials_skip
UPDATE number_serial
   SET n = n + $1;

-- Of counters that an organization has not used, so far as is known here, too.
-- name: witness_serials_begin
INSERT INTO number_serial (organization_id, class_code, n)
SELECT o.id, c.class_code, $1
  FROM organization o,
       (SELECT DISTINCT class_code FROM number_serial) c
 WHERE o.serial <> 0
    ON CONFLICT DO NOTHING;

-- name: witness_letters_skip
UPDATE letter_serial
   SET n = n + $1;

-- Of series that have no letter of year $2 yet, so far as is known here, too.
-- name: witness_letters_begin
INSERT INTO letter_serial (series, year, n)
SELECT c.series, $2, $1
  FROM (SELECT DISTINCT series FROM letter_serial) c
 WHERE c.series <> ''
    ON CONFLICT DO NOTHING;

-- name: witness_counters_skip
UPDATE counter
   SET n = n + $1
 WHERE name <> 'witness';
