-- Replays of stored judgements, and what they found changed.

-- It waits as queued until the clerk takes it.
-- name: replay_add
INSERT INTO replay (id, rule_set, base, state, through, total, asked_by, asked_at, as_of)
VALUES ($1, $2, $3, 'queued', $4, $5, $6, $7, $8);

-- How far it is, and its report once it is done.
-- name: replay_by_id
SELECT *
  FROM replay
 WHERE id = $1;

-- The newest of a set.
-- name: replay_latest
SELECT *
  FROM replay
 WHERE rule_set = $1
 ORDER BY asked_at DESC, id DESC
 LIMIT 1;

-- The oldest that has not ended.
-- name: replay_open
SELECT *
  FROM replay
 WHERE state IN ('queued', 'running')
 ORDER BY asked_at, id
 LIMIT 1;

-- After each batch, so that a replay that is cut off goes on from here.
-- name: replay_progress
UPDATE replay
   SET state = 'running', done = $2, at_ord = $3, tally = $4
 WHERE id = $1
   AND state IN ('queued', 'running');

-- An ended one stays as it is: a signature may stand under its report.
-- name: replay_end
UPDATE replay
   SET state = $2, done = $3, at_ord = $4, tally = $5, report = $6, report_hash = $7, fault = $8,
       ended_at = $9
 WHERE id = $1
   AND state IN ('queued', 'running');

-- A judgement that came out otherwise, kept once.
-- name: replay_hit_add
-- insert: replay_hit
;

-- Names for a hit that has just been found.
-- name: replay_whose
SELECT *
  FROM judgement_whose
 WHERE ord = $1;

-- Several judgements of one filing count as one.
-- name: replay_filings
SELECT COUNT(DISTINCT j.filing_id)
  FROM replay_hit h
  JOIN judgement j ON j.ord = h.ord
 WHERE h.replay_id = $1;

-- In the order of the judgements, after $2; of one kind or rule when given. Not by LIKE: ids have
-- underscores, which match anything there.
-- name: replay_hits
SELECT h.replay_id, h.kinds, h.rules, h.change, w.*
  FROM replay_hit h
  JOIN judgement_whose w ON w.ord = h.ord
 WHERE h.replay_id = $1
   AND h.ord > $2
   AND (CAST($3 AS TEXT) IS NULL
        OR REPLACE(' ' || h.kinds || ' ', ' ' || $3 || ' ', '') <> ' ' || h.kinds || ' ')
   AND (CAST($4 AS TEXT) IS NULL OR REPLACE(h.rules, ' ' || $4 || ' ', '') <> h.rules)
 ORDER BY h.ord
 LIMIT $5;

-- The moves of a life follow one another; what was deleted has none.
-- name: replay_moves
SELECT e.n, e.filing_id, e.version, e.actor_role, e.what, e.from_state, e.to_state, e.at, f.kind,
       f.action
  FROM event e
  JOIN filing f ON f.id = e.filing_id
 WHERE (e.filing_id, e.n) > ($1, $2)
   AND e.n <= $3
   AND e.to_state IS NOT NULL
   AND f.deleted_at = 0
 ORDER BY e.filing_id, e.n
 LIMIT $4;

-- The steps of matters beside filings, those of one after another, with what was said at each; what
-- was written in them is not looked at. Those up to a time ($3), after one of them.
-- name: replay_steps
SELECT x.matter_id, x.n, m.kind, x.event, x.actor_role, x.from_state, x.to_state, x.due_on,
       x.asked_on, x.at, x.text IS NOT NULL AS has_text,
       CASE WHEN x.n = 1 THEN m.type END AS type,
       CASE WHEN x.n = 1 THEN m.amount ELSE 0 END AS amount,
       (SELECT p.due_on FROM matter_step p WHERE p.matter_id = x.matter_id AND p.n = x.n - 1)
         AS was_due_on,
       (SELECT COUNT(*) FROM matter_file f WHERE f.matter_id = x.matter_id AND f.n = x.n) AS files,
       (SELECT COUNT(*)
          FROM matter_step p
         WHERE p.matter_id = x.matter_id
           AND p.n < x.n
           AND p.event = x.event) AS made,
       EXISTS (SELECT 1
                 FROM matter_step p
                WHERE p.matter_id = x.matter_id
                  AND p.n < x.n
                  AND p.actor_id = x.actor_id) AS is_same
  FROM matter_step x
  JOIN matter m ON m.id = x.matter_id
 WHERE (x.matter_id, x.n) > ($1, $2)
   AND x.at <= $3
 ORDER BY x.matter_id, x.n
 LIMIT $4;

-- What conditions of the law are asked about. A refused submit was never handed in.
-- name: replay_filed
SELECT ord, id, verdict, facts_hash, rule_set, engine, facts, answer
  FROM judgement
 WHERE filing_id = $1
   AND version = $2
   AND verdict <> 'not_acceptable'
   AND NOT EXISTS (SELECT 1 FROM judgement_erased e WHERE e.ord = judgement.ord)
 ORDER BY n DESC
 LIMIT 1;

-- What is there when lives begin to be walked; later moves are of another replay.
-- name: replay_bounds
SELECT (SELECT COALESCE(MAX(n), 0) FROM event) AS events,
       (SELECT COALESCE(MAX(ord), 0) FROM entry) AS entries,
       (SELECT COUNT(*) FROM judgement_erased) AS erased;

-- The serial of a number is its place among those of its organization and class, which are given
-- out one by one: the class is that of the task that was passed last.
-- name: replay_entries
SELECT e.ord, e.filing_id, e.filed_on, e.history, f.kind,
       (SELECT COUNT(*)
          FROM entry p
         WHERE p.organization_id = e.organization_id
           AND p.ord <= e.ord
           AND COALESCE((SELECT t.class_code
                            FROM task t
                           WHERE t.filing_id = p.filing_id
                             AND t.state = 'done'
                           ORDER BY t.done_at DESC, t.id DESC
                           LIMIT 1), '')
             = COALESCE((SELECT t.class_code
                            FROM task t
                           WHERE t.filing_id = e.filing_id
                             AND t.state = 'done'
                           ORDER BY t.done_at DESC, t.id DESC
                           LIMIT 1), '')) AS serial
  FROM entry e
  JOIN filing f ON f.id = e.filing_id
 WHERE e.ord > $1
   AND e.ord <= $2
 ORDER BY e.ord
 LIMIT $3;

-- Of today: they may be gone tomorrow. What was erased cannot be asked about.
-- name: replay_drafts
SELECT id, kind
  FROM filing
 WHERE id > $1
   AND standing = 'editable'
   AND deleted_at = 0
   AND NOT EXISTS (SELECT 1
                     FROM sealing_key k
                    WHERE k.owner = filing.organization_id
                      AND k.erased_at <> 0)
 ORDER BY id
 LIMIT $2;

-- name: replay_products
SELECT id, NULL AS kind
  FROM product
 WHERE id > $1
   AND deleted_at = 0
   AND NOT EXISTS (SELECT 1
                     FROM sealing_key k
                    WHERE k.owner = product.organization_id
                      AND k.erased_at <> 0)
 ORDER BY id
 LIMIT $2;
