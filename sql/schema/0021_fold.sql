-- One folding of text: what looks the same is found, counted and compared as the same. Whatever an
-- earlier program has folded in its own way is folded anew; fold(), username_key() and grams() are
-- the program's (store/folding.h).

-- Names that look the same to the new folding have one key. The oldest account has it, later ones
-- a key with a number, which no typed name can have: by these only the name itself is found.
UPDATE account SET username_folded = ' ' || id;
UPDATE account
   SET username_folded = k.username_key || CASE k.nth WHEN 1 THEN '' ELSE ' ' || k.nth END
  FROM (SELECT id, username_key(username) AS username_key,
               row_number() OVER (PARTITION BY username_key(username)
                                  ORDER BY created_at, id) AS nth
          FROM account) AS k
 WHERE k.id = account.id;
SELECT told_of_name(id) FROM account WHERE instr(username_folded, ' ') > 0 ORDER BY id;

-- Who asks whether a name stands with somebody else asks for what looks like it.
ALTER TABLE filing ADD COLUMN title_folded TEXT NOT NULL DEFAULT ''; -- the title as it is compared
UPDATE filing SET title_folded = fold(title) WHERE title <> '';
DROP INDEX filing_alike_title;
CREATE INDEX filing_alike_title ON filing (title_folded, kind, organization_id)
    WHERE title_folded <> ''
      AND deleted_at = 0
      AND standing IN ('review', 'in_force');

-- Searches of the register, and one organization's entries.
ALTER TABLE entry ADD COLUMN organization_folded TEXT NOT NULL DEFAULT ''; -- its name as it is
                                                                           -- compared
UPDATE entry
   SET organization_folded = fold(organization),
       search_text = fold(algorithm_name) || char(10) || fold(organization) || char(10)
                     || fold(products) || char(10) || fold(purpose) || char(10) || fold(number)
                     || char(10) || fold(algorithm_type_label) || char(10) || fold(role_label)
                     || char(10);
DROP INDEX entry_by_organization_name;
CREATE INDEX entry_by_organization_name ON entry (organization_folded);
DELETE FROM register_gram;
INSERT INTO register_gram (gram, ord)
SELECT DISTINCT g.value ->> 'gram', e.ord
  FROM entry e, json_each(grams(e.search_text)) g;
DELETE FROM register_gram_count;
INSERT INTO register_gram_count (gram, n)
SELECT gram, count(*)
  FROM register_gram
 GROUP BY gram;

DROP VIEW entry_line;
CREATE VIEW entry_line AS
SELECT ord, number, filing_id, organization_id, algorithm_name, algorithm_type,
       algorithm_type_label, role, role_label, organization, area, area_label, products, purpose,
       status, filed_on, note, search_text, organization_folded
  FROM entry;

PRAGMA user_version = 21;
