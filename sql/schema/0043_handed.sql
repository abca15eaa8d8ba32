-- A task that goes from one reviewer to another concerns these two alone: each is told by a row of
-- the outbox that names them.
ALTER TABLE outbox ADD COLUMN person TEXT; -- account that alone is told; NULL: whom the rules name

PRAGMA user_version = 43;
