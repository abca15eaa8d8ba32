-- The audit trail.

-- The next line continues from here, under the write lock.
-- name: audit_last
SELECT n, hash
  FROM audit
 ORDER BY n DESC
 LIMIT 1;

-- The caller has computed the hash over the line and the hash before it.
-- name: audit_add
-- insert: audit
;

-- Newest first.
-- name: audit_list
SELECT l.*, u.username AS actor_name
  FROM audit l
  LEFT JOIN account u ON u.id = l.actor_id
 WHERE l.n < $1
 ORDER BY l.n DESC
 LIMIT $2;

-- Reads the whole trail, for there is no index: it is asked seldom.
-- name: audit_has
SELECT EXISTS (SELECT 1 FROM audit WHERE actor_id = $1 AND action = $2 AND object = $3);

-- As it was written, to verify the chain.
-- name: audit_walk
SELECT *
  FROM audit
 WHERE n > $1
 ORDER BY n
 LIMIT $2;
