-- Rule sets, the audit trail, counts for the status page.

-- name: rule_set_add
INSERT INTO rule_set (hash, files, origin, added_at)
VALUES ($1, $2, $3, $4)
    ON CONFLICT (hash) DO NOTHING;

-- name: rule_set_activate
INSERT INTO activation (hash, at)
SELECT hash, $2
  FROM rule_set
 WHERE hash = $1;

-- name: rule_set_active
SELECT r.hash, r.files, r.origin, r.added_at, c.at
  FROM activation c
  JOIN rule_set r ON r.hash = c.hash
 ORDER BY c.n DESC
 LIMIT 1;

-- name: audit_last
SELECT n, hash
  FROM audit
 ORDER BY n DESC
 LIMIT 1;

-- name: audit_add
INSERT INTO audit (n, at, actor_id, action, object, detail, prev_hash, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: counts
SELECT (SELECT count(*) FROM account),
       (SELECT count(*) FROM organization),
       (SELECT count(*) FROM filing WHERE deleted_at = 0),
       (SELECT count(*) FROM filing WHERE deleted_at = 0 AND state = 'draft'),
       (SELECT count(*) FROM task WHERE state <> 'done'),
       (SELECT count(*) FROM entry),
       (SELECT count(*) FROM attachment);
