-- What has left the register, by the day on which it did: the list of cancellations. Nothing
-- changes an entry after that, so the day of its last line of history is the one.
CREATE INDEX entry_struck ON entry (changed_on, ord) WHERE status <> 'filed';

PRAGMA user_version = 37;
