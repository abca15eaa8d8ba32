-- Unfinished rule texts.

PRAGMA user_version = 15;
