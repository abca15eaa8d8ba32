-- What a reviewer writes before deciding, and what a queue is chosen by.

-- What somebody has written about a task and not decided yet. It goes with the task, and with the
-- decision.
CREATE TABLE task_draft (
    task_id    TEXT    NOT NULL PRIMARY KEY REFERENCES task (id) ON DELETE CASCADE, -- about which
    account_id TEXT    NOT NULL REFERENCES account (id), -- who had claimed it; others do not see it
    draft      TEXT    NOT NULL,                         -- JSON object
    saved_at   INTEGER NOT NULL                          -- ms
) STRICT, WITHOUT ROWID;
CREATE INDEX task_draft_by_account ON task_draft (account_id);

-- Tasks that are not done are asked for by due date, those done by when that was: the many of the
-- one kind are not walked through for the few of the other.
DROP INDEX task_by_due;
DROP INDEX task_by_state;
CREATE INDEX task_not_done ON task (due_on, id) WHERE state <> 'done';
CREATE INDEX task_done ON task (done_at, id) WHERE state = 'done';

-- Review work, with more of the filing that it is about, and who has taken it. When a version was
-- handed in stands in the filing while it is the newest: the row of a version is long.
DROP VIEW reviewer_scope;
DROP VIEW task_row;
CREATE VIEW task_row AS
SELECT t.*, f.kind, f.action, f.title, f.number, f.organization_id, o.name AS organization_name,
       a.username AS claimed_by_name, a.contact_name AS claimed_by_contact,
       CASE WHEN f.version = t.version
            THEN f.submitted_at
            ELSE COALESCE((SELECT v.submitted_at
                             FROM version v
                            WHERE v.filing_id = t.filing_id
                              AND v.n = t.version), 0) END AS submitted_at
  FROM task t
  LEFT JOIN filing f ON f.id = t.filing_id
  LEFT JOIN organization o ON o.id = f.organization_id
  LEFT JOIN account a ON a.id = t.claimed_by;
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

-- When each account logged in last. Apart, for a login changes nothing else of an account.
CREATE TABLE account_login (
    account_id TEXT    NOT NULL PRIMARY KEY REFERENCES account (id), -- whose
    at         INTEGER NOT NULL                                      -- ms
) STRICT, WITHOUT ROWID;

-- The register may be walked by the names of its entries, and asked for one organization.
CREATE INDEX entry_by_name ON entry (algorithm_name, ord);
CREATE INDEX entry_by_organization_name ON entry (organization);

PRAGMA user_version = 14;
