-- Figures for whoever runs the service.

-- One row, one snapshot.
-- name: counts
SELECT (SELECT count(*) FROM account) AS accounts,
       (SELECT count(*) FROM organization) AS organizations,
       (SELECT count(*) FROM filing WHERE deleted_at = 0) AS filings,
       (SELECT count(*) FROM filing WHERE deleted_at = 0 AND standing = 'editable') AS drafts,
       (SELECT count(*) FROM task WHERE state <> 'done') AS in_review,
       (SELECT count(*) FROM entry) AS entries,
       (SELECT count(*) FROM attachment) AS attachments;

-- What whoever watches the service wants to know, often: no more rows are walked than are written
-- here. $1: today.
-- name: probe
SELECT (SELECT count(*) FROM queue WHERE due_on <> '' AND due_on < $1) AS tasks_overdue,
       (SELECT count(*)
          FROM (SELECT filing_id
                  FROM deadline
                 WHERE state = 'missed'
                 ORDER BY due_on DESC
                 LIMIT 20000) d
          JOIN filing f ON f.id = d.filing_id
         WHERE f.standing <> 'over'
           AND f.deleted_at = 0) AS clocks_overdue,
       (SELECT count(*) FROM delivery WHERE state = 'dead') AS deliveries_dead,
       COALESCE((SELECT at FROM audit ORDER BY n DESC LIMIT 1), 0) AS audit_at;
