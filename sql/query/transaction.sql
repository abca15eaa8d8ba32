-- Transactions: only fcgi/store/commit.c says these.

-- One snapshot for all reads of a request.
-- name: begin_read
BEGIN;

-- Takes the write lock at once: a transaction that begins with a read and then writes ignores
-- busy_timeout.
-- name: begin_write
BEGIN IMMEDIATE;

-- name: commit
COMMIT;

-- name: rollback
ROLLBACK;
