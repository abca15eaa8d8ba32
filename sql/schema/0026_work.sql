-- What became of filings, counted as it happens: figures for the public and the office are read
-- from few rows, however long the history is.

-- So many of a measure in a month. The clerk counts each line of the history once, in the
-- transaction that moves the mark behind it.
CREATE TABLE work_figure (
    month      TEXT    NOT NULL CHECK (length(month) = 7), -- YYYY-MM, Beijing
    measure    TEXT    NOT NULL                            -- what is counted
        CHECK (measure IN ('received', 'accepted', 'sent_back', 'rejected', 'overdue',
                           'sent_back_for', 'rejected_for')),
    kind       TEXT    NOT NULL,                           -- of the filing
    action     TEXT    NOT NULL,                           -- of it
    class_code TEXT    NOT NULL,                           -- as it was routed; '' when unknown
    province   TEXT    NOT NULL,                           -- two digits of where it was routed;
                                                           -- '' when unknown
    word       TEXT    NOT NULL,                           -- code of a reason, or name of a clock;
                                                           -- '' without one
    n          INTEGER NOT NULL CHECK (n > 0),             -- so many
    PRIMARY KEY (month, measure, kind, action, class_code, province, word)
) STRICT, WITHOUT ROWID;

-- So many rounds of review that were decided in a month and took so many days.
CREATE TABLE work_days (
    month      TEXT    NOT NULL CHECK (length(month) = 7), -- when it ended, YYYY-MM, Beijing
    stage      TEXT    NOT NULL,                           -- which was passed through
    kind       TEXT    NOT NULL,                           -- of the filing
    action     TEXT    NOT NULL,                           -- of it
    class_code TEXT    NOT NULL,                           -- as in work_figure
    province   TEXT    NOT NULL,                           -- as in work_figure
    days       INTEGER NOT NULL CHECK (days >= 0),         -- Beijing days from opened to decided
    n          INTEGER NOT NULL CHECK (n > 0),             -- so many
    PRIMARY KEY (month, stage, kind, action, class_code, province, days)
) STRICT, WITHOUT ROWID;

-- How far the history has been counted.
CREATE TABLE work_mark (
    id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), -- the one row
    event_n INTEGER NOT NULL,                            -- the last line that was counted
    at      INTEGER NOT NULL                             -- ms; when it was counted; 0: never
) STRICT;
INSERT INTO work_mark (id, event_n, at) VALUES (1, 0, 0);

PRAGMA user_version = 26;
