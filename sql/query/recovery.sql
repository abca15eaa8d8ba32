-- Ways back in for whoever has lost a password.

-- Asking once more keeps the code that was given, and makes the request last.
-- name: recovery_ask
INSERT INTO recovery (id, account_id, asked_at)
VALUES ($1, $2, $3)
    ON CONFLICT (account_id) DO UPDATE
   SET asked_at = excluded.asked_at;

-- Those that were asked for after $2, of accounts that may log in.
-- name: recovery_by_id
SELECT r.*, a.username, a.organization_name, a.contact_name, a.mobile, a.contact_at
  FROM recovery r
  JOIN account_row a ON a.id = r.account_id
 WHERE r.id = $1
   AND r.asked_at > $2
   AND a.is_disabled = 0;

-- name: recovery_of_account
SELECT r.*, a.username, a.organization_name, a.contact_name, a.mobile, a.contact_at
  FROM recovery r
  JOIN account_row a ON a.id = r.account_id
 WHERE r.account_id = $1
   AND r.asked_at > $2
   AND a.is_disabled = 0;

-- Who has waited longest comes first. No telephone number: a list is looked at by many.
-- name: recovery_list
SELECT r.id, r.account_id, r.asked_at, r.ends_at, a.username, a.organization_name, a.contact_name,
       a.contact_at
  FROM recovery r
  JOIN account_row a ON a.id = r.account_id
 WHERE r.id > $1
   AND r.asked_at > $2
   AND a.is_disabled = 0
 ORDER BY r.id
 LIMIT $3;

-- Another code, of which nothing has been guessed.
-- name: recovery_code
UPDATE recovery
   SET code_hash = $2, ends_at = $3, given_by = $4, tries = 0
 WHERE id = $1;

-- name: recovery_try
UPDATE recovery
   SET tries = tries + 1
 WHERE id = $1;

-- It was used, or the administrator has put it aside.
-- name: recovery_delete
DELETE FROM recovery
 WHERE id = $1;

-- The clerk removes what nobody has come back to.
-- name: recovery_purge
DELETE FROM recovery
 WHERE asked_at <= $1;
