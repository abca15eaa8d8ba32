-- What people are told, and what of it they have read.

-- name: notice_add
INSERT INTO notice (id, to_id, code, filing_id, matter_id, takeover_id, title, text, at)
VALUES ($id, $to_id, $code, $filing_id, $matter_id, $takeover_id, $title, $text, $at);

-- $1 the account, $2 its organization or NULL; below $3, the newest first; with $4 only those that
-- it has not read. What its organization was told before it joined is no news. With a limited
-- mandate $6 only what is about a filing that this is for, here and below.
-- name: notice_list
SELECT n.n, n.id, n.to_id, n.code, n.filing_id, n.matter_id, n.takeover_id, n.title, n.text,
       n.at,
       COALESCE(r.at, CASE WHEN n.at < a.created_at OR n.at < a.joined_at
                           THEN n.at
                           ELSE 0 END) AS read_at,
       (SELECT t.id
          FROM task t
         WHERE t.filing_id = n.filing_id
           AND t.state <> 'done') AS task_id
  FROM account a
  JOIN notice n ON n.to_id IN ($1, $2)
  LEFT JOIN notice_read r ON r.notice_n = n.n AND r.account_id = a.id
 WHERE a.id = $1
   AND n.n < $3
   AND (CAST($4 AS BIGINT) = 0
        OR (r.at IS NULL AND n.at >= a.created_at AND n.at >= a.joined_at))
   AND (CAST($6 AS TEXT) IS NULL
        OR n.to_id = $1
        OR EXISTS (SELECT 1
                     FROM mandate_reach e
                    WHERE e.mandate_id = $6
                      AND e.filing_id = n.filing_id))
 ORDER BY n.n DESC
 LIMIT $5;

-- One of theirs; of anybody else's they are told that there is none.
-- name: notice_by_id
SELECT n.n, n.id, n.to_id, n.code, n.filing_id, n.matter_id, n.takeover_id, n.title, n.text,
       n.at,
       COALESCE(r.at, CASE WHEN n.at < a.created_at OR n.at < a.joined_at
                           THEN n.at
                           ELSE 0 END) AS read_at,
       (SELECT t.id
          FROM task t
         WHERE t.filing_id = n.filing_id
           AND t.state <> 'done') AS task_id
  FROM notice n
  JOIN account a ON a.id = $2
  LEFT JOIN notice_read r ON r.notice_n = n.n AND r.account_id = a.id
 WHERE n.id = $1
   AND n.to_id IN ($2, $3)
   AND (CAST($4 AS TEXT) IS NULL
        OR n.to_id = $2
        OR EXISTS (SELECT 1
                     FROM mandate_reach e
                    WHERE e.mandate_id = $4
                      AND e.filing_id = n.filing_id));

-- How many are unread, up to $3.
-- name: notice_unread
SELECT count(*)
  FROM (SELECT 1
          FROM account a
          JOIN notice n ON n.to_id IN ($1, $2)
         WHERE a.id = $1
           AND n.at >= a.created_at
           AND n.at >= a.joined_at
           AND NOT EXISTS (SELECT 1
                             FROM notice_read r
                            WHERE r.notice_n = n.n
                              AND r.account_id = a.id)
           AND (CAST($4 AS TEXT) IS NULL
                OR n.to_id = $1
                OR EXISTS (SELECT 1
                             FROM mandate_reach e
                            WHERE e.mandate_id = $4
                              AND e.filing_id = n.filing_id))
         LIMIT $3) x;

-- The first time counts.
-- name: notice_read
INSERT INTO notice_read (notice_n, account_id, at)
VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING;

-- All up to the one that was the newest on the page: what came since is not read.
-- name: notice_read_all
INSERT INTO notice_read (notice_n, account_id, at)
SELECT n.n, a.id, $4
  FROM account a
  JOIN notice n ON n.to_id IN ($1, $2)
 WHERE a.id = $1
   AND n.n <= $3
   AND n.at >= a.created_at
   AND n.at >= a.joined_at
   AND (CAST($5 AS TEXT) IS NULL
        OR n.to_id = $1
        OR EXISTS (SELECT 1
                     FROM mandate_reach e
                    WHERE e.mandate_id = $5
                      AND e.filing_id = n.filing_id))
    ON CONFLICT DO NOTHING;

-- Who works in that role ($2, between spaces) where a filing belongs.
-- name: notice_people
SELECT r.id
  FROM filing f
  JOIN jurisdiction t ON t.filing_id = f.id
  JOIN account r ON instr(r.reviews, $2) > 0
 WHERE f.id = $1
   AND r.is_disabled = 0
   AND (r.organization_id IS NULL OR r.organization_id <> f.organization_id)
   AND (t.area = ''
        OR EXISTS (SELECT 1
                     FROM scope s
                    WHERE s.account_id = r.id
                      AND substr(t.area, 1, length(s.area)) = s.area
                      AND (s.class_code = '' OR s.class_code = t.class_code)
                      AND (s.pool = '' OR t.pool = '' OR s.pool = t.pool)))
 ORDER BY r.id
 LIMIT $3;

-- What has been told long ago goes.
-- name: notice_prune
DELETE FROM notice
 WHERE n IN (SELECT n FROM notice WHERE at < $1 ORDER BY at LIMIT $2);

-- Of clocks that ended that long ago nobody is reminded any more.
-- name: reminder_prune
DELETE FROM reminder
 WHERE (filing_id, clock, due_on, code, days) IN
       (SELECT filing_id, clock, due_on, code, days
          FROM reminder
         WHERE at < $1
         ORDER BY at
         LIMIT $2);

-- Clocks of kind $1 and name $2 that run and end on the days from $3 to $4, of which reminder $5
-- was not yet sent for $6 days or fewer.
-- name: reminder_ahead
SELECT d.filing_id, d.name, d.due_on, d.is_provisional, d.label
  FROM deadline d
  JOIN filing f ON f.id = d.filing_id
 WHERE d.state = 'running'
   AND d.due_on BETWEEN $3 AND $4
   AND d.name = $2
   AND f.kind = $1
   AND f.standing <> 'over'
   AND f.deleted_at = 0
   AND NOT EXISTS (SELECT 1
                     FROM reminder r
                    WHERE r.filing_id = d.filing_id
                      AND r.clock = d.name
                      AND r.due_on = d.due_on
                      AND r.code = $5
                      AND r.days <= $6)
 ORDER BY d.due_on, d.filing_id
 LIMIT $7;

-- The same of those that are missed and still owed: while a task has the clock of its stage ($8),
-- or the filing is in its filer's hands and was not handed in since the clock began. Not sent yet
-- for $6 days or more.
-- name: reminder_behind
SELECT d.filing_id, d.name, d.due_on, d.is_provisional, d.label
  FROM deadline d
  JOIN filing f ON f.id = d.filing_id
 WHERE d.state = 'missed'
   AND d.due_on BETWEEN $3 AND $4
   AND d.name = $2
   AND f.kind = $1
   AND f.deleted_at = 0
   AND CASE WHEN $8
            THEN EXISTS (SELECT 1
                           FROM task t
                          WHERE t.filing_id = d.filing_id
                            AND t.state <> 'done'
                            AND t.clock = d.name)
            ELSE f.standing = 'editable'
                 AND (f.submitted_at = 0
                      OR d.from_on >= date(f.submitted_at / 1000 + 28800, 'unixepoch')) END
   AND NOT EXISTS (SELECT 1
                     FROM reminder r
                    WHERE r.filing_id = d.filing_id
                      AND r.clock = d.name
                      AND r.due_on = d.due_on
                      AND r.code = $5
                      AND r.days >= $6)
 ORDER BY d.due_on, d.filing_id
 LIMIT $7;

-- In the transaction of its notices.
-- name: reminder_add
INSERT INTO reminder (filing_id, clock, due_on, code, days, at)
VALUES ($1, $2, $3, $4, $5, $6);

-- What nobody has taken is for that pool.
-- name: task_to_pool
UPDATE task
   SET pool = $2
 WHERE filing_id = $1
   AND state = 'open';
