-- Clocks: a row says what it counts, what it is called and how long it has stood still; the end of
-- one that ran out stands in the filing's history.

ALTER TABLE deadline ADD COLUMN label TEXT NOT NULL DEFAULT ''; -- for people; '' in older rows
ALTER TABLE deadline ADD COLUMN unit TEXT NOT NULL DEFAULT 'workday' -- that days counts
    CHECK (unit IN ('workday', 'day', 'month'));
ALTER TABLE deadline ADD COLUMN waited INTEGER NOT NULL DEFAULT 0; -- so many of it stood still
ALTER TABLE deadline ADD COLUMN is_rolling INTEGER NOT NULL DEFAULT 0 -- an end on a day off goes
    CHECK (is_rolling IN (0, 1));                                     -- to the next working day
-- What runs out, by the day.
CREATE INDEX deadline_running ON deadline (due_on) WHERE state = 'running';

-- A clock that ran out is a line of the history.
ALTER TABLE event ADD COLUMN clock TEXT; -- its name; NULL where the event is of none
ALTER TABLE outbox ADD COLUMN clock TEXT; -- the same

PRAGMA user_version = 8;
