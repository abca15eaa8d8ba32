-- Moves of filings that nobody has been told of yet.

-- In the transaction of the move itself, so that no notice is lost or sent for nothing.
-- name: outbox_add
-- insert: outbox but n
;
