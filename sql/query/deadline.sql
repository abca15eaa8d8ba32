-- What is due for filings, and how another calendar moves it.

-- A judgement replaces the whole list.
-- name: deadline_clear
DELETE FROM deadline
 WHERE filing_id = $1;

-- $2: its place in the order in which the judge gave them.
-- name: deadline_add
INSERT INTO deadline (filing_id, n, name, from_on, days, due_on, is_provisional, state, label, unit,
                      waited, is_rolling, credited, credit)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- In the order that the judge gave.
-- name: deadline_list
SELECT *
  FROM deadline
 WHERE filing_id = $1
 ORDER BY n;

-- One organization's, by the day on which they end. A filing that is over has no clock.
-- name: deadline_open
SELECT d.filing_id, d.n, d.name, d.from_on, d.days, d.due_on, d.is_provisional, d.state, d.label,
       d.unit, d.waited, d.credited, f.kind, f.action, f.title, f.state AS filing_state
  FROM filing f
  JOIN deadline d ON d.filing_id = f.id
 WHERE f.organization_id = $1
   AND f.standing <> 'over'
   AND f.deleted_at = 0
   AND d.state IN ('running', 'paused')
   AND (COALESCE(d.due_on, ''), d.filing_id, d.n) > ($2, $3, $4)
   AND (CAST($6 AS TEXT) IS NULL
        OR EXISTS (SELECT 1
                     FROM mandate_reach r
                    WHERE r.mandate_id = $6
                      AND r.filing_id = f.id))
 ORDER BY COALESCE(d.due_on, ''), d.filing_id, d.n
 LIMIT $5;

-- What runs although its day is over. A filing that is over has no clock.
-- name: deadline_over
SELECT d.filing_id, d.n, d.name, d.due_on, f.version, f.state
  FROM deadline d
  JOIN filing f ON f.id = d.filing_id
 WHERE d.state = 'running'
   AND d.due_on < $1
   AND f.standing <> 'over'
   AND f.deleted_at = 0
 ORDER BY d.due_on, d.filing_id, d.n
 LIMIT $2;

-- In the transaction that has read it.
-- name: deadline_miss
UPDATE deadline
   SET state = 'missed'
 WHERE filing_id = $1
   AND n = $2;

-- Does any deadline run or stand still?
-- name: deadline_any_open
SELECT EXISTS (SELECT 1 FROM deadline WHERE state IN ('running', 'paused'));

-- Deadlines that were counted alike: few, however many there are; of those with a credit, as many
-- as there are credits. Stays are those in which one stands still, by Beijing days; those that were
-- over when it began are left out. $1: JSON array of {kind, name, state}, when which clocks stand
-- still.
-- name: deadline_groups
  WITH paused AS MATERIALIZED
       (SELECT value ->> 'kind' AS kind, value ->> 'name' AS name, value ->> 'state' AS state
          FROM json_each(CAST($1 AS TEXT))),
       counted AS
       (SELECT d.from_on, d.days, d.unit, d.is_rolling, d.due_on, d.is_provisional, d.credit,
               (SELECT json_group_array(json_object('from', l.from_on, 'to', l.to_on))
                  FROM (SELECT s.from_on, s.to_on
                          FROM stay s
                          JOIN paused p ON p.kind = f.kind
                                       AND p.name = d.name
                                       AND p.state = s.state
                         WHERE s.filing_id = d.filing_id
                           AND (s.to_on IS NULL OR s.to_on > d.from_on)
                         ORDER BY s.n) l) AS stays
          FROM deadline d
          JOIN filing f ON f.id = d.filing_id
         WHERE d.state IN ('running', 'paused')
           AND d.from_on IS NOT NULL
           AND d.due_on IS NOT NULL)
SELECT from_on, days, unit, is_rolling, due_on, is_provisional, credit, stays, count(*) AS n
  FROM counted
 GROUP BY from_on, days, unit, is_rolling, due_on, is_provisional, credit, stays
 ORDER BY from_on, days, unit, is_rolling, due_on, is_provisional, credit, stays;

-- $1: the groups that another calendar moves, with where to; $5 as $1 above. One walk along what is
-- open, by filing and place: a plus before a column of the deadline lets an index be made of the
-- groups, the one before the stays leaves them, which cost most, for the last.
-- name: deadline_moves
  WITH paused AS MATERIALIZED
       (SELECT value ->> 'kind' AS kind, value ->> 'name' AS name, value ->> 'state' AS state
          FROM json_each(CAST($5 AS TEXT))),
       moved AS MATERIALIZED
       (SELECT value ->> 'from' AS from_on, CAST(value ->> 'days' AS BIGINT) AS days,
               value ->> 'unit' AS unit, CAST(value ->> 'rolls' AS BIGINT) AS is_rolling,
               value ->> 'due_on' AS due_on,
               CAST(value ->> 'provisional' AS BIGINT) AS is_provisional,
               value ->> 'stays' AS stays, value ->> 'new_due_on' AS new_due_on,
               CAST(value ->> 'new_provisional' AS BIGINT) AS is_new_provisional,
               CAST(value ->> 'new_waited' AS BIGINT) AS new_waited, value ->> 'credit' AS credit,
               CAST(value ->> 'new_credited' AS BIGINT) AS new_credited
          FROM json_each(CAST($1 AS TEXT)))
SELECT d.filing_id, d.n, d.name, d.from_on, d.days, d.unit, d.due_on, d.is_provisional,
       d.waited, d.credited, m.new_due_on, m.is_new_provisional, m.new_waited, m.new_credited,
       f.title, o.name AS organization_name
  FROM deadline d
 CROSS JOIN filing f
 CROSS JOIN moved m
  JOIN organization o ON o.id = f.organization_id
 WHERE f.id = d.filing_id
   AND m.from_on = d.from_on || ''
   AND m.due_on = d.due_on || ''
   AND m.days = d.days
   AND m.unit = d.unit
   AND m.is_rolling = d.is_rolling
   AND m.is_provisional = d.is_provisional
   AND m.credit = d.credit
   AND d.state IN ('running', 'paused')
   AND (d.filing_id, d.n) > ($2, $3)
   AND m.stays || ''
       = (SELECT json_group_array(json_object('from', l.from_on, 'to', l.to_on))
                     FROM (SELECT s.from_on, s.to_on
                             FROM stay s
                             JOIN paused p ON p.kind = f.kind
                                          AND p.name = d.name
                                          AND p.state = s.state
                            WHERE s.filing_id = d.filing_id
                              AND (s.to_on IS NULL OR s.to_on > d.from_on)
                            ORDER BY s.n) l)
 ORDER BY d.filing_id, d.n
 LIMIT $4;

-- Only where it is still as it was read: a judgement may have replaced it meanwhile.
-- name: deadline_move
UPDATE deadline
   SET due_on = $5, is_provisional = $6, waited = $7, credited = $8
 WHERE filing_id = $1
   AND n = $2
   AND due_on = $3
   AND is_provisional = $4
   AND state IN ('running', 'paused');

-- A task that is not done is due as its clock now says; while that stands still nobody can say.
-- name: task_follow
UPDATE task
   SET due_on = CASE d.state WHEN 'paused' THEN '' ELSE COALESCE(d.due_on, '') END,
       is_provisional = CASE d.state WHEN 'paused' THEN 0 ELSE d.is_provisional END
  FROM deadline d
 WHERE task.filing_id = $1
   AND task.state <> 'done'
   AND d.filing_id = task.filing_id
   AND d.name = task.clock;

-- The reviewers' task goes with its clock.
-- name: task_due
UPDATE task
   SET due_on = $3, is_provisional = $4
 WHERE filing_id = $1
   AND due_on = $2
   AND clock = $5
   AND state <> 'done';
