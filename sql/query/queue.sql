-- Terms of what waits for reviewers: which rows of the queue a search has to look at.

-- name: queue_span
SELECT low, next
  FROM queue_span;

-- name: queue_span_set
UPDATE queue_span
   SET low = $1, next = $2;

-- name: queue_term_by_name
SELECT id
  FROM queue_term
 WHERE term = $1;

-- The rows of a chunk that have a term.
-- name: queue_posting_by_id
SELECT ords
  FROM queue_posting
 WHERE id = $1;

-- How many are not listed yet, up to $1.
-- name: queue_unlisted
SELECT count(*)
  FROM (SELECT 1 FROM queue WHERE ord IS NULL LIMIT $1) x;

-- What is taken, by account $1 or, NULL, by anybody: up to $2 of it.
-- name: queue_claimed
SELECT ord
  FROM queue
 WHERE state = 'claimed'
   AND claimed_by >= COALESCE($1, '')
   AND claimed_by <= COALESCE($1, chr(1114111))
   AND ord IS NOT NULL
 LIMIT $2;

-- Where a reviewer looks.
-- name: queue_areas
SELECT DISTINCT area
  FROM scope
 WHERE account_id = $1
 ORDER BY area;

-- Gives places from $1 on to $2 rows that have none.
-- name: queue_place
UPDATE queue
   SET ord = x.ord
  FROM (SELECT due_on, task_id, $1 + row_number() OVER (ORDER BY due_on, task_id) - 1 AS ord
          FROM (SELECT due_on, task_id FROM queue WHERE ord IS NULL LIMIT $2) w) x
 WHERE queue.due_on = x.due_on
   AND queue.task_id = x.task_id;

-- Terms of the rows from place $1 up to $2 that no row had before.
-- name: queue_terms_add
INSERT INTO queue_term (term)
SELECT DISTINCT t.value
  FROM queue w,
       json_each(queue_terms(w.text, w.kind, w.class_code, w.stage, w.area)) t
 WHERE w.ord >= $1
   AND w.ord < $2
    ON CONFLICT DO NOTHING;

-- And which rows have them.
-- name: queue_postings_add
INSERT INTO queue_posting (id, ords)
SELECT r.id * 65536 + w.ord / 16384, posting_of(w.ord % 16384)
  FROM queue w,
       json_each(queue_terms(w.text, w.kind, w.class_code, w.stage, w.area)) t
  JOIN queue_term r ON r.term = t.value
 WHERE w.ord >= $1
   AND w.ord < $2
 GROUP BY 1
    ON CONFLICT (id) DO UPDATE
   SET ords = posting_with(queue_posting.ords, excluded.ords);

-- The lowest place that a row has; $1 when none has any.
-- name: queue_lowest
SELECT COALESCE(min(ord), $1) AS ord
  FROM queue
 WHERE ord IS NOT NULL;

-- How many rows lie below place $1, up to $2.
-- name: queue_below
SELECT count(*)
  FROM (SELECT 1 FROM queue WHERE ord IS NOT NULL AND ord < $1 LIMIT $2) x;

-- They get others, $2 of them at a time.
-- name: queue_displace
UPDATE queue
   SET ord = NULL
 WHERE (due_on, task_id) IN (SELECT due_on, task_id
                               FROM queue
                              WHERE ord IS NOT NULL
                                AND ord < $1
                              LIMIT $2);

-- All is to be listed anew: from what was listed no text can be put together again.
-- name: queue_unlist
UPDATE queue
   SET ord = NULL
 WHERE ord IS NOT NULL;

-- name: queue_terms_forget
DELETE FROM queue_term;

-- Chunks before $1, which no row lies in.
-- name: queue_postings_drop
DELETE FROM queue_posting
 WHERE id % 65536 < $1;
