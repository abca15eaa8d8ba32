-- Keys that seal rows and files.

-- name: key_by_owner
SELECT n, owner, master, wrapped
  FROM sealing_key
 WHERE owner = $1
   AND erased_at = 0
   AND replaced_at = 0;

-- name: key_by_n
SELECT n, owner, master, wrapped
  FROM sealing_key
 WHERE n = $1;

-- name: key_add
INSERT INTO sealing_key (owner, wrapped, master, created_at)
VALUES ($1, $2, $3, $4)
RETURNING n;

-- Is any there yet? Only a database without keys may begin with a new master key.
-- name: key_any
SELECT EXISTS (SELECT 1 FROM sealing_key);

-- Those that another master key than $1 wrapped, after $2: a rotation goes through them.
-- name: key_wrapped_by_others
SELECT n, owner, master, wrapped
  FROM sealing_key
 WHERE master <> $1
   AND wrapped IS NOT NULL
   AND n > $2
 ORDER BY n
 LIMIT 1;

-- Are there any?
-- name: key_any_of_others
SELECT EXISTS (SELECT 1 FROM sealing_key WHERE master <> $1 AND wrapped IS NOT NULL);

-- name: key_wrap
UPDATE sealing_key
   SET wrapped = $2, master = $3
 WHERE n = $1
   AND wrapped IS NOT NULL;

-- The next that is made is the owner's from then on.
-- name: key_replace
UPDATE sealing_key
   SET replaced_at = $2
 WHERE owner = $1
   AND replaced_at = 0
   AND erased_at = 0;

-- All of an owner, those that were replaced, too.
-- name: key_erase
UPDATE sealing_key
   SET wrapped = NULL, erased_at = $2
 WHERE owner = $1
   AND erased_at = 0;

-- name: key_list
SELECT n, owner, master, created_at, replaced_at, erased_at
  FROM sealing_key
 ORDER BY n;

-- Whose key seals what hangs on it.
-- name: owner_of_filing
SELECT organization_id
  FROM filing
 WHERE id = $1;

-- name: owner_of_product
SELECT organization_id
  FROM product
 WHERE id = $1;

-- name: owner_of_task
SELECT f.organization_id
  FROM task t
  JOIN filing f ON f.id = t.filing_id
 WHERE t.id = $1;
