-- Whoever gives a link or a code that sets a password could use it himself: its use is kept, and
-- told to the owner. Of those given before, nobody knows by whom.
ALTER TABLE reset ADD COLUMN given_by TEXT REFERENCES account (id); -- NULL: the command line
ALTER TABLE recovery ADD COLUMN given_by TEXT REFERENCES account (id); -- the code; NULL: none was

CREATE TABLE reset_use (
    n          INTEGER NOT NULL PRIMARY KEY,                            -- in the order of use
    account_id TEXT    NOT NULL REFERENCES account (id),                -- whose password it set
    used_at    INTEGER NOT NULL,                                        -- ms
    way        TEXT    NOT NULL CHECK (way IN ('link', 'code')),        -- what was used
    given_by   TEXT    REFERENCES account (id),                         -- NULL: the command line
    seen_at    INTEGER NOT NULL DEFAULT 0                               -- ms; 0: the owner has not
                                                                        -- said to have seen it
) STRICT;
CREATE INDEX reset_use_by_account ON reset_use (account_id, n);

PRAGMA user_version = 23;
