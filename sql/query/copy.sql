-- A second database of this one, and whether one is whole.

-- A snapshot of now goes into a new file at $1, beside everybody who reads and writes.
-- name: copy_into
VACUUM INTO $1;

-- The first thing that is wrong with a page or an index; "ok" when nothing is.
-- name: copy_integrity
SELECT integrity_check AS id
  FROM pragma_integrity_check(1);

-- A table with a row that points at nothing.
-- name: copy_dangling
SELECT DISTINCT "table" AS id
  FROM pragma_foreign_key_check
 LIMIT 1;

-- Which steps of the schema it has taken.
-- name: copy_schema
SELECT user_version
  FROM pragma_user_version;

-- What there is, for whoever compares.
-- name: copy_counts
SELECT 'account' AS name, count(*) AS n FROM account
 UNION ALL SELECT 'organization', count(*) FROM organization
 UNION ALL SELECT 'filing', count(*) FROM filing
 UNION ALL SELECT 'version', count(*) FROM version
 UNION ALL SELECT 'event', count(*) FROM event
 UNION ALL SELECT 'judgement', count(*) FROM judgement
 UNION ALL SELECT 'task', count(*) FROM task
 UNION ALL SELECT 'letter', count(*) FROM letter
 UNION ALL SELECT 'entry', count(*) FROM entry
 UNION ALL SELECT 'number_serial', count(*) FROM number_serial
 UNION ALL SELECT 'product', count(*) FROM product
 UNION ALL SELECT 'attachment', count(*) FROM attachment
 UNION ALL SELECT 'rule_set', count(*) FROM rule_set
 UNION ALL SELECT 'audit', count(*) FROM audit;

-- The names of all files that rows name.
-- name: copy_blobs
SELECT DISTINCT CASE stored_as WHEN '' THEN sha256 ELSE stored_as END AS id
  FROM attachment
 ORDER BY 1;
