-- What an algorithm was called before a change that was approved before step 56 stands in its
-- sealed versions alone: the clerk reads them, and the entry has those names then.

CREATE TABLE entry_uncalled (
    number TEXT NOT NULL PRIMARY KEY -- entry.number: its former names are still to be read
) STRICT, WITHOUT ROWID;

INSERT INTO entry_uncalled (number)
SELECT number
  FROM entry
 WHERE status = 'filed'
   AND filing_id IS NOT NULL
   AND history LIKE '%"amended"%';

PRAGMA user_version = 61;
