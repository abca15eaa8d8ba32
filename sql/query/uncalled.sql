-- Entries whose former names are still to be read from what was submitted for them.

-- name: uncalled_next
SELECT e.*
  FROM entry_uncalled u
  JOIN entry e ON e.number = u.number
 ORDER BY u.number
 LIMIT $1;

-- name: uncalled_drop
DELETE FROM entry_uncalled
 WHERE number = $1;
