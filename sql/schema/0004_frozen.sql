-- Frozen: a version holds all that was filed, the register holds codes beside their labels and
-- digits beside the number, and what a deleted draft said is gone from what the rules said of it.
-- The migration of older rows reads JSON as SQLite does.

-- The products that a version covers as they stood, and the text that was promised: what is
-- reviewed, decided and published comes from here, whatever is typed later.
ALTER TABLE version ADD COLUMN products TEXT NOT NULL DEFAULT '[]'; -- JSON: [{"covers", "tree"}]
ALTER TABLE version ADD COLUMN promise TEXT NOT NULL DEFAULT ''; -- as it was shown
ALTER TABLE version ADD COLUMN text_hash TEXT NOT NULL DEFAULT ''; -- SHA-256 of its long texts,
                                                                   -- hex; '': none, or older
CREATE INDEX version_by_text ON version (text_hash) WHERE text_hash <> '';
-- Does the same name stand elsewhere?
CREATE INDEX filing_by_title ON filing (title) WHERE title <> '';

-- The facts of the judgement hold the products as they stood when the version was handed in; where
-- there are none, those of today must do. covers: what is selected of one, {} being all of it.
DROP TRIGGER version_no_update;
UPDATE version
   SET promise = '我承诺上述填报信息真实有效',
       products = (
        SELECT json_group_array(json_object('covers', json((
                SELECT json_group_array(json(json_remove(c.value, '$.product')))
                  FROM json_tree(version.data) c
                 WHERE c.type = 'object'
                   AND json_extract(c.value, '$.product') = p.id)), 'tree', json(p.tree)))
          FROM (SELECT json_extract(t.value, '$.id') AS id, t.value AS tree
                  FROM judgement j, json_each(j.facts, '$.products') t
                 WHERE j.filing_id = version.filing_id
                   AND j.version = version.n
                   AND j.verdict <> 'not_acceptable'
                 UNION ALL
                SELECT x.id, json_set(x.data, '$.id', x.id)
                  FROM filing f
                  JOIN product x ON x.organization_id = f.organization_id
                 WHERE f.id = version.filing_id
                   AND NOT EXISTS (SELECT 1
                                     FROM judgement j
                                    WHERE j.filing_id = version.filing_id
                                      AND j.version = version.n
                                      AND j.verdict <> 'not_acceptable'
                                      AND json_type(j.facts, '$.products') = 'array')) p
         WHERE p.id IN (SELECT s.atom FROM json_tree(version.data) s WHERE s.key = 'product'));
CREATE TRIGGER version_no_update BEFORE UPDATE ON version
    BEGIN SELECT RAISE(ABORT, 'append_only version'); END;

-- A subject filing may be edited after its approval: facts come from the version that was approved.
ALTER TABLE organization ADD COLUMN subject_version INTEGER NOT NULL DEFAULT 0; -- of the approved
                                                                                -- one; 0 before
UPDATE organization
   SET subject_version = COALESCE((SELECT MAX(v.n)
                                     FROM version v
                                    WHERE v.filing_id = organization.subject_filing_id), 0);

-- When a product was changed: a clock runs from the first change after a version was frozen.
CREATE TABLE product_change (
    product_id TEXT    NOT NULL REFERENCES product (id), -- which
    at         INTEGER NOT NULL,                         -- ms
    PRIMARY KEY (product_id, at)
) STRICT, WITHOUT ROWID;
INSERT INTO product_change (product_id, at)
SELECT id, updated_at
  FROM product
 WHERE revision > 1
   AND deleted_at = 0;

-- What the rules said of a draft that was deleted later: facts and answer are emptied, so that
-- nothing that was typed stays; a replay passes over it.
CREATE TABLE judgement_erased (
    ord INTEGER NOT NULL PRIMARY KEY REFERENCES judgement (ord), -- which
    at  INTEGER NOT NULL                                         -- ms
) STRICT;
DROP TRIGGER judgement_no_update;
CREATE TRIGGER judgement_no_update BEFORE UPDATE ON judgement
    WHEN NOT (NEW.facts = '{}'
          AND NEW.answer = '{}'
          AND NEW.ord = OLD.ord
          AND NEW.id = OLD.id
          AND NEW.filing_id = OLD.filing_id
          AND NEW.n = OLD.n
          AND NEW.version = OLD.version
          AND NEW.verdict = OLD.verdict
          AND NEW.facts_hash = OLD.facts_hash
          AND NEW.outcome_hash = OLD.outcome_hash
          AND NEW.rule_set = OLD.rule_set
          AND NEW.judged_by IS OLD.judged_by
          AND NEW.judged_at = OLD.judged_at
          AND EXISTS (SELECT 1
                        FROM filing
                       WHERE id = OLD.filing_id
                         AND deleted_at <> 0))
    BEGIN SELECT RAISE(ABORT, 'append_only judgement'); END;
INSERT INTO judgement_erased (ord, at)
SELECT j.ord, f.deleted_at
  FROM judgement j
  JOIN filing f ON f.id = j.filing_id
 WHERE f.deleted_at <> 0;
UPDATE judgement
   SET facts = '{}', answer = '{}'
 WHERE ord IN (SELECT ord FROM judgement_erased);

-- Codes where labels stood: programs filter by them, and a label may be renamed. A label stays
-- beside, for the day when the set in use knows the code no more.
ALTER TABLE entry ADD COLUMN digits TEXT NOT NULL DEFAULT ''; -- of the number, whatever is around
ALTER TABLE entry ADD COLUMN algorithm_type_label TEXT NOT NULL DEFAULT ''; -- at publication
ALTER TABLE entry ADD COLUMN role_label TEXT NOT NULL DEFAULT ''; -- at publication
ALTER TABLE entry ADD COLUMN area_label TEXT NOT NULL DEFAULT ''; -- at publication
UPDATE entry
   SET algorithm_type_label = algorithm_type, role_label = role,
       digits = substr((WITH RECURSIVE place (i) AS
                             (SELECT 1 UNION ALL SELECT i + 1 FROM place
                               WHERE i < length(entry.number))
                        SELECT COALESCE(group_concat(substr(entry.number, i, 1), ''), '')
                          FROM place
                         WHERE substr(entry.number, i, 1) BETWEEN '0' AND '9'), -21);
-- The version that was filed has the codes.
UPDATE entry
   SET algorithm_type = COALESCE((
        SELECT CASE WHEN json_extract(v.data, '$.basic.class') = 'retrieval_filtering'
                    THEN COALESCE(json_extract(v.data, '$.basic.subclass'), 'retrieval_filtering')
                    ELSE json_extract(v.data, '$.basic.class') END
          FROM version v
         WHERE v.filing_id = entry.filing_id
           AND v.n = json_extract(entry.history, '$[#-1].version')), algorithm_type),
       role = CASE WHEN role = '' THEN '' ELSE COALESCE((
        SELECT json_extract(v.data, '$.basic.role')
          FROM version v
         WHERE v.filing_id = entry.filing_id
           AND v.n = json_extract(entry.history, '$[#-1].version')), role) END;
CREATE UNIQUE INDEX entry_by_digits ON entry (digits) WHERE digits <> '';

-- What numbers have been issued under: a number is read as it was issued, whatever is issued now.
CREATE TABLE number_style (
    prefix TEXT NOT NULL, -- before the digits
    suffix TEXT NOT NULL, -- after them
    PRIMARY KEY (prefix, suffix)
) STRICT, WITHOUT ROWID;
INSERT INTO number_style (prefix, suffix)
SELECT DISTINCT substr(number, 1, instr(number, digits) - 1),
       substr(number, instr(number, digits) + length(digits))
  FROM entry
 WHERE digits <> ''
   AND instr(number, digits) > 0;

-- A search finds the labels, too. Their letters are wide, so there is nothing to fold.
UPDATE entry
   SET search_text = search_text || algorithm_type_label || char(10) || role_label || char(10);
INSERT OR IGNORE INTO register_gram (gram, ord)
WITH RECURSIVE label (ord, text) AS
     (SELECT ord, algorithm_type_label FROM entry UNION ALL SELECT ord, role_label FROM entry),
     gram (ord, text, i) AS
     (SELECT ord, text, 1 FROM label WHERE length(text) > 1 UNION ALL
      SELECT ord, text, i + 1 FROM gram WHERE i + 2 <= length(text))
SELECT substr(text, i, 2), ord
  FROM gram;
DELETE FROM register_gram_count;
INSERT INTO register_gram_count (gram, n)
SELECT gram, COUNT(*)
  FROM register_gram
 GROUP BY gram;

DROP VIEW entry_line;
CREATE VIEW entry_line AS
SELECT ord, number, filing_id, organization_id, algorithm_name, algorithm_type,
       algorithm_type_label, role, role_label, organization, area, area_label, products, purpose,
       status, filed_on, note, search_text
  FROM entry;

PRAGMA user_version = 4;
