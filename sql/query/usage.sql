-- How much an organization uses: see casework/quota.h.

-- Equal content is kept once.
-- name: usage_attachment_bytes
SELECT COALESCE(SUM(size_bytes), 0)
  FROM (SELECT MAX(size_bytes) AS size_bytes
          FROM attachment
         WHERE organization_id = $1
         GROUP BY sha256) one_each;

-- name: usage_attachments
SELECT count(*)
  FROM attachment
 WHERE organization_id = $1;

-- What is in its filers' hands.
-- name: usage_drafts
SELECT count(*)
  FROM filing
 WHERE organization_id = $1
   AND standing = 'editable'
   AND deleted_at = 0;

-- name: usage_draft_bytes
SELECT COALESCE(SUM(data_bytes), 0)
  FROM filing
 WHERE organization_id = $1
   AND standing = 'editable'
   AND deleted_at = 0;

-- With what is being reviewed.
-- name: usage_open_filings
SELECT count(*)
  FROM filing
 WHERE organization_id = $1
   AND standing IN ('editable', 'review')
   AND deleted_at = 0;

-- name: usage_products
SELECT count(*)
  FROM product
 WHERE organization_id = $1
   AND deleted_at = 0;

-- Complaints of the public that are open: in all, and about filing $1.
-- name: complaints_open
SELECT count(*) AS n, count(CASE WHEN filing_id = $1 THEN 1 END) AS of_filing
  FROM matter
 WHERE is_over = 0
   AND code_hash IS NOT NULL;

-- Of saves that lost the newest $2 of an organization stay.
-- name: kept_trim_organization
DELETE FROM kept
 WHERE n IN (SELECT k.n
               FROM filing f
               JOIN kept k ON k.filing_id = f.id
              WHERE f.organization_id = $1
              ORDER BY k.n DESC
              LIMIT -1 OFFSET $2);

-- The same of products.
-- name: product_kept_trim_organization
DELETE FROM product_kept
 WHERE n IN (SELECT k.n
               FROM product p
               JOIN product_kept k ON k.product_id = p.id
              WHERE p.organization_id = $1
              ORDER BY k.n DESC
              LIMIT -1 OFFSET $2);
