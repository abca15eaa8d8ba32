-- ends: budget
local t = {}
for i = 1, 3000 do t[i] = i + 0.123456789 end
while true do table.concat(t) end
