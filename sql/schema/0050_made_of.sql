-- A document that was written on a template says on which, and on which version of it.
ALTER TABLE attachment ADD COLUMN made_of TEXT NOT NULL DEFAULT '' -- 'code/version'; '': it does
    CHECK (length(made_of) < 72);                                  -- not say

PRAGMA user_version = 50;
