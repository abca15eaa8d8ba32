-- Matters beside filings: complaints, orders, penalties.

-- Where its filing belongs.
-- name: matter_add
INSERT INTO matter (id, kind, filing_id, organization_id, state, is_over, is_told, due_on, type,
                    amount, area, class_code, code_hash, revision, opened_at)
SELECT $id, $kind, $filing_id, $organization_id, $state, $is_over, $is_told, $due_on, $type,
       $amount, COALESCE(j.area, ''), COALESCE(j.class_code, ''), $code_hash, $revision, $opened_at
  FROM (SELECT 1 AS one) x
  LEFT JOIN jurisdiction j ON j.filing_id = $filing_id;

-- What is open beside a filing goes with it.
-- name: matter_transfer
UPDATE matter
   SET area = $2, class_code = $3
 WHERE filing_id = $1
   AND is_over = 0;

-- One more step has been made of it, and nobody made another meanwhile. Another term has yet to
-- end.
-- name: matter_move
UPDATE matter
   SET state = $2, is_over = $3, is_told = $4, due_on = $5, revision = revision + 1,
       is_missed = CASE WHEN due_on IS NOT DISTINCT FROM $5 THEN is_missed ELSE 0 END
 WHERE id = $1
   AND revision = $6;

-- With the names that a reply needs.
-- name: matter_by_id
SELECT m.*
  FROM matter_row m
 WHERE m.id = $1;

-- name: matter_by_code
SELECT m.*
  FROM matter_row m
 WHERE m.code_hash = $1;

-- Those that account $1 has charge of, the most urgent first: over or not
-- ($2), of a kind ($3), beside a filing ($4), after the day and id of the page before.
-- name: matter_list
SELECT m.*
  FROM matter_row m
 WHERE m.is_over = $2
   AND (CAST($3 AS TEXT) IS NULL OR m.kind = $3)
   AND (CAST($4 AS TEXT) IS NULL OR m.filing_id = $4)
   AND (COALESCE(m.due_on, '9999-12-31'), m.id) > ($5, $6)
   AND EXISTS (SELECT 1
                 FROM matter_charge c
                WHERE c.account_id = $1
                  AND c.matter_id = m.id)
 ORDER BY COALESCE(m.due_on, '9999-12-31'), m.id
 LIMIT $7;

-- Those of an organization that it has been told of, the newest first.
-- name: matter_own
SELECT m.*
  FROM matter_row m
 WHERE m.organization_id = $1
   AND m.is_told = 1
   AND (CAST($2 AS BIGINT) IS NULL OR m.is_over = $2)
   AND (CAST($3 AS TEXT) IS NULL OR m.kind = $3)
   AND (CAST($4 AS TEXT) IS NULL OR m.filing_id = $4)
   AND ($5 = '' OR m.id < $5)
   AND (CAST($7 AS TEXT) IS NULL
        OR EXISTS (SELECT 1
                     FROM mandate_reach r
                    WHERE r.mandate_id = $7
                      AND r.filing_id = m.filing_id))
 ORDER BY m.id DESC
 LIMIT $6;

-- Has that account charge of it?
-- name: matter_in_scope
SELECT EXISTS (SELECT 1
                 FROM matter_charge c
                WHERE c.matter_id = $1
                  AND c.account_id = $2);

-- name: matter_step_add
-- insert: matter_step
;

-- name: matter_step_list
SELECT *
  FROM matter_step
 WHERE matter_id = $1
 ORDER BY n;

-- $3: JSON array of {id}.
-- name: matter_files_add
INSERT INTO matter_file (matter_id, n, attachment_id)
SELECT $1, $2, value ->> 'id'
  FROM json_each($3);

-- Those of all its steps.
-- name: matter_files
SELECT f.n, a.id, a.filename, a.media_type, a.size_bytes, a.organization_id, a.uploaded_by
  FROM matter_file f
  JOIN attachment a ON a.id = f.attachment_id
 WHERE f.matter_id = $1
 ORDER BY f.n, f.attachment_id;

-- Whoever handles a matter in their scope may download what it was answered with.
-- name: matter_file_in_scope
SELECT EXISTS (SELECT 1
                 FROM matter_file f
                 JOIN matter_charge c ON c.matter_id = f.matter_id
                WHERE f.attachment_id = $1
                  AND c.account_id = $2);

-- Open matters by kind and state: few, however many there are.
-- name: matter_groups
SELECT kind, state, count(*) AS n
  FROM matter
 WHERE is_over = 0
 GROUP BY kind, state
 ORDER BY kind, state;

-- Open matters of kind $1 go from state $2 to state $3, in nobody's name: a step more for each, and
-- then their rows.
-- name: matter_land_steps
INSERT INTO matter_step (matter_id, n, filing_id, event, from_state, to_state, actor_role, due_on,
                         at)
SELECT id, revision + 1, filing_id, $4, state, $3, $5, due_on, $6
  FROM matter
 WHERE is_over = 0
   AND kind = $1
   AND state = $2;

-- name: matter_land
UPDATE matter
   SET state = $3, revision = revision + 1
 WHERE is_over = 0
   AND kind = $1
   AND state = $2;

-- Terms that are over by the day $1 and of which nothing was noted yet.
-- name: matter_over
SELECT m.*
  FROM matter_row m
 WHERE m.is_over = 0
   AND m.is_missed = 0
   AND m.due_on < $1
 ORDER BY m.due_on
 LIMIT $2;

-- In the transaction that has read it; its step is added with it.
-- name: matter_miss
UPDATE matter
   SET is_missed = 1, revision = revision + 1
 WHERE id = $1
   AND is_missed = 0;

-- Matters of kind $1 in one of the states $2 (JSON) whose term ends, or with $8 has ended, on the
-- days from $3 to $4, of which reminder $5 was not yet sent for $6 days or fewer before that, or,
-- with $8, for $6 days or more after it.
-- name: matter_terms
SELECT m.*
  FROM matter_row m
 WHERE m.is_over = 0
   AND COALESCE(m.due_on, '9999-12-31') BETWEEN $3 AND $4
   AND m.kind = $1
   AND m.is_missed = $8
   AND m.state IN (SELECT value FROM json_each(CAST($2 AS TEXT)))
   AND NOT EXISTS (SELECT 1
                     FROM matter_reminder r
                    WHERE r.matter_id = m.id
                      AND r.due_on = m.due_on
                      AND r.code = $5
                      AND CASE $8 WHEN 0 THEN r.days <= $6 ELSE r.days >= $6 END)
 ORDER BY COALESCE(m.due_on, '9999-12-31'), m.id
 LIMIT $7;

-- In the transaction of its notices.
-- name: matter_reminder_add
INSERT INTO matter_reminder (matter_id, due_on, code, days, at)
VALUES ($1, $2, $3, $4, $5);

-- Of terms that ended that long ago nobody is reminded any more.
-- name: matter_reminder_prune
DELETE FROM matter_reminder
 WHERE (matter_id, due_on, code, days) IN
       (SELECT matter_id, due_on, code, days
          FROM matter_reminder
         WHERE at < $1
         ORDER BY at
         LIMIT $2);

-- Who works in that role ($2, between spaces) what the matter is about.
-- name: matter_people
SELECT r.id
  FROM matter m
  JOIN account r ON instr(r.reviews, $2) > 0
 WHERE m.id = $1
   AND r.is_disabled = 0
   AND (r.organization_id IS NULL OR r.organization_id <> m.organization_id)
   AND EXISTS (SELECT 1
                 FROM matter_charge c
                WHERE c.account_id = r.id
                  AND c.matter_id = m.id)
 ORDER BY r.id
 LIMIT $3;

-- Who of the office made the last step of it, and still may: nobody, or one.
-- name: matter_handler
SELECT r.id
  FROM matter m
  JOIN matter_step x ON x.matter_id = m.id
  JOIN account r ON r.id = x.actor_id
 WHERE m.id = $1
   AND instr(r.reviews, ' ' || x.actor_role || ' ') > 0
   AND r.is_disabled = 0
   AND (r.organization_id IS NULL OR r.organization_id <> m.organization_id)
   AND EXISTS (SELECT 1
                 FROM matter_charge c
                WHERE c.account_id = r.id
                  AND c.matter_id = m.id)
 ORDER BY x.n DESC
 LIMIT 1;
