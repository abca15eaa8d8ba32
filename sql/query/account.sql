-- Organizations, and the accounts that log in for them.

-- name: organization_add
-- insert: organization
;

-- name: organization_by_id
SELECT *
  FROM organization
 WHERE id = $1;

-- At approval of the subject.
-- name: organization_approve
UPDATE organization
   SET name = $2, credit_code = $3, area = $4, serial = $5, subject_filing_id = $6
 WHERE id = $1;

-- name: counter_next
UPDATE counter
   SET n = n + 1
 WHERE name = $1
RETURNING n;

-- name: credit_code_elsewhere
SELECT count(*)
  FROM organization
 WHERE credit_code = $2
   AND id <> $1;

-- $11 is the folded username.
-- name: account_add
-- insert: account
;

-- name: account_by_username
SELECT *
  FROM account_row
 WHERE username_folded = $1;

-- name: account_by_id
SELECT *
  FROM account_row
 WHERE id = $1;

-- name: account_password
UPDATE account
   SET password_hash = $2
 WHERE id = $1;

-- name: account_update
UPDATE account
   SET roles = $2, is_disabled = $3, contact_name = $4, mobile = $5, email = $6
 WHERE id = $1;

-- name: account_list
SELECT *
  FROM account_row
 WHERE (roles & $1) <> 0
   AND id > $2
 ORDER BY id
 LIMIT $3;

-- Every request asks who it is.
-- name: session_account
SELECT r.*
  FROM session s
  JOIN account_row r ON r.id = s.account_id
 WHERE s.token_hash = $1
   AND s.expires_at > $2
   AND r.is_disabled = 0;
