-- Tasks of reviewers, and which of them each reviewer sees.

-- An account's scopes are replaced whole.
-- name: scope_clear
DELETE FROM scope
 WHERE account_id = $1;

-- A list may name one scope twice.
-- name: scope_add
INSERT INTO scope (account_id, area, class_code, pool)
VALUES ($1, $2, $3, $4)
    ON CONFLICT DO NOTHING;

-- In an order that does not hang on how they were written.
-- name: scope_list
SELECT area, class_code, pool
  FROM scope
 WHERE account_id = $1
 ORDER BY area, class_code, pool;

-- The index task_by_filing refuses a second one that is not done.
-- name: task_add
-- insert: task
;

-- With the names that a reply needs.
-- name: task_by_id
SELECT *
  FROM task_row
 WHERE id = $1;

-- The one of a filing that is not done.
-- name: task_open
SELECT *
  FROM task_row
 WHERE filing_id = $1
   AND state <> 'done';

-- The queue of one reviewer.
-- name: task_list
SELECT *
  FROM reviewer_scope
 WHERE account_id = $1
   AND (due_on, id) > ($3, $4)
   AND ($2 IS NULL OR stage = $2)
 ORDER BY due_on, id
 LIMIT $5;

-- The same in one state: those done are many and must not be walked through.
-- name: task_list_in_state
SELECT *
  FROM reviewer_scope
 WHERE account_id = $1
   AND state = $3
   AND (due_on, id) > ($4, $5)
   AND ($2 IS NULL OR stage = $2)
 ORDER BY due_on, id
 LIMIT $6;

-- Only from the state that was read: two reviewers who claim at once get one claim.
-- name: task_move
UPDATE task
   SET state = $3, claimed_by = $4, claimed_at = $5, outcome = $6, reasons = $7, note = $8,
       done_at = $9
 WHERE id = $1
   AND state = $2;

-- The one not done goes with a withdrawal.
-- name: task_drop
DELETE FROM task
 WHERE filing_id = $1
   AND state <> 'done';

-- A reviewer sees filings of which a task, done or not, lies in scope.
-- name: filing_in_scope
SELECT EXISTS (SELECT 1 FROM reviewer_scope WHERE filing_id = $1 AND account_id = $2);

-- What one account has taken and not decided.
-- name: task_held
SELECT *
  FROM task_row
 WHERE claimed_by = $1
   AND state = 'claimed';

-- Does it lie in the scope of that account?
-- name: task_in_scope
SELECT EXISTS (SELECT 1 FROM reviewer_scope WHERE id = $1 AND account_id = $2);

-- Those of one stage that nobody may see who works it: $2 is its role, between spaces. With $4 only
-- those that nobody has taken, and that somebody would see who works it there. By due date.
-- name: task_unassigned
SELECT t.*
  FROM task_row t
 WHERE t.state <> 'done'
   AND t.stage = $1
   AND NOT EXISTS (SELECT 1
                     FROM account r
                    WHERE r.is_disabled = 0
                      AND instr(r.reviews, $2) > 0
                      AND (t.area = ''
                           OR EXISTS (SELECT 1
                                        FROM scope s
                                       WHERE s.account_id = r.id
                                         AND substr(t.area, 1, length(s.area)) = s.area
                                         AND (s.class_code = '' OR s.class_code = t.class_code)
                                         AND (s.pool = '' OR t.pool = '' OR s.pool = t.pool))))
   AND ($4 IS NULL
        OR (t.state = 'open'
            AND EXISTS (SELECT 1
                          FROM account r
                          JOIN scope s ON s.account_id = r.id
                         WHERE r.is_disabled = 0
                           AND instr(r.reviews, $2) > 0
                           AND substr($4, 1, length(s.area)) = s.area
                           AND (s.class_code = '' OR s.class_code = t.class_code))))
 ORDER BY t.due_on, t.id
 LIMIT $3;

-- What others decided of one version, newest first.
-- name: task_decided_by_others
SELECT *
  FROM task_row
 WHERE filing_id = $1
   AND version = $2
   AND claimed_by <> $3
   AND state = 'done'
 ORDER BY done_at DESC;

-- Nobody decides two stages of one version.
-- name: task_decided_by
SELECT count(*)
  FROM task
 WHERE filing_id = $1
   AND version = $2
   AND claimed_by = $3
   AND state = 'done';

-- How a pool stands for an organization of the area $2: who works in it there, and what of its work
-- in that province is not done.
-- name: pool_load
SELECT (SELECT count(*)
          FROM account r
         WHERE r.is_disabled = 0
           AND r.reviews <> ''
           AND EXISTS (SELECT 1
                         FROM scope s
                        WHERE s.account_id = r.id
                          AND substr($2, 1, length(s.area)) = s.area
                          AND (s.pool = '' OR s.pool = $1))) AS reviewers,
       (SELECT count(*)
          FROM task
         WHERE state <> 'done'
           AND pool <> ''
           AND pool = $1
           AND substr(area, 1, 2) = substr($2, 1, 2)) AS tasks;

-- To whoever works that class there, of any pool.
-- name: task_pass_on
UPDATE task
   SET area = $2, pool = ''
 WHERE id = $1
   AND state = 'open';
