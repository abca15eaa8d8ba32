-- Tokens by which programs act for an account.

-- name: token_add
-- insert: token
;

-- One account's, the newest first.
-- name: token_list
SELECT *
  FROM token
 WHERE account_id = $1
 ORDER BY id DESC
 LIMIT 100;

-- How many there are of an account.
-- name: token_count
SELECT count(*)
  FROM token
 WHERE account_id = $1;

-- Who acts by it, as session_account says of a session.
-- name: token_account
SELECT r.id, r.username, r.password_hash, r.roles, r.reviews, r.organization_id, r.member,
       r.is_disabled, r.created_at, r.contact_at, r.organization_name, r.password_at,
       r.must_change, r.has_factor, r.frozen_at, r.frozen_reason, t.id AS token_id,
       t.scope AS token_scope, t.used_on AS token_used_on, t.created_at AS session_created_at,
       t.ends_at AS expires_at, 1 AS is_bearer
  FROM token t
  JOIN account_row r ON r.id = t.account_id
 WHERE t.hash = $1
   AND t.ends_at > $2
   AND r.is_disabled = 0;

-- The first use on a day.
-- name: token_used
UPDATE token
   SET used_on = $2
 WHERE id = $1
   AND used_on < $2;

-- Its owner takes it back.
-- name: token_delete
DELETE FROM token
 WHERE id = $1
   AND account_id = $2;

-- The account has another password, other rights, or another place.
-- name: token_delete_all
DELETE FROM token
 WHERE account_id = $1;

-- The clerk removes what is over.
-- name: token_purge
DELETE FROM token
 WHERE ends_at <= $1;
