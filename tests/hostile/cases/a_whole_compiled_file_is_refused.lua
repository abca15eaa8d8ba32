-- ends: unloaded
-- says: UTF-8
-- file: checks/hostile.lua
-- bytes: escaped
\x1bLua\x54\x00\x19\x93\x0d\x0a\x1a\x0a\x04\x08\x08
