-- Moves of filings that nobody has been told of yet.

-- In the transaction of the move itself, so that no notice is lost or sent for nothing.
-- name: outbox_add
INSERT INTO outbox (filing_id, version, event, from_state, to_state, actor_role, at)
VALUES ($1, $2, $3, $4, $5, $6, $7);
