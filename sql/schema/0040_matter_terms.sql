-- The terms of matters: that one is over is noted once, and people are told of a matter's steps and
-- of its term.

ALTER TABLE matter ADD COLUMN is_missed INTEGER NOT NULL DEFAULT 0
                              CHECK (is_missed IN (0, 1)); -- that due_on is over has been noted
CREATE INDEX matter_running ON matter (due_on) WHERE is_over = 0 AND is_missed = 0;

ALTER TABLE outbox ADD COLUMN matter_id TEXT REFERENCES matter (id);   -- NULL: the filing moved
ALTER TABLE notice ADD COLUMN matter_id TEXT REFERENCES matter (id);   -- NULL: of the filing itself
ALTER TABLE delivery ADD COLUMN matter_id TEXT REFERENCES matter (id); -- the same

-- Reminders of a matter's term that were sent: each once for a term that ends on that day.
CREATE TABLE matter_reminder (
    matter_id TEXT    NOT NULL REFERENCES matter (id), -- whose term
    due_on    TEXT    NOT NULL CHECK (due_on <> ''),   -- the day on which it ended then
    code      TEXT    NOT NULL CHECK (code <> ''),     -- as rules/notices.lua says
    days      INTEGER NOT NULL CHECK (days >= 1),      -- so many before, or after
    at        INTEGER NOT NULL,                        -- ms
    PRIMARY KEY (matter_id, due_on, code, days)
) STRICT, WITHOUT ROWID;
CREATE INDEX matter_reminder_by_at ON matter_reminder (at);

PRAGMA user_version = 40;
