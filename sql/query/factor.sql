-- Authenticators, and the codes for whoever has lost one.

-- name: factor_load
SELECT *
  FROM factor
 WHERE account_id = $1
   AND state = $2;

-- One that was shown before is forgotten.
-- name: factor_begin
INSERT INTO factor (account_id, state, secret, created_at)
VALUES ($account_id, 'new', $secret, $created_at)
    ON CONFLICT (account_id, state) DO UPDATE
   SET secret = excluded.secret, last_step = 0, created_at = excluded.created_at, used_at = 0;

-- Before another takes its place.
-- name: factor_drop_live
DELETE FROM factor
 WHERE account_id = $1
   AND state = 'live';

-- A code of it has come.
-- name: factor_confirm
UPDATE factor
   SET state = 'live', last_step = $2, used_at = $3
 WHERE account_id = $1
   AND state = 'new';

-- No code of this step or an earlier one is good any more.
-- name: factor_use
UPDATE factor
   SET last_step = $2, used_at = $3
 WHERE account_id = $1
   AND state = 'live'
   AND last_step < $2;

-- name: factor_delete
DELETE FROM factor
 WHERE account_id = $1;

-- name: factor_code_add
INSERT INTO factor_code (account_id, hash)
VALUES ($1, $2);

-- name: factor_code_use
UPDATE factor_code
   SET used_at = $3
 WHERE account_id = $1
   AND hash = $2
   AND used_at = 0;

-- name: factor_code_left
SELECT count(*)
  FROM factor_code
 WHERE account_id = $1
   AND used_at = 0;

-- name: factor_code_delete
DELETE FROM factor_code
 WHERE account_id = $1;

-- The clerk removes what was shown and never confirmed.
-- name: factor_purge
DELETE FROM factor
 WHERE state = 'new'
   AND created_at <= $1;
