-- The queue is searched by terms, as the register is: characters of what is searched, two
-- neighbours and each alone, and what people narrow a queue with. The clerk lists them a moment
-- after a task came; until then its row is looked at itself. Nothing is written for it when a task
-- comes or goes: a place that no row has any more finds nothing.

ALTER TABLE queue ADD COLUMN ord INTEGER; -- its place in the sets below; NULL: not listed yet
CREATE INDEX queue_by_ord ON queue (ord);
CREATE INDEX queue_by_claimer ON queue (claimed_by, ord, state) WHERE state = 'claimed';

CREATE TABLE queue_term (
    id   INTEGER NOT NULL PRIMARY KEY, -- with a chunk's number behind it, of a posting
    term TEXT    NOT NULL UNIQUE       -- characters, or a kind of filter, a colon and a code
) STRICT;

-- Which rows of a chunk have a term, or had it while they waited.
CREATE TABLE queue_posting (
    id   INTEGER NOT NULL PRIMARY KEY, -- term * 65536 + ord / 16384
    ords BLOB    NOT NULL              -- modulo 16384: 16 bits each, or a bit each
) STRICT;

-- The chunks that are in use. One row.
CREATE TABLE queue_span (
    one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), -- the row
    low  INTEGER NOT NULL,                             -- the first ord that any row may have
    next INTEGER NOT NULL                              -- the one that the next row gets
) STRICT;
INSERT INTO queue_span (one, low, next) VALUES (1, 0, 0);

-- What is listed of it is no longer so.
CREATE TRIGGER queue_says_other AFTER UPDATE OF stage, area, class_code, kind, text ON queue
    WHEN NEW.ord IS NOT NULL
     AND (NEW.stage, NEW.area, NEW.class_code, NEW.kind, NEW.text)
         IS NOT (OLD.stage, OLD.area, OLD.class_code, OLD.kind, OLD.text)
    BEGIN
        UPDATE queue SET ord = NULL WHERE due_on = NEW.due_on AND task_id = NEW.task_id;
    END;

PRAGMA user_version = 48;
