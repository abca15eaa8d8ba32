-- ends: budget
local t = {}
for i = 1, 50000 do t['k' .. (i * 7919) % 50021] = i end
while true do pairs(t) end
