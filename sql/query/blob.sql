-- The files of attachments, sealed and not yet.

-- The sweeper asks before it removes a file that no row may name.
-- name: blob_has
SELECT EXISTS (SELECT 1 FROM attachment WHERE stored_as <> '' AND stored_as = $1)
    OR EXISTS (SELECT 1 FROM attachment WHERE stored_as = '' AND sha256 = $1);

-- The next one after $1 whose file is still in the clear.
-- name: blob_in_the_clear
SELECT id, organization_id, sha256, uploaded_by, size_bytes
  FROM attachment
 WHERE stored_as = ''
   AND id > $1
 ORDER BY id
 LIMIT 1;

-- name: blob_next
SELECT id, size_bytes, stored_as, key_n
  FROM attachment
 WHERE stored_as <> ''
   AND id > $1
 ORDER BY id
 LIMIT 1;

-- Is there one? What is in the clear would be sealed by a new key, whoever's was destroyed.
-- name: blob_any_in_the_clear
SELECT EXISTS (SELECT 1 FROM attachment WHERE stored_as = '');

-- All rows of one owner with that content: $1 an organization, or NULL and $2 who uploaded it.
-- name: blob_seal
UPDATE attachment
   SET stored_as = $4, key_n = $5
 WHERE sha256 = $3
   AND stored_as = ''
   AND ((organization_id = $1) OR ($1 IS NULL AND organization_id IS NULL AND uploaded_by = $2));
