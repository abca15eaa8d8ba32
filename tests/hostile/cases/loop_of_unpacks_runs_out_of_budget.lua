-- ends: budget
local t = {}
for i = 1, 249 do t[i] = i end
while true do select('#', table.unpack(t)) end
