-- What people need beside their filings: ways back in, kept texts, and
-- sessions that last while they are used.

PRAGMA user_version = 12;
