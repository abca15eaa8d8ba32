-- Entries that left the register are found by their former names, too: the clerk reads those that
-- it passed over.

INSERT INTO entry_uncalled (number)
SELECT number
  FROM entry
 WHERE status <> 'filed'
   AND filing_id IS NOT NULL
   AND history LIKE '%"amended"%'
    ON CONFLICT DO NOTHING;

PRAGMA user_version = 62;
