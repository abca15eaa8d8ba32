-- Clocks that follow what a rule set does to filings without anybody's move.

-- Where a filing stood, one stay after the other, by Beijing days; to_on is NULL where it stands.
CREATE VIEW stay AS
SELECT e.filing_id, e.n, e.to_state AS state,
       date(e.at / 1000 + 28800, 'unixepoch') AS from_on,
       (SELECT date(l.at / 1000 + 28800, 'unixepoch')
          FROM event l
         WHERE l.filing_id = e.filing_id
           AND l.n > e.n
           AND l.to_state IS NOT NULL
           AND l.from_state IS NOT l.to_state
         ORDER BY l.n
         LIMIT 1) AS to_on
  FROM event e
 WHERE e.to_state IS NOT NULL
   AND e.from_state IS NOT e.to_state;

-- Filings that a rule set has moved: the rules are yet to be asked about their clocks.
CREATE TABLE unasked (
    filing_id TEXT NOT NULL PRIMARY KEY REFERENCES filing (id) -- which
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 10;
