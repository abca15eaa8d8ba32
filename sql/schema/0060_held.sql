-- Rows that tell what was handed in, found, decided and published are held against the audit trail:
-- whoever changes, removes or adds one beside the program is found out by it.

-- A line for each time that a row of entry, version, judgement or event was written, in the
-- transaction that wrote it. The digests are keyed (fcgi/store/held.c) and each line is tied to the
-- one before; a line of the audit trail says how far the lines were when it was written.
CREATE TABLE held (
    n       INTEGER NOT NULL PRIMARY KEY, -- 0, 1, 2, ... without a gap; 0 holds nothing, NULL
    noun    TEXT    NOT NULL,             -- table
    row_key TEXT    NOT NULL,             -- which row; of a version: filing, blank, number
    tags    BLOB                          -- 8 bytes for each column in its order, then 16 that
                                          -- tie the line to line n - 1; NULL while the program
                                          -- that takes a step of the schema has not yet filled it
) STRICT;
INSERT INTO held (n, noun, row_key, tags) VALUES (0, '', '', NULL);
CREATE INDEX held_by_row ON held (noun, row_key, n);
CREATE INDEX held_open ON held (n) WHERE tags IS NULL;

-- Since which line of the audit trail the rows are held that a step of the schema wrote or found.
CREATE TABLE held_since (
    schema INTEGER NOT NULL PRIMARY KEY, -- the version that the database came to
    line   INTEGER NOT NULL              -- of the audit trail; its action is rows.held
) STRICT;

ALTER TABLE audit ADD COLUMN held TEXT; -- "n:" and the 16 bytes of line n, in hex; NULL: no rows
                                        -- yet, or written before there was such a thing. It ends
                                        -- the array that is hashed where it is not NULL

-- What is there by now is held as it is.
INSERT INTO held (n, noun, row_key)
SELECT row_number() OVER (ORDER BY noun, ord), noun, row_key
  FROM (SELECT 'entry' AS noun, ord, CAST(ord AS TEXT) AS row_key FROM entry
         UNION ALL SELECT 'version', rowid, filing_id || ' ' || n FROM version
         UNION ALL SELECT 'judgement', ord, CAST(ord AS TEXT) FROM judgement
         UNION ALL SELECT 'event', n, CAST(n AS TEXT) FROM event);

CREATE TRIGGER entry_held_written AFTER INSERT ON entry
BEGIN
    INSERT INTO held (n, noun, row_key, tags)
    SELECT n + 1, 'entry', NEW.ord, held_tags(n + 1, tags, 'entry', NEW.ord)
      FROM held
     ORDER BY n DESC
     LIMIT 1;
END;
CREATE TRIGGER entry_held_rewritten AFTER UPDATE ON entry
BEGIN
    INSERT INTO held (n, noun, row_key, tags)
    SELECT n + 1, 'entry', NEW.ord, held_tags(n + 1, tags, 'entry', NEW.ord)
      FROM held
     ORDER BY n DESC
     LIMIT 1;
END;
CREATE TRIGGER version_held_written AFTER INSERT ON version
BEGIN
    INSERT INTO held (n, noun, row_key, tags)
    SELECT n + 1, 'version', NEW.filing_id || ' ' || NEW.n,
           held_tags(n + 1, tags, 'version', NEW.filing_id || ' ' || NEW.n)
      FROM held
     ORDER BY n DESC
     LIMIT 1;
END;
CREATE TRIGGER version_held_rewritten AFTER UPDATE ON version
BEGIN
    INSERT INTO held (n, noun, row_key, tags)
    SELECT n + 1, 'version', NEW.filing_id || ' ' || NEW.n,
           held_tags(n + 1, tags, 'version', NEW.filing_id || ' ' || NEW.n)
      FROM held
     ORDER BY n DESC
     LIMIT 1;
END;
CREATE TRIGGER judgement_held_written AFTER INSERT ON judgement
BEGIN
    INSERT INTO held (n, noun, row_key, tags)
    SELECT n + 1, 'judgement', NEW.ord, held_tags(n + 1, tags, 'judgement', NEW.ord)
      FROM held
     ORDER BY n DESC
     LIMIT 1;
END;
CREATE TRIGGER judgement_held_rewritten AFTER UPDATE ON judgement
BEGIN
    INSERT INTO held (n, noun, row_key, tags)
    SELECT n + 1, 'judgement', NEW.ord, held_tags(n + 1, tags, 'judgement', NEW.ord)
      FROM held
     ORDER BY n DESC
     LIMIT 1;
END;
CREATE TRIGGER event_held_written AFTER INSERT ON event
BEGIN
    INSERT INTO held (n, noun, row_key, tags)
    SELECT n + 1, 'event', NEW.n, held_tags(n + 1, tags, 'event', NEW.n)
      FROM held
     ORDER BY n DESC
     LIMIT 1;
END;
CREATE TRIGGER event_held_rewritten AFTER UPDATE ON event
BEGIN
    INSERT INTO held (n, noun, row_key, tags)
    SELECT n + 1, 'event', NEW.n, held_tags(n + 1, tags, 'event', NEW.n)
      FROM held
     ORDER BY n DESC
     LIMIT 1;
END;

CREATE TRIGGER held_no_update BEFORE UPDATE ON held
    WHEN OLD.tags IS NOT NULL
      OR NEW.n <> OLD.n
      OR NEW.noun <> OLD.noun
      OR NEW.row_key <> OLD.row_key
    BEGIN SELECT RAISE(ABORT, 'append_only held'); END;
CREATE TRIGGER held_no_delete BEFORE DELETE ON held
    BEGIN SELECT RAISE(ABORT, 'append_only held'); END;
CREATE TRIGGER held_no_replace BEFORE INSERT ON held
    WHEN EXISTS (SELECT 1 FROM held WHERE n = NEW.n)
    BEGIN SELECT RAISE(ABORT, 'append_only held'); END;

PRAGMA user_version = 60;
