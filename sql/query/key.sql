-- Keys that seal rows and files.

-- name: key_by_owner
SELECT *
  FROM sealing_key
 WHERE owner = $1
   AND erased_at = 0;

-- name: key_by_n
SELECT *
  FROM sealing_key
 WHERE n = $1;

-- name: key_add
-- insert: sealing_key but n erased_at
;

-- Is any there yet? Only a database without keys may begin with a new master key.
-- name: key_any
SELECT EXISTS (SELECT 1 FROM sealing_key);

-- Those that another master key than $1 wrapped, after $2: a rotation goes through them.
-- name: key_wrapped_by_others
SELECT *
  FROM sealing_key
 WHERE master <> $1
   AND wrapped IS NOT NULL
   AND n > $2
 ORDER BY n
 LIMIT $3;

-- name: key_wrap
UPDATE sealing_key
   SET wrapped = $2, master = $3
 WHERE n = $1
   AND wrapped IS NOT NULL;

-- name: key_erase
UPDATE sealing_key
   SET wrapped = NULL, erased_at = $2
 WHERE owner = $1
   AND erased_at = 0;
