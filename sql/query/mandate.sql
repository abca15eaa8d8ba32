-- Mandates, by which somebody of outside acts for an organization.

-- name: mandate_add
-- insert: mandate
;

-- It is for this as well: a filing or a kind.
-- name: mandate_scope_add
INSERT INTO mandate_scope (mandate_id, filing_id, kind)
VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING;

-- What it is for, kinds first.
-- name: mandate_scope_list
SELECT s.filing_id, f.title, COALESCE(s.kind, f.kind) AS kind
  FROM mandate_scope s
  LEFT JOIN filing f ON f.id = s.filing_id
 WHERE s.mandate_id = $1
 ORDER BY s.filing_id IS NOT NULL, s.kind, s.filing_id;

-- Is a limited one for that filing?
-- name: mandate_reaches
SELECT EXISTS (SELECT 1 FROM mandate_reach WHERE mandate_id = $1 AND filing_id = $2);

-- Is it for all of that kind, those that are begun, too?
-- name: mandate_reaches_kind
SELECT EXISTS (SELECT 1 FROM mandate_scope WHERE mandate_id = $1 AND kind = $2);

-- Those of them that are in their filers' hands, a filing once however often it is named.
-- name: mandate_drafts
SELECT DISTINCT f.id
  FROM mandate_reach r
  JOIN filing f ON f.id = r.filing_id
 WHERE r.mandate_id = $1
   AND f.standing = 'editable'
   AND f.deleted_at = 0;

-- May the agent $3 open that file by it: what such a filing was handed in with, or what the agent
-- brought? What a draft names stands in its data, which are sealed.
-- name: mandate_reaches_file
SELECT EXISTS (SELECT 1
                 FROM attachment_link l
                 JOIN mandate_reach r ON r.filing_id = l.filing_id
                WHERE l.attachment_id = $2
                  AND r.mandate_id = $1)
       OR EXISTS (SELECT 1
                    FROM attachment
                   WHERE id = $2
                     AND uploaded_by = $3);

-- One that the organization gave.
-- name: mandate_by_id
SELECT *
  FROM mandate_row
 WHERE id = $1;

-- An organization's, the newest first.
-- name: mandate_list
SELECT *
  FROM mandate_row
 WHERE organization_id = $1
   AND id < $2
 ORDER BY id DESC
 LIMIT $3;

-- How many of an organization may still be acted upon.
-- name: mandate_count
SELECT count(*)
  FROM mandate
 WHERE organization_id = $1
   AND ended_at = 0
   AND ends_at > $2
   AND (account_id IS NOT NULL OR offer_ends_at > $2);

-- An agent's that are not over, the newest first.
-- name: mandate_of_agent
SELECT *
  FROM mandate_row
 WHERE account_id = $1
   AND ended_at = 0
   AND ends_at > $2
   AND id < $3
 ORDER BY id DESC
 LIMIT $4;

-- By its link, of an organization that is not frozen.
-- name: mandate_by_token
SELECT *
  FROM mandate_row
 WHERE token_hash = $1
   AND offer_ends_at > $2
   AND ends_at > $2
   AND ended_at = 0
   AND organization_frozen_at = 0;

-- Whoever has the link becomes the agent, once.
-- name: mandate_accept
UPDATE mandate
   SET account_id = $2, accepted_at = $3, token_hash = NULL
 WHERE id = $1
   AND account_id IS NULL
   AND ended_at = 0;

-- Either side ends it at once.
-- name: mandate_end
UPDATE mandate
   SET ended_at = $3, ended_by = $2, token_hash = NULL
 WHERE id = $1
   AND ended_at = 0;
