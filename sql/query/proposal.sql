-- What one person proposes that the office do to a filing in force, and another confirms.

-- name: proposal_add
-- insert: proposal but ended_by answer ended_at
;

-- With the names that a reply needs.
-- name: proposal_by_id
SELECT p.*, f.kind, f.title, f.number, f.organization_id, o.name AS organization_name,
       a.username AS by_username
  FROM proposal p
  JOIN filing f ON f.id = p.filing_id
  JOIN organization o ON o.id = f.organization_id
  JOIN account a ON a.id = p.by_id
 WHERE p.id = $1;

-- That of a filing which waits: there is one at most.
-- name: proposal_waiting
SELECT p.*, f.kind, f.title, f.number, f.organization_id, o.name AS organization_name,
       a.username AS by_username
  FROM proposal p
  JOIN filing f ON f.id = p.filing_id
  JOIN organization o ON o.id = f.organization_id
  JOIN account a ON a.id = p.by_id
 WHERE p.filing_id = $1
   AND p.state = 'waiting';

-- Only which it is: its reason is not opened.
-- name: proposal_waiting_id
SELECT id
  FROM proposal
 WHERE filing_id = $1
   AND state = 'waiting';

-- Those that wait for account $1, the oldest first: what it proposed; and what it has charge of, of
-- a kind and event in the JSON list $2 ("kind event"), never of its own organization; after $3.
-- name: proposal_list
SELECT p.id, p.filing_id, p.event, p.version, p.law, p.state, p.by_id, p.by_role, p.at, p.ended_by,
       p.ended_at, f.kind, f.title, f.number, f.organization_id, o.name AS organization_name,
       a.username AS by_username
  FROM proposal p
  JOIN filing f ON f.id = p.filing_id
  JOIN organization o ON o.id = f.organization_id
  JOIN account a ON a.id = p.by_id
  JOIN account me ON me.id = $1
 WHERE p.state = 'waiting'
   AND p.id > $3
   AND (me.organization_id IS NULL OR me.organization_id <> f.organization_id)
   AND (p.by_id = $1
        OR (EXISTS (SELECT 1 FROM json_each($2) WHERE value = f.kind || ' ' || p.event)
            AND EXISTS (SELECT 1
                          FROM reviewer_charge r
                         WHERE r.filing_id = p.filing_id
                           AND r.account_id = $1)))
 ORDER BY p.id
 LIMIT $4;

-- The same of those that have ended, as far as it sees them, the last proposed first.
-- name: proposal_over
SELECT p.id, p.filing_id, p.event, p.version, p.law, p.state, p.by_id, p.by_role, p.at, p.ended_by,
       p.ended_at, f.kind, f.title, f.number, f.organization_id, o.name AS organization_name,
       a.username AS by_username
  FROM proposal p
  JOIN filing f ON f.id = p.filing_id
  JOIN organization o ON o.id = f.organization_id
  JOIN account a ON a.id = p.by_id
  JOIN account me ON me.id = $1
 WHERE p.state <> 'waiting'
   AND p.id < $3
   AND (me.organization_id IS NULL OR me.organization_id <> f.organization_id)
   AND (p.by_id = $1
        OR EXISTS (SELECT 1 FROM json_each($2) WHERE value = f.kind || ' ' || p.event))
   AND EXISTS (SELECT 1
                 FROM reviewer_scope r
                WHERE r.filing_id = p.filing_id
                  AND r.account_id = $1)
 ORDER BY p.id DESC
 LIMIT $4;

-- It is ended by somebody, unless it has ended meanwhile.
-- name: proposal_end
UPDATE proposal
   SET state = $state, ended_by = $ended_by, answer = $answer, ended_at = $ended_at
 WHERE id = $id
   AND state = 'waiting';

-- The filing is in force no more: what waits about it, if anything, has come about or cannot.
-- name: proposal_end_of
UPDATE proposal
   SET state = $2, ended_by = $3, ended_at = $4
 WHERE filing_id = $1
   AND state = 'waiting';
