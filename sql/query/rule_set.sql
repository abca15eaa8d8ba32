-- Rule sets and what happens to them: added, tried, signed, made active.

-- name: rule_set_add
INSERT INTO rule_set (hash, files, origin, base, added_by, note, manifest, conflicts, added_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (hash) DO NOTHING;

-- name: rule_set_by_hash
SELECT r.hash, r.files, r.origin, r.base, r.added_by, r.note, r.manifest, r.conflicts, r.added_at, u.username, r.manifest ->> 'title',
       (SELECT count(*) FROM rule_test t WHERE t.rule_set = r.hash),
       (SELECT count(*) FROM activation v WHERE v.hash = r.hash),
       COALESCE((SELECT t.is_passed FROM rule_test t WHERE t.rule_set = r.hash ORDER BY t.n DESC LIMIT 1), 0),
       COALESCE((SELECT t.at FROM rule_test t WHERE t.rule_set = r.hash ORDER BY t.n DESC LIMIT 1), 0)
  FROM rule_set r
  LEFT JOIN account u ON u.id = r.added_by
 WHERE r.hash = $1;

-- Without what is long: files and manifest.
-- name: rule_set_list
SELECT r.hash, NULL, r.origin, r.base, r.added_by, r.note, NULL, r.conflicts, r.added_at, u.username, r.manifest ->> 'title',
       (SELECT count(*) FROM rule_test t WHERE t.rule_set = r.hash),
       (SELECT count(*) FROM activation v WHERE v.hash = r.hash),
       COALESCE((SELECT t.is_passed FROM rule_test t WHERE t.rule_set = r.hash ORDER BY t.n DESC LIMIT 1), 0),
       COALESCE((SELECT t.at FROM rule_test t WHERE t.rule_set = r.hash ORDER BY t.n DESC LIMIT 1), 0)
  FROM rule_set r
  LEFT JOIN account u ON u.id = r.added_by
 WHERE (r.added_at, r.hash) < ($1, $2)
 ORDER BY r.added_at DESC, r.hash DESC
 LIMIT $3;

-- As people give it at a prompt: its first digits.
-- name: rule_set_by_prefix
SELECT hash
  FROM rule_set
 WHERE substr(hash, 1, length($1)) = $1
 ORDER BY hash
 LIMIT 2;

-- name: rule_set_active
SELECT r.hash, r.files, r.origin, r.base, r.added_by, r.note, r.manifest, r.conflicts, r.added_at, NULL, r.manifest ->> 'title', 0, 0, 0, 0
  FROM activation v
  JOIN rule_set r ON r.hash = v.hash
 ORDER BY v.n DESC
 LIMIT 1;

-- name: activation_add
INSERT INTO activation (hash, kind, actor_id, reason, at, ends_at)
SELECT hash, $2, $3, $4, $5, $6
  FROM rule_set
 WHERE hash = $1;

-- name: activation_last
SELECT v.hash, v.kind, v.actor_id, v.reason, v.at, v.ends_at, v.n, u.username
  FROM activation v
  LEFT JOIN account u ON u.id = v.actor_id
 ORDER BY v.n DESC
 LIMIT 1;

-- name: activation_last_of
SELECT v.hash, v.kind, v.actor_id, v.reason, v.at, v.ends_at, v.n, u.username
  FROM activation v
  LEFT JOIN account u ON u.id = v.actor_id
 WHERE v.kind = $1
 ORDER BY v.n DESC
 LIMIT 1;

-- name: activation_regular
SELECT v.hash, v.kind, v.actor_id, v.reason, v.at, v.ends_at, v.n, u.username
  FROM activation v
  LEFT JOIN account u ON u.id = v.actor_id
 WHERE v.kind <> 'emergency'
 ORDER BY v.n DESC
 LIMIT 1;

-- name: activation_list
SELECT v.hash, v.kind, v.actor_id, v.reason, v.at, v.ends_at, v.n, u.username
  FROM activation v
  LEFT JOIN account u ON u.id = v.actor_id
 WHERE $1 IS NULL OR v.hash = $1
 ORDER BY v.n;

-- name: rule_test_add
INSERT INTO rule_test (rule_set, report, is_passed, tested_by, at)
VALUES ($1, $2, $3, $4, $5);

-- name: rule_test_newest
SELECT t.rule_set, t.report, t.is_passed, t.tested_by, t.at, t.n, u.username
  FROM rule_test t
  LEFT JOIN account u ON u.id = t.tested_by
 WHERE t.rule_set = $1
 ORDER BY t.n DESC
 LIMIT 1;

-- name: rule_test_list
SELECT t.rule_set, NULL, t.is_passed, t.tested_by, t.at, t.n, u.username
  FROM rule_test t
  LEFT JOIN account u ON u.id = t.tested_by
 WHERE t.rule_set = $1
 ORDER BY t.n DESC
 LIMIT $2;

-- What an approval signs: the newest replay that is done.
-- name: signable
SELECT id, base, report_hash
  FROM replay
 WHERE rule_set = $1
   AND state = 'done'
 ORDER BY asked_at DESC, id DESC
 LIMIT 1;

-- name: approval_add
INSERT INTO approval (rule_set, replay_id, report_hash, approved_by, note, at)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: approval_newest
SELECT p.rule_set, p.replay_id, p.report_hash, p.approved_by, p.note, p.at, p.n, y.base, u.username
  FROM approval p
  JOIN replay y ON y.id = p.replay_id
  LEFT JOIN account u ON u.id = p.approved_by
 WHERE p.rule_set = $1
 ORDER BY p.n DESC
 LIMIT 1;

-- name: approval_list
SELECT p.rule_set, p.replay_id, p.report_hash, p.approved_by, p.note, p.at, p.n, y.base, u.username
  FROM approval p
  JOIN replay y ON y.id = p.replay_id
  LEFT JOIN account u ON u.id = p.approved_by
 WHERE p.rule_set = $1
 ORDER BY p.n;
