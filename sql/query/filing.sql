-- Filings and what hangs on them: saves that lost, frozen versions, history.

-- A draft begins at version 1 and revision 1.
-- name: filing_add
-- insert: filing but deleted_at missing data_bytes
;

-- What is open about an earlier filing: there is one at most.
-- name: filing_open_of
SELECT f.*, o.name AS organization_name
  FROM filing f
  JOIN organization o ON o.id = f.organization_id
 WHERE f.of_id = $1
   AND f.standing IN ('editable', 'review')
   AND f.deleted_at = 0;

-- All that were ever about it, the newest first: for whoever looks at it.
-- name: filing_list_of
SELECT id, organization_id, kind, action, state, standing, version, revision, number, title, of_id,
       missing, created_at, updated_at, submitted_at
  FROM filing
 WHERE of_id = $1
   AND deleted_at = 0
 ORDER BY created_at DESC, id DESC
 LIMIT $2;

-- The hot path.
-- name: filing_by_id
SELECT f.*, o.name AS organization_name
  FROM filing f
  JOIN organization o ON o.id = f.organization_id
 WHERE f.id = $1
   AND f.deleted_at = 0;

-- The same without what was typed.
-- name: filing_head
SELECT f.id, f.organization_id, f.kind, f.action, f.state, f.standing, f.is_single, f.of_id,
       f.version, f.revision, f.number, f.rule_set, f.checked_with, f.title, f.text_hash,
       f.created_at, f.updated_at, f.submitted_at, f.saved_by, f.missing,
       o.name AS organization_name
  FROM filing f
  JOIN organization o ON o.id = f.organization_id
 WHERE f.id = $1
   AND f.deleted_at = 0;

-- And that alone.
-- name: filing_data
SELECT id, data
  FROM filing
 WHERE id = $1
   AND deleted_at = 0;

-- One organization's, the last changed first, without the data: it is long. $3: JSON list of
-- states, NULL for any; $4: those in their filer's hands, too; $6: with open reasons (1), without
-- (0), NULL for either.
-- name: filing_list
SELECT id, organization_id, kind, action, state, standing, is_single, of_id, version, revision,
       number, rule_set, checked_with, title, created_at, updated_at, submitted_at, missing,
       organization_name, open_reasons, due_on, due_unit
  FROM filing_line
 WHERE organization_id = $1
   AND (updated_at, id) < ($7, $8)
   AND (CAST($2 AS TEXT) IS NULL OR kind = $2)
   AND (CAST($3 AS TEXT) IS NULL
        OR state IN (SELECT value FROM json_each(CAST($3 AS TEXT)))
        OR (CAST($4 AS BIGINT) = 1 AND standing = 'editable'))
   AND (CAST($5 AS TEXT) IS NULL OR instr(title_folded, $5) > 0)
   AND (CAST($6 AS BIGINT) IS NULL
        OR (standing = 'editable' AND CASE WHEN open_reasons > 0 THEN 1 ELSE 0 END = $6))
   AND (CAST($10 AS TEXT) IS NULL
        OR EXISTS (SELECT 1
                     FROM mandate_reach r
                    WHERE r.mandate_id = $10
                      AND r.filing_id = filing_line.id))
 ORDER BY updated_at DESC, id DESC
 LIMIT $9;

-- How many of an organization's stand where.
-- name: filing_counts
SELECT kind, state, standing, count(*) AS n
  FROM filing
 WHERE organization_id = $1
   AND deleted_at = 0
   AND (CAST($2 AS TEXT) IS NULL
        OR EXISTS (SELECT 1
                     FROM mandate_reach r
                    WHERE r.mandate_id = $2
                      AND r.filing_id = filing.id))
 GROUP BY kind, state, standing
 ORDER BY kind, state;

-- A draft that was begun and never written into.
-- name: filing_untouched
SELECT f.*, o.name AS organization_name
  FROM filing f
  JOIN organization o ON o.id = f.organization_id
 WHERE f.organization_id = $1
   AND f.kind = $2
   AND f.action = $3
   AND f.title = ''
   AND f.revision = 1
   AND f.submitted_at = 0
   AND f.standing = 'editable'
   AND f.standing <> 'over' -- its index is of these
   AND f.deleted_at = 0
 ORDER BY f.created_at DESC
 LIMIT 1;

-- The other filings of an organization that are not over: a row for those that are told alike, and
-- how many these are; first those that are called as $4 (folded) or have the texts $3. The inner
-- groups lie side by side in their index, so that only they are sorted.
-- name: filing_beside
SELECT kind, title, state, standing, number,
       CASE WHEN text_hash <> '' AND text_hash = $3 THEN 1 ELSE 0 END AS is_same_text, sum(n) AS n
  FROM (SELECT kind, title, state, standing, number, text_hash, count(*) AS n
          FROM filing
         WHERE organization_id = $1
           AND id <> $2
           AND id IS DISTINCT FROM (SELECT of_id FROM filing WHERE id = $2) -- that it is about
           AND deleted_at = 0
           AND standing <> 'over'
         GROUP BY kind, title, state, standing, number, text_hash) alike
 GROUP BY kind, title, state, standing, number, is_same_text
 ORDER BY CASE fold(title) WHEN $4 THEN 0 ELSE 1 END, is_same_text DESC, kind, title, state,
       standing, number
 LIMIT $5;

-- Does the title stand in another organization's filing of the kind that is under way or in force?
-- Their own are stepped over at once, however many there are.
-- name: title_elsewhere
SELECT EXISTS (SELECT 1
                 FROM filing
                WHERE title_folded = $1
                  AND title_folded <> ''
                  AND kind = $3
                  AND organization_id < $2
                  AND deleted_at = 0
                  AND standing IN ('review', 'in_force'))
    OR EXISTS (SELECT 1
                 FROM filing
                WHERE title_folded = $1
                  AND title_folded <> ''
                  AND kind = $3
                  AND organization_id > $2
                  AND deleted_at = 0
                  AND standing IN ('review', 'in_force'));

-- The same of the long texts of what was submitted last.
-- name: text_elsewhere
SELECT EXISTS (SELECT 1
                 FROM filing
                WHERE text_hash = $1
                  AND text_hash <> ''
                  AND kind = $3
                  AND organization_id < $2
                  AND deleted_at = 0
                  AND standing IN ('review', 'in_force'))
    OR EXISTS (SELECT 1
                 FROM filing
                WHERE text_hash = $1
                  AND text_hash <> ''
                  AND kind = $3
                  AND organization_id > $2
                  AND deleted_at = 0
                  AND standing IN ('review', 'in_force'));

-- A save or a move that changed no row asks: is it stale, or gone?
-- name: filing_exists
SELECT count(*)
  FROM filing
 WHERE id = $1
   AND deleted_at = 0;

-- The state stays. What was submitted is not what is saved as the next version.
-- name: filing_save
UPDATE filing
   SET data = $data, data_bytes = $data_bytes, title = $title, title_folded = $title_folded,
       checked_with = $checked_with, saved_by = $saved_by, version = $version,
       revision = revision + 1, updated_at = $now,
       text_hash = CASE version WHEN $version THEN text_hash ELSE '' END
 WHERE id = $id
   AND revision = $revision
   AND state = $state
   AND deleted_at = 0;

-- The revision guards it: whoever decided upon an older one changes no row.
-- name: filing_move
UPDATE filing
   SET state = $3, standing = $4, rule_set = $5, checked_with = $6, submitted_at = $7, version = $8,
       text_hash = $9, revision = revision + 1, updated_at = $10
 WHERE id = $1
   AND revision = $2
   AND deleted_at = 0;

-- With the move that gives it. Apart, because to name the column is to write its index anew.
-- name: filing_number
UPDATE filing
   SET number = $2
 WHERE id = $1
   AND number IS NULL;

-- A gate asks for one in force.
-- name: filing_in_force
SELECT EXISTS (SELECT 1
                 FROM filing
                WHERE organization_id = $1
                  AND kind = $2
                  AND standing = 'in_force'
                  AND deleted_at = 0);

-- Where live filings stand, when another rule set is about to become active.
-- name: filing_groups
SELECT f.kind, f.state, f.standing, COALESCE(t.stage, '') AS stage, COALESCE(t.clock, '') AS clock,
       count(*) AS n
  FROM filing f
  LEFT JOIN task t ON t.filing_id = f.id
                  AND t.state <> 'done'
 WHERE f.deleted_at = 0
   AND f.standing <> 'over'
 GROUP BY f.kind, f.state, f.standing, t.stage, t.clock
 ORDER BY f.kind, f.state, f.standing, t.stage, t.clock;

-- The clock of the stage that one leaves is over, unless it is one of $3, those that lie ahead: a
-- JSON array of names. That its day is over is told by whoever looks for those.
-- name: deadline_land
UPDATE deadline
   SET state = 'met'
 WHERE state IN ('running', 'paused')
   AND (state = 'paused' OR due_on IS NULL OR due_on >= $4)
   AND name NOT IN (SELECT value FROM json_each(CAST($3 AS TEXT)))
   AND name = (SELECT t.clock
                 FROM task t
                WHERE t.filing_id = deadline.filing_id
                  AND t.state <> 'done')
   AND filing_id IN (SELECT id
                       FROM filing
                      WHERE kind = $1 AND state = $2 AND standing <> 'over' AND deleted_at = 0);

-- The rules are to be asked about the clocks of those that have any.
-- name: unasked_land
INSERT INTO unasked (filing_id)
SELECT id
  FROM filing
 WHERE kind = $1
   AND state = $2
   AND standing <> 'over'
   AND deleted_at = 0
   AND EXISTS (SELECT 1 FROM deadline d WHERE d.filing_id = filing.id)
    ON CONFLICT DO NOTHING;

-- They are to be asked, too, about drafts of a kind for which a clock of drafts is declared anew.
-- name: unasked_drafts
INSERT INTO unasked (filing_id)
SELECT id
  FROM filing
 WHERE kind = $1
   AND standing = 'editable'
   AND submitted_at = 0
   AND deleted_at = 0
   AND NOT EXISTS (SELECT 1 FROM deadline d WHERE d.filing_id = filing.id)
    ON CONFLICT DO NOTHING;

-- And about what an organization has under way, once it is admitted.
-- name: unasked_organization
INSERT INTO unasked (filing_id)
SELECT id
  FROM filing
 WHERE organization_id = $1
   AND standing IN ('editable', 'review')
   AND deleted_at = 0
   AND EXISTS (SELECT 1 FROM deadline d WHERE d.filing_id = filing.id)
    ON CONFLICT DO NOTHING;

-- Are there any of them?
-- name: unasked_any
SELECT EXISTS (SELECT 1 FROM unasked);

-- Of those the next few.
-- name: filing_unasked
SELECT f.*, o.name AS organization_name
  FROM unasked u
  JOIN filing f ON f.id = u.filing_id
  JOIN organization o ON o.id = f.organization_id
 ORDER BY u.filing_id
 LIMIT $1;

-- They were asked, or there is nothing to ask any more.
-- name: unasked_drop
DELETE FROM unasked
 WHERE filing_id = $1;

-- They go where that set says. The revision grows: who decided upon the old state decides anew.
-- name: filing_land
UPDATE filing
   SET state = $3, standing = $4, revision = revision + 1, updated_at = $5
 WHERE kind = $1
   AND state = $2
   AND standing <> 'over'
   AND deleted_at = 0;

-- Of a state that is another now each history has a line, in nobody's name.
-- name: event_land
INSERT INTO event (filing_id, version, actor_id, actor_role, what, from_state, to_state, at)
SELECT id, version, NULL, 'system', 'moved', state, $3, $4
  FROM filing
 WHERE kind = $1
   AND state = $2
   AND standing <> 'over'
   AND deleted_at = 0;

-- And somebody is to be told.
-- name: outbox_land
INSERT INTO outbox (filing_id, version, event, from_state, to_state, actor_role, at)
SELECT id, version, 'moved', state, $3, 'system', $4
  FROM filing
 WHERE kind = $1
   AND state = $2
   AND standing <> 'over'
   AND deleted_at = 0;

-- A task of another stage is open again, from now ($5) on: who had taken it may not work that one.
-- It is due with the clock of that stage, where one runs; else it stays due as it was.
-- name: task_land
UPDATE task
   SET state = CASE stage WHEN $3 THEN state ELSE 'open' END,
       claimed_by = CASE stage WHEN $3 THEN claimed_by END,
       claimed_at = CASE stage WHEN $3 THEN claimed_at ELSE 0 END,
       opened_at = CASE stage WHEN $3 THEN opened_at ELSE $5 END,
       due_on = COALESCE((SELECT d.due_on
                            FROM deadline d
                           WHERE d.filing_id = task.filing_id
                             AND d.name = $4
                             AND d.state = 'running'), due_on),
       stage = $3, clock = $4
 WHERE state <> 'done'
   AND filing_id IN (SELECT id
                       FROM filing
                      WHERE kind = $1 AND state = $2 AND standing <> 'over' AND deleted_at = 0);

-- Nothing is to be reviewed there.
-- name: task_land_nowhere
DELETE FROM task
 WHERE state <> 'done'
   AND filing_id IN (SELECT id
                       FROM filing
                      WHERE kind = $1 AND state = $2 AND standing <> 'over' AND deleted_at = 0);

-- The revision stays: nothing was typed.
-- name: filing_checked
UPDATE filing
   SET checked_with = $2, missing = $3
 WHERE id = $1
   AND deleted_at = 0;

-- The rules refused to take it as it is: so much is missing.
-- name: filing_missing
UPDATE filing
   SET missing = $2
 WHERE id = $1
   AND deleted_at = 0;

-- What was typed goes, the row stays for its history.
-- name: filing_delete
UPDATE filing
   SET data = CAST('' AS BLOB), title = '', title_folded = '', deleted_at = $3, updated_at = $3,
       revision = revision + 1
 WHERE id = $1
   AND revision = $2
   AND submitted_at = 0
   AND deleted_at = 0;

-- A deleted draft keeps nothing of what was typed.
-- name: kept_clear
DELETE FROM kept
 WHERE filing_id = $1;

-- With the last of them the next is compared.
-- name: kept_newest
SELECT *
  FROM kept
 WHERE filing_id = $1
 ORDER BY n DESC
 LIMIT 1;

-- The newest first, without what was typed.
-- name: kept_list
SELECT id, filing_id, account_id, base_revision, at, title
  FROM kept
 WHERE filing_id = $1
 ORDER BY n DESC;

-- By its author, when it is no longer needed.
-- name: kept_delete
DELETE FROM kept
 WHERE filing_id = $1
   AND id = $2;

-- A save that lost is kept, so that its author can fetch what was typed.
-- name: kept_add
-- insert: kept but n
;

-- The newest twenty stay.
-- name: kept_trim
DELETE FROM kept
 WHERE filing_id = $1
   AND n NOT IN (SELECT n FROM kept WHERE filing_id = $1 ORDER BY n DESC LIMIT 20);

-- Both ids must fit: a kept save is seen only through its filing.
-- name: kept_by_id
SELECT *
  FROM kept
 WHERE filing_id = $1
   AND id = $2;

-- A submit freezes the data as they were.
-- name: version_add
-- insert: version
;

-- A reviewer reads what was submitted, whatever has been typed since.
-- name: version_by_n
SELECT *
  FROM version_frozen
 WHERE filing_id = $1
   AND n = $2;

-- What was submitted last, before whatever is being typed now.
-- name: version_newest
SELECT *
  FROM version_frozen
 WHERE filing_id = $1
   AND n <= $2
 ORDER BY n DESC
 LIMIT 1;

-- What is shown of it.
-- name: version_shown
SELECT filing_id, n, data, shown, revisions
  FROM version
 WHERE filing_id = $1
   AND n <= $2
 ORDER BY n DESC
 LIMIT 1;

-- Whether a product of these revisions, a JSON object, stands otherwise by now: seen without
-- opening any, for each save raises the revision.
-- name: products_other
SELECT EXISTS (SELECT 1
                 FROM json_each(CAST($1 AS TEXT)) r
                CROSS JOIN product p
                WHERE p.id = r.key
                  AND p.revision <> CAST(r.value AS BIGINT)
                  AND p.deleted_at = 0) AS has_other_products;

-- All of a filing's, newest first, without what is long.
-- name: version_list
SELECT filing_id, n, data_hash, promise, submitted_at
  FROM version
 WHERE filing_id = $1
 ORDER BY n DESC;

-- Every move leaves a line in the filing's history.
-- name: event_add
-- insert: event
;

-- The write lock keeps the next free.
-- name: event_last
SELECT COALESCE(MAX(n), 0)
  FROM event;

-- Why it was returned or refused the last time, of versions before $2.
-- name: event_reasons
SELECT n, reasons, version, what, at
  FROM event
 WHERE filing_id = $1
   AND reasons IS NOT NULL
   AND version < $2
 ORDER BY n DESC
 LIMIT 1;

-- The rounds in which something was asked for, of versions before $2, the newest $3 of them, newest
-- first; each with its number among all.
-- name: event_rounds
SELECT n, reasons, version, what, actor_role, at,
       (SELECT count(*)
          FROM event o
         WHERE o.filing_id = $1
           AND o.reasons IS NOT NULL
           AND o.reasons_n > 0
           AND o.n <= e.n) AS round
  FROM event e
 WHERE filing_id = $1
   AND reasons IS NOT NULL
   AND reasons_n > 0
   AND version < $2
 ORDER BY n DESC
 LIMIT $3;

-- Who handed a filing in at $2, acting for the organization by its mandate.
-- name: filing_agent
SELECT r.*
  FROM event e
  JOIN account_row r ON r.id = e.actor_id
 WHERE e.filing_id = $1
   AND e.at = $2
   AND e.mandate_id IS NOT NULL
 LIMIT 1;

-- Where it stood and since when, oldest first: without what is long.
-- name: event_moves
SELECT what, version, from_state, to_state, at
  FROM event
 WHERE filing_id = $1
   AND to_state IS NOT NULL
 ORDER BY n;

-- Oldest first. Who has left the organization is named to nobody but the audit trail.
-- name: event_list
SELECT e.*, CASE WHEN (a.roles & 1) = 0
                      OR a.organization_id = f.organization_id
                      OR e.mandate_id IS NOT NULL
                 THEN a.username END AS actor_name
  FROM event e
  JOIN filing f ON f.id = e.filing_id
  LEFT JOIN account a ON a.id = e.actor_id
 WHERE e.filing_id = $1
 ORDER BY e.n;
