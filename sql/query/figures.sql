-- The register as its public pages show it: counted.

-- All entries, counted by what people narrow a search with: as many rows as there are different
-- ones. A code that no set knows any more has the label it was published with.
-- name: entry_groups
SELECT algorithm_type, role, area, year, status, algorithm_type_label, role_label, area_label, n
  FROM register_group
 WHERE n > 0;

-- Month by month, the newest first: each is a term.
-- name: entry_months
SELECT substr(term, 4) AS code, n
  FROM register_term
 WHERE term BETWEEN 'on:0' AND 'on::'
   AND length(term) = 10
   AND n > 0
 ORDER BY term DESC
 LIMIT $1;

-- Organizations that have an entry, by their names.
-- name: entry_organizations
SELECT count(*) AS n
  FROM register_term
 WHERE term > 'organization:'
   AND term < 'organization;'
   AND n > 0;
