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

-- Newest first: from $3 and before $4, in ms; of one actor, action, object; $8 in what a line says,
-- or among the actions $9, a JSON array; $10: hash of an address; $11: a request; $12: read,
-- refusal or change. What an object is called only where everybody may know it: an account, and a
-- filing that was published.
-- name: audit_list
SELECT l.*, u.username AS actor_name, u.roles AS actor_roles, u.reviews AS actor_reviews,
       COALESCE(o.username, CASE WHEN f.number IS NOT NULL THEN f.title END) AS object_title
  FROM audit l
  LEFT JOIN account u ON u.id = l.actor_id
  LEFT JOIN account o ON o.id = l.object
  LEFT JOIN task t ON t.id = l.object
  LEFT JOIN filing f ON f.id = COALESCE(t.filing_id, l.object)
 WHERE l.n < $1
   AND (CAST($3 AS BIGINT) IS NULL OR l.at >= $3)
   AND (CAST($4 AS BIGINT) IS NULL OR l.at < $4)
   AND (CAST($5 AS TEXT) IS NULL OR l.actor_id = $5)
   AND (CAST($6 AS TEXT) IS NULL OR l.action = $6)
   AND (CAST($7 AS TEXT) IS NULL OR l.object = $7)
   AND (CAST($8 AS TEXT) IS NULL
        OR instr(l.action || ' ' || COALESCE(l.object, '') || ' ' || COALESCE(l.detail, '') || ' '
                 || COALESCE(u.username, ''), $8) > 0
        OR l.action IN (SELECT value FROM json_each(CAST($9 AS TEXT))))
   AND (CAST($10 AS TEXT) IS NULL OR l.address_hash = $10)
   AND (CAST($11 AS TEXT) IS NULL OR l.request_id = $11)
   AND (CAST($12 AS TEXT) IS NULL
        OR $12 = CASE WHEN l.action LIKE '%.read' OR l.action LIKE '%.unmask' THEN 'read'
                      WHEN l.action LIKE '%.refused' OR l.action LIKE '%.failed' THEN 'refusal'
                      ELSE 'change' END)
 ORDER BY l.n DESC
 LIMIT $2;

-- Reads the whole trail, for there is no index: it is asked seldom.
-- name: audit_has
SELECT EXISTS (SELECT 1 FROM audit WHERE actor_id = $1 AND action = $2 AND object = $3);

-- As it was written, to verify the chain.
-- name: audit_walk
SELECT *, address IS NOT NULL AS has_address
  FROM audit
 WHERE n > $1
 ORDER BY n
 LIMIT $2;

-- Is there a line from which on the chain has a key?
-- name: audit_is_keyed
SELECT EXISTS (SELECT 1 FROM audit WHERE action = 'audit.keyed');

-- Of a ring of that file.
-- name: audit_waiting_drained
SELECT drained
  FROM audit_waiting
 WHERE ring = $1
   AND file_id = $2;

-- name: audit_waiting_drain
INSERT INTO audit_waiting (ring, file_id, drained)
VALUES ($1, $2, $3)
    ON CONFLICT (ring) DO UPDATE SET file_id = excluded.file_id, drained = excluded.drained;
