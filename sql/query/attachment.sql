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

-- Those of an organization among $1, a JSON array of {id}, by their ids.
-- name: attachment_own
SELECT *
  FROM attachment
 WHERE organization_id = $2
   AND id IN (SELECT value ->> 'id' FROM json_each($1))
 ORDER BY id;

-- The sweeper asks before it removes a file that no row may name.
-- name: attachment_has
SELECT count(*)
  FROM attachment
 WHERE sha256 = $1;

-- Links must name rows that are there. $1: JSON array of {id}.
-- name: attachment_missing
SELECT count(*)
  FROM json_each($1)
 WHERE NOT EXISTS (SELECT 1 FROM attachment a WHERE a.id = value ->> 'id');

-- A second version of a filing mostly names the files of the first.
-- name: attachments_link
INSERT INTO attachment_link (attachment_id, filing_id)
SELECT value ->> 'id', $2
  FROM json_each($1)
 WHERE TRUE
    ON CONFLICT DO NOTHING;

-- A reviewer may download what a filing in reach names.
-- name: attachment_in_scope
SELECT EXISTS (SELECT 1
                 FROM attachment_link l
                 JOIN reviewer_scope v ON v.filing_id = l.filing_id
                WHERE l.attachment_id = $1
                  AND v.account_id = $2);
