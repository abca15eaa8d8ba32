-- Notices also leave the house: by a command or a webhook of the operator's.

-- One text for one receiver by one channel, told in the transaction of its notice. Whoever takes it
-- out has it until due_at: when that is over without an end, somebody else takes it out again. The
-- address is not here: it lies sealed with the account and is read when the text goes out.
CREATE TABLE delivery (
    n          INTEGER NOT NULL PRIMARY KEY,                 -- order
    id         TEXT    NOT NULL UNIQUE CHECK (id <> ''),     -- opaque; the receiver knows it again
    notice     TEXT    NOT NULL CHECK (notice <> ''),        -- as rules/notices.lua says
    channel    TEXT    NOT NULL CHECK (channel <> ''),       -- likewise
    filing_id  TEXT    NOT NULL REFERENCES filing (id),      -- about which
    account_id TEXT    REFERENCES account (id),              -- whose address; NULL: none is given
    address    TEXT    NOT NULL
                       CHECK (address IN ('', 'mobile', 'email')), -- which is given
    title      TEXT    NOT NULL,                             -- '': the channel has none
    text       TEXT    NOT NULL,                             -- no personal data
    still      TEXT    NOT NULL,                             -- only while the filing is in that
                                                             -- state; '': in any
    until_at   INTEGER NOT NULL,                             -- ms: not begun after; 0: whenever
    state      TEXT    NOT NULL CHECK (state IN ('waiting', 'out', 'taken', 'dead', 'dropped')),
                                                             -- dropped: overtaken, or given up
    tries      INTEGER NOT NULL CHECK (tries >= 0),          -- how often it was taken out
    forgiven   INTEGER NOT NULL CHECK (forgiven >= 0),       -- so many of them count no more
    due_at     INTEGER NOT NULL,                             -- ms: not before; of one that is out,
                                                             -- when it may be taken out again
    at         INTEGER NOT NULL,                             -- ms: told
    ended_at   INTEGER NOT NULL                              -- ms: taken, dead or dropped; 0: not
) STRICT;
CREATE INDEX delivery_due ON delivery (due_at) WHERE state IN ('waiting', 'out');
CREATE INDEX delivery_by_state ON delivery (state, n);
CREATE INDEX delivery_ended ON delivery (ended_at) WHERE state IN ('taken', 'dropped');
CREATE INDEX delivery_by_filing ON delivery (filing_id);
CREATE INDEX delivery_by_account ON delivery (account_id) WHERE account_id IS NOT NULL;

-- Each time that one was taken out, and what came of it.
CREATE TABLE delivery_try (
    delivery_n INTEGER NOT NULL REFERENCES delivery (n) ON DELETE CASCADE, -- which
    n          INTEGER NOT NULL CHECK (n >= 1),                            -- the how manieth
    at         INTEGER NOT NULL,                                           -- ms
    ended_at   INTEGER NOT NULL,                                           -- ms; 0: not yet
    outcome    TEXT    NOT NULL,               -- '': under way; taken, lost, or why not, in a word
    PRIMARY KEY (delivery_n, n)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 36;
