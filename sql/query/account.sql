-- Organizations, accounts, scopes, sessions, failed logins.

-- name: organization_add
INSERT INTO organization (id, name, credit_code, area, serial, subject_filing_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: organization_by_id
SELECT id, name, credit_code, area, serial, subject_filing_id, created_at
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
INSERT INTO account (id, username, password_hash, roles, organization_id, contact_name, mobile, email, is_disabled, created_at, username_folded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: account_by_username
SELECT a.id, a.username, a.password_hash, a.roles, a.organization_id, a.contact_name, a.mobile, a.email, a.is_disabled, a.created_at, o.name
  FROM account a
  LEFT JOIN organization o ON o.id = a.organization_id
 WHERE a.username_folded = $1;

-- name: account_by_id
SELECT a.id, a.username, a.password_hash, a.roles, a.organization_id, a.contact_name, a.mobile, a.email, a.is_disabled, a.created_at, o.name
  FROM account a
  LEFT JOIN organization o ON o.id = a.organization_id
 WHERE a.id = $1;

-- name: account_password
UPDATE account
   SET password_hash = $2
 WHERE id = $1;

-- name: account_update
UPDATE account
   SET roles = $2, is_disabled = $3, contact_name = $4, mobile = $5, email = $6
 WHERE id = $1;

-- name: account_list
SELECT a.id, a.username, a.password_hash, a.roles, a.organization_id, a.contact_name, a.mobile, a.email, a.is_disabled, a.created_at, o.name
  FROM account a
  LEFT JOIN organization o ON o.id = a.organization_id
 WHERE (a.roles & $1) <> 0
   AND a.id > $2
 ORDER BY a.id
 LIMIT $3;

-- name: scope_clear
DELETE FROM scope
 WHERE account_id = $1;

-- name: scope_add
INSERT INTO scope (account_id, area, class_code)
VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING;

-- name: scope_list
SELECT area, class_code
  FROM scope
 WHERE account_id = $1
 ORDER BY area, class_code;

-- name: session_add
INSERT INTO session (token_hash, account_id, created_at, expires_at, is_bearer)
VALUES ($1, $2, $3, $4, $5);

-- The hot path: who is this.
-- name: session_account
SELECT a.id, a.username, a.password_hash, a.roles, a.organization_id, a.contact_name, a.mobile, a.email, a.is_disabled, a.created_at, o.name
  FROM session s
  JOIN account a ON a.id = s.account_id
  LEFT JOIN organization o ON o.id = a.organization_id
 WHERE s.token_hash = $1
   AND s.expires_at > $2
   AND a.is_disabled = 0;

-- name: session_delete
DELETE FROM session
 WHERE token_hash = $1;

-- name: session_delete_all
DELETE FROM session
 WHERE account_id = $1
   AND token_hash <> $2;

-- name: session_purge
DELETE FROM session
 WHERE expires_at <= $1;

-- name: attempt_by_key
SELECT failures, first_at, last_at, blocked_until
  FROM attempt
 WHERE key = $1;

-- name: attempt_save
INSERT INTO attempt (key, failures, first_at, last_at, blocked_until)
VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (key) DO UPDATE
   SET failures = excluded.failures, first_at = excluded.first_at, last_at = excluded.last_at, blocked_until = excluded.blocked_until;

-- name: attempt_clear
DELETE FROM attempt
 WHERE key = $1;

-- name: attempt_purge
DELETE FROM attempt
 WHERE last_at <= $1
   AND blocked_until <= $1;
