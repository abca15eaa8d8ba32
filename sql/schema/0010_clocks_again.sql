-- Clocks that follow what a rule set does to filings without anybody's move.

-- Where a filing stood, one stay after the other, by Beijing days; to_on is NULL where it stands.
CREATE VIEW stay AS
SELECT filing_id, n, to_state AS state, date(at / 1000 + 28800, 'unixepoch') AS from_on,
       lead(date(at / 1000 + 28800, 'unixepoch')) OVER (PARTITION BY filing_id ORDER BY n) AS to_on
  FROM event
 WHERE to_state IS NOT NULL
   AND from_state IS NOT to_state;

-- Filings that a rule set has moved: the rules are yet to be asked about their clocks.
CREATE TABLE unasked (
    filing_id TEXT NOT NULL PRIMARY KEY REFERENCES filing (id) -- which
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 10;
