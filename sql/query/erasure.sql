-- A person or an organization is forgotten: with the key goes what it sealed, with these the rest.

-- The organization, or the account, of that id?
-- name: erase_is_organization
SELECT EXISTS (SELECT 1 FROM organization WHERE id = $1);

-- name: erase_is_account
SELECT EXISTS (SELECT 1 FROM account WHERE id = $1);

-- Of an organization: its accounts' keys, too.
-- name: erase_keys
UPDATE sealing_key
   SET wrapped = NULL, erased_at = $2
 WHERE erased_at = 0
   AND (owner = $1 OR owner IN (SELECT id FROM account WHERE organization_id = $1));

-- Nobody logs in by it again; ids stay, and with them the history.
-- name: erase_accounts
UPDATE account
   SET username = 'erased-' || id, username_folded = 'erased-' || id, password_hash = '',
       contact_name = NULL, mobile = NULL, email = NULL, is_disabled = 1
 WHERE id = $1
    OR organization_id = $1;

-- name: erase_sessions
DELETE FROM session
 WHERE account_id IN (SELECT id FROM account WHERE id = $1 OR organization_id = $1);

-- name: erase_factors
DELETE FROM factor
 WHERE account_id IN (SELECT id FROM account WHERE id = $1 OR organization_id = $1);

-- name: erase_factor_codes
DELETE FROM factor_code
 WHERE account_id IN (SELECT id FROM account WHERE id = $1 OR organization_id = $1);

-- name: erase_resets
DELETE FROM reset
 WHERE account_id IN (SELECT id FROM account WHERE id = $1 OR organization_id = $1);

-- name: erase_reset_uses
DELETE FROM reset_use
 WHERE account_id IN (SELECT id FROM account WHERE id = $1 OR organization_id = $1);

-- name: erase_passwords
DELETE FROM password_past
 WHERE account_id IN (SELECT id FROM account WHERE id = $1 OR organization_id = $1);

-- name: erase_addresses
DELETE FROM account_address
 WHERE account_id IN (SELECT id FROM account WHERE id = $1 OR organization_id = $1);

-- name: erase_replies
DELETE FROM reply
 WHERE scope IN (SELECT id FROM account WHERE id = $1 OR organization_id = $1);

-- name: erase_recoveries
DELETE FROM recovery
 WHERE account_id IN (SELECT id FROM account WHERE id = $1 OR organization_id = $1);

-- What the person had taken is open again.
-- name: erase_claims
UPDATE task
   SET state = 'open', claimed_by = NULL, claimed_at = 0
 WHERE claimed_by = $1
   AND state = 'claimed';

-- Nobody can decide what nobody can read.
-- name: erase_tasks
DELETE FROM task
 WHERE state <> 'done'
   AND filing_id IN (SELECT id FROM filing WHERE organization_id = $1);

-- Without a clock the rules are not asked about it again.
-- name: erase_deadlines
DELETE FROM deadline
 WHERE filing_id IN (SELECT id FROM filing WHERE organization_id = $1);

-- name: erase_unasked
DELETE FROM unasked
 WHERE filing_id IN (SELECT id FROM filing WHERE organization_id = $1);

-- name: erase_kept
DELETE FROM kept
 WHERE filing_id IN (SELECT id FROM filing WHERE organization_id = $1);

-- A replay passes over them, as over those of a deleted draft.
-- name: erase_judgements
INSERT INTO judgement_erased (ord, at)
SELECT j.ord, $2
  FROM judgement j
  JOIN filing f ON f.id = j.filing_id
 WHERE f.organization_id = $1
    ON CONFLICT DO NOTHING;

-- What the organization or the account was told.
-- name: erase_notices
DELETE FROM notice
 WHERE to_id = $1
    OR to_id IN (SELECT id FROM account WHERE organization_id = $1)
    OR filing_id IN (SELECT id FROM filing WHERE organization_id = $1);

-- name: erase_notice_reads
DELETE FROM notice_read
 WHERE account_id IN (SELECT id FROM account WHERE id = $1 OR organization_id = $1);
