-- How the office stands: what waits for reviewers, by when it is due.

-- As far as $1 sees it, by stage and province. $2 the stages, a JSON array; $3 today, $4 the next
-- working day, $5 the last that is pressing. What stands still is with its filer: it was at the
-- stage of its last task, whose clock it is.
-- name: board
WITH mine AS (SELECT group_concat(area || ' ' || class_code || ' ' || pool, chr(10)) AS scopes
                FROM scope
               WHERE account_id = $1),
     me AS (SELECT organization_id FROM account WHERE id = $1),
     rows AS (SELECT w.stage, w.area, w.due_on, 0 AS is_paused
                FROM queue w
               WHERE w.stage IN (SELECT value FROM json_each(CAST($2 AS TEXT)))
                 AND in_scope((SELECT scopes FROM mine), w.area, w.class_code, w.pool)
                 AND w.organization_id IS DISTINCT FROM (SELECT organization_id FROM me)
              UNION ALL
              SELECT t.stage, j.area, '', 1
                FROM deadline d
                JOIN filing f ON f.id = d.filing_id
                JOIN jurisdiction j ON j.filing_id = d.filing_id
                JOIN task t ON t.id = j.task_id
               WHERE d.state = 'paused'
                 AND t.clock = d.name
                 AND t.state = 'done'
                 AND f.standing = 'editable'
                 AND f.deleted_at = 0
                 AND t.stage IN (SELECT value FROM json_each(CAST($2 AS TEXT)))
                 AND in_scope((SELECT scopes FROM mine), j.area, j.class_code, j.pool)
                 AND f.organization_id IS DISTINCT FROM (SELECT organization_id FROM me))
SELECT stage, substr(area, 1, 2) AS province,
       count(CASE WHEN due_on <> '' AND due_on < $3 THEN 1 END) AS overdue,
       count(CASE WHEN due_on = $3 THEN 1 END) AS due_today,
       count(CASE WHEN due_on > $3 AND due_on <= $4 THEN 1 END) AS due_next,
       count(CASE WHEN due_on > $4 AND due_on <= $5 THEN 1 END) AS due_soon,
       count(CASE WHEN due_on > $5 THEN 1 END) AS due_later,
       count(CASE WHEN due_on = '' AND is_paused = 0 THEN 1 END) AS undated,
       sum(is_paused) AS paused
  FROM rows
 GROUP BY stage, province
 ORDER BY stage, province;
