-- What the rules said, in the order in which it was said.

-- Numbers itself, among all and within its filing; the write lock keeps both free of gaps.
-- name: judgement_add
INSERT INTO judgement (ord, id, filing_id, n, version, occasion, verdict, facts_hash, outcome_hash,
                       rule_set, engine, judged_by, judged_at, facts, answer)
VALUES ((SELECT COALESCE(MAX(ord), 0) + 1 FROM judgement), $id, $filing_id,
        (SELECT COALESCE(MAX(n), 0) + 1 FROM judgement WHERE filing_id = $filing_id), $version,
        $occasion, $verdict, $facts_hash, $outcome_hash, $rule_set, $engine, $judged_by, $judged_at,
        $facts, $answer)
RETURNING ord, n;

-- A filing's, newest first, without facts and answer: they are long. $4: 0 leaves out those of
-- submits that were refused, for they tell of text that was never handed in.
-- name: judgement_list
SELECT ord, id, filing_id, n, version, occasion, verdict, facts_hash, outcome_hash, rule_set,
       engine, judged_by, judged_at
  FROM judgement
 WHERE filing_id = $1
   AND n < $2
   AND (CAST($4 AS BIGINT) = 1 OR verdict <> 'not_acceptable')
 ORDER BY n DESC
 LIMIT $3;

-- With facts and answer, so that it can be made again.
-- name: judgement_by_n
SELECT *
  FROM judgement
 WHERE filing_id = $1
   AND n = $2;

-- A submit that comes out like this one is not stored a second time.
-- name: judgement_newest
SELECT *
  FROM judgement
 WHERE filing_id = $1
 ORDER BY n DESC
 LIMIT 1;

-- What a version was handed in with; of those up to $2, for a draft goes on from it.
-- name: judgement_accepted
SELECT *
  FROM judgement
 WHERE filing_id = $1
   AND version <= $2
   AND verdict <> 'not_acceptable'
 ORDER BY n DESC
 LIMIT 1;

-- A replay takes the old answer from here instead of asking for it again.
-- name: judgement_by_ord
SELECT *
  FROM judgement
 WHERE ord = $1;

-- Every judgement stored by now belongs to a replay that begins.
-- name: judgement_last
SELECT COALESCE(MAX(ord), 0) AS through,
       COUNT(*) - (SELECT COUNT(*) FROM judgement_erased) AS total
  FROM judgement;

-- The next ones after $1 up to $2, with what a replay reads; those that are erased hold nothing.
-- name: judgement_scan
SELECT ord, id, verdict, facts_hash, outcome_hash, rule_set, engine, facts
  FROM judgement
 WHERE ord > $1
   AND ord <= $2
   AND NOT EXISTS (SELECT 1 FROM judgement_erased e WHERE e.ord = judgement.ord)
 ORDER BY ord
 LIMIT $3;

-- The draft is deleted: nothing that was typed stays.
-- name: judgement_note_erased
INSERT INTO judgement_erased (ord, at)
SELECT ord, $2
  FROM judgement
 WHERE filing_id = $1
   AND NOT EXISTS (SELECT 1 FROM judgement_erased e WHERE e.ord = judgement.ord);

-- After its note.
-- name: judgement_erase
UPDATE judgement
   SET facts = CAST('' AS BLOB), answer = CAST('' AS BLOB)
 WHERE filing_id = $1;

-- Rules spoke in one more judgement. $2: JSON array of {rule}, each once.
-- name: firings_add
INSERT INTO firing (rule_set, rule, n, last_at)
SELECT $1, value ->> 'rule', 1, $3
  FROM json_each($2)
 WHERE TRUE
    ON CONFLICT (rule_set, rule) DO UPDATE
   SET n = firing.n + 1,
       last_at = CASE WHEN excluded.last_at > firing.last_at THEN excluded.last_at
                      ELSE firing.last_at END;

-- A set's rules, by id.
-- name: firing_list
SELECT rule, n, last_at
  FROM firing
 WHERE rule_set = $1
 ORDER BY rule;

-- Under one set, and under all that ever were.
-- name: firing_of_rule
SELECT COALESCE(SUM(CASE WHEN rule_set = $2 THEN n ELSE 0 END), 0) AS n,
       COALESCE(SUM(n), 0) AS ever, COALESCE(MAX(last_at), 0) AS last_at
  FROM firing
 WHERE rule = $1;

-- Of the submits of a filing that were refused the newest $2 stay whole; the rest is noted first.
-- name: judgement_note_trimmed
INSERT INTO judgement_erased (ord, at)
SELECT ord, $3
  FROM (SELECT ord
          FROM judgement
         WHERE filing_id = $1
           AND verdict = 'not_acceptable'
         ORDER BY n DESC
         LIMIT -1 OFFSET $2) old
 WHERE NOT EXISTS (SELECT 1 FROM judgement_erased e WHERE e.ord = old.ord);

-- After their note; in one filing there are few that are noted and not empty.
-- name: judgement_trim
UPDATE judgement
   SET facts = CAST('' AS BLOB), answer = CAST('' AS BLOB)
 WHERE filing_id = $1
   AND verdict = 'not_acceptable'
   AND facts <> CAST('' AS BLOB)
   AND EXISTS (SELECT 1 FROM judgement_erased e WHERE e.ord = judgement.ord);
