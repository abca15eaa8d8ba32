-- What the rules said, in the order in which it was said.

-- name: judgement_add
INSERT INTO judgement (ord, id, filing_id, n, version, occasion, verdict, facts_hash, outcome_hash, rule_set, engine, judged_by, judged_at, facts, answer)
VALUES ((SELECT COALESCE(MAX(ord), 0) + 1 FROM judgement), $1, $2, (SELECT COALESCE(MAX(n), 0) + 1 FROM judgement WHERE filing_id = $2), $3, $4, $5, $6, $7, $8,
        $9, $10, $11, $12, $13)
RETURNING ord, n;

-- Without what was judged and what was said: those are long.
-- name: judgement_list
SELECT id, filing_id, version, occasion, verdict, facts_hash, outcome_hash, rule_set, engine, judged_by, judged_at, NULL, NULL, ord, n
  FROM judgement
 WHERE filing_id = $1
   AND n < $2
 ORDER BY n DESC
 LIMIT $3;

-- name: judgement_by_n
SELECT id, filing_id, version, occasion, verdict, facts_hash, outcome_hash, rule_set, engine, judged_by, judged_at, facts, answer, ord, n
  FROM judgement
 WHERE filing_id = $1
   AND n = $2;

-- name: judgement_newest
SELECT id, filing_id, version, occasion, verdict, facts_hash, outcome_hash, rule_set, engine, judged_by, judged_at, facts, answer, ord, n
  FROM judgement
 WHERE filing_id = $1
 ORDER BY n DESC
 LIMIT 1;

-- A rule spoke in one more judgement.
-- name: firing_add
INSERT INTO firing (rule_set, rule, n, last_at)
VALUES ($1, $2, 1, $3)
    ON CONFLICT (rule_set, rule) DO UPDATE
   SET n = firing.n + 1,
       last_at = CASE WHEN excluded.last_at > firing.last_at THEN excluded.last_at ELSE firing.last_at END;

-- name: firing_list
SELECT rule, n, last_at
  FROM firing
 WHERE rule_set = $1
 ORDER BY rule;

-- Under one set, and under all that ever were.
-- name: firing_of_rule
SELECT COALESCE(SUM(CASE WHEN rule_set = $2 THEN n ELSE 0 END), 0), COALESCE(SUM(n), 0), COALESCE(MAX(last_at), 0)
  FROM firing
 WHERE rule = $1;
