-- Requests to become the owner of the organization that has a credit code.

-- name: takeover_add
-- insert: takeover but answer answered_by answered_at grounds ended_by ended_role ended_at
;

-- name: takeover_document_add
INSERT INTO takeover_document (takeover_id, attachment_id)
VALUES ($1, $2);

-- With the names that a reply needs.
-- name: takeover_by_id
SELECT t.*
  FROM takeover_row t
 WHERE t.id = $1;

-- Those in a reviewer's charge ($1) that wait, the oldest first, after $2.
-- name: takeover_list
SELECT t.*
  FROM takeover_row t
 WHERE t.state = 'waiting'
   AND t.id > $2
   AND EXISTS (SELECT 1
                 FROM reviewer_charge v
                WHERE v.filing_id = t.filing_id
                  AND v.account_id = $1)
 ORDER BY t.id
 LIMIT $3;

-- Those that are over, the newest first, before $2.
-- name: takeover_list_over
SELECT t.*
  FROM takeover_row t
 WHERE t.state <> 'waiting'
   AND t.id < $2
   AND EXISTS (SELECT 1 FROM reviewer_scope v WHERE v.filing_id = t.filing_id AND v.account_id = $1)
 ORDER BY t.id DESC
 LIMIT $3;

-- What a person ($1) asked for, what cost them an organization, and what is asked of the one that
-- they own ($2, NULL: none); the newest first, before $3.
-- name: takeover_own
SELECT t.*
  FROM takeover_row t
 WHERE (t.by_id = $1 OR t.former_id = $1 OR t.organization_id = $2)
   AND t.id < $3
 ORDER BY t.id DESC
 LIMIT $4;

-- The files that were handed in for it, by whose they are.
-- name: takeover_documents
SELECT a.*
  FROM takeover_document d
  JOIN attachment a ON a.id = d.attachment_id
 WHERE d.takeover_id = $1
 ORDER BY a.id;

-- Who was admitted with a code, in that order, and since when: their subjects have stood as they do
-- now.
-- name: takeover_holders
SELECT o.id, o.name, o.subject_filing_id AS filing_id,
       COALESCE((SELECT min(e.at)
                   FROM event e
                   JOIN filing s ON s.id = e.filing_id
                  WHERE e.filing_id = o.subject_filing_id
                    AND e.to_state = s.state), o.created_at) AS admitted_at,
       (SELECT count(*)
          FROM filing f
         WHERE f.organization_id = o.id
           AND f.deleted_at = 0
           AND f.submitted_at <> 0) AS filings
  FROM organization o
 WHERE o.credit_code = $1
   AND o.subject_filing_id IS NOT NULL
 ORDER BY o.serial, o.id
 LIMIT 50;

-- How many a person has that wait.
-- name: takeover_count
SELECT count(*)
  FROM takeover
 WHERE by_id = $1
   AND state = 'waiting';

-- What keeps an organization's owner from leaving it: others there, a filing that was handed in or
-- is in force, an admission.
-- name: organization_holds
SELECT (SELECT count(*) FROM account a WHERE a.organization_id = o.id AND a.member <> 0) > 1
           AS has_people,
       EXISTS (SELECT 1
                 FROM filing f
                WHERE f.organization_id = o.id
                  AND f.deleted_at = 0
                  AND f.standing IN ('review', 'in_force')) AS has_filings,
       o.subject_filing_id IS NOT NULL AS is_admitted
  FROM organization o
 WHERE o.id = $1;

-- The present owner answers, once.
-- name: takeover_answer
UPDATE takeover
   SET answer = $answer, answered_by = $answered_by, answered_at = $answered_at
 WHERE id = $id
   AND state = 'waiting'
   AND answered_at = 0;

-- It is decided, or taken back; the first who does, does.
-- name: takeover_end
UPDATE takeover
   SET state = $state, grounds = $grounds, ended_by = $ended_by, ended_role = $ended_role,
       ended_at = $ended_at, former_id = $former_id
 WHERE id = $id
   AND state = 'waiting';

-- name: takeover_redirect
INSERT INTO takeover_redirect (takeover_id, to_id)
VALUES ($1, $2);

-- Whoever owns an organization: one at most.
-- name: organization_owner
SELECT *
  FROM account_row
 WHERE organization_id = $1
   AND member = 4;

-- Somebody leaves an organization whatever they are there: it has another owner at once, or stays
-- without anybody.
-- name: member_release
UPDATE account
   SET organization_id = NULL, member = 0, joined_at = 0
 WHERE id = $1
   AND organization_id = $2;

-- The links that were given for an organization are void.
-- name: invitation_delete_all
DELETE FROM invitation
 WHERE organization_id = $1;

-- So are the offers that nobody has accepted, and the agents who did: who gave them may have been
-- no owner.
-- name: mandate_end_all
UPDATE mandate
   SET ended_at = $3, ended_by = $2, token_hash = NULL
 WHERE organization_id = $1
   AND ended_at = 0;
