-- Personal data and business secrets are sealed at rest: fcgi/store/cells.h says which columns are,
-- whose key seals them and how their rows are told apart. Such a column holds a BLOB from now on. A
-- TEXT in it was written before; the clerk seals what it finds, batch by batch, and what is read
-- meanwhile may be either.

-- Only the declared type changes: rows stay as they are on disk, however many there are. It is done
-- in the way that SQLite tells of for this (lang_altertable, section 7): the tables' own texts are
-- edited. What is made below raises the schema's cookie, so that every connection reads it anew.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema
   SET sql = replace(replace(replace(sql,
       ' contact_name    TEXT', ' contact_name    ANY '),
       ' mobile          TEXT', ' mobile          ANY '),
       ' email           TEXT', ' email           ANY ')
 WHERE type = 'table' AND name = 'account';
UPDATE sqlite_schema
   SET sql = replace(sql, ' filename        TEXT', ' filename        ANY ')
 WHERE type = 'table' AND name = 'attachment';
UPDATE sqlite_schema
   SET sql = replace(replace(sql,
       ' reasons    TEXT', ' reasons    ANY '),
       ' note       TEXT', ' note       ANY ')
 WHERE type = 'table' AND name = 'event';
UPDATE sqlite_schema
   SET sql = replace(sql, ' data            TEXT', ' data            ANY ')
 WHERE type = 'table' AND name = 'filing';
UPDATE sqlite_schema
   SET sql = replace(replace(sql,
       ' facts        TEXT', ' facts        ANY '),
       ' answer       TEXT', ' answer       ANY ')
 WHERE type = 'table' AND name = 'judgement';
UPDATE sqlite_schema
   SET sql = replace(sql, ' data          TEXT', ' data          ANY ')
 WHERE type = 'table' AND name = 'kept';
UPDATE sqlite_schema
   SET sql = replace(replace(sql,
       ' name            TEXT', ' name            ANY '),
       ' data            TEXT', ' data            ANY ')
 WHERE type = 'table' AND name = 'product';
UPDATE sqlite_schema
   SET sql = replace(sql, ' data          TEXT', ' data          ANY ')
 WHERE type = 'table' AND name = 'product_kept';
UPDATE sqlite_schema
   SET sql = replace(replace(sql,
       ' headers      TEXT', ' headers      ANY '),
       ' body         TEXT', ' body         ANY ')
 WHERE type = 'table' AND name = 'reply';
UPDATE sqlite_schema
   SET sql = replace(replace(sql,
       ' reasons        TEXT', ' reasons        ANY '),
       ' note           TEXT', ' note           ANY ')
 WHERE type = 'table' AND name = 'task';
UPDATE sqlite_schema
   SET sql = replace(replace(replace(sql,
       ' data         TEXT', ' data         ANY '),
       ' remote_addr  TEXT', ' remote_addr  ANY '),
       ' products TEXT', ' products ANY')
 WHERE type = 'table' AND name = 'version';
PRAGMA writable_schema = RESET;

-- This one is small, and is walked by the numbers of its rows like the others from now on.
CREATE TABLE task_draft_2 (
    task_id    TEXT    NOT NULL PRIMARY KEY REFERENCES task (id) ON DELETE CASCADE, -- about which
    account_id TEXT    NOT NULL REFERENCES account (id), -- who had claimed it; others do not see it
    draft      ANY     NOT NULL,                         -- JSON object
    saved_at   INTEGER NOT NULL                          -- ms
) STRICT;
INSERT INTO task_draft_2 (task_id, account_id, draft, saved_at)
SELECT task_id, account_id, draft, saved_at
  FROM task_draft;
DROP TABLE task_draft;
ALTER TABLE task_draft_2 RENAME TO task_draft;
CREATE INDEX task_draft_by_account ON task_draft (account_id);

-- How many reasons an event gives, for lists: what is sealed cannot be counted by a question.
ALTER TABLE event ADD COLUMN reasons_n INTEGER NOT NULL DEFAULT 0; -- of reasons; 0 without any
DROP TRIGGER event_no_update;
UPDATE event
   SET reasons_n = json_array_length(reasons)
 WHERE reasons IS NOT NULL;
DROP VIEW filing_line;
CREATE VIEW filing_line AS
SELECT f.*, o.name AS organization_name,
       CASE f.standing
       WHEN 'editable' THEN COALESCE((SELECT e.reasons_n
                                        FROM event e
                                       WHERE e.filing_id = f.id
                                         AND e.reasons IS NOT NULL
                                         AND e.at >= f.submitted_at
                                       ORDER BY e.n DESC
                                       LIMIT 1), 0)
       ELSE 0 END AS open_reasons,
       CASE WHEN f.standing <> 'over' -- which has no clock
            THEN (SELECT d.due_on
                    FROM deadline d
                   WHERE d.filing_id = f.id
                     AND d.state = 'running'
                     AND d.due_on IS NOT NULL
                   ORDER BY d.due_on, d.n
                   LIMIT 1) END AS due_on,
       (SELECT d.unit
          FROM deadline d
         WHERE d.filing_id = f.id
           AND d.state = 'running'
           AND d.due_on IS NOT NULL
         ORDER BY d.due_on, d.n
         LIMIT 1) AS due_unit
  FROM filing f
  LEFT JOIN organization o ON o.id = f.organization_id
 WHERE f.deleted_at = 0;

-- A fence behind the program: no statement writes a text into a column that is sealed. Rows that
-- have one stay until they are sealed.
CREATE TRIGGER account_sealed_insert BEFORE INSERT ON account
    WHEN typeof(NEW.contact_name) = 'text'
        OR typeof(NEW.mobile) = 'text'
        OR typeof(NEW.email) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed account'); END;
CREATE TRIGGER account_sealed_update BEFORE UPDATE OF contact_name, mobile, email ON account
    WHEN typeof(NEW.contact_name) = 'text'
        OR typeof(NEW.mobile) = 'text'
        OR typeof(NEW.email) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed account'); END;
CREATE TRIGGER attachment_sealed_insert BEFORE INSERT ON attachment
    WHEN typeof(NEW.filename) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed attachment'); END;
CREATE TRIGGER attachment_sealed_update BEFORE UPDATE OF filename ON attachment
    WHEN typeof(NEW.filename) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed attachment'); END;
CREATE TRIGGER event_sealed_insert BEFORE INSERT ON event
    WHEN typeof(NEW.reasons) = 'text' OR typeof(NEW.note) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed event'); END;
CREATE TRIGGER event_sealed_update BEFORE UPDATE OF reasons, note ON event
    WHEN typeof(NEW.reasons) = 'text' OR typeof(NEW.note) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed event'); END;
CREATE TRIGGER filing_sealed_insert BEFORE INSERT ON filing
    WHEN typeof(NEW.data) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed filing'); END;
CREATE TRIGGER filing_sealed_update BEFORE UPDATE OF data ON filing
    WHEN typeof(NEW.data) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed filing'); END;
CREATE TRIGGER judgement_sealed_insert BEFORE INSERT ON judgement
    WHEN typeof(NEW.facts) = 'text' OR typeof(NEW.answer) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed judgement'); END;
CREATE TRIGGER judgement_sealed_update BEFORE UPDATE OF facts, answer ON judgement
    WHEN typeof(NEW.facts) = 'text' OR typeof(NEW.answer) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed judgement'); END;
CREATE TRIGGER kept_sealed_insert BEFORE INSERT ON kept
    WHEN typeof(NEW.data) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed kept'); END;
CREATE TRIGGER kept_sealed_update BEFORE UPDATE OF data ON kept
    WHEN typeof(NEW.data) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed kept'); END;
CREATE TRIGGER product_sealed_insert BEFORE INSERT ON product
    WHEN typeof(NEW.name) = 'text' OR typeof(NEW.data) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed product'); END;
CREATE TRIGGER product_sealed_update BEFORE UPDATE OF name, data ON product
    WHEN typeof(NEW.name) = 'text' OR typeof(NEW.data) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed product'); END;
CREATE TRIGGER product_kept_sealed_insert BEFORE INSERT ON product_kept
    WHEN typeof(NEW.data) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed product_kept'); END;
CREATE TRIGGER product_kept_sealed_update BEFORE UPDATE OF data ON product_kept
    WHEN typeof(NEW.data) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed product_kept'); END;
CREATE TRIGGER reply_sealed_insert BEFORE INSERT ON reply
    WHEN typeof(NEW.headers) = 'text' OR typeof(NEW.body) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed reply'); END;
CREATE TRIGGER reply_sealed_update BEFORE UPDATE OF headers, body ON reply
    WHEN typeof(NEW.headers) = 'text' OR typeof(NEW.body) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed reply'); END;
CREATE TRIGGER task_sealed_insert BEFORE INSERT ON task
    WHEN typeof(NEW.reasons) = 'text' OR typeof(NEW.note) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed task'); END;
CREATE TRIGGER task_sealed_update BEFORE UPDATE OF reasons, note ON task
    WHEN typeof(NEW.reasons) = 'text' OR typeof(NEW.note) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed task'); END;
CREATE TRIGGER task_draft_sealed_insert BEFORE INSERT ON task_draft
    WHEN typeof(NEW.draft) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed task_draft'); END;
CREATE TRIGGER task_draft_sealed_update BEFORE UPDATE OF draft ON task_draft
    WHEN typeof(NEW.draft) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed task_draft'); END;
CREATE TRIGGER version_sealed_insert BEFORE INSERT ON version
    WHEN typeof(NEW.data) = 'text'
        OR typeof(NEW.remote_addr) = 'text'
        OR typeof(NEW.products) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed version'); END;
CREATE TRIGGER version_sealed_update BEFORE UPDATE OF data, remote_addr, products ON version
    WHEN typeof(NEW.data) = 'text'
        OR typeof(NEW.remote_addr) = 'text'
        OR typeof(NEW.products) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed version'); END;

-- What never changes may be sealed, and sealed again under another key of its owner: all beside it
-- stays, and so does its length.
DROP TRIGGER version_no_update;
CREATE TRIGGER version_no_update BEFORE UPDATE ON version
    WHEN (NEW.filing_id IS OLD.filing_id
          AND NEW.n IS OLD.n
          AND NEW.data_hash IS OLD.data_hash
          AND NEW.submitted_by IS OLD.submitted_by
          AND NEW.submitted_at IS OLD.submitted_at
          AND NEW.promise IS OLD.promise
          AND NEW.text_hash IS OLD.text_hash
          AND (NEW.data IS NOT OLD.data
               OR NEW.remote_addr IS NOT OLD.remote_addr
               OR NEW.products IS NOT OLD.products)
          AND (NEW.data IS OLD.data
               OR CASE typeof(OLD.data)
                  WHEN 'text' THEN length(NEW.data) = length(CAST(OLD.data AS BLOB)) + 49
                  WHEN 'blob' THEN length(NEW.data) = length(OLD.data)
                                   AND substr(NEW.data, 2, 8) <> substr(OLD.data, 2, 8)
                  ELSE 0 END)
          AND (NEW.remote_addr IS OLD.remote_addr
               OR CASE typeof(OLD.remote_addr)
                  WHEN 'text' THEN length(NEW.remote_addr)
                                   = length(CAST(OLD.remote_addr AS BLOB)) + 49
                  WHEN 'blob' THEN length(NEW.remote_addr) = length(OLD.remote_addr)
                                   AND substr(NEW.remote_addr, 2, 8)
                                       <> substr(OLD.remote_addr, 2, 8)
                  ELSE 0 END)
          AND (NEW.products IS OLD.products
               OR CASE typeof(OLD.products)
                  WHEN 'text' THEN length(NEW.products) = length(CAST(OLD.products AS BLOB)) + 49
                  WHEN 'blob' THEN length(NEW.products) = length(OLD.products)
                                   AND substr(NEW.products, 2, 8) <> substr(OLD.products, 2, 8)
                  ELSE 0 END)) IS NOT TRUE
    BEGIN SELECT RAISE(ABORT, 'append_only version'); END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
    WHEN (NEW.n IS OLD.n
          AND NEW.filing_id IS OLD.filing_id
          AND NEW.version IS OLD.version
          AND NEW.actor_id IS OLD.actor_id
          AND NEW.actor_role IS OLD.actor_role
          AND NEW.what IS OLD.what
          AND NEW.from_state IS OLD.from_state
          AND NEW.to_state IS OLD.to_state
          AND NEW.data_hash IS OLD.data_hash
          AND NEW.at IS OLD.at
          AND NEW.clock IS OLD.clock
          AND NEW.reasons_n IS OLD.reasons_n
          AND (NEW.reasons IS NOT OLD.reasons OR NEW.note IS NOT OLD.note)
          AND (NEW.reasons IS OLD.reasons
               OR CASE typeof(OLD.reasons)
                  WHEN 'text' THEN length(NEW.reasons) = length(CAST(OLD.reasons AS BLOB)) + 49
                  WHEN 'blob' THEN length(NEW.reasons) = length(OLD.reasons)
                                   AND substr(NEW.reasons, 2, 8) <> substr(OLD.reasons, 2, 8)
                  ELSE 0 END)
          AND (NEW.note IS OLD.note
               OR CASE typeof(OLD.note)
                  WHEN 'text' THEN length(NEW.note) = length(CAST(OLD.note AS BLOB)) + 49
                  WHEN 'blob' THEN length(NEW.note) = length(OLD.note)
                                   AND substr(NEW.note, 2, 8) <> substr(OLD.note, 2, 8)
                  ELSE 0 END)) IS NOT TRUE
    BEGIN SELECT RAISE(ABORT, 'append_only event'); END;
DROP TRIGGER judgement_no_update;
CREATE TRIGGER judgement_no_update BEFORE UPDATE ON judgement
    WHEN (NEW.ord IS OLD.ord
          AND NEW.id IS OLD.id
          AND NEW.filing_id IS OLD.filing_id
          AND NEW.n IS OLD.n
          AND NEW.version IS OLD.version
          AND NEW.occasion IS OLD.occasion
          AND NEW.verdict IS OLD.verdict
          AND NEW.facts_hash IS OLD.facts_hash
          AND NEW.outcome_hash IS OLD.outcome_hash
          AND NEW.rule_set IS OLD.rule_set
          AND NEW.engine IS OLD.engine
          AND NEW.judged_by IS OLD.judged_by
          AND NEW.judged_at IS OLD.judged_at
          AND ((NEW.facts = x''
                AND NEW.answer = x''
                AND EXISTS (SELECT 1 FROM filing WHERE id = OLD.filing_id AND deleted_at <> 0))
               OR ((NEW.facts IS NOT OLD.facts OR NEW.answer IS NOT OLD.answer)
               AND (NEW.facts IS OLD.facts
                    OR CASE typeof(OLD.facts)
                       WHEN 'text' THEN length(NEW.facts) = length(CAST(OLD.facts AS BLOB)) + 49
                       WHEN 'blob' THEN length(NEW.facts) = length(OLD.facts)
                                        AND substr(NEW.facts, 2, 8) <> substr(OLD.facts, 2, 8)
                       ELSE 0 END)
               AND (NEW.answer IS OLD.answer
                    OR CASE typeof(OLD.answer)
                       WHEN 'text' THEN length(NEW.answer) = length(CAST(OLD.answer AS BLOB)) + 49
                       WHEN 'blob' THEN length(NEW.answer) = length(OLD.answer)
                                        AND substr(NEW.answer, 2, 8) <> substr(OLD.answer, 2, 8)
                       ELSE 0 END)))) IS NOT TRUE
    BEGIN SELECT RAISE(ABORT, 'append_only judgement'); END;

-- A key may be replaced by a newer one of its owner, which seals from then on.
ALTER TABLE sealing_key ADD COLUMN replaced_at INTEGER NOT NULL DEFAULT 0; -- ms; 0: not
DROP INDEX sealing_key_by_owner;
CREATE UNIQUE INDEX sealing_key_by_owner ON sealing_key (owner)
    WHERE erased_at = 0 AND replaced_at = 0;
CREATE INDEX sealing_key_erased ON sealing_key (owner) WHERE erased_at <> 0;

-- What was typed as a name is kept as a keyed hash; how often it failed until today is forgotten.
DELETE FROM attempt;

-- Tables that may hold what was written before, and how far the clerk has come in each; without a
-- row: all is sealed. When the last is done the database is written anew, for a page may hold a
-- stale copy of what lay in it.
CREATE TABLE unsealed (
    name TEXT    NOT NULL PRIMARY KEY, -- of the table; '~' for the database itself
    at   INTEGER NOT NULL              -- rowid up to which it is done; 0 before the first
) STRICT, WITHOUT ROWID;
INSERT INTO unsealed (name, at)
          SELECT 'account', 0 WHERE EXISTS (SELECT 1 FROM account)
UNION ALL SELECT 'attachment', 0 WHERE EXISTS (SELECT 1 FROM attachment)
UNION ALL SELECT 'event', 0 WHERE EXISTS (SELECT 1 FROM event)
UNION ALL SELECT 'filing', 0 WHERE EXISTS (SELECT 1 FROM filing)
UNION ALL SELECT 'judgement', 0 WHERE EXISTS (SELECT 1 FROM judgement)
UNION ALL SELECT 'kept', 0 WHERE EXISTS (SELECT 1 FROM kept)
UNION ALL SELECT 'product', 0 WHERE EXISTS (SELECT 1 FROM product)
UNION ALL SELECT 'product_kept', 0 WHERE EXISTS (SELECT 1 FROM product_kept)
UNION ALL SELECT 'reply', 0 WHERE EXISTS (SELECT 1 FROM reply)
UNION ALL SELECT 'task', 0 WHERE EXISTS (SELECT 1 FROM task)
UNION ALL SELECT 'task_draft', 0 WHERE EXISTS (SELECT 1 FROM task_draft)
UNION ALL SELECT 'version', 0 WHERE EXISTS (SELECT 1 FROM version)
UNION ALL SELECT '~', 0 WHERE EXISTS (SELECT 1 FROM account);

PRAGMA user_version = 17;
