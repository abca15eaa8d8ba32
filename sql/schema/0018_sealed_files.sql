-- Attachments' files are sealed, each by a key of whoever it belongs to, under a name that only who
-- has this key could tell from the content. Those of before are in the clear under their hash,
-- until the clerk has sealed them, too.

ALTER TABLE attachment ADD COLUMN stored_as TEXT NOT NULL DEFAULT ''; -- name of the sealed file in
                                                                      -- the blob folder; '': in
                                                                      -- the clear, under sha256
ALTER TABLE attachment ADD COLUMN key_n INTEGER NOT NULL DEFAULT 0; -- sealing_key.n; 0: none yet
CREATE INDEX attachment_by_stored_as ON attachment (stored_as) WHERE stored_as <> '';
CREATE INDEX attachment_in_the_clear ON attachment (id) WHERE stored_as = '';

PRAGMA user_version = 18;
