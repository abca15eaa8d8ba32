-- Replies kept under an idempotency key.

-- The first answer is given again, when the request is the one it answered.
-- name: reply_by_key
SELECT request_hash, status, headers, body
  FROM reply
 WHERE scope = $1
   AND key = $2;

-- Fails when the key is there: another request has been faster.
-- name: reply_add
INSERT INTO reply (scope, key, request_hash, status, headers, body, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- Replies are promised for a day.
-- name: reply_purge
DELETE FROM reply
 WHERE created_at <= $1;
