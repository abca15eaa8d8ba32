-- ends: budget
local t = {}
for i = 1, 200000 do t['k' .. i] = 1 end
for i = 1, 200000 do t['k' .. i] = nil end
while true do pairs(t) end
