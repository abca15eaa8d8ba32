-- ends: budget
local t = {}
for i = 1, 6000 do t[i] = 'abcdefghij' end
while true do string.join(t, '') end
