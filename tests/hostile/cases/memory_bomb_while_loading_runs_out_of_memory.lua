-- ends: memory
-- file: checks/hostile.lua
local s = 'x' while true do s = s .. s end
