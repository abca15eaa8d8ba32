-- ends: human
-- says: 100000
local t = {}
for i = 1, 100001 do t[i] = i end
sort(t)
