-- Mandates, by which somebody of outside acts for an organization.

-- name: mandate_add
-- insert: mandate
;

-- One that the organization gave.
-- name: mandate_by_id
SELECT m.*, o.name AS organization_name, a.username
  FROM mandate m
  JOIN organization o ON o.id = m.organization_id
  LEFT JOIN account a ON a.id = m.account_id
 WHERE m.id = $1;

-- An organization's, the newest first.
-- name: mandate_list
SELECT m.*, o.name AS organization_name, a.username
  FROM mandate m
  JOIN organization o ON o.id = m.organization_id
  LEFT JOIN account a ON a.id = m.account_id
 WHERE m.organization_id = $1
   AND m.id < $2
 ORDER BY m.id DESC
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
SELECT m.*, o.name AS organization_name, a.username
  FROM mandate m
  JOIN organization o ON o.id = m.organization_id
  JOIN account a ON a.id = m.account_id
 WHERE m.account_id = $1
   AND m.ended_at = 0
   AND m.ends_at > $2
   AND m.id < $3
 ORDER BY m.id DESC
 LIMIT $4;

-- By its link, of an organization that is not frozen.
-- name: mandate_by_token
SELECT m.*, o.name AS organization_name
  FROM mandate m
  JOIN organization o ON o.id = m.organization_id
 WHERE m.token_hash = $1
   AND m.offer_ends_at > $2
   AND m.ends_at > $2
   AND m.ended_at = 0
   AND o.frozen_at = 0;

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
