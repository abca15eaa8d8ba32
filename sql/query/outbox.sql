-- Moves of filings that nobody has been told of yet.

-- name: outbox_add
-- insert: outbox but n
;
