-- ends: budget
-- file: lib/x.lua
while true do end
