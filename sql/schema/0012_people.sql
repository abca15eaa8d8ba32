-- What people need beside their filings: lists that say where each stands, kept texts that can be
-- told apart, and a way back in.

-- What was still wrong when the rules last looked.
ALTER TABLE filing ADD COLUMN missing INTEGER NOT NULL DEFAULT -1 -- errors; -1: nobody has asked
    CHECK (missing >= -1);
-- One organization's are listed by their last change, the newest first.
DROP INDEX filing_by_organization;
CREATE INDEX filing_by_change ON filing (organization_id, updated_at, id) WHERE deleted_at = 0;

-- A filing as a list shows it. Reasons are open until it is handed in again; due is what runs out
-- first. Whoever does not ask for them looks nothing up, and the order of an index stays.
CREATE VIEW filing_line AS
SELECT f.*, o.name AS organization_name,
       CASE f.standing
       WHEN 'editable' THEN COALESCE((SELECT e.reasons
                                        FROM event e
                                       WHERE e.filing_id = f.id
                                         AND e.reasons IS NOT NULL
                                         AND e.at >= f.submitted_at
                                       ORDER BY e.n DESC
                                       LIMIT 1), '[]')
       ELSE '[]' END AS reasons,
       CASE WHEN f.standing <> 'over' -- which has no clock
            THEN (SELECT d.due_on
                    FROM deadline d
                   WHERE d.filing_id = f.id
                     AND d.state = 'running'
                     AND d.due_on IS NOT NULL
                   ORDER BY d.due_on, d.n
                   LIMIT 1) END AS due_on,
       (SELECT d.unit
          FROM deadline d
         WHERE d.filing_id = f.id
           AND d.state = 'running'
           AND d.due_on IS NOT NULL
         ORDER BY d.due_on, d.n
         LIMIT 1) AS due_unit
  FROM filing f
  LEFT JOIN organization o ON o.id = f.organization_id
 WHERE f.deleted_at = 0;

ALTER TABLE kept ADD COLUMN title TEXT NOT NULL DEFAULT ''; -- of the filing, as it was typed there

-- Who has lost the password asks here; a system administrator gives a code to whoever answers the
-- telephone of the account, and the code sets another password. One row an account.
ALTER TABLE account ADD COLUMN contact_at INTEGER NOT NULL DEFAULT 0; -- ms; name, mobile or email
                                                                      -- last changed; 0: never
CREATE TABLE recovery (
    id         TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),    -- opaque
    account_id TEXT    NOT NULL UNIQUE REFERENCES account (id),  -- whose
    asked_at   INTEGER NOT NULL,                                 -- ms; the last time
    code_hash  TEXT    NOT NULL DEFAULT '',                      -- Argon2id; '': no code was given
    ends_at    INTEGER NOT NULL DEFAULT 0,                       -- ms; when the code is void
    tries      INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0)     -- wrong codes so far
) STRICT;
CREATE INDEX recovery_by_age ON recovery (asked_at);

PRAGMA user_version = 12;
