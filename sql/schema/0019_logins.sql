-- How people log in: a second factor, passwords that must be changed, links that set a new one;
-- roles that exclude each other; organizations that may only read.

-- Roles that one account must not hold together (model/role.c has the reasons). An account that
-- holds such a set keeps the administration that the system cannot do without, or its filer's role,
-- and is logged out; the clerk tells of it in the log and in the audit trail.
ALTER TABLE account ADD COLUMN roles_before INTEGER NOT NULL DEFAULT 0; -- bits; 0: none were taken
UPDATE account
   SET roles_before = roles,
       reviews = '',
       roles = CASE WHEN (roles & 32) <> 0 THEN 32 -- system_admin
                    WHEN (roles & 8) <> 0 THEN 8   -- rule_approver
                    WHEN (roles & 16) <> 0 THEN 16 -- auditor
                    ELSE 1 END                     -- filer
 WHERE roles NOT IN (0, 1, 2, 4, 6, 8, 16, 32);
DELETE FROM session
 WHERE account_id IN (SELECT id FROM account WHERE roles_before <> 0);
ALTER TABLE account ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0 -- the password, as others
    CHECK (must_change IN (0, 1)                                      -- have seen it
           AND roles IN (0, 1, 2, 4, 6, 8, 16, 32));
ALTER TABLE account ADD COLUMN password_at INTEGER NOT NULL DEFAULT 0; -- ms; when it was set
UPDATE account SET password_at = created_at;
CREATE INDEX account_roles_before ON account (id) WHERE roles_before <> 0;

-- Whoever is frozen may read and write nothing.
ALTER TABLE organization ADD COLUMN frozen_at INTEGER NOT NULL DEFAULT 0; -- ms; 0: is not
ALTER TABLE organization ADD COLUMN frozen_reason TEXT NOT NULL DEFAULT ''; -- told to its people

-- Passwords that were used before, for an instance that forbids them.
CREATE TABLE password_past (
    account_id TEXT    NOT NULL REFERENCES account (id), -- whose
    at         INTEGER NOT NULL,                         -- ms; when it was set
    hash       TEXT    NOT NULL,                         -- Argon2id
    PRIMARY KEY (account_id, at)
) STRICT, WITHOUT ROWID;

-- An authenticator: what it and we know, RFC 6238.
CREATE TABLE factor (
    account_id TEXT    NOT NULL REFERENCES account (id),       -- whose
    state      TEXT    NOT NULL                                -- new: was shown, no code has come;
        CHECK (state IN ('new', 'live')),                      -- live: each login asks for a code
    secret     ANY     NOT NULL,                               -- base 32; sealed
    last_step  INTEGER NOT NULL DEFAULT 0,                     -- of the code that was used last
    created_at INTEGER NOT NULL,                               -- ms
    used_at    INTEGER NOT NULL DEFAULT 0,                     -- ms; 0: never
    PRIMARY KEY (account_id, state)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER factor_sealed_insert BEFORE INSERT ON factor
    WHEN typeof(NEW.secret) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed factor'); END;
CREATE TRIGGER factor_sealed_update BEFORE UPDATE OF secret ON factor
    WHEN typeof(NEW.secret) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed factor'); END;

-- Codes for whoever has lost the authenticator, each good once.
CREATE TABLE factor_code (
    account_id TEXT    NOT NULL REFERENCES account (id), -- whose
    hash       TEXT    NOT NULL,                         -- keyed; the code itself is stored nowhere
    used_at    INTEGER NOT NULL DEFAULT 0,               -- ms; 0: is good
    PRIMARY KEY (account_id, hash)
) STRICT, WITHOUT ROWID;

-- A link by which somebody sets a new password. A system administrator hands it over.
CREATE TABLE reset (
    account_id   TEXT    NOT NULL PRIMARY KEY REFERENCES account (id), -- whose; one at a time
    token_hash   TEXT    NOT NULL UNIQUE,                         -- SHA-256 of the token, hex
    drops_factor INTEGER NOT NULL CHECK (drops_factor IN (0, 1)), -- takes the authenticator off
    ends_at      INTEGER NOT NULL                                 -- ms
) STRICT, WITHOUT ROWID;
CREATE INDEX reset_by_end ON reset (ends_at);

-- Who logs in, with the name of the organization, and what is asked for at the login.
DROP VIEW account_row;
CREATE VIEW account_row AS
SELECT a.*, o.name AS organization_name, COALESCE(o.frozen_at, 0) AS frozen_at,
       COALESCE(o.frozen_reason, '') AS frozen_reason,
       EXISTS (SELECT 1
                 FROM factor f
                WHERE f.account_id = a.id
                  AND f.state = 'live') AS has_factor
  FROM account a
  LEFT JOIN organization o ON o.id = a.organization_id;

PRAGMA user_version = 19;
