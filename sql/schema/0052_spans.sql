-- A span of days is cut by terms of whole years, whole months and of the days at its ends, each of
-- which few entries have, and no more by the bits of a day, each of which every second one has.

DELETE FROM register_posting
 WHERE id / 65536 IN (SELECT id FROM register_term WHERE term BETWEEN 'day:' AND 'day:99');
DELETE FROM register_term WHERE term BETWEEN 'day:' AND 'day:99';

-- As they are, whatever was written before: an earlier step writes them with today's program.
INSERT INTO register_term (term, n)
SELECT 'on:' || filed_on, count(*)
  FROM entry
 WHERE date(filed_on) = filed_on
 GROUP BY 1
    ON CONFLICT (term) DO UPDATE
   SET n = excluded.n;
INSERT INTO register_posting (id, ords)
SELECT r.id * 65536 + e.ord / 16384, posting_of(e.ord % 16384)
  FROM entry e
  JOIN register_term r ON r.term = 'on:' || e.filed_on
 WHERE date(e.filed_on) = e.filed_on
 GROUP BY 1
    ON CONFLICT (id) DO UPDATE
   SET ords = excluded.ords;

PRAGMA user_version = 52;
