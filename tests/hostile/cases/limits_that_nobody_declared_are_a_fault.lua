-- ends: human
-- says: 未在 limits.lua
local x = limits.nothing
