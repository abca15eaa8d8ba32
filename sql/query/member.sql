-- Members of an organization, and the links by which somebody becomes one.

-- One organization's, in the order of ids.
-- name: member_list
SELECT *
  FROM account_row
 WHERE organization_id = $1
   AND member <> 0
   AND id > $2
 ORDER BY id
 LIMIT $3;

-- How many it has.
-- name: member_count
SELECT count(*)
  FROM account
 WHERE organization_id = $1
   AND member <> 0;

-- Of one who is in no organization: the only way in.
-- name: member_join
UPDATE account
   SET organization_id = $2, member = $3, joined_at = $4
 WHERE id = $1
   AND organization_id IS NULL
   AND (roles & 1) <> 0;

-- What a member of $2 may do.
-- name: member_set
UPDATE account
   SET member = $3
 WHERE id = $1
   AND organization_id = $2
   AND member <> 0;

-- An owner goes only by handing over.
-- name: member_leave
UPDATE account
   SET organization_id = NULL, member = 0, joined_at = 0
 WHERE id = $1
   AND organization_id = $2
   AND member BETWEEN 1 AND 3;

-- name: invitation_add
-- insert: invitation
;

-- One organization's that are good, the newest first.
-- name: invitation_list
SELECT *
  FROM invitation
 WHERE organization_id = $1
   AND ends_at > $2
 ORDER BY id DESC
 LIMIT 100;

-- Into an organization that is not frozen.
-- name: invitation_by_token
SELECT i.*, o.name AS organization_name
  FROM invitation i
  JOIN organization o ON o.id = i.organization_id
 WHERE i.token_hash = $1
   AND i.ends_at > $2
   AND o.frozen_at = 0;

-- It was used, or taken back; $2 is the organization's.
-- name: invitation_delete
DELETE FROM invitation
 WHERE id = $1
   AND organization_id = $2;

-- The clerk removes what is over.
-- name: invitation_purge
DELETE FROM invitation
 WHERE ends_at <= $1;
