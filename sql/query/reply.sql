-- Replies kept under an idempotency key.

-- name: reply_by_key
SELECT request_hash, status, headers, body
  FROM reply
 WHERE scope = $1
   AND key = $2;

-- name: reply_add
INSERT INTO reply (scope, key, request_hash, status, headers, body, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: reply_purge
DELETE FROM reply
 WHERE created_at <= $1;
