-- ends: unloaded
-- says: checks/hostile.lua
-- file: checks/hostile.lua
local x = [==[ endless
