-- How organizations as such are reached.

-- The owner sets it, or sets it anew.
-- name: contact_set
INSERT INTO organization_contact (organization_id, contact_name, mobile, email, at, by_id)
VALUES ($organization_id, $contact_name, $mobile, $email, $at, $by_id)
    ON CONFLICT (organization_id) DO UPDATE
   SET contact_name = excluded.contact_name, mobile = excluded.mobile, email = excluded.email,
       at = excluded.at, by_id = excluded.by_id;

-- name: contact_load
SELECT *
  FROM organization_contact
 WHERE organization_id = $1;

-- Is there one? Needs no key.
-- name: contact_is
SELECT count(*)
  FROM organization_contact
 WHERE organization_id = $1;

-- What is delivered goes to each of its people again.
-- name: contact_delete
DELETE FROM organization_contact
 WHERE organization_id = $1;
