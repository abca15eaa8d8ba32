-- What a reviewer writes before deciding.

PRAGMA user_version = 14;
