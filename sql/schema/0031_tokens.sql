-- Tokens of programs: an account lets a program act for it, within a scope and until a day.
CREATE TABLE token (
    id         TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),    -- opaque
    account_id TEXT    NOT NULL REFERENCES account (id),         -- for whom it acts
    name       TEXT    NOT NULL,                                 -- what its owner calls it
    hash       TEXT    NOT NULL UNIQUE,                          -- SHA-256 of the token, hex
    shown      TEXT    NOT NULL,                                 -- how it begins, to recognize it
    scope      INTEGER NOT NULL CHECK (scope BETWEEN 1 AND 3),   -- enum membership: at the most
    created_at INTEGER NOT NULL,                                 -- ms
    ends_at    INTEGER NOT NULL,                                 -- ms; void from then on
    used_on    TEXT    NOT NULL DEFAULT ''                       -- the last day of use; '': none
) STRICT, WITHOUT ROWID;
CREATE INDEX token_by_account ON token (account_id, id);
CREATE INDEX token_by_end ON token (ends_at);

PRAGMA user_version = 31;
