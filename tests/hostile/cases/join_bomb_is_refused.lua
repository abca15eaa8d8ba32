-- ends: human
-- says: 64 KiB
local t = {} for i = 1, 2000 do t[i] = string.rep('x', 100) end string.join(t)
