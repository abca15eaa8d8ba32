-- People are told of what happens to their filings and of clocks that come to an end.

-- Until now nobody was told of moves: what was kept of old ones would all be told at once. The
-- history of each filing has them.
DELETE FROM outbox;

-- What somebody is told: each once, written in the transaction that takes the row of the outbox
-- away, or that keeps the reminder. It never changes; it goes after a time.
CREATE TABLE notice (
    n         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, -- order; never given again
    id        TEXT    NOT NULL UNIQUE CHECK (id <> ''),   -- opaque
    to_id     TEXT    NOT NULL CHECK (to_id <> ''),       -- organization.id: all who file for it;
                                                          -- or account.id
    code      TEXT    NOT NULL CHECK (code <> ''),        -- as rules/notices.lua says
    filing_id TEXT    NOT NULL REFERENCES filing (id),    -- about which
    title     TEXT    NOT NULL,                           -- of one line
    text      TEXT    NOT NULL,                           -- no personal data
    at        INTEGER NOT NULL                            -- ms
) STRICT;
CREATE INDEX notice_by_to ON notice (to_id, n);
CREATE INDEX notice_by_filing ON notice (filing_id);
CREATE INDEX notice_by_at ON notice (at);
CREATE TRIGGER notice_no_update BEFORE UPDATE ON notice
    BEGIN SELECT RAISE(ABORT, 'append_only notice'); END;
CREATE TRIGGER notice_no_replace BEFORE INSERT ON notice
    WHEN EXISTS (SELECT 1 FROM notice WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'append_only notice'); END;

-- Who has read which: colleagues read for themselves.
CREATE TABLE notice_read (
    notice_n   INTEGER NOT NULL REFERENCES notice (n) ON DELETE CASCADE, -- which
    account_id TEXT    NOT NULL REFERENCES account (id),                 -- who
    at         INTEGER NOT NULL,                                         -- ms
    PRIMARY KEY (notice_n, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_read_by_account ON notice_read (account_id);

-- Reminders and escalations that were sent: each once for a clock that ends on that day. Where the
-- day is moved they are sent for the new one.
CREATE TABLE reminder (
    filing_id TEXT    NOT NULL REFERENCES filing (id), -- whose clock
    clock     TEXT    NOT NULL CHECK (clock <> ''),    -- deadline.name
    due_on    TEXT    NOT NULL CHECK (due_on <> ''),   -- the day on which it ended then
    code      TEXT    NOT NULL CHECK (code <> ''),     -- as rules/notices.lua says
    days      INTEGER NOT NULL CHECK (days >= 1),      -- so many before, or after
    at        INTEGER NOT NULL,                        -- ms
    PRIMARY KEY (filing_id, clock, due_on, code, days)
) STRICT, WITHOUT ROWID;
CREATE INDEX reminder_by_at ON reminder (at);

-- What has run out, by the day.
CREATE INDEX deadline_missed ON deadline (due_on) WHERE state = 'missed';

PRAGMA user_version = 30;
