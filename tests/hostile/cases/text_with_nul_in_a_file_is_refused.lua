-- ends: unloaded
-- says: checks/hostile.lua:3
-- file: checks/hostile.lua
-- bytes: escaped
-- 一
-- 二
local x = 'a\x00b'
