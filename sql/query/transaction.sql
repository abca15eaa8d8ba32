-- Transactions: only fcgi/store/sqlite/commit.c says these.

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
