-- Revisions of what requests decide upon.

-- A root that was never raised is revision 0.
-- name: root_revision
SELECT COALESCE((SELECT revision FROM root WHERE id = $1), 0);

-- Raises it from $2; no row changes when it has moved.
-- name: root_raise
INSERT INTO root (id, revision)
SELECT $1, CAST($2 AS BIGINT) + 1
 WHERE $2 = 0
    OR ($2 > 0 AND EXISTS (SELECT 1 FROM root WHERE id = $1))
    ON CONFLICT (id) DO UPDATE
   SET revision = excluded.revision
 WHERE root.revision = excluded.revision - 1;
