-- What the first page of an organization counts.

-- Its products.
-- name: product_counts
SELECT count(*) AS total, 0 AS drafts
  FROM product
 WHERE organization_id = $1
   AND deleted_at = 0;
