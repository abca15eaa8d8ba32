-- What left the register says how: at its organization's wish, or by the office of its own accord,
-- and on which articles. Why in the case stays with the proposal, sealed. Of entries that left
-- before it is known where a proposal was confirmed.
ALTER TABLE entry ADD COLUMN ended_by TEXT NOT NULL DEFAULT '' -- who ended it; '': in force, or
    CHECK (ended_by IN ('', 'filer', 'office'));               -- nobody knows
ALTER TABLE entry ADD COLUMN law TEXT NOT NULL DEFAULT ''; -- the articles that its end rests on

UPDATE entry
   SET ended_by = 'office', law = p.law
  FROM proposal p
 WHERE p.filing_id = entry.filing_id
   AND p.state = 'confirmed'
   AND entry.status <> 'filed';

DROP VIEW entry_line;
CREATE VIEW entry_line AS
SELECT ord, number, filing_id, organization_id, algorithm_name, algorithm_type,
       algorithm_type_label, role, role_label, organization, area, area_label, products, purpose,
       status, filed_on, note, source, changed_on, search_text, organization_folded, ended_by, law
  FROM entry;

PRAGMA user_version = 46;
