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
   SET name = $3, data = $4, revision = revision + 1, updated_at = $5
 WHERE id = $1
   AND revision = $2
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

-- Only filings that are under way or approved count.
-- name: coverage_of_product
SELECT c.filing_id, c.product_id, c.path_id, c.function_id
  FROM coverage c
  JOIN filing f ON f.id = c.filing_id
 WHERE c.product_id = $1
   AND f.deleted_at = 0
   AND f.standing IN ('review', 'in_force')
 ORDER BY c.filing_id, c.n;

-- A filing replaces its whole list.
-- name: coverage_clear
DELETE FROM coverage
 WHERE filing_id = $1;

-- $2 is the place in the list; a NULL covers all beneath.
-- name: coverage_add
INSERT INTO coverage (filing_id, n, product_id, path_id, function_id)
VALUES ($1, $2, $3, $4, $5);
