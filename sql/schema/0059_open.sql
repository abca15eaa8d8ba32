-- How many clocks run or stand still does not depend on how many have ended: those that are open
-- are found without the others, whose rows stay for good.

CREATE INDEX deadline_open ON deadline (filing_id, n) WHERE state IN ('running', 'paused');

PRAGMA user_version = 59;
