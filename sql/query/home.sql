-- What the first page of an organization counts.

-- Its products.
-- name: product_counts
SELECT count(*) AS total, COALESCE(sum(is_draft), 0) AS drafts
  FROM product
 WHERE organization_id = $1
   AND deleted_at = 0;
