-- People of an organization: one owner, and members whom the owner lets in, each with what they may
-- do there.

-- Of each organization that there is the first account that may log in becomes the owner; all
-- others go on handing in.
ALTER TABLE account ADD COLUMN member INTEGER NOT NULL DEFAULT 0 -- enum membership: 0 none, 1
    CHECK (member BETWEEN 0 AND 4); -- reads, 2 fills in, 3 hands in, 4 owns
ALTER TABLE account ADD COLUMN joined_at INTEGER NOT NULL DEFAULT 0; -- ms; 0: is no member
UPDATE account
   SET member = 3, joined_at = created_at
 WHERE organization_id IS NOT NULL
   AND (roles & 1) <> 0;
UPDATE account
   SET member = 4
 WHERE id IN (SELECT (SELECT a.id
                        FROM account a
                       WHERE a.organization_id = o.id
                         AND a.member <> 0
                       ORDER BY a.is_disabled, a.created_at, a.id
                       LIMIT 1)
                FROM organization o);
-- One owner, whatever is written at once.
CREATE UNIQUE INDEX account_owner ON account (organization_id) WHERE member = 4;
CREATE INDEX account_member ON account (organization_id, id) WHERE member <> 0;

-- A link by which somebody joins: good once, and for a while. The token itself is never stored.
CREATE TABLE invitation (
    id              TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),    -- opaque
    organization_id TEXT    NOT NULL REFERENCES organization (id),    -- where to
    token_hash      TEXT    NOT NULL UNIQUE,                          -- SHA-256 of the token, hex
    member          INTEGER NOT NULL CHECK (member BETWEEN 1 AND 3),  -- what they may then do
    given_by        TEXT    NOT NULL REFERENCES account (id),         -- the owner who gave it
    given_at        INTEGER NOT NULL,                                 -- ms
    ends_at         INTEGER NOT NULL                                  -- ms; void from then on
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_by_organization ON invitation (organization_id, id);
CREATE INDEX invitation_by_end ON invitation (ends_at);

PRAGMA user_version = 27;
