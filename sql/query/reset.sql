-- Links by which somebody sets a new password, and what was used of them.

-- One that was given before is void.
-- name: reset_save
INSERT INTO reset (account_id, token_hash, drops_factor, ends_at, given_by)
VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (account_id) DO UPDATE
   SET token_hash = excluded.token_hash, drops_factor = excluded.drops_factor,
       ends_at = excluded.ends_at, given_by = excluded.given_by;

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

-- A link or a code has set a password.
-- name: reset_use_add
INSERT INTO reset_use (account_id, used_at, way, given_by)
VALUES ($1, $2, $3, $4);

-- The newest first, with the name of who gave it.
-- name: reset_use_list
SELECT u.account_id, u.used_at, u.way, u.given_by, a.username AS given_name, u.seen_at
  FROM reset_use u
  LEFT JOIN account a ON a.id = u.given_by
 WHERE u.account_id = $1
 ORDER BY u.n DESC
 LIMIT 20;

-- How many the owner has not seen.
-- name: reset_use_unseen
SELECT count(*)
  FROM reset_use
 WHERE account_id = $1
   AND seen_at = 0;

-- The owner has seen them; they stay.
-- name: reset_use_see
UPDATE reset_use
   SET seen_at = $2
 WHERE account_id = $1
   AND seen_at = 0;
