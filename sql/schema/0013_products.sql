-- Products in the making.

PRAGMA user_version = 13;
