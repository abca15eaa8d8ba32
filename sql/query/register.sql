-- The public register: numbers, entries, search.

-- The counters of a series: 'series:counter'. Rows of before series were counted apart are a bare
-- counter, and count in every series, so that no serial is given twice.
-- name: number_serials
SELECT substr(class_code, CAST(instr(class_code, ':') + 1 AS INT)) AS counter, max(n) AS n
  FROM number_serial
 WHERE organization_id = $1
   AND (   instr(class_code, ':') = 0
        OR substr(class_code, 1, CAST(instr(class_code, ':') - 1 AS INT)) = $2)
 GROUP BY 1;

-- Takes $4 when it is the next of the counter; no row changes otherwise.
-- name: number_take
INSERT INTO number_serial (organization_id, class_code, n)
SELECT $1, $2 || ':' || $3, CAST($4 AS BIGINT)
 WHERE CAST($4 AS BIGINT) - 1 = (SELECT coalesce(max(n), 0)
                   FROM number_serial
                  WHERE organization_id = $1
                    AND class_code IN ($3, $2 || ':' || $3))
    ON CONFLICT (organization_id, class_code) DO UPDATE
   SET n = excluded.n;

-- SQLite gives the ord; the search index is filled beside. How it ends, its end says.
-- name: entry_add
-- insert: entry but ord ended_by law
RETURNING ord;

-- The page of one entry, with its disclosure and history.
-- name: entry_by_number
SELECT *
  FROM entry
 WHERE number = $1;

-- What is amended stands in its place, under its number and from the day on which it was filed.
-- Each change has a moment of its own, in seconds, whatever the clock says.
-- name: entry_renew
UPDATE entry
   SET algorithm_name = $algorithm_name, algorithm_type = $algorithm_type, role = $role,
       organization = $organization, area = $area, products = $products, purpose = $purpose,
       note = $note, algorithm_type_label = $algorithm_type_label, role_label = $role_label,
       area_label = $area_label, disclosure = $disclosure, history = $history,
       changed_on = coalesce(json_extract($history, '$[#-1].on'), changed_on),
       search_text = $search_text, organization_folded = $organization_folded,
       former_names = $former_names, changed_at = CASE WHEN $changed_at > changed_at + 1000
                         THEN $changed_at
                         ELSE changed_at + 1000 END
 WHERE number = $number
   AND status = 'filed';

-- It is found by names that were always its own: nothing of it has changed.
-- name: entry_call
UPDATE entry
   SET former_names = $2, search_text = $3, organization_folded = $4
 WHERE number = $1;

-- The entry stays as a tombstone.
-- name: entry_strike
UPDATE entry
   SET status = $2, history = $3, changed_on = coalesce(json_extract($3, '$[#-1].on'), changed_on),
       ended_by = $4, law = $5, changed_at = CASE WHEN $6 > changed_at + 1000
                         THEN $6
                         ELSE changed_at + 1000 END
 WHERE number = $1
   AND status = 'filed';

-- The digits are the number; what stands around them may have changed since.
-- name: entry_by_digits
SELECT *
  FROM entry
 WHERE digits = $1
   AND digits <> '';

-- A number is issued under this, perhaps once more.
-- name: number_style_add
INSERT INTO number_style (prefix, suffix)
VALUES ($1, $2)
    ON CONFLICT DO NOTHING;

-- A few: whoever issues numbers seldom changes his name.
-- name: number_styles
SELECT prefix, suffix
  FROM number_style
 ORDER BY prefix, suffix;

-- Terms of the entries from $1 to $2, which are new or have new ones. A term that was there counts
-- them as well.
-- name: terms_add
INSERT INTO register_term (term, n)
SELECT t.value, count(*)
  FROM entry e,
       json_each(entry_terms(e.search_text, e.algorithm_type, e.role, e.status, e.area, e.filed_on,
                             e.organization_folded, e.source)) t
 WHERE e.ord BETWEEN $1 AND $2
 GROUP BY t.value
    ON CONFLICT (term) DO UPDATE
   SET n = register_term.n + excluded.n;

-- And which entries have them.
-- name: postings_add
INSERT INTO register_posting (id, ords)
SELECT r.id * 65536 + e.ord / 16384, posting_of(e.ord % 16384)
  FROM entry e,
       json_each(entry_terms(e.search_text, e.algorithm_type, e.role, e.status, e.area, e.filed_on,
                             e.organization_folded, e.source)) t
  JOIN register_term r ON r.term = t.value
 WHERE e.ord BETWEEN $1 AND $2
 GROUP BY 1
    ON CONFLICT (id) DO UPDATE
   SET ords = posting_with(register_posting.ords, excluded.ords);

-- Entry $1 is about to be another: it has none of its terms then.
-- name: postings_remove
UPDATE register_posting
   SET ords = posting_without(ords, $1 % 16384)
 WHERE id IN (SELECT r.id * 65536 + e.ord / 16384
                FROM entry e,
                     json_each(entry_terms(e.search_text, e.algorithm_type, e.role, e.status,
                                           e.area, e.filed_on, e.organization_folded,
                                           e.source)) t
                JOIN register_term r ON r.term = t.value
               WHERE e.ord = $1);

-- And they count it no more.
-- name: terms_remove
UPDATE register_term
   SET n = n - 1
 WHERE term IN (SELECT t.value
                  FROM entry e,
                       json_each(entry_terms(e.search_text, e.algorithm_type, e.role, e.status,
                                             e.area, e.filed_on, e.organization_folded,
                                             e.source)) t
                 WHERE e.ord = $1);

-- A search begins with the rarest, and finds nothing when there is none of a name.
-- name: term_by_name
SELECT id, n
  FROM register_term
 WHERE term = $1;

-- Terms from $1 to $2 that somebody has: the days of a month.
-- name: terms_between
SELECT id, n
  FROM register_term
 WHERE term BETWEEN $1 AND $2
   AND n > 0;

-- The years that entries are of; 0 and 0 when there is none.
-- name: term_years
SELECT coalesce((SELECT CAST(substr(min(term), 4, 4) AS INTEGER)
                   FROM register_term
                  WHERE term BETWEEN 'on:0' AND 'on:9999-12-31'), 0) AS first,
       coalesce((SELECT CAST(substr(max(term), 4, 4) AS INTEGER)
                   FROM register_term
                  WHERE term BETWEEN 'on:0' AND 'on:9999-12-31'), 0) AS last;

-- The entries of a chunk that have a term.
-- name: posting_by_id
SELECT ords
  FROM register_posting
 WHERE id = $1;

-- The nearest chunk before $1 in which somebody has the term whose first is $2.
-- name: posting_before
SELECT id
  FROM register_posting
 WHERE id < $1
   AND id >= $2
 ORDER BY id DESC
 LIMIT 1;

-- The nearest after $1, where $2 is the term's last.
-- name: posting_after
SELECT id
  FROM register_posting
 WHERE id > $1
   AND id <= $2
 ORDER BY id
 LIMIT 1;

-- Where a walk begins: the newest entry.
-- name: entry_last
SELECT coalesce(max(ord), 0) AS ord
  FROM entry;

-- What a list shows of an entry: what is long, and in which state it is shown elsewhere, stays.
-- name: entry_found
SELECT ord, number, algorithm_name, algorithm_type, algorithm_type_label, role, role_label,
       organization, area, area_label, products, purpose, status, filed_on, note, source,
       former_names
  FROM entry
 WHERE ord = $1;

-- What is searched of it: words of three characters and more are looked for in it.
-- name: entry_text
SELECT search_text
  FROM entry
 WHERE ord = $1;

-- Entries $1, a JSON list, in the order of their names, those after entry $2; 0: from the first on.
-- name: ords_sorted_by_name
SELECT e.ord
  FROM json_each(CAST($1 AS TEXT)) j
  CROSS JOIN entry e
 WHERE e.ord = CAST(j.value AS BIGINT)
   AND (CAST($2 AS BIGINT) = 0
        OR (e.algorithm_name, e.ord) > ((SELECT algorithm_name FROM entry WHERE ord = $2), $2))
 ORDER BY e.algorithm_name, e.ord;

-- Names in their order, after that of entry $1; 0: from the first on.
-- name: ords_by_name
SELECT ord
  FROM entry
 WHERE (algorithm_name, ord)
       > (coalesce((SELECT algorithm_name FROM entry WHERE ord = $1), ''), $1)
 ORDER BY algorithm_name, ord
 LIMIT $2;

-- What was published, changed or struck last: the feed.
-- name: entries_changed
SELECT ord, number, digits, algorithm_name, organization, status, filed_on, changed_on, changed_at,
       history
  FROM entry
 ORDER BY changed_at DESC, ord DESC
 LIMIT $1;

-- What left the register from day $1 to day $2, the last first: of those that have a role or have
-- none ($3), after the day and ord of the page before.
-- name: entries_struck
SELECT e.*
  FROM entry_line e
 WHERE e.status <> 'filed'
   AND e.changed_on BETWEEN $1 AND $2
   AND (CAST($3 AS BIGINT) IS NULL OR CASE WHEN e.role <> '' THEN 1 ELSE 0 END = $3)
   AND (e.changed_on, e.ord) < ($4, $5)
 ORDER BY e.changed_on DESC, e.ord DESC
 LIMIT $6;

-- A later list says otherwise of an entry that came from one. What was issued here is never
-- touched.
-- name: entry_amend
UPDATE entry
   SET algorithm_name = $2, algorithm_type = $3, algorithm_type_label = $4, role = $5,
       role_label = $6, organization = $7, products = $8, purpose = $9, note = $10, status = $11,
       source = $12, changed_on = $13, history = $14, search_text = $15, organization_folded = $16,
       former_names = $17, changed_at = CASE WHEN $18 > changed_at + 1000
                         THEN $18
                         ELSE changed_at + 1000 END
 WHERE ord = $1
   AND source <> '';
