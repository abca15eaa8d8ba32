-- Live logins, and failed ones.

-- Of the token only the hash is stored.
-- name: session_add
-- insert: session but mandate_id
;

-- It has been used: it ends later. Of many requests at once the first prolongs it; not at all when
-- it is gone.
-- name: session_prolong
UPDATE session
   SET expires_at = $3
 WHERE token_hash = $1
   AND expires_at = $2;

-- It acts by that mandate from now on; NULL: for its own organization.
-- name: session_act
UPDATE session
   SET mandate_id = $2
 WHERE token_hash = $1;

-- A logout.
-- name: session_delete
DELETE FROM session
 WHERE token_hash = $1;

-- A new password ends every other session; '' for $2 ends all.
-- name: session_delete_all
DELETE FROM session
 WHERE account_id = $1
   AND token_hash <> $2;

-- Of an account with more than that many the oldest end.
-- name: session_cap
DELETE FROM session
 WHERE account_id = $1
   AND token_hash NOT IN (SELECT token_hash
                            FROM session
                           WHERE account_id = $1
                           ORDER BY created_at DESC, token_hash
                           LIMIT $2);

-- Where somebody is logged in, the newest first.
-- name: session_list
SELECT token_hash, account_id, created_at, expires_at, is_bearer
  FROM session
 WHERE account_id = $1
   AND expires_at > $2
 ORDER BY created_at DESC, token_hash
 LIMIT 100;

-- The clerk removes what has expired.
-- name: session_purge
DELETE FROM session
 WHERE expires_at <= $1;

-- No row: nothing has failed under this key lately.
-- name: attempt_by_key
SELECT failures, first_at, last_at, blocked_until
  FROM attempt
 WHERE key = $1;

-- The caller counts; here the row is only replaced.
-- name: attempt_save
INSERT INTO attempt (key, failures, first_at, last_at, blocked_until)
VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (key) DO UPDATE
   SET failures = excluded.failures, first_at = excluded.first_at, last_at = excluded.last_at,
       blocked_until = excluded.blocked_until;

-- A login that succeeds forgets the failures.
-- name: attempt_clear
DELETE FROM attempt
 WHERE key = $1;

-- The clerk removes what neither blocks nor counts any more.
-- name: attempt_purge
DELETE FROM attempt
 WHERE last_at <= $1
   AND blocked_until <= $1;

-- Has the account logged in from there?
-- name: address_known
SELECT EXISTS (SELECT 1 FROM account_address WHERE account_id = $1 AND address = $2);

-- It has just now.
-- name: address_note
INSERT INTO account_address (account_id, address, last_at)
VALUES ($1, $2, $3)
    ON CONFLICT (account_id, address) DO UPDATE
   SET last_at = excluded.last_at;

-- The $2 that were used last stay.
-- name: address_trim
DELETE FROM account_address
 WHERE account_id = $1
   AND address NOT IN (SELECT address
                         FROM account_address
                        WHERE account_id = $1
                        ORDER BY last_at DESC, address
                        LIMIT $2);

-- The clerk forgets those that are not used any more.
-- name: address_purge
DELETE FROM account_address
 WHERE last_at <= $1;
