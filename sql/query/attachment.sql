-- Uploaded files.

-- name: attachment_add
-- insert: attachment
;

-- name: attachment_by_id
SELECT *
  FROM attachment
 WHERE id = $1;

-- name: attachment_has
SELECT count(*)
  FROM attachment
 WHERE sha256 = $1;

-- name: attachment_exists
SELECT count(*)
  FROM attachment
 WHERE id = $1;

-- name: attachment_link
INSERT INTO attachment_link (attachment_id, filing_id)
VALUES ($1, $2)
    ON CONFLICT DO NOTHING;

-- name: attachment_in_scope
SELECT EXISTS (SELECT 1
                 FROM attachment_link l
                 JOIN reviewer_scope v ON v.filing_id = l.filing_id
                WHERE l.attachment_id = $1
                  AND v.account_id = $2);
