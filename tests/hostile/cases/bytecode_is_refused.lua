-- ends: unloaded
-- says: binary
-- file: checks/hostile.lua
-- bytes: escaped
\x1bLuaT
