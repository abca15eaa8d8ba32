-- ends: limit
local t, s = {}, string.rep('x', 60000)
for i = 1, 300 do t[s .. i] = i end
while true do pairs(t) end
