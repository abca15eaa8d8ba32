-- What one person proposes that the office do to a filing in force, and another confirms.

-- name: proposal_add
-- insert: proposal but ended_by answer ended_at
;

-- With the names that a reply needs.
-- name: proposal_by_id
SELECT *
  FROM proposal_row
 WHERE id = $1;

-- That of a filing which waits: there is one at most.
-- name: proposal_waiting
SELECT *
  FROM proposal_row
 WHERE filing_id = $1
   AND state = 'waiting';

-- Only which it is: its reason is not opened.
-- name: proposal_waiting_id
SELECT id
  FROM proposal
 WHERE filing_id = $1
   AND state = 'waiting';

-- Those that wait for account $1, the oldest first: what it proposed; and what it has charge of, of
-- a kind and event in the JSON list $2 ("kind event"), never of its own organization; after $3.
-- name: proposal_list
SELECT *
  FROM proposal_line p
 WHERE account_id = $1
   AND state = 'waiting'
   AND id > $3
   AND (by_id = $1
        OR (kind || ' ' || event IN (SELECT value FROM json_each(CAST($2 AS TEXT)))
            AND EXISTS (SELECT 1
                          FROM reviewer_charge r
                         WHERE r.filing_id = p.filing_id
                           AND r.account_id = $1)))
 ORDER BY id
 LIMIT $4;

-- The same of those that have ended, as far as it sees them, the last proposed first.
-- name: proposal_over
SELECT *
  FROM proposal_line p
 WHERE account_id = $1
   AND state <> 'waiting'
   AND id < $3
   AND (by_id = $1 OR kind || ' ' || event IN (SELECT value FROM json_each(CAST($2 AS TEXT))))
   AND EXISTS (SELECT 1
                 FROM reviewer_scope r
                WHERE r.filing_id = p.filing_id
                  AND r.account_id = $1)
 ORDER BY id DESC
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
