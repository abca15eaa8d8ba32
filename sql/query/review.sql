-- Review tasks.

-- name: task_add
INSERT INTO task (id, filing_id, version, stage, state, area, class_code, due_on, is_provisional, is_fault, claimed_by, outcome, reasons, note, opened_at,
                  claimed_at, done_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- name: task_by_id
SELECT t.id, t.filing_id, t.version, t.stage, t.state, t.area, t.class_code, t.due_on, t.is_provisional, t.is_fault, t.claimed_by, t.outcome, t.reasons,
       t.note, t.opened_at, t.claimed_at, t.done_at, f.kind, f.action, f.title, f.organization_id, o.name, a.username
  FROM task t
  JOIN filing f ON f.id = t.filing_id
  JOIN organization o ON o.id = f.organization_id
  LEFT JOIN account a ON a.id = t.claimed_by
 WHERE t.id = $1;

-- The queue of one reviewer. A task without an area is in everybody's scope: nobody else would own it.
-- name: task_list
SELECT t.id, t.filing_id, t.version, t.stage, t.state, t.area, t.class_code, t.due_on, t.is_provisional, t.is_fault, t.claimed_by, t.outcome, t.reasons,
       t.note, t.opened_at, t.claimed_at, t.done_at, f.kind, f.action, f.title, f.organization_id, o.name, a.username
  FROM task t
  JOIN filing f ON f.id = t.filing_id
  JOIN organization o ON o.id = f.organization_id
  LEFT JOIN account a ON a.id = t.claimed_by
 WHERE (t.due_on, t.id) > ($3, $4)
   AND ($2 IS NULL OR t.stage = $2)
   AND (t.area = ''
        OR EXISTS (SELECT 1
                     FROM scope s
                    WHERE s.account_id = $1
                      AND substr(t.area, 1, length(s.area)) = s.area
                      AND (s.class_code = '' OR s.class_code = t.class_code)))
 ORDER BY t.due_on, t.id
 LIMIT $5;

-- The same in one state: those done are many and must not be walked through.
-- name: task_list_in_state
SELECT t.id, t.filing_id, t.version, t.stage, t.state, t.area, t.class_code, t.due_on, t.is_provisional, t.is_fault, t.claimed_by, t.outcome, t.reasons,
       t.note, t.opened_at, t.claimed_at, t.done_at, f.kind, f.action, f.title, f.organization_id, o.name, a.username
  FROM task t
  JOIN filing f ON f.id = t.filing_id
  JOIN organization o ON o.id = f.organization_id
  LEFT JOIN account a ON a.id = t.claimed_by
 WHERE t.state = $3
   AND (t.due_on, t.id) > ($4, $5)
   AND ($2 IS NULL OR t.stage = $2)
   AND (t.area = ''
        OR EXISTS (SELECT 1
                     FROM scope s
                    WHERE s.account_id = $1
                      AND substr(t.area, 1, length(s.area)) = s.area
                      AND (s.class_code = '' OR s.class_code = t.class_code)))
 ORDER BY t.due_on, t.id
 LIMIT $6;

-- name: task_move
UPDATE task
   SET state = $3, claimed_by = $4, claimed_at = $5, outcome = $6, reasons = $7, note = $8, done_at = $9
 WHERE id = $1
   AND state = $2;

-- The one not done goes with a withdrawal.
-- name: task_drop
DELETE FROM task
 WHERE filing_id = $1
   AND state <> 'done';

-- name: filing_in_scope
SELECT count(*)
  FROM task t
 WHERE t.filing_id = $1
   AND (t.area = ''
        OR EXISTS (SELECT 1
                     FROM scope s
                    WHERE s.account_id = $2
                      AND substr(t.area, 1, length(s.area)) = s.area
                      AND (s.class_code = '' OR s.class_code = t.class_code)));

-- name: task_decided_by
SELECT count(*)
  FROM task
 WHERE filing_id = $1
   AND version = $2
   AND claimed_by = $3
   AND state = 'done';
