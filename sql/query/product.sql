-- Products, and what filings cover of them.

-- The id comes with the data, which name it.
-- name: product_add
-- insert: product but deleted_at
;

-- A deleted one is not found.
-- name: product_by_id
SELECT *
  FROM product
 WHERE id = $1
   AND deleted_at = 0;

-- One organization's, in the order of ids.
-- name: product_list
SELECT *
  FROM product
 WHERE organization_id = $1
   AND id > $2
   AND deleted_at = 0
 ORDER BY id
 LIMIT $3;

-- The revision guards it: whoever typed over an older one changes no row.
-- name: product_save
UPDATE product
   SET name = $name, data = $data, is_draft = $is_draft, missing = $missing,
       revision = revision + 1, updated_at = $now
 WHERE id = $id
   AND revision = $revision
   AND deleted_at = 0;

-- A save that changed no row asks: is it stale, or gone?
-- name: product_exists
SELECT count(*)
  FROM product
 WHERE id = $1
   AND deleted_at = 0;

-- The row stays, marked, since filings name it.
-- name: product_delete
UPDATE product
   SET deleted_at = $2, updated_at = $2, revision = revision + 1
 WHERE id = $1
   AND deleted_at = 0;

-- Only filings in these states count ($2: codes between spaces): under way or approved.
-- name: coverage_of_product
SELECT c.filing_id, c.product_id, c.path_id, c.function_id
  FROM coverage c
  JOIN filing f ON f.id = c.filing_id
 WHERE c.product_id = $1
   AND f.deleted_at = 0
   AND f.standing IN ('review', 'in_force')
 ORDER BY c.filing_id, c.n;

-- The same of all products of an organization, or of one ($2), with what the filings are called. A
-- product has a row for each of its places in each.
-- name: product_uses
SELECT c.product_id, c.path_id, c.function_id, f.id AS filing_id, f.kind, f.action, f.title,
       f.state, f.standing
  FROM coverage c
  JOIN filing f ON f.id = c.filing_id
 WHERE f.organization_id = $1
   AND (CAST($2 AS TEXT) IS NULL OR c.product_id = $2)
   AND f.deleted_at = 0
   AND f.standing IN ('review', 'in_force')
 ORDER BY f.id, c.n;

-- Filings in the filer's hands, whose data may name a product: what they cover is in there.
-- name: product_drafts
SELECT id AS filing_id, kind, action, title, state, standing, data
  FROM filing
 WHERE organization_id = $1
   AND deleted_at = 0
   AND standing = 'editable'
 ORDER BY id;

-- A save that lost is kept, so that its author can fetch what was typed.
-- name: product_kept_add
-- insert: product_kept but n
;

-- The newest twenty stay.
-- name: product_kept_trim
DELETE FROM product_kept
 WHERE product_id = $1
   AND n NOT IN (SELECT n FROM product_kept WHERE product_id = $1 ORDER BY n DESC LIMIT 20);

-- A product that is gone keeps nothing of what was typed.
-- name: product_kept_clear
DELETE FROM product_kept
 WHERE product_id = $1;

-- Newest first.
-- name: product_kept_list
SELECT *
  FROM product_kept
 WHERE product_id = $1
 ORDER BY n DESC;

-- Both ids must fit.
-- name: product_kept_by_id
SELECT *
  FROM product_kept
 WHERE product_id = $1
   AND id = $2;

-- What those filings have frozen of a product, and since when it has been changed after that: 0
-- when it has not.
-- name: product_filed
SELECT f.id AS filing_id, f.title, f.number, f.standing, v.n, v.products, v.submitted_at,
       COALESCE((SELECT MIN(c.at)
                   FROM product_change c
                  WHERE c.product_id = $1
                    AND c.at > v.submitted_at), 0) AS changed_at
  FROM filing f
  JOIN version v ON v.filing_id = f.id AND v.n = f.version
 WHERE f.id IN (SELECT filing_id FROM coverage WHERE product_id = $1)
   AND f.deleted_at = 0
   AND f.standing IN ('review', 'in_force')
 ORDER BY f.id;

-- A save changed it.
-- name: product_change_add
INSERT INTO product_change (product_id, at)
VALUES ($1, $2)
    ON CONFLICT DO NOTHING;

-- A filing replaces its whole list.
-- name: coverage_clear
DELETE FROM coverage
 WHERE filing_id = $1
   AND product_id IN (SELECT p.id
                        FROM filing f
                        JOIN product p ON p.organization_id = f.organization_id
                       WHERE f.id = $1);

-- $2: JSON array of {n, product, path, function}, n its place in the list; a null covers all
-- beneath. One that is not the filing's organization's breaks the reference.
-- name: coverage_add
INSERT INTO coverage (product_id, filing_id, n, path_id, function_id)
SELECT COALESCE(p.id, ''), f.id, CAST(value ->> 'n' AS INTEGER), value ->> 'path',
       value ->> 'function'
  FROM json_each($2)
  JOIN filing f ON f.id = $1
  LEFT JOIN product p ON p.id = value ->> 'product'
                     AND p.organization_id = f.organization_id;
