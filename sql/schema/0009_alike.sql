-- Alike: who asks whether a name or a text stands with somebody else, or twice with the same
-- organization, is answered from an index, however many filings are called so.

-- Of the version that was submitted last: it goes with the filing while that version is its newest.
ALTER TABLE filing ADD COLUMN text_hash TEXT NOT NULL DEFAULT ''; -- SHA-256 of its long texts, hex;
                                                                  -- '': none, or not submitted
UPDATE filing
   SET text_hash = COALESCE((SELECT v.text_hash
                               FROM version v
                              WHERE v.filing_id = filing.id
                                AND v.n = filing.version), '')
 WHERE deleted_at = 0;
DROP INDEX version_by_text;
DROP INDEX filing_by_title;
CREATE INDEX filing_alike_title ON filing (title, kind, organization_id)
    WHERE title <> ''
      AND deleted_at = 0
      AND standing IN ('review', 'in_force');
CREATE INDEX filing_alike_text ON filing (text_hash, kind, organization_id)
    WHERE text_hash <> ''
      AND deleted_at = 0
      AND standing IN ('review', 'in_force');
-- All that is told of the others is in it, and what is asked of them: their rows are long, and are
-- not read.
CREATE INDEX filing_beside
    ON filing (organization_id, kind, title, state, standing, number, text_hash, id, deleted_at)
    WHERE deleted_at = 0
      AND standing <> 'over';

-- Nobody asks these, accounts never go, and each costs every move a page.
DROP INDEX version_by_account;
DROP INDEX judgement_by_account;
DROP INDEX event_by_actor;
DROP INDEX task_by_account;
CREATE INDEX task_by_account ON task (claimed_by) WHERE claimed_by IS NOT NULL;
-- Where filings stand is counted when a set becomes active, from filing_beside; no list asks it.
DROP INDEX filing_by_state;

PRAGMA user_version = 9;
