-- What the rules said, in the order in which it was said.

-- name: decision_add
INSERT INTO decision (ord, id, filing_id, n, version, occasion, verdict, facts_hash, outcome_hash, rule_set, engine, decided_by, decided_at, facts, answer)
VALUES ((SELECT COALESCE(MAX(ord), 0) + 1 FROM decision), $1, $2, (SELECT COALESCE(MAX(n), 0) + 1 FROM decision WHERE filing_id = $2), $3, $4, $5, $6, $7, $8,
        $9, $10, $11, $12, $13)
RETURNING ord, n;

-- name: firing_list
SELECT rule, n, last_at
  FROM firing
 WHERE rule_set = $1
 ORDER BY rule;
