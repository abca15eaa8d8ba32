-- What PostgreSQL alone is told: transactions, which only fcgi/store/postgres says.

-- One snapshot for all reads of a request.
-- name: postgres_read
BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;

-- Each statement sees what stood when it began: the wait in the queue comes before all of them.
-- name: postgres_write
BEGIN ISOLATION LEVEL READ COMMITTED;

-- The disk is waited for outside of the queue.
-- name: postgres_later
SET LOCAL synchronous_commit = off;

-- A place in the queue of writers, held until the transaction ends.
-- name: postgres_queue
SELECT one FROM writer WHERE one = 1 FOR UPDATE;

-- name: postgres_commit
COMMIT;

-- name: postgres_rollback
ROLLBACK;

-- Written and waited for by itself, and with it whatever was committed before. Asking for a number
-- of a transaction would not wait.
-- name: postgres_settle
SELECT pg_logical_emit_message(true, 'suanbei', '');

-- Nothing is begun there that is left open: the queue would stand.
-- name: postgres_session
SET idle_in_transaction_session_timeout = '3s';

-- name: postgres_bytes
SELECT pg_database_size(current_database());

-- What is looked at before anything is written; settings are told as texts.
-- name: postgres_version
SELECT current_setting('server_version_num');

-- name: postgres_encoding
SELECT current_setting('server_encoding');

-- name: postgres_standby
SELECT current_setting('in_hot_standby');

-- name: postgres_made
SELECT CAST(to_regclass('pragma_user_version') IS NOT NULL AS TEXT);

-- A column of text that is not sorted by its bytes.
-- name: postgres_collation
SELECT format('%s.%s', CAST(a.attrelid AS regclass), a.attname)
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
 WHERE c.relkind = 'r'
   AND c.relnamespace = (SELECT relnamespace
                           FROM pg_class
                          WHERE oid = to_regclass('pragma_user_version'))
   AND a.attnum > 0
   AND NOT a.attisdropped
   AND a.atttypid = CAST('text' AS regtype)
   AND a.attcollation <> CAST('"C"' AS regcollation)
 LIMIT 1;

-- name: postgres_steps
SELECT user_version FROM pragma_user_version;

-- Lines of held that this transaction wrote and that have no digest yet.
-- name: postgres_held_open
SELECT n, noun, row_key
  FROM held
 WHERE n > 0
   AND tags IS NULL
   AND xmin = CAST(CAST(txid_current() % 4294967296 AS TEXT) AS xid)
 ORDER BY n
 LIMIT $1;
