-- What waits for reviewers: a row for each task that is not done, in the order of the queue, with
-- all that a queue is chosen by. A queue is walked here, and only what it shows is looked up.

CREATE TABLE queue (
    due_on          TEXT NOT NULL,            -- as of the task: '' sorts first
    task_id         TEXT NOT NULL,            -- which; its triggers keep this row as it is
    stage           TEXT NOT NULL,            -- of the task
    state           TEXT NOT NULL,            -- open or claimed
    area            TEXT NOT NULL,            -- of the task, as class_code and pool
    class_code      TEXT NOT NULL,            -- by which
    pool            TEXT NOT NULL,            -- a scope is compared
    claimed_by      TEXT NOT NULL DEFAULT '', -- account; '' while open
    kind            TEXT NOT NULL,            -- of the filing
    organization_id TEXT NOT NULL,            -- whose filing: its own people do not review it
    decided_by      TEXT NOT NULL,            -- accounts that decided an earlier stage of this
                                              -- version, between spaces: they do not work this one
    text            TEXT NOT NULL,            -- title, organization and number, folded, a line each
    PRIMARY KEY (due_on, task_id)
) STRICT, WITHOUT ROWID;

INSERT INTO queue (due_on, task_id, stage, state, area, class_code, pool, claimed_by, kind,
                     organization_id, decided_by, text)
SELECT t.due_on, t.id, t.stage, t.state, t.area, t.class_code, t.pool,
       COALESCE(t.claimed_by, ''), f.kind, f.organization_id,
       COALESCE((SELECT ' ' || group_concat(d.claimed_by, ' ') || ' '
                   FROM task d
                  WHERE d.filing_id = t.filing_id
                    AND d.version = t.version
                    AND d.state = 'done'), ''),
       fold(f.title) || char(10) || fold(o.name) || char(10) || COALESCE(f.number, '')
  FROM task t
  JOIN filing f ON f.id = t.filing_id
  JOIN organization o ON o.id = f.organization_id
 WHERE t.state <> 'done';

-- The same by where: who sees a city does not walk through what waits in the country.
CREATE INDEX queue_by_area
    ON queue (area, due_on, task_id, class_code, pool, stage, state, claimed_by, kind,
              organization_id, decided_by);

-- Who decided an earlier stage of the version of a task that waits.
CREATE TABLE queue_decided (
    account_id TEXT NOT NULL, -- who
    task_id    TEXT NOT NULL, -- of the queue
    PRIMARY KEY (account_id, task_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_decided_by_task ON queue_decided (task_id);
INSERT INTO queue_decided (account_id, task_id)
SELECT DISTINCT d.claimed_by, t.id
  FROM task t
  JOIN task d ON d.filing_id = t.filing_id AND d.version = t.version AND d.state = 'done'
 WHERE t.state <> 'done';

-- How much of the country nobody has taken: who sees all of it asks for no row of the queue.
CREATE TABLE queue_total (
    stage      TEXT    NOT NULL, -- as of the queue
    class_code TEXT    NOT NULL, -- by which
    pool       TEXT    NOT NULL, -- it is counted
    due_on     TEXT    NOT NULL, -- and by this
    has_area   INTEGER NOT NULL, -- 0: it is in everybody's scope, whatever its class
    n          INTEGER NOT NULL, -- open ones; 0 once they are gone
    PRIMARY KEY (stage, class_code, pool, due_on, has_area)
) STRICT, WITHOUT ROWID;
INSERT INTO queue_total (stage, class_code, pool, due_on, has_area, n)
SELECT stage, class_code, pool, due_on, area <> '', count(*)
  FROM queue
 WHERE state = 'open'
 GROUP BY 1, 2, 3, 4, 5;

CREATE TRIGGER queue_counts AFTER INSERT ON queue
    WHEN NEW.state = 'open'
    BEGIN
        INSERT INTO queue_total (stage, class_code, pool, due_on, has_area, n)
        VALUES (NEW.stage, NEW.class_code, NEW.pool, NEW.due_on, NEW.area <> '', 1)
            ON CONFLICT DO UPDATE SET n = n + 1;
    END;
CREATE TRIGGER queue_counts_less AFTER DELETE ON queue
    BEGIN
        UPDATE queue_total
           SET n = n - 1
         WHERE OLD.state = 'open'
           AND stage = OLD.stage
           AND class_code = OLD.class_code
           AND pool = OLD.pool
           AND due_on = OLD.due_on
           AND has_area = (OLD.area <> '');
        DELETE FROM queue_total
         WHERE n = 0
           AND stage = OLD.stage
           AND class_code = OLD.class_code
           AND pool = OLD.pool
           AND due_on = OLD.due_on
           AND has_area = (OLD.area <> '');
        DELETE FROM queue_decided WHERE task_id = OLD.task_id;
    END;
CREATE TRIGGER queue_counts_on
    AFTER UPDATE OF stage, area, class_code, pool, due_on, state ON queue
    BEGIN
        UPDATE queue_total
           SET n = n - 1
         WHERE OLD.state = 'open'
           AND stage = OLD.stage
           AND class_code = OLD.class_code
           AND pool = OLD.pool
           AND due_on = OLD.due_on
           AND has_area = (OLD.area <> '');
        INSERT INTO queue_total (stage, class_code, pool, due_on, has_area, n)
        SELECT NEW.stage, NEW.class_code, NEW.pool, NEW.due_on, NEW.area <> '', 1
         WHERE NEW.state = 'open'
            ON CONFLICT DO UPDATE SET n = n + 1;
        DELETE FROM queue_total
         WHERE n = 0
           AND stage = OLD.stage
           AND class_code = OLD.class_code
           AND pool = OLD.pool
           AND due_on = OLD.due_on
           AND has_area = (OLD.area <> '');
    END;

CREATE TRIGGER task_in_queue
    AFTER UPDATE OF stage, state, area, class_code, pool, due_on, claimed_by ON task
    WHEN OLD.state <> 'done'
    BEGIN
        UPDATE queue
           SET due_on = NEW.due_on, stage = NEW.stage, state = NEW.state, area = NEW.area,
               class_code = NEW.class_code, pool = NEW.pool,
               claimed_by = COALESCE(NEW.claimed_by, '')
         WHERE due_on = OLD.due_on
           AND task_id = OLD.id
           AND NEW.state <> 'done';
        DELETE FROM queue
         WHERE due_on = OLD.due_on
           AND task_id = OLD.id
           AND NEW.state = 'done';
    END;
CREATE TRIGGER task_leaves_queue AFTER DELETE ON task
    WHEN OLD.state <> 'done'
    BEGIN DELETE FROM queue WHERE due_on = OLD.due_on AND task_id = OLD.id; END;

-- It stands there now.
DROP INDEX task_not_done;

-- How much somebody has done is counted.
DROP INDEX task_by_account;
CREATE INDEX task_by_account ON task (claimed_by, state, done_at) WHERE claimed_by IS NOT NULL;

PRAGMA user_version = 25;
