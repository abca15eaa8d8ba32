-- Pools: among the reviewers of one area and class a rule set may tell groups apart, and give each
-- case to one of them. Which there are is declared; the schema knows none by name.

ALTER TABLE task ADD COLUMN pool TEXT NOT NULL DEFAULT '';  -- that it is given to; '' for whoever
ALTER TABLE task ADD COLUMN grade TEXT NOT NULL DEFAULT ''; -- by which it was routed; '' for none

-- How much work a pool has in a province.
CREATE INDEX task_in_pool ON task (pool, substr(area, 1, 2))
    WHERE state <> 'done'
      AND pool <> '';

-- A scope lets one pool through, too; the table is made anew, because its key is wider.
DROP VIEW reviewer_scope;
CREATE TABLE scope_wide (
    account_id TEXT NOT NULL REFERENCES account (id), -- the reviewer
    area       TEXT NOT NULL                          -- digits that the area of a task begins with;
        CHECK (area NOT GLOB '*[^0-9]*'),             -- '' is all
    class_code TEXT NOT NULL,                         -- class of algorithm; '' is all
    pool       TEXT NOT NULL,                         -- '' is all
    PRIMARY KEY (account_id, area, class_code, pool)
) STRICT, WITHOUT ROWID;
INSERT INTO scope_wide (account_id, area, class_code, pool)
SELECT account_id, area, class_code, ''
  FROM scope;
DROP TABLE scope;
ALTER TABLE scope_wide RENAME TO scope;

-- The tasks that each reviewer sees. A task without an area is in everybody's scope: nobody else
-- would own it.
CREATE VIEW reviewer_scope AS
SELECT r.id AS account_id, t.*
  FROM account r
  JOIN task_row t ON t.area = ''
                  OR EXISTS (SELECT 1
                               FROM scope s
                              WHERE s.account_id = r.id
                                AND substr(t.area, 1, length(s.area)) = s.area
                                AND (s.class_code = '' OR s.class_code = t.class_code)
                                AND (s.pool = '' OR t.pool = '' OR s.pool = t.pool));

PRAGMA user_version = 6;
