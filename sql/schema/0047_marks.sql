-- Who has a mark stands in its own row, and no more of them than tell anything: a phrase that
-- everybody writes is one short row. All is marked anew.

DROP TABLE mark;
CREATE TABLE mark (
    mark    INTEGER NOT NULL PRIMARY KEY, -- keyed hash of a few characters in a row
    held_by BLOB    NOT NULL              -- likeness.n, 32 bits each, of the filings in which it
                                          -- stands; once they are many, of the first of them
) STRICT;

DELETE FROM likeness;
ALTER TABLE likeness ADD COLUMN marks BLOB NOT NULL DEFAULT x''; -- its marks, 64 bits each: where
                                                                 -- its number stands
UPDATE likeness_at SET event = 0, texts = '';

PRAGMA user_version = 47;
