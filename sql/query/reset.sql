-- Links by which somebody sets a new password.

-- One that was given before is void.
-- name: reset_save
INSERT INTO reset (account_id, token_hash, drops_factor, ends_at)
VALUES ($1, $2, $3, $4)
    ON CONFLICT (account_id) DO UPDATE
   SET token_hash = excluded.token_hash, drops_factor = excluded.drops_factor,
       ends_at = excluded.ends_at;

-- Of an account that may log in.
-- name: reset_by_token
SELECT r.*
  FROM reset r
  JOIN account a ON a.id = r.account_id
 WHERE r.token_hash = $1
   AND r.ends_at > $2
   AND a.is_disabled = 0;

-- It was used, or its account was disabled.
-- name: reset_delete
DELETE FROM reset
 WHERE account_id = $1;

-- The clerk removes what is over.
-- name: reset_purge
DELETE FROM reset
 WHERE ends_at <= $1;
