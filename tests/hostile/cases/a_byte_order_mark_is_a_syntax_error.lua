-- ends: unloaded
-- says: checks/hostile.lua:1
-- file: checks/hostile.lua
-- bytes: escaped
\xef\xbb\xbf-- 一
