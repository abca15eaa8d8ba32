-- How far each series of the office has counted in each year. It grows in the transaction of the
-- decision, so that no number is lost and none is given twice.
CREATE TABLE letter_serial (
    series TEXT    NOT NULL,                       -- a code that the rules declare
    year   TEXT    NOT NULL,                       -- four digits
    n      INTEGER NOT NULL CHECK (n >= 1),        -- the last that was given
    PRIMARY KEY (series, year)
) STRICT, WITHOUT ROWID;

-- Official letters, frozen with the decision that they tell of. Append-only. A paper is verified by
-- its code, which is random and printed on it.
CREATE TABLE letter (
    filing_id TEXT    NOT NULL REFERENCES filing (id),           -- of which
    n         INTEGER NOT NULL CHECK (n >= 1),                   -- 1, 2, ... of the filing
    version   INTEGER NOT NULL,                                  -- of the filing, that it speaks of
    code      TEXT    NOT NULL,                                  -- which letter, as rules declare
    title     TEXT    NOT NULL,                                  -- what it is called
    series    TEXT    NOT NULL,                                  -- of its number
    year      TEXT    NOT NULL,                                  -- in which it was counted
    serial    INTEGER NOT NULL CHECK (serial >= 1),              -- its place in the series' year
    number    TEXT    NOT NULL UNIQUE,                           -- as it is printed
    verify    TEXT    NOT NULL UNIQUE CHECK (length(verify) = 20), -- its code
    hash      TEXT    NOT NULL CHECK (length(hash) = 64),        -- SHA-256 of its text, hex
    is_public INTEGER NOT NULL CHECK (is_public IN (0, 1)),      -- 1: everybody may read its text
    content   ANY     NOT NULL CHECK (typeof(content) IN ('text', 'blob')), -- JSON {to, lines},
                                                                 -- sealed
    rule_set  TEXT    NOT NULL,                                  -- whose template it was made of
    issued_at INTEGER NOT NULL,                                  -- ms
    PRIMARY KEY (filing_id, n),
    UNIQUE (series, year, serial)
) STRICT;

CREATE TRIGGER letter_sealed_insert BEFORE INSERT ON letter
    WHEN typeof(NEW.content) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed letter'); END;
CREATE TRIGGER letter_sealed_update BEFORE UPDATE OF content ON letter
    WHEN typeof(NEW.content) = 'text'
    BEGIN SELECT RAISE(ABORT, 'unsealed letter'); END;
CREATE TRIGGER letter_no_insert BEFORE INSERT ON letter
    WHEN EXISTS (SELECT 1 FROM letter WHERE filing_id = NEW.filing_id AND n = NEW.n)
    BEGIN SELECT RAISE(ABORT, 'append_only letter'); END;
CREATE TRIGGER letter_no_delete BEFORE DELETE ON letter
    BEGIN SELECT RAISE(ABORT, 'append_only letter'); END;
-- It is sealed anew, of the same length and by another key, and nothing else of it changes.
CREATE TRIGGER letter_no_update BEFORE UPDATE ON letter
    WHEN (NEW.filing_id IS OLD.filing_id
          AND NEW.n IS OLD.n
          AND NEW.version IS OLD.version
          AND NEW.code IS OLD.code
          AND NEW.title IS OLD.title
          AND NEW.series IS OLD.series
          AND NEW.year IS OLD.year
          AND NEW.serial IS OLD.serial
          AND NEW.number IS OLD.number
          AND NEW.verify IS OLD.verify
          AND NEW.hash IS OLD.hash
          AND NEW.is_public IS OLD.is_public
          AND NEW.rule_set IS OLD.rule_set
          AND NEW.issued_at IS OLD.issued_at
          AND length(NEW.content) = length(OLD.content)
          AND substr(NEW.content, 2, 8) <> substr(OLD.content, 2, 8)) IS NOT TRUE
    BEGIN SELECT RAISE(ABORT, 'append_only letter'); END;

PRAGMA user_version = 29;
