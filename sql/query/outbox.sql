-- Moves of filings, and of takeovers, that nobody has been told of yet.

-- In the transaction of the move itself, so that no notice is lost or sent for nothing.
-- name: outbox_add
-- insert: outbox but n
;

-- The oldest first.
-- name: outbox_next
SELECT n, filing_id, version, event, from_state, to_state, actor_role, clock, at, matter_id,
       takeover_id, person
  FROM outbox
 ORDER BY n
 LIMIT $1;

-- Whoever was to be told has a notice.
-- name: outbox_delete
DELETE FROM outbox
 WHERE n = $1;

-- Is there anything to tell?
-- name: outbox_any
SELECT EXISTS (SELECT 1 FROM outbox);
