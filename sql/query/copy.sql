-- What is compared of two databases.

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
