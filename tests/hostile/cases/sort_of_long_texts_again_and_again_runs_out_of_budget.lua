-- ends: limit
local t, s = {}, string.rep('x', 60000)
for i = 1, 200 do t[i] = s .. (i * 7919) % 1000 end
while true do sort(t) end
