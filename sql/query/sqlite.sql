-- What SQLite alone is told: no other engine prepares these. Transactions, which only
-- fcgi/store/sqlite/commit.c says; a second file of the database, and whether it is whole.

-- One snapshot for all reads of a request.
-- name: begin_read
BEGIN;

-- Another number when another connection has committed since this one asked last.
-- name: data_version
PRAGMA data_version;

-- Takes the write lock at once: a transaction that begins with a read and then writes ignores
-- busy_timeout.
-- name: begin_write
BEGIN IMMEDIATE;

-- Ends either kind.
-- name: commit
COMMIT;

-- Undoes everything since begin_write.
-- name: rollback
ROLLBACK;

-- Writes every page anew, so that none holds what was deleted or moved.
-- name: write_anew
VACUUM;

-- A snapshot of now goes into a new file at $1, beside everybody who reads and writes.
-- name: copy_into
VACUUM INTO $1;

-- The first thing that is wrong with a page or an index; "ok" when nothing is.
-- name: copy_integrity
SELECT integrity_check AS id
  FROM pragma_integrity_check(1);

-- A table with a row that points at nothing.
-- name: copy_dangling
SELECT DISTINCT "table" AS id
  FROM pragma_foreign_key_check
 LIMIT 1;
