-- Days that a clock does not count although it runs: they are kept with it, so that another
-- calendar counts them anew.

ALTER TABLE deadline ADD COLUMN credited INTEGER NOT NULL DEFAULT 0; -- so many of waited are these
ALTER TABLE deadline ADD COLUMN credit TEXT NOT NULL DEFAULT '[]'; -- JSON: each {"from", "to"}, as
                                                                   -- the rules gave them

PRAGMA user_version = 54;
