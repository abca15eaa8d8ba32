-- What became of filings, counted as it happens.

-- name: work_mark
SELECT event_n, at
  FROM work_mark;

-- The last of the next $2 lines of the history after $1; NULL when there is none.
-- name: work_next
SELECT MAX(n)
  FROM (SELECT n
          FROM event
         WHERE n > $1
         ORDER BY n
         LIMIT $2) x;

-- Lines of the history after $1, up to $2, each with the task that it ended, or else the last one
-- that its version had.
-- name: work_events
SELECT e.filing_id, e.n, e.version, e.at, e.what, e.clock, e.to_state, e.reasons, f.kind,
       f.action, t.stage, t.area, t.class_code, t.opened_at,
       CASE WHEN t.done_at = e.at THEN 1 ELSE 0 END AS is_done
  FROM event e
  JOIN filing f ON f.id = e.filing_id
  LEFT JOIN task t ON t.id = COALESCE((SELECT MAX(x.id)
                                         FROM task x
                                        WHERE x.filing_id = e.filing_id
                                          AND x.version = e.version
                                          AND x.done_at = e.at),
                                      (SELECT MAX(x.id)
                                         FROM task x
                                        WHERE x.filing_id = e.filing_id
                                          AND x.version = e.version))
 WHERE e.n > $1
   AND e.n <= $2
 ORDER BY e.n;

-- name: work_figure_add
INSERT INTO work_figure (month, measure, kind, action, class_code, province, word, n)
VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
ON CONFLICT (month, measure, kind, action, class_code, province, word) DO
UPDATE SET n = work_figure.n + 1;

-- name: work_days_add
INSERT INTO work_days (month, stage, kind, action, class_code, province, days, n)
VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
ON CONFLICT (month, stage, kind, action, class_code, province, days) DO
UPDATE SET n = work_days.n + 1;

-- $2: where it stood; a clerk that comes later has been overtaken.
-- name: work_mark_move
UPDATE work_mark
   SET event_n = $1, at = $3
 WHERE event_n = $2;

-- Sums of months $2 to $3 by what $1 names; of one kind, action, class, province, NULL: any.
-- name: work_sums
SELECT measure,
       CASE $1 WHEN 'month' THEN month
               WHEN 'class' THEN class_code
               WHEN 'province' THEN province
               WHEN 'kind' THEN kind
               WHEN 'action' THEN action
               ELSE word END AS code,
       SUM(n) AS n
  FROM work_figure
 WHERE month BETWEEN $2 AND $3
   AND (CAST($4 AS TEXT) IS NULL OR kind = $4)
   AND (CAST($5 AS TEXT) IS NULL OR action = $5)
   AND (CAST($6 AS TEXT) IS NULL OR class_code = $6)
   AND (CAST($7 AS TEXT) IS NULL OR province = $7)
 GROUP BY 1, 2
 ORDER BY 2, 1;

-- Was anything ever counted of the kind, the action or the class ($1) of that code?
-- name: work_known
SELECT EXISTS (SELECT 1
                 FROM work_figure
                WHERE CASE $1 WHEN 'kind' THEN kind
                              WHEN 'action' THEN action
                              ELSE class_code END = $2);

-- How long each stage took in these months, the shortest first.
-- name: work_spans
SELECT stage, days, SUM(n) AS n
  FROM work_days
 WHERE month BETWEEN $1 AND $2
   AND (CAST($3 AS TEXT) IS NULL OR kind = $3)
   AND (CAST($4 AS TEXT) IS NULL OR action = $4)
   AND (CAST($5 AS TEXT) IS NULL OR class_code = $5)
   AND (CAST($6 AS TEXT) IS NULL OR province = $6)
 GROUP BY stage, days
 ORDER BY stage, days;
