-- Cells that an earlier program wrote in the clear, and cells of a key that another replaces: three
-- statements a table, run by fcgi/store/sealing.c. The first finds the next row after $1 that has a
-- TEXT in such a column or, unless $2 is NULL, a cell whose key's number is $2 (8 bytes, as in the
-- cell); the second reads it; the third stores what was sealed anew.

-- How far the walk has come.
-- name: unsealed_list
SELECT name, at
  FROM unsealed
 ORDER BY name;

-- name: unsealed_at
UPDATE unsealed
   SET at = $2
 WHERE name = $1;

-- name: unsealed_done
DELETE FROM unsealed
 WHERE name = $1;

-- Is any table left, but for the last step?
-- name: unsealed_any
SELECT EXISTS (SELECT 1 FROM unsealed WHERE name <> '~');

-- name: seal_account_next
SELECT rowid
  FROM account
 WHERE rowid > $1
   AND (typeof(contact_name) = 'text'
        OR typeof(mobile) = 'text'
        OR typeof(email) = 'text'
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(contact_name, 2, 8) = $2)
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(mobile, 2, 8) = $2)
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(email, 2, 8) = $2))
 ORDER BY rowid
 LIMIT 1;

-- name: seal_account_row
SELECT id, contact_name, mobile, email
  FROM account
 WHERE rowid = $1;

-- name: seal_account
UPDATE account
   SET contact_name = $contact_name, mobile = $mobile, email = $email
 WHERE id = $id;

-- name: seal_attachment_next
SELECT rowid
  FROM attachment
 WHERE rowid > $1
   AND (typeof(filename) = 'text'
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(filename, 2, 8) = $2))
 ORDER BY rowid
 LIMIT 1;

-- name: seal_attachment_row
SELECT id, organization_id, uploaded_by, filename
  FROM attachment
 WHERE rowid = $1;

-- name: seal_attachment
UPDATE attachment
   SET filename = $filename
 WHERE id = $id;

-- name: seal_event_next
SELECT rowid
  FROM event
 WHERE rowid > $1
   AND (typeof(reasons) = 'text'
        OR typeof(note) = 'text'
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(reasons, 2, 8) = $2)
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(note, 2, 8) = $2))
 ORDER BY rowid
 LIMIT 1;

-- name: seal_event_row
SELECT n, filing_id, reasons, note
  FROM event
 WHERE rowid = $1;

-- name: seal_event
UPDATE event
   SET reasons = $reasons, note = $note
 WHERE n = $n;

-- name: seal_filing_next
SELECT rowid
  FROM filing
 WHERE rowid > $1
   AND (typeof(data) = 'text'
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(data, 2, 8) = $2))
 ORDER BY rowid
 LIMIT 1;

-- name: seal_filing_row
SELECT id, organization_id, data
  FROM filing
 WHERE rowid = $1;

-- name: seal_filing
UPDATE filing
   SET data = $data
 WHERE id = $id;

-- name: seal_judgement_next
SELECT rowid
  FROM judgement
 WHERE rowid > $1
   AND (typeof(facts) = 'text'
        OR typeof(answer) = 'text'
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(facts, 2, 8) = $2)
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(answer, 2, 8) = $2))
 ORDER BY rowid
 LIMIT 1;

-- name: seal_judgement_row
SELECT id, filing_id, facts, answer
  FROM judgement
 WHERE rowid = $1;

-- name: seal_judgement
UPDATE judgement
   SET facts = $facts, answer = $answer
 WHERE id = $id;

-- name: seal_kept_next
SELECT rowid
  FROM kept
 WHERE rowid > $1
   AND (typeof(data) = 'text'
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(data, 2, 8) = $2))
 ORDER BY rowid
 LIMIT 1;

-- name: seal_kept_row
SELECT id, filing_id, data
  FROM kept
 WHERE rowid = $1;

-- name: seal_kept
UPDATE kept
   SET data = $data
 WHERE id = $id;

-- name: seal_organization_contact_next
SELECT rowid
  FROM organization_contact
 WHERE rowid > $1
   AND (typeof(contact_name) = 'text'
        OR typeof(mobile) = 'text'
        OR typeof(email) = 'text'
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(contact_name, 2, 8) = $2)
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(mobile, 2, 8) = $2)
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(email, 2, 8) = $2))
 ORDER BY rowid
 LIMIT 1;

-- name: seal_organization_contact_row
SELECT organization_id, contact_name, mobile, email
  FROM organization_contact
 WHERE rowid = $1;

-- name: seal_organization_contact
UPDATE organization_contact
   SET contact_name = $contact_name, mobile = $mobile, email = $email
 WHERE organization_id = $organization_id;

-- name: seal_product_next
SELECT rowid
  FROM product
 WHERE rowid > $1
   AND (typeof(name) = 'text'
        OR typeof(data) = 'text'
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(name, 2, 8) = $2)
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(data, 2, 8) = $2))
 ORDER BY rowid
 LIMIT 1;

-- name: seal_product_row
SELECT id, organization_id, name, data
  FROM product
 WHERE rowid = $1;

-- name: seal_product
UPDATE product
   SET name = $name, data = $data
 WHERE id = $id;

-- name: seal_product_kept_next
SELECT rowid
  FROM product_kept
 WHERE rowid > $1
   AND (typeof(data) = 'text'
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(data, 2, 8) = $2))
 ORDER BY rowid
 LIMIT 1;

-- name: seal_product_kept_row
SELECT id, product_id, data
  FROM product_kept
 WHERE rowid = $1;

-- name: seal_product_kept
UPDATE product_kept
   SET data = $data
 WHERE id = $id;

-- name: seal_reply_next
SELECT rowid
  FROM reply
 WHERE rowid > $1
   AND (typeof(headers) = 'text'
        OR typeof(body) = 'text'
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(headers, 2, 8) = $2)
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(body, 2, 8) = $2))
 ORDER BY rowid
 LIMIT 1;

-- name: seal_reply_row
SELECT scope, key, headers, body
  FROM reply
 WHERE rowid = $1;

-- name: seal_reply
UPDATE reply
   SET headers = $headers, body = $body
 WHERE scope = $scope
   AND key = $key;

-- name: seal_task_next
SELECT rowid
  FROM task
 WHERE rowid > $1
   AND (typeof(reasons) = 'text'
        OR typeof(note) = 'text'
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(reasons, 2, 8) = $2)
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(note, 2, 8) = $2))
 ORDER BY rowid
 LIMIT 1;

-- name: seal_task_row
SELECT id, filing_id, reasons, note
  FROM task
 WHERE rowid = $1;

-- name: seal_task
UPDATE task
   SET reasons = $reasons, note = $note
 WHERE id = $id;

-- name: seal_task_draft_next
SELECT rowid
  FROM task_draft
 WHERE rowid > $1
   AND (typeof(draft) = 'text'
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(draft, 2, 8) = $2))
 ORDER BY rowid
 LIMIT 1;

-- name: seal_task_draft_row
SELECT task_id, account_id, draft
  FROM task_draft
 WHERE rowid = $1;

-- name: seal_task_draft
UPDATE task_draft
   SET draft = $draft
 WHERE task_id = $task_id;

-- name: seal_matter_step_next
SELECT rowid
  FROM matter_step
 WHERE rowid > $1
   AND (typeof(text) = 'text'
        OR typeof(contact) = 'text'
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(text, 2, 8) = $2)
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(contact, 2, 8) = $2))
 ORDER BY rowid
 LIMIT 1;

-- name: seal_matter_step_row
SELECT matter_id, n, filing_id, text, contact
  FROM matter_step
 WHERE rowid = $1;

-- name: seal_matter_step
UPDATE matter_step
   SET text = $text, contact = $contact
 WHERE matter_id = $matter_id
   AND n = $n;

-- name: seal_proposal_next
SELECT rowid
  FROM proposal
 WHERE rowid > $1
   AND (typeof(reason) = 'text'
        OR typeof(answer) = 'text'
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(reason, 2, 8) = $2)
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(answer, 2, 8) = $2))
 ORDER BY rowid
 LIMIT 1;

-- name: seal_proposal_row
SELECT id, filing_id, reason, answer
  FROM proposal
 WHERE rowid = $1;

-- name: seal_proposal
UPDATE proposal
   SET reason = $reason, answer = $answer
 WHERE id = $id;

-- name: seal_takeover_next
SELECT rowid
  FROM takeover
 WHERE rowid > $1
   AND (typeof(reason) = 'text'
        OR typeof(answer) = 'text'
        OR typeof(grounds) = 'text'
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(reason, 2, 8) = $2)
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(answer, 2, 8) = $2)
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(grounds, 2, 8) = $2))
 ORDER BY rowid
 LIMIT 1;

-- name: seal_takeover_row
SELECT id, organization_id, reason, answer, grounds
  FROM takeover
 WHERE rowid = $1;

-- name: seal_takeover
UPDATE takeover
   SET reason = $reason, answer = $answer, grounds = $grounds
 WHERE id = $id;

-- name: seal_version_next
SELECT rowid
  FROM version
 WHERE rowid > $1
   AND (typeof(data) = 'text'
        OR typeof(remote_addr) = 'text'
        OR typeof(products) = 'text'
        OR typeof(shown) = 'text'
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(data, 2, 8) = $2)
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(remote_addr, 2, 8) = $2)
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(products, 2, 8) = $2)
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(shown, 2, 8) = $2))
 ORDER BY rowid
 LIMIT 1;

-- name: seal_version_row
SELECT filing_id, n, data, remote_addr, products, shown
  FROM version
 WHERE rowid = $1;

-- name: seal_version
UPDATE version
   SET data = $data, remote_addr = $remote_addr, products = $products, shown = $shown
 WHERE filing_id = $filing_id
   AND n = $n;

-- name: seal_letter_next
SELECT rowid
  FROM letter
 WHERE rowid > $1
   AND (typeof(content) = 'text'
        OR (CAST($2 AS BLOB) IS NOT NULL AND substr(content, 2, 8) = $2))
 ORDER BY rowid
 LIMIT 1;

-- name: seal_letter_row
SELECT filing_id, n, content
  FROM letter
 WHERE rowid = $1;

-- name: seal_letter
UPDATE letter
   SET content = $content
 WHERE filing_id = $filing_id
   AND n = $n;

-- How many rows of each table still hold a TEXT, the tables by their places in sealing.c. It reads
-- them all.
-- name: unsealed_count
SELECT 0 AS at, count(*) AS n
  FROM account
 WHERE typeof(contact_name) = 'text'
    OR typeof(mobile) = 'text'
    OR typeof(email) = 'text'
 UNION ALL
SELECT 1 AS at, count(*) AS n
  FROM attachment
 WHERE typeof(filename) = 'text'
 UNION ALL
SELECT 2 AS at, count(*) AS n
  FROM event
 WHERE typeof(reasons) = 'text'
    OR typeof(note) = 'text'
 UNION ALL
SELECT 3 AS at, count(*) AS n
  FROM filing
 WHERE typeof(data) = 'text'
 UNION ALL
SELECT 4 AS at, count(*) AS n
  FROM judgement
 WHERE typeof(facts) = 'text'
    OR typeof(answer) = 'text'
 UNION ALL
SELECT 5 AS at, count(*) AS n
  FROM kept
 WHERE typeof(data) = 'text'
 UNION ALL
SELECT 6 AS at, count(*) AS n
  FROM product
 WHERE typeof(name) = 'text'
    OR typeof(data) = 'text'
 UNION ALL
SELECT 7 AS at, count(*) AS n
  FROM product_kept
 WHERE typeof(data) = 'text'
 UNION ALL
SELECT 8 AS at, count(*) AS n
  FROM reply
 WHERE typeof(headers) = 'text'
    OR typeof(body) = 'text'
 UNION ALL
SELECT 9 AS at, count(*) AS n
  FROM task
 WHERE typeof(reasons) = 'text'
    OR typeof(note) = 'text'
 UNION ALL
SELECT 10 AS at, count(*) AS n
  FROM task_draft
 WHERE typeof(draft) = 'text'
 UNION ALL
SELECT 11 AS at, count(*) AS n
  FROM version
 WHERE typeof(data) = 'text'
    OR typeof(remote_addr) = 'text'
    OR typeof(products) = 'text'
    OR typeof(shown) = 'text'
 UNION ALL
SELECT 12 AS at, count(*) AS n
  FROM letter
 WHERE typeof(content) = 'text'
 UNION ALL
SELECT 13 AS at, count(*) AS n
  FROM matter_step
 WHERE typeof(text) = 'text'
    OR typeof(contact) = 'text'
 UNION ALL
SELECT 14 AS at, count(*) AS n
  FROM proposal
 WHERE typeof(reason) = 'text'
    OR typeof(answer) = 'text'
 UNION ALL
SELECT 15 AS at, count(*) AS n
  FROM takeover
 WHERE typeof(reason) = 'text'
    OR typeof(answer) = 'text'
    OR typeof(grounds) = 'text'
 UNION ALL
SELECT 16 AS at, count(*) AS n
  FROM organization_contact
 WHERE typeof(contact_name) = 'text'
    OR typeof(mobile) = 'text'
    OR typeof(email) = 'text';
