-- A change or a deregistration is a filing that concerns an earlier one: of each there is one under
-- way at a time.
CREATE UNIQUE INDEX filing_one_of ON filing (of_id)
    WHERE of_id IS NOT NULL
      AND deleted_at = 0
      AND standing IN ('editable', 'review');

PRAGMA user_version = 35;
