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

-- What its people may do besides reading is taken from them, or given back.
-- name: organization_freeze
UPDATE organization
   SET frozen_at = $2, frozen_reason = $3
 WHERE id = $1;

-- By id, with $2 in the name; how many people it has.
-- name: organization_list
SELECT o.*, (SELECT count(*) FROM account a WHERE a.organization_id = o.id) AS accounts
  FROM organization o
 WHERE o.id > $1
   AND (CAST($2 AS TEXT) IS NULL OR instr(lower(o.name), lower($2)) > 0)
   AND (CAST($4 AS BIGINT) = 0 OR o.frozen_at <> 0)
 ORDER BY o.id
 LIMIT $3;

-- How many people it has.
-- name: organization_people
SELECT count(*)
  FROM account
 WHERE organization_id = $1;

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
  JOIN version_frozen v ON v.filing_id = o.subject_filing_id AND v.n = o.subject_version
 WHERE o.id = $1;

-- When the office had the subject in its hands until it was approved, one review after the other,
-- by Beijing days: from when a version was handed in to the last decision on it.
-- name: subject_reviews
SELECT date(v.submitted_at / 1000 + 28800, 'unixepoch') AS from_on,
       date(MAX(t.done_at) / 1000 + 28800, 'unixepoch') AS to_on
  FROM organization o
  JOIN task t ON t.filing_id = o.subject_filing_id AND t.state = 'done'
  JOIN version v ON v.filing_id = t.filing_id AND v.n = t.version
 WHERE o.id = $1
 GROUP BY v.n, v.submitted_at
 ORDER BY v.n;

-- Gives the next value out; a transaction that is rolled back gives it back.
-- name: counter_next
UPDATE counter
   SET n = n + 1
 WHERE name = $1
RETURNING n;

-- The organization that was admitted with a code first, after those that the account $2 was
-- declined: where several have the code, the next request is for the next of them.
-- name: organization_by_credit_code
SELECT *
  FROM organization
 WHERE credit_code = $1
   AND subject_filing_id IS NOT NULL
 ORDER BY (SELECT count(*)
             FROM takeover t
            WHERE t.by_id = $2
              AND t.organization_id = organization.id
              AND t.state = 'declined'), serial, id
 LIMIT 1;

-- A code that somebody else has is a warning, not an error: the rules ask.
-- name: credit_code_elsewhere
SELECT count(*)
  FROM organization
 WHERE credit_code = $2
   AND id <> $1;

-- The key of the username beside it.
-- name: account_add
-- insert: account but roles_before
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
   SET password_hash = $2, password_at = $3, must_change = 0
 WHERE id = $1;

-- The one that is to be replaced; somebody who was never given one has none.
-- name: password_past_add
INSERT INTO password_past (account_id, at, hash)
SELECT id, password_at, password_hash
  FROM account
 WHERE id = $1
   AND password_hash <> ''
    ON CONFLICT (account_id, at) DO NOTHING;

-- The newest first.
-- name: password_past
SELECT hash
  FROM password_past
 WHERE account_id = $1
 ORDER BY at DESC
 LIMIT $2;

-- name: password_past_purge
DELETE FROM password_past
 WHERE account_id = $1
   AND at NOT IN (SELECT at
                    FROM password_past
                   WHERE account_id = $1
                   ORDER BY at DESC
                   LIMIT $2);

-- Is it an account with the role $2, and the last that may log in with it?
-- name: account_is_last
SELECT EXISTS (SELECT 1 FROM account WHERE id = $1 AND (roles & $2) <> 0 AND is_disabled = 0)
       AND NOT EXISTS (SELECT 1
                         FROM account
                        WHERE id <> $1
                          AND (roles & $2) <> 0
                          AND is_disabled = 0);

-- Roles were taken from these when the schema learned which exclude each other.
-- name: account_cut
SELECT *
  FROM account_row
 WHERE roles_before <> 0
 ORDER BY id
 LIMIT 100;

-- name: account_cut_told
UPDATE account
   SET roles_before = 0
 WHERE id = $1;

-- Staff change these; a name stays as it was registered.
-- name: account_update
UPDATE account
   SET roles = $roles, reviews = $reviews, is_disabled = $is_disabled,
       contact_name = $contact_name, mobile = $mobile, email = $email, contact_at = $contact_at
 WHERE id = $id;

-- Everybody with any role of the bits $1, in the order of ids; with the reviewers' role $4, between
-- spaces.
-- name: account_list
SELECT *
  FROM account_row
 WHERE (roles & $1) <> 0
   AND id > $2
   AND (CAST($4 AS TEXT) IS NULL OR instr(reviews, $4) > 0)
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

-- Every request asks who it is: without what is sealed, which few need. A session that acts by a
-- mandate is of the organization that gave it; once that is over, of none, never of its own.
-- name: session_account
SELECT r.id, r.username, r.password_hash, r.roles, r.reviews, r.is_disabled, r.created_at,
       r.contact_at, r.password_at, r.must_change, r.has_factor, s.mandate_id,
       CASE WHEN m.is_limited = 1 THEN m.id END AS limited_by,
       CASE WHEN s.mandate_id IS NULL
            THEN r.organization_id
            ELSE m.organization_id END AS organization_id,
       CASE WHEN s.mandate_id IS NULL THEN r.member ELSE COALESCE(m.member, 0) END AS member,
       CASE WHEN s.mandate_id IS NULL THEN r.organization_name ELSE o.name END AS organization_name,
       CASE WHEN s.mandate_id IS NULL
            THEN r.frozen_at
            ELSE COALESCE(o.frozen_at, 0) END AS frozen_at,
       CASE WHEN s.mandate_id IS NULL
            THEN r.frozen_reason
            ELSE COALESCE(o.frozen_reason, '') END AS frozen_reason,
       s.created_at AS session_created_at, s.expires_at, s.is_bearer
  FROM session s
  JOIN account_row r ON r.id = s.account_id
  LEFT JOIN mandate m ON m.id = s.mandate_id
                     AND m.account_id = s.account_id
                     AND m.ended_at = 0
                     AND m.begins_at <= $2
                     AND m.ends_at > $2
  LEFT JOIN organization o ON o.id = m.organization_id
 WHERE s.token_hash = $1
   AND s.expires_at > $2
   AND r.is_disabled = 0;
