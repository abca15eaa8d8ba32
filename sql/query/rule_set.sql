-- Rule sets and what happens to them: added, tried, signed, made active.

-- A set that is there already stays as it is.
-- name: rule_set_add
-- insert: rule_set
    ON CONFLICT (hash) DO NOTHING;

-- With its files, as they are loaded into a judge.
-- name: rule_set_by_hash
SELECT l.*, r.files, r.manifest, r.manifest ->> 'title' AS title
  FROM rule_set r
  JOIN rule_set_line l ON l.hash = r.hash
 WHERE r.hash = $1;

-- What a set that was ever in use ($3: or any) declares as the form of a kind: the rest is long.
-- name: rule_set_form
SELECT r.hash, r.manifest -> 'forms' -> $2 AS manifest
  FROM rule_set r
 WHERE r.hash = $1
   AND r.manifest -> 'forms' -> $2 IS NOT NULL
   AND (CAST($3 AS BIGINT) = 1 OR EXISTS (SELECT 1 FROM activation v WHERE v.hash = r.hash));

-- Newest first, without the files; those that were withdrawn only when $4 is 1.
-- name: rule_set_list
SELECT l.*, r.manifest ->> 'title' AS title
  FROM rule_set r
  JOIN rule_set_line l ON l.hash = r.hash
 WHERE (r.added_at, r.hash) < ($1, $2)
   AND (l.withdrawn_at = 0 OR l.activations > 0 OR CAST($4 AS BIGINT) = 1)
 ORDER BY r.added_at DESC, r.hash DESC
 LIMIT $3;

-- A candidate is no longer meant.
-- name: withdrawal_add
INSERT INTO withdrawal (rule_set, withdrawn_by, at)
VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING;

-- It was proposed again.
-- name: withdrawal_delete
DELETE FROM withdrawal
 WHERE rule_set = $1;

-- As people give it at a prompt: its first digits.
-- name: rule_set_by_prefix
SELECT hash
  FROM rule_set
 WHERE substr(hash, 1, length($1)) = $1
 ORDER BY hash
 LIMIT 2;

-- The last line of the activations names it.
-- name: rule_set_active
SELECT r.*, r.manifest ->> 'title' AS title
  FROM activation v
  JOIN rule_set r ON r.hash = v.hash
 ORDER BY v.n DESC
 LIMIT 1;

-- Adds no line when the set is not stored.
-- name: activation_add
INSERT INTO activation (hash, kind, actor_id, reason, at, ends_at)
SELECT hash, $kind, $actor_id, $reason, $at, $ends_at
  FROM rule_set
 WHERE hash = $hash;

-- Tells in one row what is active, and why.
-- name: activation_last
SELECT *
  FROM activation_row
 ORDER BY n DESC
 LIMIT 1;

-- A folder that is still what was last taken from it is not taken again.
-- name: activation_last_of
SELECT *
  FROM activation_row
 WHERE kind = $1
 ORDER BY n DESC
 LIMIT 1;

-- An emergency reverts to this.
-- name: activation_regular
SELECT *
  FROM activation_row
 WHERE kind <> 'emergency'
 ORDER BY n DESC
 LIMIT 1;

-- Oldest first; of one set when $1 is given.
-- name: activation_list
SELECT *
  FROM activation_row
 WHERE CAST($1 AS TEXT) IS NULL OR hash = $1
 ORDER BY n;

-- A run of the set's cases; only the newest counts.
-- name: rule_test_add
-- insert: rule_test but n
;

-- With its report; the earlier ones are listed without.
-- name: rule_test_newest
SELECT t.*, u.username AS tested_by_name
  FROM rule_test t
  LEFT JOIN account u ON u.id = t.tested_by
 WHERE t.rule_set = $1
 ORDER BY t.n DESC
 LIMIT 1;

-- Newest first, without the reports: they are long.
-- name: rule_test_list
SELECT t.n, t.rule_set, t.is_passed, t.tested_by, t.at, u.username AS tested_by_name
  FROM rule_test t
  LEFT JOIN account u ON u.id = t.tested_by
 WHERE t.rule_set = $1
 ORDER BY t.n DESC
 LIMIT $2;

-- What an approval signs: the newest replay that is done, of everything on its own day.
-- name: signable
SELECT id AS replay_id, base, report_hash
  FROM replay
 WHERE rule_set = $1
   AND state = 'done'
   AND as_of IS NULL
 ORDER BY asked_at DESC, id DESC
 LIMIT 1;

-- One signature under a set and the report that was read.
-- name: approval_add
-- insert: approval but n
;

-- An activation asks whether this one still holds.
-- name: approval_newest
SELECT *
  FROM approval_row
 WHERE rule_set = $1
 ORDER BY n DESC
 LIMIT 1;

-- Oldest first, as they were given.
-- name: approval_list
SELECT *
  FROM approval_row
 WHERE rule_set = $1
 ORDER BY n;
