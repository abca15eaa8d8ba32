-- Uploaded files.

-- A row for each upload; rows with equal content share a file.
-- name: attachment_add
-- insert: attachment
;

-- Its hash names the file.
-- name: attachment_by_id
SELECT *
  FROM attachment
 WHERE id = $1;

-- The sweeper asks before it removes a file that no row may name.
-- name: attachment_has
SELECT count(*)
  FROM attachment
 WHERE sha256 = $1;

-- A link must name a row that is there.
-- name: attachment_exists
SELECT count(*)
  FROM attachment
 WHERE id = $1;

-- A second version of a filing mostly names the files of the first.
-- name: attachment_link
INSERT INTO attachment_link (attachment_id, filing_id)
VALUES ($1, $2)
    ON CONFLICT DO NOTHING;

-- A reviewer may download what a filing in reach names.
-- name: attachment_in_scope
SELECT EXISTS (SELECT 1
                 FROM attachment_link l
                 JOIN reviewer_scope v ON v.filing_id = l.filing_id
                WHERE l.attachment_id = $1
                  AND v.account_id = $2);
