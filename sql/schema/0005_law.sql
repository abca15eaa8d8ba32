-- Law: reviewers' roles, kinds and states are what a rule set declares. The schema knows none of
-- them by name; it keeps where a filing stands, which every move writes with the state.

-- Reviewers' roles are kept by name; the bits are the core's own roles, closed up.
ALTER TABLE account ADD COLUMN reviews TEXT NOT NULL DEFAULT ''; -- each between spaces: ' a b '
UPDATE account
   SET reviews = CASE roles & 6 WHEN 0 THEN ''
                                WHEN 2 THEN ' preliminary_reviewer '
                                WHEN 4 THEN ' final_reviewer '
                                ELSE ' preliminary_reviewer final_reviewer ' END,
       roles = (roles & 1) | CASE roles & 6 WHEN 0 THEN 0 ELSE 2 END | (roles >> 1 & 60);

-- The deadline that a task is due with.
ALTER TABLE task ADD COLUMN clock TEXT NOT NULL DEFAULT ''; -- its name; '' for none
UPDATE task SET clock = 'review';

-- Where a filing stands, whatever its state is called.
ALTER TABLE filing ADD COLUMN standing TEXT NOT NULL DEFAULT 'editable'
    CHECK (standing IN ('editable',   -- in its filer's hands
                        'review',     -- at a stage
                        'in_force',   -- approved
                        'over'));     -- nothing follows
ALTER TABLE filing ADD COLUMN is_single INTEGER NOT NULL DEFAULT 0 -- one live filing of its kind an
    CHECK (is_single IN (0, 1));                                   -- organization
UPDATE filing
   SET standing = CASE WHEN state IN ('draft', 'returned', 'withdrawn') THEN 'editable'
                       WHEN state = 'approved' THEN 'in_force'
                       WHEN state IN ('refused', 'deregistered', 'revoked') THEN 'over'
                       ELSE 'review' END,
       is_single = kind = 'subject';
DROP INDEX filing_live_subject;
CREATE UNIQUE INDEX filing_single ON filing (organization_id, kind)
    WHERE is_single = 1
      AND deleted_at = 0
      AND standing <> 'over';
-- A gate asks for one in force.
CREATE INDEX filing_in_force ON filing (organization_id, kind)
    WHERE standing = 'in_force'
      AND deleted_at = 0;

PRAGMA user_version = 5;
