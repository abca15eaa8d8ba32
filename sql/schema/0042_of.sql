-- What was begun about a filing, the newest first, as every read of a filing asks: in the order of
-- the index, so that nothing is sorted, mostly not even a row read.
DROP INDEX filing_by_of;
CREATE INDEX filing_by_of ON filing (of_id, created_at, id) WHERE of_id IS NOT NULL;

PRAGMA user_version = 42;
