-- What leaves the house, and what came of it.

-- In the transaction of its notice.
-- name: delivery_add
-- insert: delivery but n
;

-- Whose addresses a notice to $1 goes to: the account's own, or those of the organization who fill
-- in or submit for it.
-- name: delivery_people
SELECT a.id
  FROM account a
 WHERE a.is_disabled = 0
   AND (a.id = $1 OR (a.organization_id = $1 AND a.member >= 2))
 ORDER BY a.id
 LIMIT $2;

-- Those whose time has come by $1, with what stands now of what it is about, a filing or a matter
-- beside it, and of the receiver.
-- name: delivery_due
SELECT d.*, COALESCE(m.state, f.state) AS stands, f.deleted_at AS filing_deleted_at,
       COALESCE(a.is_disabled, 0) AS is_disabled
  FROM delivery d
  JOIN filing f ON f.id = d.filing_id
  LEFT JOIN matter m ON m.id = d.matter_id
  LEFT JOIN account a ON a.id = d.account_id
 WHERE d.state IN ('waiting', 'out')
   AND d.due_at <= $1
 ORDER BY d.due_at
 LIMIT $2;

-- Where whoever it goes to is reached.
-- name: delivery_address
SELECT a.id AS account_id, a.mobile, a.email
  FROM account a
 WHERE a.id = $1;

-- The earliest time at which one is due.
-- name: delivery_next
SELECT due_at
  FROM delivery
 WHERE state IN ('waiting', 'out')
 ORDER BY due_at
 LIMIT 1;

-- It goes to state $2, is due at $3, has ended at $4, and was taken out $5 times: of whoever took
-- it out the last time but one nothing is heard any more.
-- name: delivery_set
UPDATE delivery
   SET state = $2, due_at = $3, ended_at = $4, tries = $5
 WHERE n = $1
   AND tries = $6
   AND state IN ('waiting', 'out');

-- name: delivery_try_add
INSERT INTO delivery_try (delivery_n, n, at, ended_at, outcome)
VALUES ($1, $2, $3, 0, '');

-- What came of it, once.
-- name: delivery_try_end
UPDATE delivery_try
   SET ended_at = $3, outcome = $4
 WHERE delivery_n = $1
   AND n = $2
   AND ended_at = 0;

-- In a state, the newest first, with what came of it the last time.
-- name: delivery_list
SELECT d.n, d.id, d.notice, d.channel, d.text, d.address, d.state, d.tries, d.at, d.ended_at,
       d.due_at,
       COALESCE((SELECT t.outcome
                   FROM delivery_try t
                  WHERE t.delivery_n = d.n
                  ORDER BY t.n DESC
                  LIMIT 1), '') AS outcome
  FROM delivery d
 WHERE d.state = $1
   AND d.n < $2
 ORDER BY d.n DESC
 LIMIT $3;

-- name: delivery_by_id
SELECT d.n, d.id, d.notice, d.channel, d.text, d.address, d.state, d.tries, d.at, d.ended_at,
       d.due_at,
       COALESCE((SELECT t.outcome
                   FROM delivery_try t
                  WHERE t.delivery_n = d.n
                  ORDER BY t.n DESC
                  LIMIT 1), '') AS outcome
  FROM delivery d
 WHERE d.id = $1;

-- One that is dead is tried again as often as a new one, or given up.
-- name: delivery_again
UPDATE delivery
   SET state = 'waiting', forgiven = tries, due_at = $2, ended_at = 0
 WHERE id = $1
   AND state = 'dead';

-- So many of those that are dead, the longest first: what fails again comes after what waits.
-- name: delivery_again_all
UPDATE delivery
   SET state = 'waiting', forgiven = tries, due_at = $1, ended_at = 0
 WHERE n IN (SELECT n
               FROM delivery
              WHERE state = 'dead'
              ORDER BY ended_at, n
              LIMIT $2)
   AND state = 'dead';

-- name: delivery_dead_count
SELECT COUNT(*)
  FROM delivery
 WHERE state = 'dead';

-- name: delivery_drop
UPDATE delivery
   SET state = 'dropped', ended_at = $2
 WHERE id = $1
   AND state = 'dead';

-- What has ended long ago goes; what is dead waits for somebody.
-- name: delivery_prune
DELETE FROM delivery
 WHERE n IN (SELECT n
               FROM delivery
              WHERE state IN ('taken', 'dropped')
                AND ended_at < $1
              ORDER BY ended_at
              LIMIT $2);
