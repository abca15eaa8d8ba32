-- ends: budget
-- file: checks/hostile.lua
while true do end
