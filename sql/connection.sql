-- Said to SQLite once per connection, after the write-ahead log is on and before anything is
-- prepared. What cannot be said in SQL (defensive mode, no double-quoted strings, no extensions) is
-- in fcgi/store/sqlite/open.c. synchronous is FULL here; a pool that syncs the log itself lowers
-- it.
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA recursive_triggers = ON;
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
PRAGMA mmap_size = 0;
PRAGMA cache_size = -4096;
PRAGMA journal_size_limit = 33554432;
