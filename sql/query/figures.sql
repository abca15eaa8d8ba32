-- The register as its public pages show it: counted, and a page of it at any place.

-- Entries that hold text $1, counted by what people narrow a search with. $2: the rarest gram of
-- the text. A code that no set knows any more has the label it was published with.
-- name: entry_groups_found
SELECT e.algorithm_type, e.role, substr(e.area, 1, 2) AS area, substr(e.filed_on, 1, 4) AS year,
       e.status, max(e.algorithm_type_label) AS algorithm_type_label,
       max(e.role_label) AS role_label, max(e.area_label) AS area_label, count(*) AS n
  FROM register_gram g
  JOIN entry_line e ON e.ord = g.ord
 WHERE g.gram = $2
   AND instr(e.search_text, $1) > 0
 GROUP BY 1, 2, 3, 4, 5;

-- The same of all, or of those that hold text $1, of one organization ($2), or of an area closer
-- than a province ($3).
-- name: entry_groups
SELECT e.algorithm_type, e.role, substr(e.area, 1, 2) AS area, substr(e.filed_on, 1, 4) AS year,
       e.status, max(e.algorithm_type_label) AS algorithm_type_label,
       max(e.role_label) AS role_label, max(e.area_label) AS area_label, count(*) AS n
  FROM entry_line e
 WHERE ($1 IS NULL OR instr(e.search_text, $1) > 0)
   AND ($2 IS NULL OR e.organization_folded = $2)
   AND ($3 IS NULL OR substr(e.area, 1, length($3)) = $3)
 GROUP BY 1, 2, 3, 4, 5;

-- Month by month, the newest first.
-- name: entry_months
SELECT substr(filed_on, 1, 7) AS code, count(*) AS n
  FROM entry
 GROUP BY 1
 ORDER BY 1 DESC
 LIMIT $1;

-- Organizations that have an entry.
-- name: entry_organizations
SELECT count(DISTINCT organization_id) AS n
  FROM entry;

-- As entry_search, from the $8th on, and of one year.
-- name: entry_page_found
SELECT e.*
  FROM register_gram g
  JOIN entry_line e ON e.ord = g.ord
 WHERE g.gram = $9
   AND instr(e.search_text, $1) > 0
   AND ($2 IS NULL OR instr($2, ' ' || e.algorithm_type || ' ') > 0)
   AND ($3 IS NULL OR instr($3, ' ' || e.role || ' ') > 0)
   AND ($4 IS NULL OR substr(e.area, 1, length($4)) = $4)
   AND ($5 IS NULL OR e.status = $5)
   AND ($6 IS NULL OR substr(e.filed_on, 1, 4) = $6)
 ORDER BY g.ord DESC
 LIMIT $7
OFFSET $8;

-- The same without a gram.
-- name: entry_page
SELECT e.*
  FROM entry_line e
 WHERE ($1 IS NULL OR instr(e.search_text, $1) > 0)
   AND ($2 IS NULL OR instr($2, ' ' || e.algorithm_type || ' ') > 0)
   AND ($3 IS NULL OR instr($3, ' ' || e.role || ' ') > 0)
   AND ($4 IS NULL OR substr(e.area, 1, length($4)) = $4)
   AND ($5 IS NULL OR e.status = $5)
   AND ($6 IS NULL OR substr(e.filed_on, 1, 4) = $6)
 ORDER BY e.ord DESC
 LIMIT $7
OFFSET $8;
