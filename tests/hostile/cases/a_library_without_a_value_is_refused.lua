-- ends: unloaded
-- says: 没有返回值
-- file: lib/x.lua
local x = 1
