-- Rules under government: where a set comes from, how it was tried and signed, what it would
-- change, and decisions that can be made again.

-- Rule sets know where they come from. A set's row never changes; what happens to it is in the
-- tables below.

-- The set that was active when this one was added; NULL for the first.
ALTER TABLE rule_set ADD COLUMN base TEXT REFERENCES rule_set (hash);
-- Who proposed it; NULL: the folder, or the command line without a name.
ALTER TABLE rule_set ADD COLUMN added_by TEXT REFERENCES account (id);
-- Why, in the words of who proposed it.
ALTER TABLE rule_set ADD COLUMN note TEXT NOT NULL DEFAULT '';
-- JSON: what it declares; {} for sets older than this column.
ALTER TABLE rule_set ADD COLUMN manifest TEXT NOT NULL DEFAULT '{}';
-- JSON array: local changes whose base changed under them.
ALTER TABLE rule_set ADD COLUMN conflicts TEXT NOT NULL DEFAULT '[]';
CREATE INDEX rule_set_by_age ON rule_set (added_at, hash);
CREATE INDEX rule_set_by_base ON rule_set (base);
CREATE INDEX rule_set_by_account ON rule_set (added_by);

-- How a set became active: by a saved folder, two signatures, one step back, one signature for a
-- time, or the end of that time. Append-only like the rest of the row.
ALTER TABLE activation ADD COLUMN kind TEXT NOT NULL DEFAULT 'watch'
    CHECK (kind IN ('watch', 'approved', 'rollback', 'emergency', 'revert'));
-- Who; NULL: the system.
ALTER TABLE activation ADD COLUMN actor_id TEXT REFERENCES account (id);
-- Why; never empty for rollback and emergency.
ALTER TABLE activation ADD COLUMN reason TEXT NOT NULL DEFAULT '';
-- When an emergency reverts by itself, ms; 0 for the rest.
ALTER TABLE activation ADD COLUMN ends_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX activation_by_account ON activation (actor_id);

-- Runs of a set's cases. Append-only; the newest counts.
CREATE TABLE rule_test (
    n         INTEGER NOT NULL PRIMARY KEY,               -- order of runs
    rule_set  TEXT    NOT NULL REFERENCES rule_set (hash), -- of which
    is_passed INTEGER NOT NULL CHECK (is_passed IN (0, 1)), -- every case, every rule, enough lines
    report    TEXT    NOT NULL,                           -- JSON: cases and coverage, or the fault
    tested_by TEXT    REFERENCES account (id),            -- who asked; NULL: the system
    at        INTEGER NOT NULL                            -- ms
) STRICT;
CREATE INDEX rule_test_by_set ON rule_test (rule_set, n);
CREATE INDEX rule_test_by_account ON rule_test (tested_by);

-- Replays: a candidate judges stored decisions again beside the set that is active. Read-only on
-- everything else; the row is its progress, so that one that was cut off goes on where it stopped.
CREATE TABLE replay (
    id          TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''), -- opaque
    rule_set    TEXT    NOT NULL REFERENCES rule_set (hash),   -- the candidate
    base        TEXT    NOT NULL REFERENCES rule_set (hash),   -- what it is compared with
    state       TEXT    NOT NULL                               -- where it is
        CHECK (state IN ('queued', 'running', 'done', 'failed')),
    through     INTEGER NOT NULL,                              -- the last decision (ord) that
                                                               -- belongs to it
    total       INTEGER NOT NULL,                              -- decisions that belong to it
    done        INTEGER NOT NULL DEFAULT 0,                    -- judged so far
    at_ord      INTEGER NOT NULL DEFAULT 0,                    -- the last decision judged
    tally       TEXT    NOT NULL DEFAULT '{}',                 -- JSON: what has been counted up to
                                                               -- at_ord
    report      TEXT,                                          -- JSON, canonical; NULL before done
    report_hash TEXT,                                          -- SHA-256 of report, hex; what an
                                                               -- approval signs; NULL before done
    fault       TEXT,                                          -- why it failed, Chinese; NULL
                                                               -- otherwise
    asked_by    TEXT    REFERENCES account (id),               -- NULL: the command line
    asked_at    INTEGER NOT NULL,                              -- ms
    ended_at    INTEGER NOT NULL DEFAULT 0                     -- ms; 0 before
) STRICT;
CREATE INDEX replay_by_set ON replay (rule_set, asked_at);
CREATE INDEX replay_by_base ON replay (base);
CREATE INDEX replay_by_account ON replay (asked_by);
CREATE INDEX replay_open ON replay (state) WHERE state IN ('queued', 'running');

-- The decisions that a replay found changed, each once.
CREATE TABLE replay_hit (
    replay_id TEXT    NOT NULL REFERENCES replay (id),     -- of which
    ord       INTEGER NOT NULL REFERENCES decision (ord),  -- the decision
    kinds     TEXT    NOT NULL,                            -- what changed: words joined by spaces
    rules     TEXT    NOT NULL,                            -- ids of the rules concerned, each
                                                           -- between spaces, sorted: ' a b '
    change    TEXT    NOT NULL,                            -- JSON: before and after, without values
                                                           -- of fields
    PRIMARY KEY (replay_id, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX replay_hit_by_decision ON replay_hit (ord);

-- Signatures under a set and the report that its signer read. Append-only: another set, another
-- base or another report needs another.
CREATE TABLE approval (
    n           INTEGER NOT NULL PRIMARY KEY,                -- order of signatures
    rule_set    TEXT    NOT NULL REFERENCES rule_set (hash), -- what is signed
    replay_id   TEXT    NOT NULL REFERENCES replay (id),     -- the replay that was read
    report_hash TEXT    NOT NULL,                            -- its report's
    approved_by TEXT    NOT NULL REFERENCES account (id),    -- never who proposed the set
    note        TEXT    NOT NULL,                            -- '' when nothing was said
    at          INTEGER NOT NULL                             -- ms
) STRICT;
CREATE INDEX approval_by_set ON approval (rule_set, n);
CREATE INDEX approval_by_replay ON approval (replay_id);
CREATE INDEX approval_by_account ON approval (approved_by);

-- How often a rule of a set has spoken in decisions that are stored.
CREATE TABLE firing (
    rule_set TEXT    NOT NULL REFERENCES rule_set (hash), -- under which
    rule     TEXT    NOT NULL,                            -- its id
    n        INTEGER NOT NULL CHECK (n >= 1),             -- decisions in which it spoke
    last_at  INTEGER NOT NULL,                            -- ms; the newest of them
    PRIMARY KEY (rule_set, rule)
) STRICT, WITHOUT ROWID;

-- Decisions get an order for all and a number within their filing; a refused submit is one as well.
CREATE TABLE decision_2 (
    ord          INTEGER NOT NULL PRIMARY KEY,                  -- 1, 2, ... in the order of their
                                                                -- commits
    id           TEXT    NOT NULL UNIQUE CHECK (id <> ''),      -- opaque
    filing_id    TEXT    NOT NULL REFERENCES filing (id),       -- on which
    n            INTEGER NOT NULL CHECK (n >= 1),               -- 1, 2, ... within the filing
    version      INTEGER NOT NULL,                              -- of it; one that was refused never
                                                                -- came to be
    occasion     TEXT    NOT NULL,                              -- submit
    verdict      TEXT    NOT NULL,                              -- acceptable, not_acceptable,
                                                                -- needs_human
    facts_hash   TEXT    NOT NULL,                              -- SHA-256 of the canonical facts,
                                                                -- hex
    outcome_hash TEXT    NOT NULL,                              -- SHA-256 of what was decided,
                                                                -- without where the rules stand; ''
                                                                -- for older rows
    rule_set     TEXT    NOT NULL,                              -- hash of the rule set
    engine       TEXT    NOT NULL,                              -- its version
    decided_by   TEXT    REFERENCES account (id),               -- who asked; NULL for older rows
    decided_at   INTEGER NOT NULL,                              -- ms
    facts        TEXT    NOT NULL,                              -- JSON as the judge got it
    answer       TEXT    NOT NULL                               -- JSON as the judge gave it
) STRICT;
INSERT INTO decision_2 (ord, id, filing_id, n, version, occasion, verdict, facts_hash, outcome_hash,
                        rule_set, engine, decided_by, decided_at, facts, answer)
SELECT row_number() OVER (ORDER BY decided_at, id), id, filing_id,
       row_number() OVER (PARTITION BY filing_id ORDER BY decided_at, id), version, occasion,
       verdict, facts_hash, '', rule_set, engine, NULL, decided_at, facts, answer
  FROM decision;
DROP TABLE decision;
ALTER TABLE decision_2 RENAME TO decision;
CREATE UNIQUE INDEX decision_by_filing ON decision (filing_id, n);
CREATE INDEX decision_by_account ON decision (decided_by);

CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision
    BEGIN SELECT RAISE(ABORT, 'append_only decision'); END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision
    BEGIN SELECT RAISE(ABORT, 'append_only decision'); END;
CREATE TRIGGER decision_no_replace BEFORE INSERT ON decision
    WHEN EXISTS (SELECT 1
                   FROM decision
                  WHERE ord = NEW.ord
                     OR id = NEW.id
                     OR (filing_id = NEW.filing_id AND n = NEW.n))
    BEGIN SELECT RAISE(ABORT, 'append_only decision'); END;
CREATE TRIGGER rule_test_no_update BEFORE UPDATE ON rule_test
    BEGIN SELECT RAISE(ABORT, 'append_only rule_test'); END;
CREATE TRIGGER rule_test_no_delete BEFORE DELETE ON rule_test
    BEGIN SELECT RAISE(ABORT, 'append_only rule_test'); END;
CREATE TRIGGER rule_test_no_replace BEFORE INSERT ON rule_test
    WHEN EXISTS (SELECT 1 FROM rule_test WHERE n = NEW.n)
    BEGIN SELECT RAISE(ABORT, 'append_only rule_test'); END;
CREATE TRIGGER approval_no_update BEFORE UPDATE ON approval
    BEGIN SELECT RAISE(ABORT, 'append_only approval'); END;
CREATE TRIGGER approval_no_delete BEFORE DELETE ON approval
    BEGIN SELECT RAISE(ABORT, 'append_only approval'); END;
CREATE TRIGGER approval_no_replace BEFORE INSERT ON approval
    WHEN EXISTS (SELECT 1 FROM approval WHERE n = NEW.n)
    BEGIN SELECT RAISE(ABORT, 'append_only approval'); END;
-- A report that was signed stays as it was signed.
CREATE TRIGGER replay_no_delete BEFORE DELETE ON replay
    BEGIN SELECT RAISE(ABORT, 'append_only replay'); END;
CREATE TRIGGER replay_done_stays BEFORE UPDATE ON replay
    WHEN OLD.state IN ('done', 'failed')
    BEGIN SELECT RAISE(ABORT, 'append_only replay'); END;

PRAGMA user_version = 2;
