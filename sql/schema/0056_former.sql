-- What an entry of the register, or its organization, was called before is found as well. Of names
-- of before this step it is known what a line of history quotes. The feed tells when an entry was
-- changed, not on which day alone; of changes before this step no more than the day is known.

ALTER TABLE entry ADD COLUMN former_names TEXT NOT NULL DEFAULT '[]'; -- JSON list of {"what",
                                                                      -- "name", "until"}
ALTER TABLE entry ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0; -- the moment of changed_on, ms

UPDATE entry
   SET changed_at = (CAST(strftime('%s', changed_on) AS INTEGER) - 8 * 3600) * 1000
 WHERE date(changed_on) = changed_on;
CREATE INDEX entry_by_moment ON entry (changed_at, ord);

-- 主体名称由“…”变更为“…”: the first that is quoted is the name of before.
UPDATE entry
   SET former_names = (
       SELECT json_group_array(json_object('what', 'organization', 'name', was, 'until', until))
         FROM (SELECT substr(label, instr(label, '“') + 1,
                             instr(label, '”') - instr(label, '“') - 1) AS was,
                      max(until) AS until
                 FROM (SELECT json_extract(h.value, '$.label') AS label,
                              json_extract(h.value, '$.on') AS until
                         FROM json_each(entry.history) h
                        WHERE json_extract(h.value, '$.what') = 'renamed')
                WHERE instr(label, '”') > instr(label, '“') + 1
                  AND instr(label, '“') > 0
                GROUP BY 1
               HAVING was <> entry.organization
                ORDER BY 2))
 WHERE history LIKE '%"renamed"%';

-- They are searched as what it is called today; what was a term of it stays one.
CREATE TEMP TABLE term_before AS
SELECT e.ord, t.value AS term
  FROM entry e,
       json_each(entry_terms(e.search_text, e.algorithm_type, e.role, e.status, e.area, e.filed_on,
                             e.organization_folded, e.source)) t
 WHERE e.former_names <> '[]';
UPDATE entry
   SET search_text = search_text
                     || (SELECT group_concat(fold(json_extract(n.value, '$.name')), char(10))
                           FROM json_each(entry.former_names) n) || char(10),
       organization_folded = organization_folded || char(10)
                     || (SELECT group_concat(fold(json_extract(n.value, '$.name')), char(10))
                           FROM json_each(entry.former_names) n)
 WHERE former_names <> '[]';
CREATE TEMP TABLE term_more AS
SELECT e.ord, t.value AS term
  FROM entry e,
       json_each(entry_terms(e.search_text, e.algorithm_type, e.role, e.status, e.area, e.filed_on,
                             e.organization_folded, e.source)) t
 WHERE e.former_names <> '[]'
EXCEPT
SELECT ord, term
  FROM term_before;

INSERT INTO register_term (term, n)
SELECT term, count(*)
  FROM term_more
 WHERE true
 GROUP BY term
    ON CONFLICT (term) DO UPDATE
   SET n = register_term.n + excluded.n;
INSERT INTO register_posting (id, ords)
SELECT r.id * 65536 + m.ord / 16384, posting_of(m.ord % 16384)
  FROM term_more m
  JOIN register_term r ON r.term = m.term
 GROUP BY 1
    ON CONFLICT (id) DO UPDATE
   SET ords = posting_with(register_posting.ords, excluded.ords);
DROP TABLE term_before;
DROP TABLE term_more;

DROP VIEW entry_line;
CREATE VIEW entry_line AS
SELECT ord, number, filing_id, organization_id, algorithm_name, algorithm_type,
       algorithm_type_label, role, role_label, organization, area, area_label, products, purpose,
       status, filed_on, note, source, changed_on, search_text, organization_folded, ended_by, law,
       former_names
  FROM entry;

PRAGMA user_version = 56;
