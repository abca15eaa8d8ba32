-- ends: budget
local t = {}
for i = 1, 500000 do t[i] = 1 end
for i = 500000, 1, -1 do t[i] = nil end
while true do pairs(t) end
