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

-- The same with those that versions of a filing ($3) name.
-- name: attachment_named
SELECT *
  FROM attachment
 WHERE organization_id = $2
   AND id IN (SELECT value ->> 'id'
                FROM json_each($1)
               UNION ALL
              SELECT attachment_id
                FROM attachment_link
               WHERE filing_id = $3)
 ORDER BY id;

-- Those of an organization, newest first; with $2 those that this filing has named in a version,
-- and those among $3, a JSON array of {id}. With $6, a limited mandate, those of its filings, of
-- its agent $7, and those among $3.
-- name: attachment_list
SELECT a.*
  FROM attachment a
 WHERE a.organization_id = $1
   AND a.id < $4
   AND (CAST($2 AS TEXT) IS NULL
        OR EXISTS (SELECT 1
                     FROM attachment_link l
                    WHERE l.filing_id = $2
                      AND l.attachment_id = a.id)
        OR a.id IN (SELECT value ->> 'id' FROM json_each(CAST($3 AS TEXT))))
   AND (CAST($6 AS TEXT) IS NULL
        OR a.uploaded_by = $7
        OR a.id IN (SELECT value ->> 'id' FROM json_each(CAST($3 AS TEXT)))
        OR EXISTS (SELECT 1
                     FROM attachment_link l
                     JOIN mandate_reach r ON r.filing_id = l.filing_id
                    WHERE l.attachment_id = a.id
                      AND r.mandate_id = $6))
 ORDER BY a.id DESC
 LIMIT $5;

-- Links must name rows that are there. $1: JSON array of {id}.
-- name: attachment_missing
SELECT count(*)
  FROM json_each($1)
 WHERE NOT EXISTS (SELECT 1 FROM attachment a WHERE a.id = value ->> 'id');

-- A second version of a filing mostly names the files of the first.
-- name: attachments_link
INSERT INTO attachment_link (filing_id, attachment_id)
SELECT $2, value ->> 'id'
  FROM json_each($1)
 WHERE TRUE
    ON CONFLICT DO NOTHING;

-- A reviewer may download what a filing in reach names: of the same organization, for a version
-- names no other's; and what was handed in for a takeover that is in reach. The joins are made in
-- this order.
-- name: attachment_in_scope
SELECT EXISTS (SELECT 1
                 FROM attachment a
                CROSS JOIN filing f
                CROSS JOIN attachment_link l
                CROSS JOIN reviewer_scope v
                WHERE a.id = $1
                  AND f.organization_id = a.organization_id
                  AND l.filing_id = f.id
                  AND l.attachment_id = a.id
                  AND v.filing_id = f.id
                  AND v.account_id = $2)
       OR EXISTS (SELECT 1
                    FROM takeover_document d
                    JOIN takeover t ON t.id = d.takeover_id
                    JOIN reviewer_scope v ON v.filing_id = t.filing_id
                   WHERE d.attachment_id = $1
                     AND v.account_id = $2);
