-- ends: unloaded
-- says: checks/hostile.lua:2
-- file: checks/hostile.lua
local x = 1
local = 2
