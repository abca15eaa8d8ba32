-- What stands still is counted beside what is due.
CREATE INDEX deadline_paused ON deadline (filing_id, name) WHERE state = 'paused';

PRAGMA user_version = 32;
