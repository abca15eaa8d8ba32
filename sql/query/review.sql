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

-- A task waits from the moment that it is added.
-- name: queue_add
INSERT INTO queue (due_on, task_id, stage, state, area, class_code, pool, kind, organization_id,
                     decided_by, text)
SELECT t.due_on, t.id, t.stage, t.state, t.area, t.class_code, t.pool, f.kind, f.organization_id,
       COALESCE((SELECT ' ' || group_concat(d.claimed_by, ' ') || ' '
                   FROM task d
                  WHERE d.filing_id = t.filing_id
                    AND d.version = t.version
                    AND d.state = 'done'), ''),
       fold(f.title) || chr(10) || fold(o.name) || chr(10) || COALESCE(f.number, '')
  FROM task t
  JOIN filing f ON f.id = t.filing_id
  JOIN organization o ON o.id = f.organization_id
 WHERE t.id = $1;

-- Who decided an earlier stage of it.
-- name: queue_decided_add
INSERT INTO queue_decided (account_id, task_id)
SELECT DISTINCT d.claimed_by, t.id
  FROM task t
  JOIN task d ON d.filing_id = t.filing_id AND d.version = t.version AND d.state = 'done'
 WHERE t.id = $1;

-- An organization has another name: what waits of it is found by that one.
-- name: queue_rename
UPDATE queue
   SET text = (SELECT fold(f.title) || chr(10) || fold(o.name) || chr(10)
                      || COALESCE(f.number, '')
                 FROM task t
                 JOIN filing f ON f.id = t.filing_id
                 JOIN organization o ON o.id = f.organization_id
                WHERE t.id = queue.task_id)
 WHERE (due_on, task_id) IN (SELECT t.due_on, t.id
                               FROM filing f
                               JOIN task t ON t.filing_id = f.id
                              WHERE f.organization_id = $1
                                AND t.state <> 'done');

-- What one reviewer may do, of the stages $2, a JSON array; by due date: after ($3, $4), and before
-- the day $7. $5 one state; $6 only what they have taken; $8 part of a title, a name or a number.
-- $12 the places that it may have, a bit each from place $13 on; NULL: any. All of it is asked of
-- the row that waits, the cheapest first; a task is looked up when it is shown.
-- name: task_list
SELECT t.*
  FROM queue w
 CROSS JOIN task_row t
 WHERE t.id = w.task_id
   AND (w.due_on, w.task_id) > ($3, $4)
   AND w.due_on < $7
   AND (CAST($12 AS BLOB) IS NULL OR w.ord IS NULL OR has_bit($12, w.ord - $13))
   AND (CAST($6 AS BIGINT) = 0 OR w.claimed_by = $1)
   AND (CAST($5 AS TEXT) IS NULL OR w.state = $5)
   AND (CAST($9 AS TEXT) IS NULL OR w.kind = $9)
   AND (CAST($10 AS TEXT) IS NULL OR w.class_code = $10)
   AND (CAST($8 AS TEXT) IS NULL OR holds(w.text, fold($8)))
   AND (CAST($2 AS TEXT) IS NULL OR w.stage IN (SELECT value FROM json_each(CAST($2 AS TEXT))))
   AND in_scope((SELECT group_concat(area || ' ' || class_code || ' ' || pool, chr(10))
                   FROM scope
                  WHERE account_id = $1), w.area, w.class_code, w.pool)
   AND w.organization_id IS DISTINCT FROM (SELECT organization_id FROM account WHERE id = $1)
   AND instr(w.decided_by, $1) = 0
 ORDER BY w.due_on, w.task_id
 LIMIT $11;

-- The same where it can be few: only the places $12, a JSON list, and what is not listed yet.
-- name: task_list_found
SELECT t.*
  FROM (SELECT w.due_on, w.task_id
          FROM (SELECT CAST(value AS BIGINT) AS ord FROM json_each(CAST($12 AS TEXT))
                 UNION ALL SELECT NULL) p
         CROSS JOIN queue w
         WHERE w.ord IS NOT DISTINCT FROM p.ord
           AND (w.due_on, w.task_id) > ($3, $4)
           AND w.due_on < $7
           AND (CAST($6 AS BIGINT) = 0 OR w.claimed_by = $1)
           AND (CAST($5 AS TEXT) IS NULL OR w.state = $5)
           AND (CAST($9 AS TEXT) IS NULL OR w.kind = $9)
           AND (CAST($10 AS TEXT) IS NULL OR w.class_code = $10)
           AND (CAST($8 AS TEXT) IS NULL OR holds(w.text, fold($8)))
           AND (CAST($2 AS TEXT) IS NULL
                OR w.stage IN (SELECT value FROM json_each(CAST($2 AS TEXT))))
           AND in_scope((SELECT group_concat(area || ' ' || class_code || ' ' || pool, chr(10))
                           FROM scope
                          WHERE account_id = $1), w.area, w.class_code, w.pool)
           AND w.organization_id IS DISTINCT FROM (SELECT organization_id
                                                     FROM account
                                                    WHERE id = $1)
           AND instr(w.decided_by, $1) = 0
         ORDER BY w.due_on, w.task_id
         LIMIT $11) n
 CROSS JOIN task_row t
 WHERE t.id = n.task_id
 ORDER BY n.due_on, n.task_id;

-- The same of those that are done, the latest first.
-- name: task_list_done
SELECT *
  FROM reviewer_desk
 WHERE account_id = $1
   AND state = 'done'
   AND (done_at, id) < ($3, $4)
   AND (CAST($2 AS TEXT) IS NULL OR stage IN (SELECT value FROM json_each(CAST($2 AS TEXT))))
   AND (CAST($5 AS BIGINT) = 0 OR claimed_by = $1)
   AND (CAST($6 AS TEXT) IS NULL OR due_on >= $6)
   AND (CAST($7 AS TEXT) IS NULL OR due_on < $7)
   AND (CAST($8 AS TEXT) IS NULL
        OR instr(fold(title) || chr(10) || fold(organization_name) || chr(10)
                 || COALESCE(number, ''), fold($8)) > 0)
   AND (CAST($9 AS TEXT) IS NULL OR kind = $9)
   AND (CAST($10 AS TEXT) IS NULL OR class_code = $10)
 ORDER BY done_at DESC, id DESC
 LIMIT $11;

-- How many wait for one reviewer: what others have taken does not. $3 today, $4 the first day that
-- is not soon. From their areas, none of which lies in another, and from what has no area.
-- name: task_counts_near
SELECT count(CASE state WHEN 'open' THEN 1 END) AS open,
       count(CASE state WHEN 'claimed' THEN 1 END) AS mine,
       count(CASE WHEN due_on <> '' AND due_on < $3 THEN 1 END) AS overdue,
       count(CASE WHEN due_on >= $3 AND due_on < $4 THEN 1 END) AS soon,
       (SELECT count(*) FROM task WHERE claimed_by = $1 AND state = 'done') AS done
  FROM (SELECT area AS digits
         FROM scope s
        WHERE s.account_id = $1
          AND NOT EXISTS (SELECT 1
                            FROM scope o
                           WHERE o.account_id = $1
                             AND length(o.area) < length(s.area)
                             AND substr(s.area, 1, length(o.area)) = o.area)
       UNION
       SELECT NULL
        WHERE NOT EXISTS (SELECT 1 FROM scope WHERE account_id = $1 AND area = '')) a
 CROSS JOIN queue w
 WHERE w.area >= COALESCE(a.digits, '')
   AND w.area < COALESCE(a.digits || chr(1114111), chr(1))
   AND (state = 'open' OR claimed_by = $1)
   AND (CAST($2 AS TEXT) IS NULL OR stage IN (SELECT value FROM json_each(CAST($2 AS TEXT))))
   AND in_scope((SELECT group_concat(area || ' ' || class_code || ' ' || pool, chr(10))
                   FROM scope
                  WHERE account_id = $1), w.area, w.class_code, w.pool)
   AND organization_id IS DISTINCT FROM (SELECT organization_id FROM account WHERE id = $1)
   AND instr(decided_by, $1) = 0;

-- The same for who sees every area and is of no organization: the open ones of the country but
-- those of which they decided an earlier stage, and what they have taken.
-- name: task_counts
WITH mine AS MATERIALIZED (SELECT w.due_on, w.stage, w.class_code, w.pool, w.area
                             FROM task t
                             JOIN queue w ON w.due_on = t.due_on AND w.task_id = t.id
                            WHERE t.claimed_by = $1
                              AND t.state = 'claimed'
                              AND instr(w.decided_by, $1) = 0),
     counted AS (SELECT 1 AS is_open, n, due_on, stage, class_code, pool, has_area
                   FROM queue_total
                 UNION ALL
                 SELECT 1, -1, w.due_on, w.stage, w.class_code, w.pool,
                        CASE WHEN w.area <> '' THEN 1 ELSE 0 END
                   FROM queue_decided d
                   JOIN task t ON t.id = d.task_id
                   JOIN queue w ON w.due_on = t.due_on AND w.task_id = t.id
                  WHERE d.account_id = $1
                    AND w.state = 'open'
                 UNION ALL
                 SELECT 0, 1, due_on, stage, class_code, pool,
                        CASE WHEN area <> '' THEN 1 ELSE 0 END
                   FROM mine)
SELECT COALESCE(sum(CASE is_open WHEN 1 THEN n END), 0) AS open,
       COALESCE(sum(CASE is_open WHEN 0 THEN n END), 0) AS mine,
       COALESCE(sum(CASE WHEN due_on <> '' AND due_on < $3 THEN n END), 0) AS overdue,
       COALESCE(sum(CASE WHEN due_on >= $3 AND due_on < $4 THEN n END), 0) AS soon,
       (SELECT count(*) FROM task WHERE claimed_by = $1 AND state = 'done') AS done
  FROM counted
 WHERE (CAST($2 AS TEXT) IS NULL OR stage IN (SELECT value FROM json_each(CAST($2 AS TEXT))))
   AND (has_area = 0
        OR EXISTS (SELECT 1
                     FROM scope s
                    WHERE s.account_id = $1
                      AND (s.class_code = '' OR s.class_code = counted.class_code)
                      AND (s.pool = '' OR counted.pool = '' OR s.pool = counted.pool)));

-- Are all scopes of a reviewer of the whole country, and is the reviewer of no organization?
-- name: queue_is_whole
SELECT EXISTS (SELECT 1 FROM scope WHERE account_id = $1)
   AND NOT EXISTS (SELECT 1 FROM scope WHERE account_id = $1 AND area <> '')
   AND EXISTS (SELECT 1 FROM account WHERE id = $1 AND organization_id IS NULL);

-- The one before of the filing that was decided: what was reviewed then.
-- name: task_before
SELECT *
  FROM task_row
 WHERE filing_id = $1
   AND version < $2
   AND state = 'done'
 ORDER BY version DESC, done_at DESC
 LIMIT 1;

-- What is written before a decision is replaced whole.
-- name: task_draft_save
INSERT INTO task_draft (task_id, account_id, draft, saved_at)
VALUES ($task_id, $account_id, $draft, $saved_at)
    ON CONFLICT (task_id) DO UPDATE
   SET account_id = excluded.account_id, draft = excluded.draft, saved_at = excluded.saved_at;

-- Of whoever wrote it alone.
-- name: task_draft_load
SELECT *
  FROM task_draft
 WHERE task_id = $1
   AND account_id = $2;

-- It was decided.
-- name: task_draft_drop
DELETE FROM task_draft
 WHERE task_id = $1;

-- Only from the state that was read: two reviewers who claim at once get one claim. A clock that
-- was set back lets nothing end before it began.
-- name: task_move
UPDATE task
   SET state = $state, claimed_by = $claimed_by,
       claimed_at = CASE WHEN opened_at > $claimed_at AND $claimed_at > 0 THEN opened_at
                         ELSE $claimed_at END,
       outcome = $outcome, reasons = $reasons, note = $note,
       done_at = CASE WHEN opened_at > $done_at AND $done_at > 0 THEN opened_at
                      ELSE $done_at END
 WHERE id = $id
   AND state = $from_state;

-- The one not done goes with a withdrawal.
-- name: task_drop
DELETE FROM task
 WHERE filing_id = $1
   AND state <> 'done';

-- A reviewer sees filings of which a task, done or not, lies in scope, and those that went there.
-- name: filing_in_scope
SELECT EXISTS (SELECT 1 FROM reviewer_scope WHERE filing_id = $1 AND account_id = $2);

-- What the office does of a filing, does who has charge of it now.
-- name: filing_in_charge
SELECT EXISTS (SELECT 1 FROM reviewer_charge WHERE filing_id = $1 AND account_id = $2);

-- Where a filing belongs.
-- name: jurisdiction_load
SELECT area, class_code, pool
  FROM jurisdiction
 WHERE filing_id = $1;

-- It went there, and its newest task is done.
-- name: transfer_set
INSERT INTO transfer (filing_id, area, class_code, pool, at)
VALUES ($1, $2, $3, COALESCE($4, ''), $5)
    ON CONFLICT (filing_id) DO UPDATE
   SET area = excluded.area, class_code = excluded.class_code, pool = excluded.pool,
       at = excluded.at;

-- What one account has taken and not decided.
-- name: task_held
SELECT *
  FROM task_row
 WHERE claimed_by = $1
   AND state = 'claimed';

-- The newest task of each filing of one organization that is not over, but for that filing: its
-- subject is about to be another.
-- name: task_newest_of
SELECT t.*
  FROM filing f
  JOIN jurisdiction j ON j.filing_id = f.id
  JOIN task_row t ON t.id = j.task_id
 WHERE f.organization_id = $1
   AND f.standing <> 'over'
   AND f.deleted_at = 0
   AND f.id <> $2
 ORDER BY t.id;

-- Where the rules send it now.
-- name: task_reroute
UPDATE task
   SET area = $2, class_code = $3, pool = COALESCE($4, ''), grade = COALESCE($5, '')
 WHERE id = $1
   AND state <> 'done';

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
   AND (CAST($4 AS TEXT) IS NULL
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

-- Who could work the task $1: of the role $2 of its stage, between spaces, in scope, not of its
-- organization, and none who decided an earlier stage of that version, or has it. Who has least at
-- hand comes first. $3 only that account.
-- name: colleagues
SELECT r.id, r.username, r.contact_name,
       (SELECT count(*) FROM task h WHERE h.claimed_by = r.id AND h.state = 'claimed') AS claimed
  FROM task_row t
 CROSS JOIN account r
 WHERE t.id = $1
   AND (CAST($3 AS TEXT) IS NULL OR r.id = $3)
   AND r.is_disabled = 0
   AND instr(r.reviews, $2) > 0
   AND r.id IS DISTINCT FROM t.claimed_by
   AND r.organization_id IS DISTINCT FROM t.organization_id
   AND (t.area = ''
        OR EXISTS (SELECT 1
                     FROM scope s
                    WHERE s.account_id = r.id
                      AND substr(t.area, 1, length(s.area)) = s.area
                      AND (s.class_code = '' OR s.class_code = t.class_code)
                      AND (s.pool = '' OR t.pool = '' OR s.pool = t.pool)))
   AND NOT EXISTS (SELECT 1
                     FROM task d
                    WHERE d.filing_id = t.filing_id
                      AND d.version = t.version
                      AND d.claimed_by = r.id
                      AND d.state = 'done')
 ORDER BY claimed, r.id
 LIMIT 200;

-- Would somebody of the role $1, between spaces, see work of class $3 in the area $2? Of none who
-- belongs to the organization $4.
-- name: area_is_worked
SELECT EXISTS (SELECT 1
                 FROM account r
                 JOIN scope s ON s.account_id = r.id
                WHERE r.is_disabled = 0
                  AND instr(r.reviews, $1) > 0
                  AND r.organization_id IS DISTINCT FROM $4
                  AND substr($2, 1, length(s.area)) = s.area
                  AND (s.class_code = '' OR s.class_code = $3));

-- Reviewers of any of the roles $2, a JSON array, who see something of what $1 sees, by id: what
-- each has taken, how much of it was due before $3, and what they decided since $4.
-- name: workload
SELECT r.id, r.username, r.contact_name,
       (SELECT count(*) FROM task t WHERE t.claimed_by = r.id AND t.state = 'claimed') AS claimed,
       (SELECT count(*)
          FROM task t
         WHERE t.claimed_by = r.id
           AND t.state = 'claimed'
           AND t.due_on <> ''
           AND t.due_on < $3) AS overdue,
       (SELECT count(*)
          FROM task t
         WHERE t.claimed_by = r.id
           AND t.state = 'done'
           AND t.done_at >= $4) AS done
  FROM account r
 WHERE r.id > $5
   AND r.is_disabled = 0
   AND r.reviews <> ''
   AND EXISTS (SELECT 1
                 FROM json_each(CAST($2 AS TEXT))
                WHERE instr(r.reviews, ' ' || value || ' ') > 0)
   AND EXISTS (SELECT 1
                 FROM scope s
                 JOIN scope o ON o.account_id = $1
                             AND (substr(o.area, 1, length(s.area)) = s.area
                                  OR substr(s.area, 1, length(o.area)) = o.area)
                WHERE s.account_id = r.id)
 ORDER BY r.id
 LIMIT $6;

-- The same work by stage and province, as far as $1 sees it: what nobody has taken, what somebody
-- has, and what of both was due before $3. $2 the stages, a JSON array.
-- name: workload_areas
SELECT stage, substr(area, 1, 2) AS province,
       count(CASE state WHEN 'open' THEN 1 END) AS open,
       count(CASE state WHEN 'claimed' THEN 1 END) AS claimed,
       count(CASE WHEN due_on <> '' AND due_on < $3 THEN 1 END) AS overdue
  FROM queue w
 WHERE stage IN (SELECT value FROM json_each(CAST($2 AS TEXT)))
   AND in_scope((SELECT group_concat(area || ' ' || class_code || ' ' || pool, chr(10))
                   FROM scope
                  WHERE account_id = $1), w.area, w.class_code, w.pool)
   AND w.organization_id IS DISTINCT FROM (SELECT organization_id FROM account WHERE id = $1)
 GROUP BY stage, province
 ORDER BY stage, province;
