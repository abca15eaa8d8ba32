-- Keys that seal what is personal at rest. Each is wrapped by a master key, which stands in a file
-- outside the database. Whoever's key is destroyed is forgotten in every backup, too, that does not
-- hold the key any more; the rows that were sealed by it stay, and tell nothing.

CREATE TABLE sealing_key (
    n          INTEGER NOT NULL PRIMARY KEY,      -- told by each cell that it sealed
    owner      TEXT    NOT NULL CHECK (owner <> ''), -- id of an organization or an account; or
                                                     -- system, lookup, audit
    wrapped    BLOB,                              -- by the master key; NULL: destroyed
    master     TEXT    NOT NULL,                  -- name of the master key
    created_at INTEGER NOT NULL,                  -- ms
    erased_at  INTEGER NOT NULL DEFAULT 0         -- ms; 0: not
        CHECK ((erased_at = 0) = (wrapped IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX sealing_key_by_owner ON sealing_key (owner) WHERE erased_at = 0;
CREATE INDEX sealing_key_by_master ON sealing_key (master);

PRAGMA user_version = 16;
