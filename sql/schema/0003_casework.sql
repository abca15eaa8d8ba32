-- Casework: what requests decide upon has a revision, every move of a filing leaves a row for
-- whoever delivers notices, and what the rules said is called a judgement: a decision is a
-- reviewer's.

-- The revision of what requests decide upon. A request remembers the revision of its root before
-- its transaction and raises or holds it inside: when it has moved, the request decides anew.
CREATE TABLE root (
    id       TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''), -- organization, account, or rules
    revision INTEGER NOT NULL CHECK (revision >= 1)         -- grows by one; no row is revision 0
) STRICT, WITHOUT ROWID;

-- Moves of filings that nobody has been told of yet, each written with its move. A row goes when
-- what it says has been delivered, and never changes before.
CREATE TABLE outbox (
    n          INTEGER NOT NULL PRIMARY KEY,              -- order of moves
    filing_id  TEXT    NOT NULL REFERENCES filing (id),   -- which moved
    version    INTEGER NOT NULL CHECK (version >= 1),     -- at which version
    event      TEXT    NOT NULL CHECK (event <> ''),      -- submit, pass, ... as in event.what
    from_state TEXT,                                      -- NULL at creation
    to_state   TEXT    NOT NULL CHECK (to_state <> ''),   -- where it has stood since
    actor_role TEXT    NOT NULL CHECK (actor_role <> ''), -- who moved it, as in event.actor_role
    at         INTEGER NOT NULL                           -- ms
) STRICT;
CREATE TRIGGER outbox_no_update BEFORE UPDATE ON outbox
    BEGIN SELECT RAISE(ABORT, 'append_only outbox'); END;
CREATE TRIGGER outbox_no_replace BEFORE INSERT ON outbox
    WHEN EXISTS (SELECT 1 FROM outbox WHERE n = NEW.n)
    BEGIN SELECT RAISE(ABORT, 'append_only outbox'); END;

-- Whoever saved last may send the same once more, when the answer was lost on its way. It is no
-- reference: that would be checked in every save, in the middle of the one queue of writers.
ALTER TABLE filing ADD COLUMN saved_by TEXT; -- account.id of who asked; NULL for older rows

-- What the rules said is a judgement. References follow a table that is renamed; its indexes and
-- guards keep their old names, so they are made again.
DROP TRIGGER decision_no_update;
DROP TRIGGER decision_no_delete;
DROP TRIGGER decision_no_replace;
DROP INDEX decision_by_filing;
DROP INDEX decision_by_account;
DROP INDEX replay_hit_by_decision;
ALTER TABLE decision RENAME TO judgement;
ALTER TABLE judgement RENAME COLUMN decided_by TO judged_by; -- who asked; NULL for older rows
ALTER TABLE judgement RENAME COLUMN decided_at TO judged_at; -- ms
CREATE UNIQUE INDEX judgement_by_filing ON judgement (filing_id, n);
CREATE INDEX judgement_by_account ON judgement (judged_by);
CREATE INDEX replay_hit_by_judgement ON replay_hit (ord);
CREATE TRIGGER judgement_no_update BEFORE UPDATE ON judgement
    BEGIN SELECT RAISE(ABORT, 'append_only judgement'); END;
CREATE TRIGGER judgement_no_delete BEFORE DELETE ON judgement
    BEGIN SELECT RAISE(ABORT, 'append_only judgement'); END;
CREATE TRIGGER judgement_no_replace BEFORE INSERT ON judgement
    WHEN EXISTS (SELECT 1
                   FROM judgement
                  WHERE ord = NEW.ord
                     OR id = NEW.id
                     OR (filing_id = NEW.filing_id AND n = NEW.n))
    BEGIN SELECT RAISE(ABORT, 'append_only judgement'); END;

-- Rows that are read in several places, each told once: with the names that belong to their
-- references, or, where a view ends in _line, without the columns that are too long for a list.

-- Who logs in, with the name of the organization.
CREATE VIEW account_row AS
SELECT a.*, o.name AS organization_name
  FROM account a
  LEFT JOIN organization o ON o.id = a.organization_id;

-- Review work, with the filing that it is about and who has taken it. Joined from the left, so that
-- a question that asks for no names does not look them up.
CREATE VIEW task_row AS
SELECT t.*, f.kind, f.action, f.title, f.organization_id, o.name AS organization_name,
       a.username AS claimed_by_name
  FROM task t
  LEFT JOIN filing f ON f.id = t.filing_id
  LEFT JOIN organization o ON o.id = f.organization_id
  LEFT JOIN account a ON a.id = t.claimed_by;

-- The tasks that each reviewer sees. A task without an area is in everybody's scope: nobody else
-- would own it.
CREATE VIEW reviewer_scope AS
SELECT r.id AS account_id, t.*
  FROM account r
  JOIN task_row t ON t.area = ''
                  OR EXISTS (SELECT 1
                               FROM scope s
                              WHERE s.account_id = r.id
                                AND substr(t.area, 1, length(s.area)) = s.area
                                AND (s.class_code = '' OR s.class_code = t.class_code));

-- Whose judgement it is.
CREATE VIEW judgement_whose AS
SELECT j.ord, j.filing_id, f.title, o.name AS organization, f.number, j.n, j.version
  FROM judgement j
  JOIN filing f ON f.id = j.filing_id
  JOIN organization o ON o.id = f.organization_id;

-- The public register without what a search does not show.
CREATE VIEW entry_line AS
SELECT ord, number, filing_id, organization_id, algorithm_name, algorithm_type, role, organization,
       area, products, purpose, status, filed_on, note, search_text
  FROM entry;

-- A rule set without its files and what it declares, with what has happened to it.
CREATE VIEW rule_set_line AS
SELECT r.hash, r.origin, r.base, r.added_by, r.note, r.conflicts, r.added_at,
       u.username AS added_by_name,
       (SELECT count(*) FROM rule_test t WHERE t.rule_set = r.hash) AS tests,
       (SELECT count(*) FROM activation v WHERE v.hash = r.hash) AS activations,
       COALESCE((SELECT t.is_passed FROM rule_test t WHERE t.rule_set = r.hash
                  ORDER BY t.n DESC LIMIT 1), 0) AS is_passed,
       COALESCE((SELECT t.at FROM rule_test t WHERE t.rule_set = r.hash
                  ORDER BY t.n DESC LIMIT 1), 0) AS tested_at
  FROM rule_set r
  LEFT JOIN account u ON u.id = r.added_by;

-- How a set became active, and by whom.
CREATE VIEW activation_row AS
SELECT v.*, u.username AS actor_name
  FROM activation v
  LEFT JOIN account u ON u.id = v.actor_id;

-- A signature, with the base of the replay that its signer read.
CREATE VIEW approval_row AS
SELECT p.*, y.base, u.username AS approved_by_name
  FROM approval p
  JOIN replay y ON y.id = p.replay_id
  LEFT JOIN account u ON u.id = p.approved_by;

PRAGMA user_version = 3;
