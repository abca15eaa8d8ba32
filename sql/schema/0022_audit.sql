-- Every line says by which way it came, and the chain has a key: who has the database and not the
-- key cannot make it again. The line whose action is audit.keyed is the first that is hashed with
-- the key (HMAC-SHA-256); it holds the hash of the line before it, and with it all older lines,
-- which keep the hashes that they have. From it on, a line's hash is made of the hash before, a
-- newline, and the JSON array [n, at, actor_id, action, object, detail, address_hash, request_id].

-- Made anew, for a line's hash was UNIQUE by an index of its own, which costs more than all else of
-- a line and proves nothing: the number of the line is in what is hashed.

CREATE TABLE audit_2 (
    n            INTEGER NOT NULL PRIMARY KEY, -- 1, 2, ... without a gap
    at           INTEGER NOT NULL,             -- ms
    actor_id     TEXT,                         -- account id; NULL: the system, or nobody logged in.
                                               -- No reference: a person may be erased
    action       TEXT    NOT NULL,             -- filing.submit, filing.read, ...
    object       TEXT,                         -- id of what it was done to
    detail       TEXT,                         -- JSON object or NULL
    prev_hash    TEXT    NOT NULL,             -- hash of line n - 1; 64 zeros before the first
    hash         TEXT    NOT NULL,             -- of this line
    address      ANY,                          -- of who asked, as the web server saw it, or NULL;
                                               -- sealed
    address_hash TEXT,                         -- of address, with the key: what the chain covers
    request_id   TEXT                          -- as in the web server's log; NULL: no request
) STRICT;
INSERT INTO audit_2
SELECT n, at, actor_id, action, object, detail, prev_hash, hash, NULL, NULL, NULL FROM audit;
DROP TABLE audit;
ALTER TABLE audit_2 RENAME TO audit;
CREATE TRIGGER audit_sealed_insert BEFORE INSERT ON audit
    WHEN typeof(NEW.address) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed audit'); END;
CREATE TRIGGER audit_sealed_update BEFORE UPDATE OF address ON audit
    WHEN typeof(NEW.address) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed audit'); END;
CREATE UNIQUE INDEX audit_keyed ON audit (action) WHERE action = 'audit.keyed';

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'append_only audit'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'append_only audit'); END;
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
    WHEN EXISTS (SELECT 1 FROM audit WHERE n = NEW.n)
    BEGIN SELECT RAISE(ABORT, 'append_only audit'); END;

-- How far each ring of the file of lines that wait has been written down, in the transaction that
-- wrote them: a line that waited is written once, whatever dies in between.
CREATE TABLE audit_waiting (
    ring    INTEGER NOT NULL PRIMARY KEY, -- of the file
    file_id INTEGER NOT NULL,             -- of the file; another: nothing of this one yet
    drained INTEGER NOT NULL              -- lines of the ring
) STRICT;

PRAGMA user_version = 22;
