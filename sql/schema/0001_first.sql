-- The first schema. Times are milliseconds since 1970 UTC, days are Beijing days YYYY-MM-DD, ids
-- are 26 characters that sort by time unless a comment says otherwise. STRICT, WITHOUT ROWID and
-- the triggers are SQLite's; the rest is the subset that PostgreSQL reads too.

PRAGMA application_id = 1398100553;

-- Who files. An organization exists from the registration of its first account; the lower half of
-- the row is filled when its subject filing is approved, and that is the gate before products and
-- algorithm filings.
CREATE TABLE organization (
    id                TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''), -- opaque
    name              TEXT    NOT NULL,                              -- as registered, then approved
    credit_code       TEXT,                                          -- 统一社会信用代码 of the approved
                                                                     -- subject; NULL before
    area              TEXT,                                          -- six digits of the approved
                                                                     -- subject; NULL before
    serial            INTEGER NOT NULL DEFAULT 0                     -- in its filing numbers; 0
        CHECK (serial = 0 OR serial BETWEEN 1000000 AND 9999999),    -- before the first approval
    subject_filing_id TEXT    REFERENCES filing (id),                -- the approved subject filing;
                                                                     -- NULL before
    created_at        INTEGER NOT NULL                               -- ms
) STRICT;
CREATE UNIQUE INDEX organization_by_serial ON organization (serial) WHERE serial <> 0;
-- Not unique: whoever registers first under somebody else's code must not shut the owner out. The
-- rules warn, a reviewer decides.
CREATE INDEX organization_by_credit_code ON organization (credit_code);
CREATE INDEX organization_by_subject ON organization (subject_filing_id);

-- Counters whose values are given out once: a value taken in a transaction that is rolled back was
-- never given out.
CREATE TABLE counter (
    name TEXT    NOT NULL PRIMARY KEY, -- organization_serial
    n    INTEGER NOT NULL              -- the last value given out
) STRICT;
INSERT INTO counter (name, n) VALUES ('organization_serial', 1000000);

-- Who logs in: filers belong to an organization, most staff do not.
CREATE TABLE account (
    id              TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),   -- opaque
    username        TEXT    NOT NULL,                                -- as typed at registration
    username_folded TEXT    NOT NULL UNIQUE,                         -- lower case, half width: what
                                                                     -- must be unique
    password_hash   TEXT    NOT NULL,                                -- Argon2id, self-describing
    roles           INTEGER NOT NULL CHECK (roles BETWEEN 0 AND 127), -- bits of enum role
    organization_id TEXT    REFERENCES organization (id),            -- NULL for most staff
    contact_name    TEXT,                                            -- NULL when not given
    mobile          TEXT,                                            -- NULL when not given
    email           TEXT,                                            -- NULL when not given
    is_disabled     INTEGER NOT NULL DEFAULT 0                       -- cannot log in, sessions are
        CHECK (is_disabled IN (0, 1)),                               -- dead
    created_at      INTEGER NOT NULL                                 -- ms
) STRICT;
CREATE INDEX account_by_organization ON account (organization_id);

-- What a reviewer sees: each row lets one area prefix and one class through. An account without
-- rows sees only tasks without an area.
CREATE TABLE scope (
    account_id TEXT NOT NULL REFERENCES account (id), -- the reviewer
    area       TEXT NOT NULL                          -- digits that the area of a task begins with;
        CHECK (area NOT GLOB '*[^0-9]*'),             -- '' is all
    class_code TEXT NOT NULL,                         -- class of algorithm; '' is all
    PRIMARY KEY (account_id, area, class_code)
) STRICT, WITHOUT ROWID;

-- Live logins. The token itself is never stored.
CREATE TABLE session (
    token_hash TEXT    NOT NULL PRIMARY KEY,             -- SHA-256 of the token, hex
    account_id TEXT    NOT NULL REFERENCES account (id), -- whose
    created_at INTEGER NOT NULL,                         -- ms
    expires_at INTEGER NOT NULL,                         -- ms; dead from then on
    is_bearer  INTEGER NOT NULL                          -- a program's token, not a browser's
        CHECK (is_bearer IN (0, 1))                      -- cookie
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_account ON session (account_id);
CREATE INDEX session_by_expiry ON session (expires_at);

-- Failed logins under a key: an account name or an address.
CREATE TABLE attempt (
    key           TEXT    NOT NULL PRIMARY KEY, -- account:<folded name>, address:<addr>
    failures      INTEGER NOT NULL,             -- since first_at
    first_at      INTEGER NOT NULL,             -- ms
    last_at       INTEGER NOT NULL,             -- ms
    blocked_until INTEGER NOT NULL              -- ms; 0: not blocked
) STRICT;

-- Replies to requests that carried an Idempotency-Key, written in the transaction of the effect
-- itself.
CREATE TABLE reply (
    scope        TEXT    NOT NULL, -- account id, or - for nobody
    key          TEXT    NOT NULL, -- as the client chose it
    request_hash TEXT    NOT NULL, -- of method, path and body: the same key under another request
                                   -- is refused
    status       INTEGER NOT NULL CHECK (status BETWEEN 100 AND 599), -- HTTP
    headers      TEXT    NOT NULL, -- JSON object
    body         TEXT    NOT NULL, -- as sent
    created_at   INTEGER NOT NULL, -- ms; kept for a day
    PRIMARY KEY (scope, key)
) STRICT;
CREATE INDEX reply_by_age ON reply (created_at);

-- A case: one row from the first draft to the tombstone. States are declared by the rules; the
-- schema knows by name only those that the core acts upon. A deleted draft leaves its row without
-- content, since its history points at it.
CREATE TABLE filing (
    id              TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),    -- opaque
    organization_id TEXT    NOT NULL REFERENCES organization (id),    -- whose
    kind            TEXT    NOT NULL CHECK (kind <> ''),              -- subject, algorithm
    action          TEXT    NOT NULL CHECK (action <> ''),            -- initial, change, deregister
    state           TEXT    NOT NULL CHECK (state <> ''),             -- as rules/workflow.lua says
    of_id           TEXT    REFERENCES filing (id),                   -- the earlier filing that a
                                                                      -- change or deregistration
                                                                      -- concerns
    version         INTEGER NOT NULL CHECK (version >= 1),            -- grows when a returned
                                                                      -- filing is edited again
    revision        INTEGER NOT NULL CHECK (revision >= 1),           -- grows with every save and
                                                                      -- move: the ETag
    number          TEXT    UNIQUE,                                   -- NULL before approval; never
                                                                      -- reused
    rule_set        TEXT,                                             -- of the last submit, or NULL
    checked_with    TEXT,                                             -- rule set of the last check
                                                                      -- or save; NULL before
    title           TEXT    NOT NULL,                                 -- short, for lists; from data
    created_at      INTEGER NOT NULL,                                 -- ms
    updated_at      INTEGER NOT NULL,                                 -- ms
    submitted_at    INTEGER NOT NULL,                                 -- ms; 0 before
    deleted_at      INTEGER NOT NULL DEFAULT 0,                       -- ms; 0: not deleted
    data            TEXT    NOT NULL                                  -- JSON object; long, so last
) STRICT;
CREATE INDEX filing_by_organization ON filing (organization_id, id);
CREATE INDEX filing_by_of ON filing (of_id) WHERE of_id IS NOT NULL;
CREATE INDEX filing_by_state ON filing (state);
-- One subject filing per organization. Withdrawn and returned may be edited again, so they are
-- live; refused is over, and so are the tombstones.
CREATE UNIQUE INDEX filing_live_subject ON filing (organization_id)
    WHERE kind = 'subject'
      AND deleted_at = 0
      AND state NOT IN ('refused', 'deregistered', 'revoked');

-- Saves that lost against a newer one: kept so that nothing typed is lost. The newest twenty of a
-- filing.
CREATE TABLE kept (
    n             INTEGER NOT NULL PRIMARY KEY,            -- order of arrival
    id            TEXT    NOT NULL UNIQUE,                 -- opaque
    filing_id     TEXT    NOT NULL REFERENCES filing (id), -- of which
    account_id    TEXT    NOT NULL REFERENCES account (id), -- who typed it
    base_revision INTEGER NOT NULL,                        -- the revision that it was typed over
    data          TEXT    NOT NULL,                        -- JSON object
    at            INTEGER NOT NULL                         -- ms
) STRICT;
CREATE INDEX kept_by_filing ON kept (filing_id, n);
CREATE INDEX kept_by_account ON kept (account_id);

-- What was submitted, frozen. Append-only.
CREATE TABLE version (
    filing_id    TEXT    NOT NULL REFERENCES filing (id),  -- of which
    n            INTEGER NOT NULL CHECK (n >= 1),          -- 1, 2, ...
    data         TEXT    NOT NULL,                         -- JSON object as submitted
    data_hash    TEXT    NOT NULL,                         -- SHA-256 of data, hex
    submitted_by TEXT    NOT NULL REFERENCES account (id), -- who promised that it is true
    remote_addr  TEXT    NOT NULL,                         -- from where
    submitted_at INTEGER NOT NULL,                         -- ms
    PRIMARY KEY (filing_id, n)
) STRICT;
CREATE INDEX version_by_account ON version (submitted_by);

-- What the rules said, with all that is needed to say it again. Append-only.
CREATE TABLE decision (
    id         TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''), -- opaque
    filing_id  TEXT    NOT NULL REFERENCES filing (id),       -- on which
    version    INTEGER NOT NULL,                              -- of it
    occasion   TEXT    NOT NULL,                              -- submit
    verdict    TEXT    NOT NULL,                              -- acceptable, not_acceptable,
                                                              -- needs_human
    facts      TEXT    NOT NULL,                              -- JSON, canonical
    facts_hash TEXT    NOT NULL,                              -- SHA-256 of facts, hex
    answer     TEXT    NOT NULL,                              -- JSON
    rule_set   TEXT    NOT NULL,                              -- hash of the rule set
    engine     TEXT    NOT NULL,                              -- its version
    decided_at INTEGER NOT NULL                               -- ms
) STRICT;
CREATE INDEX decision_by_filing ON decision (filing_id, version);

-- A filing's history: who did what when. Append-only.
CREATE TABLE event (
    n          INTEGER NOT NULL PRIMARY KEY,            -- order of events
    filing_id  TEXT    NOT NULL REFERENCES filing (id), -- of which
    version    INTEGER NOT NULL,                        -- at which version
    actor_id   TEXT    REFERENCES account (id),         -- NULL: the system
    actor_role TEXT    NOT NULL,                        -- filer, preliminary_reviewer,
                                                        -- final_reviewer, system
    what       TEXT    NOT NULL,                        -- create, save, submit, claim, pass, ...
    from_state TEXT,                                    -- NULL at creation
    to_state   TEXT,                                    -- NULL when nothing moved
    reasons    TEXT,                                    -- JSON array or NULL
    note       TEXT,                                    -- staff only
    data_hash  TEXT,                                    -- of the version concerned
    at         INTEGER NOT NULL                         -- ms
) STRICT;
CREATE INDEX event_by_filing ON event (filing_id, n);
CREATE INDEX event_by_actor ON event (actor_id);

-- What is due for a filing; replaced whole by each decision.
CREATE TABLE deadline (
    filing_id      TEXT    NOT NULL REFERENCES filing (id), -- of which
    n              INTEGER NOT NULL,                        -- place in the list
    name           TEXT    NOT NULL,                        -- review, first_filing, ...
    from_on        TEXT,                                    -- day that the count starts after
    days           INTEGER NOT NULL,                        -- working days
    due_on         TEXT,                                    -- day; NULL when it cannot be said
    is_provisional INTEGER NOT NULL                         -- counted beyond the decreed years
        CHECK (is_provisional IN (0, 1)),
    state          TEXT    NOT NULL,                        -- running, met, missed, paused
    PRIMARY KEY (filing_id, n)
) STRICT, WITHOUT ROWID;

-- Products with their access paths and functions, one JSON tree each. Deleted ones stay, marked,
-- since filings name them.
CREATE TABLE product (
    id              TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''), -- opaque
    organization_id TEXT    NOT NULL REFERENCES organization (id), -- whose
    name            TEXT    NOT NULL,                              -- from the data
    revision        INTEGER NOT NULL CHECK (revision >= 1),        -- grows with every save: the
                                                                   -- ETag
    created_at      INTEGER NOT NULL,                              -- ms
    updated_at      INTEGER NOT NULL,                              -- ms
    deleted_at      INTEGER NOT NULL DEFAULT 0,                    -- ms; 0: not deleted
    data            TEXT    NOT NULL                               -- JSON object, ids of paths and
                                                                   -- functions included
) STRICT;
CREATE INDEX product_by_organization ON product (organization_id, id);

-- What a filing covers: a product, one of its paths, or one function; what stands above a NULL
-- covers all beneath.
CREATE TABLE coverage (
    filing_id   TEXT    NOT NULL REFERENCES filing (id),  -- which covers
    n           INTEGER NOT NULL,                         -- place in the list
    product_id  TEXT    NOT NULL REFERENCES product (id), -- what
    path_id     TEXT,                                     -- NULL: the whole product
    function_id TEXT,                                     -- NULL: the whole path
    PRIMARY KEY (filing_id, n),
    CHECK (function_id IS NULL OR path_id IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX coverage_by_product ON coverage (product_id);

-- Uploaded files by content. Several rows may name one content.
CREATE TABLE attachment (
    id              TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''), -- opaque
    organization_id TEXT    REFERENCES organization (id),          -- whose; NULL for staff
    sha256          TEXT    NOT NULL CHECK (length(sha256) = 64),  -- hex; names the file in the
                                                                   -- blob folder
    media_type      TEXT    NOT NULL,                              -- judged by content
    filename        TEXT    NOT NULL,                              -- as the filer called it
    uploaded_by     TEXT    NOT NULL REFERENCES account (id),      -- who
    size_bytes      INTEGER NOT NULL CHECK (size_bytes >= 0),      -- of the content
    created_at      INTEGER NOT NULL                               -- ms
) STRICT;
CREATE INDEX attachment_by_sha256 ON attachment (sha256);
CREATE INDEX attachment_by_organization ON attachment (organization_id);
CREATE INDEX attachment_by_account ON attachment (uploaded_by);

-- Which attachments the frozen versions of a filing name.
CREATE TABLE attachment_link (
    attachment_id TEXT NOT NULL REFERENCES attachment (id), -- which is named
    filing_id     TEXT NOT NULL REFERENCES filing (id),     -- by which
    PRIMARY KEY (attachment_id, filing_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_link_by_filing ON attachment_link (filing_id);

-- Review work. At most one task of a filing is not done.
CREATE TABLE task (
    id             TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),   -- opaque
    filing_id      TEXT    NOT NULL REFERENCES filing (id),         -- to review
    version        INTEGER NOT NULL,                                -- of it
    stage          TEXT    NOT NULL,                                -- preliminary, final
    state          TEXT    NOT NULL CHECK (state IN ('open', 'claimed', 'done')), -- where it is
    area           TEXT    NOT NULL,                                -- routing: six digits; '' when
                                                                    -- unknown
    class_code     TEXT    NOT NULL,                                -- routing: class of algorithm;
                                                                    -- '' when unknown
    due_on         TEXT    NOT NULL,                                -- day; '' when the rules could
                                                                    -- not say: sorts first
    is_provisional INTEGER NOT NULL                                 -- due_on lies beyond the
        CHECK (is_provisional IN (0, 1)),                           -- decreed years
    is_fault       INTEGER NOT NULL CHECK (is_fault IN (0, 1)),     -- the rules failed, a human
                                                                    -- must judge
    claimed_by     TEXT    REFERENCES account (id),                 -- NULL while open
    outcome        TEXT,                                            -- pass, return, refuse; NULL
                                                                    -- before done
    reasons        TEXT,                                            -- JSON array; NULL before done
    note           TEXT,                                            -- staff only
    opened_at      INTEGER NOT NULL,                                -- ms
    claimed_at     INTEGER NOT NULL,                                -- ms; 0 while open
    done_at        INTEGER NOT NULL,                                -- ms; 0 before
    CHECK (state = 'open' OR claimed_by IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX task_not_done ON task (filing_id) WHERE state <> 'done';
CREATE INDEX task_by_filing ON task (filing_id);
CREATE INDEX task_by_due ON task (due_on, id);
CREATE INDEX task_by_state ON task (state, due_on, id);
CREATE INDEX task_by_account ON task (claimed_by);

-- The last number given to an organization in a class: numbers run on across years and are never
-- reused.
CREATE TABLE number_serial (
    organization_id TEXT    NOT NULL REFERENCES organization (id), -- whose
    class_code      TEXT    NOT NULL,                              -- class of algorithm
    n               INTEGER NOT NULL CHECK (n >= 1),               -- the last one taken
    PRIMARY KEY (organization_id, class_code)
) STRICT, WITHOUT ROWID;

-- The public register. Entries are never removed: what ends leaves a tombstone by its status.
CREATE TABLE entry (
    ord             INTEGER NOT NULL PRIMARY KEY,                  -- grows: newest is greatest; the
                                                                   -- cursor of lists
    number          TEXT    NOT NULL UNIQUE,                       -- as printed
    filing_id       TEXT    NOT NULL REFERENCES filing (id),       -- that it came from
    organization_id TEXT    NOT NULL REFERENCES organization (id), -- whose
    algorithm_name  TEXT    NOT NULL,                              -- public
    algorithm_type  TEXT    NOT NULL,                              -- public label
    role            TEXT    NOT NULL,                              -- public label; '' when the list
                                                                   -- has none
    organization    TEXT    NOT NULL,                              -- name as approved
    area            TEXT    NOT NULL,                              -- six digits
    products        TEXT    NOT NULL,                              -- public text; -- for supporters
    purpose         TEXT    NOT NULL,                              -- public text
    status          TEXT    NOT NULL                               -- where it is
        CHECK (status IN ('filed', 'deregistered', 'revoked')),
    filed_on        TEXT    NOT NULL,                              -- day
    note            TEXT    NOT NULL,                              -- public remark
    search_text     TEXT    NOT NULL,                              -- folded name, organization,
                                                                   -- products, purpose, number, a
                                                                   -- line each
    disclosure      TEXT    NOT NULL,                              -- JSON object; long
    history         TEXT    NOT NULL                               -- JSON array; long
) STRICT;
CREATE INDEX entry_by_filing ON entry (filing_id);
CREATE INDEX entry_by_organization ON entry (organization_id);

-- The search index: every two neighbouring characters of search_text, so that two characters find
-- something.
CREATE TABLE register_gram (
    gram TEXT    NOT NULL,                        -- two characters
    ord  INTEGER NOT NULL REFERENCES entry (ord), -- of the entry that has them
    PRIMARY KEY (gram, ord)
) STRICT, WITHOUT ROWID;

-- How many entries have a gram: a search walks the rarest of its grams.
CREATE TABLE register_gram_count (
    gram TEXT    NOT NULL PRIMARY KEY, -- two characters
    n    INTEGER NOT NULL              -- entries that have them
) STRICT, WITHOUT ROWID;

-- Rule sets as they were when they were judged with, whole.
CREATE TABLE rule_set (
    hash     TEXT    NOT NULL PRIMARY KEY, -- over all its files
    files    TEXT    NOT NULL,             -- JSON map of path to text
    origin   TEXT    NOT NULL,             -- folder
    added_at INTEGER NOT NULL              -- ms
) STRICT;

-- When which rule set became active; the last line is the active one. Append-only.
CREATE TABLE activation (
    n    INTEGER NOT NULL PRIMARY KEY,               -- order of activations
    hash TEXT    NOT NULL REFERENCES rule_set (hash), -- of the set
    at   INTEGER NOT NULL                            -- ms
) STRICT;
CREATE INDEX activation_by_hash ON activation (hash);

-- The audit trail: ids, codes and hashes, never personal values. hash is the SHA-256 of the line
-- before's hash, a newline, and this line as the JSON array [n, at, actor_id, action, object,
-- detail]. Append-only, so a change anywhere shows from there on.
CREATE TABLE audit (
    n         INTEGER NOT NULL PRIMARY KEY, -- 1, 2, ... without a gap
    at        INTEGER NOT NULL,             -- ms
    actor_id  TEXT,                         -- account id; NULL: the system. No reference: a person
                                            -- may be erased
    action    TEXT    NOT NULL,             -- filing.submit, session.add, ...
    object    TEXT,                         -- id of what it was done to
    detail    TEXT,                         -- JSON object or NULL
    prev_hash TEXT    NOT NULL,             -- hash of line n - 1; 64 zeros before the first
    hash      TEXT    NOT NULL UNIQUE       -- of this line
) STRICT;

-- Guards of the append-only tables. REPLACE deletes without a word where recursive_triggers is off,
-- hence the third of each.
CREATE TRIGGER version_no_update BEFORE UPDATE ON version
    BEGIN SELECT RAISE(ABORT, 'append_only version'); END;
CREATE TRIGGER version_no_delete BEFORE DELETE ON version
    BEGIN SELECT RAISE(ABORT, 'append_only version'); END;
CREATE TRIGGER version_no_replace BEFORE INSERT ON version
    WHEN EXISTS (SELECT 1 FROM version WHERE filing_id = NEW.filing_id AND n = NEW.n)
    BEGIN SELECT RAISE(ABORT, 'append_only version'); END;
CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision
    BEGIN SELECT RAISE(ABORT, 'append_only decision'); END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision
    BEGIN SELECT RAISE(ABORT, 'append_only decision'); END;
CREATE TRIGGER decision_no_replace BEFORE INSERT ON decision
    WHEN EXISTS (SELECT 1 FROM decision WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'append_only decision'); END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'append_only event'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'append_only event'); END;
CREATE TRIGGER event_no_replace BEFORE INSERT ON event
    WHEN EXISTS (SELECT 1 FROM event WHERE n = NEW.n)
    BEGIN SELECT RAISE(ABORT, 'append_only event'); END;
CREATE TRIGGER activation_no_update BEFORE UPDATE ON activation
    BEGIN SELECT RAISE(ABORT, 'append_only activation'); END;
CREATE TRIGGER activation_no_delete BEFORE DELETE ON activation
    BEGIN SELECT RAISE(ABORT, 'append_only activation'); END;
CREATE TRIGGER activation_no_replace BEFORE INSERT ON activation
    WHEN EXISTS (SELECT 1 FROM activation WHERE n = NEW.n)
    BEGIN SELECT RAISE(ABORT, 'append_only activation'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'append_only audit'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'append_only audit'); END;
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
    WHEN EXISTS (SELECT 1 FROM audit WHERE n = NEW.n OR hash = NEW.hash)
    BEGIN SELECT RAISE(ABORT, 'append_only audit'); END;
-- Numbers and rule sets stay: an entry changes only where its life does.
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'append_only entry'); END;
CREATE TRIGGER entry_no_replace BEFORE INSERT ON entry
    WHEN EXISTS (SELECT 1 FROM entry WHERE ord = NEW.ord OR number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'append_only entry'); END;
CREATE TRIGGER rule_set_no_update BEFORE UPDATE ON rule_set
    BEGIN SELECT RAISE(ABORT, 'append_only rule_set'); END;
CREATE TRIGGER rule_set_no_delete BEFORE DELETE ON rule_set
    BEGIN SELECT RAISE(ABORT, 'append_only rule_set'); END;

PRAGMA user_version = 1;
