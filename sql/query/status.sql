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
