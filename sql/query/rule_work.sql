-- Unfinished rule texts: each editor's own.

-- name: rule_work_by_id
SELECT *
  FROM rule_work
 WHERE account_id = $1
   AND id = $2;

-- Saved last, first; without the texts.
-- name: rule_work_list
SELECT account_id, id, title, base, bytes, revision, saved_at
  FROM rule_work
 WHERE account_id = $1
 ORDER BY saved_at DESC, id;

-- name: rule_work_add
-- insert: rule_work
;

-- The revision guards it: whoever typed over an older one changes no row.
-- name: rule_work_save
UPDATE rule_work
   SET title = $title, base = $base, files = $files, bytes = $bytes, revision = revision + 1,
       saved_at = $saved_at
 WHERE account_id = $account_id
   AND id = $id
   AND revision = $revision;

-- name: rule_work_delete
DELETE FROM rule_work
 WHERE account_id = $1
   AND id = $2;
