-- Replies kept under an idempotency key.

-- The first answer is given again, when the request is the one it answered.
-- name: reply_by_key
SELECT *
  FROM reply
 WHERE scope = $1
   AND key = $2;

-- Fails when the key is there: another request has been faster.
-- name: reply_add
-- insert: reply
;

-- Replies are promised for a day.
-- name: reply_purge
DELETE FROM reply
 WHERE created_at <= $1;
