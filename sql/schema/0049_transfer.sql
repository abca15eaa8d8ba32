-- Where the office has charge of a filing: where its newest task was routed, or where its
-- organization moved since. Whoever decided a task goes on seeing it; who has charge of the filing
-- acts.

-- A filing without an open task that went to another area along with its organization. Its next
-- task is routed by itself, and ends this.
CREATE TABLE transfer (
    filing_id  TEXT    NOT NULL PRIMARY KEY REFERENCES filing (id), -- which went
    area       TEXT    NOT NULL,                                    -- routing, as of a task
    class_code TEXT    NOT NULL,                                    -- routing, as of a task
    pool       TEXT    NOT NULL,                                    -- routing; '': any
    at         INTEGER NOT NULL                                     -- ms: when it went
) STRICT, WITHOUT ROWID;
CREATE TRIGGER transfer_over AFTER INSERT ON task
    BEGIN DELETE FROM transfer WHERE filing_id = NEW.filing_id; END;

-- Of each filing that was ever handed in: its newest task, and where it belongs now.
CREATE VIEW jurisdiction AS
SELECT f.id AS filing_id, t.id AS task_id, COALESCE(x.area, t.area) AS area,
       COALESCE(x.class_code, t.class_code) AS class_code, COALESCE(x.pool, t.pool) AS pool
  FROM filing f
  JOIN task t ON t.id = (SELECT o.id
                           FROM task o
                          WHERE o.filing_id = f.id
                          ORDER BY (o.state <> 'done') DESC, o.opened_at DESC, o.id DESC
                          LIMIT 1)
  LEFT JOIN transfer x ON x.filing_id = f.id;

-- The filings that each reviewer has charge of, but for the stage.
CREATE VIEW reviewer_charge AS
SELECT r.id AS account_id, j.filing_id
  FROM account r
  JOIN jurisdiction j ON j.area = ''
                      OR EXISTS (SELECT 1
                                   FROM scope s
                                  WHERE s.account_id = r.id
                                    AND substr(j.area, 1, length(s.area)) = s.area
                                    AND (s.class_code = '' OR s.class_code = j.class_code)
                                    AND (s.pool = '' OR j.pool = '' OR s.pool = j.pool));

-- The tasks that each reviewer sees: those in their scope, and those of filings that went there
-- since. A task without an area is in everybody's scope: nobody else would find it.
DROP VIEW reviewer_desk;
DROP VIEW reviewer_scope;
CREATE VIEW reviewer_scope AS
SELECT r.id AS account_id, t.*
  FROM account r
  JOIN task_row t ON t.area = ''
                  OR EXISTS (SELECT 1
                               FROM scope s
                              WHERE s.account_id = r.id
                                AND substr(t.area, 1, length(s.area)) = s.area
                                AND (s.class_code = '' OR s.class_code = t.class_code)
                                AND (s.pool = '' OR t.pool = '' OR s.pool = t.pool))
                  OR EXISTS (SELECT 1
                               FROM transfer x
                               JOIN scope s ON s.account_id = r.id
                                           AND substr(x.area, 1, length(s.area)) = s.area
                                           AND (s.class_code = '' OR s.class_code = x.class_code)
                                           AND (s.pool = '' OR x.pool = '' OR s.pool = x.pool)
                              WHERE x.filing_id = t.filing_id);

-- Of these, those that each reviewer may work, but for the stage: never of the own organization,
-- and nobody works two stages of one version.
CREATE VIEW reviewer_desk AS
SELECT s.*
  FROM reviewer_scope s
  JOIN account me ON me.id = s.account_id
 WHERE (me.organization_id IS NULL OR me.organization_id <> s.organization_id)
   AND (s.state = 'done'
        OR NOT EXISTS (SELECT 1
                         FROM task d
                        WHERE d.filing_id = s.filing_id
                          AND d.version = s.version
                          AND d.claimed_by = s.account_id
                          AND d.state = 'done'));

PRAGMA user_version = 49;
