-- Every line says by which way it came, and the chain has a key: who has the database and not the
-- key cannot make it again. The line whose action is audit.keyed is the first that is hashed with
-- the key (HMAC-SHA-256); it holds the hash of the line before it, and with it all older lines,
-- which keep the hashes that they have. From it on, a line's hash is made of the hash before, a
-- newline, and the JSON array [n, at, actor_id, action, object, detail, address_hash, request_id].

ALTER TABLE audit ADD COLUMN address TEXT; -- of who asked, as the web server saw it; or NULL
ALTER TABLE audit ADD COLUMN address_hash TEXT; -- of address, with the key: what the chain covers
ALTER TABLE audit ADD COLUMN request_id TEXT; -- as in the web server's log; NULL: no request
CREATE UNIQUE INDEX audit_keyed ON audit (action) WHERE action = 'audit.keyed';

-- How far each ring of the file of lines that wait has been written down, in the transaction that
-- wrote them: a line that waited is written once, whatever dies in between.
CREATE TABLE audit_waiting (
    ring    INTEGER NOT NULL PRIMARY KEY, -- of the file
    file_id INTEGER NOT NULL,             -- of the file; another: nothing of this one yet
    drained INTEGER NOT NULL              -- lines of the ring
) STRICT;

PRAGMA user_version = 17;
