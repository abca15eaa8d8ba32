-- The register is searched by terms: two neighbouring characters of its texts, and what people
-- narrow a search with. Any number of them is cut in sets of bits, so that no search and no filter
-- costs more than its terms do. An entry may come from an official list, and then from no filing.

PRAGMA writable_schema = ON;
UPDATE sqlite_schema
   SET sql = replace(replace(sql,
       ' filing_id       TEXT    NOT NULL REFERENCES', ' filing_id       TEXT    REFERENCES'),
       ' organization_id TEXT    NOT NULL REFERENCES', ' organization_id TEXT    REFERENCES')
 WHERE type = 'table' AND name = 'entry';
PRAGMA writable_schema = RESET;

ALTER TABLE entry ADD COLUMN source TEXT NOT NULL DEFAULT ''; -- the list that it was taken from;
                                                              -- '': issued here
ALTER TABLE entry ADD COLUMN changed_on TEXT NOT NULL DEFAULT ''; -- day of the last line of history

UPDATE entry SET changed_on = coalesce(json_extract(history, '$[#-1].on'), filed_on);

DROP VIEW entry_line;
CREATE VIEW entry_line AS
SELECT ord, number, filing_id, organization_id, algorithm_name, algorithm_type,
       algorithm_type_label, role, role_label, organization, area, area_label, products, purpose,
       status, filed_on, note, source, changed_on, search_text, organization_folded
  FROM entry;

DROP TABLE register_gram;
DROP TABLE register_gram_count;
DROP INDEX entry_by_organization_name;

-- Terms of entries (store/posting.h): how many have one says which is looked at first.
CREATE TABLE register_term (
    id   INTEGER NOT NULL PRIMARY KEY, -- with a chunk's number behind it, of a posting
    term TEXT    NOT NULL UNIQUE,      -- two characters, or a kind, a colon and a code
    n    INTEGER NOT NULL              -- entries that have it
) STRICT;

-- Which entries of a chunk have a term.
CREATE TABLE register_posting (
    id   INTEGER NOT NULL PRIMARY KEY, -- term * 65536 + ord / 16384
    ords BLOB    NOT NULL              -- of entries, modulo 16384: 16 bits each, or a bit each
) STRICT;

INSERT INTO register_term (term, n)
SELECT t.value, count(*)
  FROM entry e,
       json_each(entry_terms(e.search_text, e.algorithm_type, e.role, e.status, e.area, e.filed_on,
                             e.organization_folded, e.source)) t
 GROUP BY t.value;
INSERT INTO register_posting (id, ords)
SELECT r.id * 65536 + e.ord / 16384, posting_of(e.ord % 16384)
  FROM entry e,
       json_each(entry_terms(e.search_text, e.algorithm_type, e.role, e.status, e.area, e.filed_on,
                             e.organization_folded, e.source)) t
  JOIN register_term r ON r.term = t.value
 GROUP BY 1;

-- Entries counted by what narrows a search: pages show figures without a look at every entry.
CREATE TABLE register_group (
    algorithm_type       TEXT    NOT NULL, -- a code
    role                 TEXT    NOT NULL, -- a code
    area                 TEXT    NOT NULL, -- digits of a province
    year                 TEXT    NOT NULL, -- of filing
    status               TEXT    NOT NULL, -- of the entry
    algorithm_type_label TEXT    NOT NULL, -- the last that was published
    role_label           TEXT    NOT NULL, -- the last that was published
    area_label           TEXT    NOT NULL, -- the last that was published
    n                    INTEGER NOT NULL, -- entries
    PRIMARY KEY (algorithm_type, role, area, year, status)
) STRICT, WITHOUT ROWID;
INSERT INTO register_group (algorithm_type, role, area, year, status, algorithm_type_label,
                            role_label, area_label, n)
SELECT algorithm_type, role, substr(area, 1, 2), substr(filed_on, 1, 4), status,
       max(algorithm_type_label), max(role_label), max(area_label), count(*)
  FROM entry
 GROUP BY 1, 2, 3, 4, 5;

CREATE TRIGGER entry_counted AFTER INSERT ON entry
BEGIN
    INSERT INTO register_group (algorithm_type, role, area, year, status, algorithm_type_label,
                                role_label, area_label, n)
    VALUES (NEW.algorithm_type, NEW.role, substr(NEW.area, 1, 2), substr(NEW.filed_on, 1, 4),
            NEW.status, NEW.algorithm_type_label, NEW.role_label, NEW.area_label, 1)
        ON CONFLICT DO UPDATE
       SET n = n + 1, algorithm_type_label = excluded.algorithm_type_label,
           role_label = excluded.role_label, area_label = excluded.area_label;
END;
CREATE TRIGGER entry_counted_anew
 AFTER UPDATE OF algorithm_type, role, area, filed_on, status ON entry
BEGIN
    UPDATE register_group
       SET n = n - 1
     WHERE algorithm_type = OLD.algorithm_type
       AND role = OLD.role
       AND area = substr(OLD.area, 1, 2)
       AND year = substr(OLD.filed_on, 1, 4)
       AND status = OLD.status;
    INSERT INTO register_group (algorithm_type, role, area, year, status, algorithm_type_label,
                                role_label, area_label, n)
    VALUES (NEW.algorithm_type, NEW.role, substr(NEW.area, 1, 2), substr(NEW.filed_on, 1, 4),
            NEW.status, NEW.algorithm_type_label, NEW.role_label, NEW.area_label, 1)
        ON CONFLICT DO UPDATE
       SET n = n + 1, algorithm_type_label = excluded.algorithm_type_label,
           role_label = excluded.role_label, area_label = excluded.area_label;
END;

-- What was published, changed or struck, by day: the feed.
CREATE INDEX entry_by_change ON entry (changed_on, ord);

PRAGMA user_version = 28;
