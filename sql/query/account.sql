-- Organizations, and the accounts that log in for them.

-- A registration makes one; its subject, code and serial come with the approval.
-- name: organization_add
-- insert: organization
;

-- Name, area and serial, wherever a filing or an account needs them.
-- name: organization_by_id
SELECT *
  FROM organization
 WHERE id = $1;

-- At approval of the subject.
-- name: organization_approve
UPDATE organization
   SET name = $2, credit_code = $3, area = $4, serial = $5, subject_filing_id = $6,
       subject_version = $7
 WHERE id = $1;

-- The data of the approved subject as they were approved; of older rows, whatever was submitted.
-- name: subject_approved
SELECT v.*
  FROM organization o
  JOIN version v ON v.filing_id = o.subject_filing_id AND v.n = o.subject_version
 WHERE o.id = $1;

-- Gives the next value out; a transaction that is rolled back gives it back.
-- name: counter_next
UPDATE counter
   SET n = n + 1
 WHERE name = $1
RETURNING n;

-- A code that somebody else has is a warning, not an error: the rules ask.
-- name: credit_code_elsewhere
SELECT count(*)
  FROM organization
 WHERE credit_code = $2
   AND id <> $1;

-- The key of the username beside it.
-- name: account_add
-- insert: account
;

-- A login types what looks like the name; its key is what it finds. Of accounts that an earlier
-- program let be called alike, the one that is called so to the letter ($3 as typed, $2 as it is
-- shown).
-- name: account_by_username
SELECT *
  FROM account_row
 WHERE username_folded = $1
    OR (username_folded > $1 || ' ' AND username_folded < $1 || '!')
 ORDER BY CASE username WHEN $3 THEN 0 WHEN $2 THEN 1 ELSE 2 END, username_folded
 LIMIT 1;

-- With the organization's name, so that a reply needs no second question.
-- name: account_by_id
SELECT *
  FROM account_row
 WHERE id = $1;

-- Other sessions of the account end by session_delete_all.
-- name: account_password
UPDATE account
   SET password_hash = $2
 WHERE id = $1;

-- Staff change these; a name stays as it was registered.
-- name: account_update
UPDATE account
   SET roles = $2, reviews = $3, is_disabled = $4, contact_name = $5, mobile = $6, email = $7,
       contact_at = $8
 WHERE id = $1;

-- Everybody with any role of the bits $1, in the order of ids; with $4 in the username, the name or
-- that of the organization; with the reviewers' role $5, between spaces.
-- name: account_list
SELECT *
  FROM account_row
 WHERE (roles & $1) <> 0
   AND id > $2
   AND ($4 IS NULL
        OR instr(fold(username) || char(10) || fold(COALESCE(contact_name, '')) || char(10)
                 || fold(COALESCE(organization_name, '')), fold($4)) > 0)
   AND ($5 IS NULL OR instr(reviews, $5) > 0)
 ORDER BY id
 LIMIT $3;

-- With every session that begins.
-- name: account_login_note
INSERT INTO account_login (account_id, at)
VALUES ($1, $2)
    ON CONFLICT (account_id) DO UPDATE
   SET at = excluded.at;

-- No row: never.
-- name: account_login_last
SELECT at
  FROM account_login
 WHERE account_id = $1;

-- Every request asks who it is.
-- name: session_account
SELECT r.*, s.created_at AS session_created_at, s.expires_at, s.is_bearer
  FROM session s
  JOIN account_row r ON r.id = s.account_id
 WHERE s.token_hash = $1
   AND s.expires_at > $2
   AND r.is_disabled = 0;
