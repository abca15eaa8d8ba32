-- Lives: a replay may be made as of a chosen day.

ALTER TABLE replay ADD COLUMN as_of TEXT; -- day YYYY-MM-DD; NULL: all on their own days

PRAGMA user_version = 7;
