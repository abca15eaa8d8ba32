-- ends: human
-- says: 1 MiB
local s = string.rep('x', 65536)
for i = 1, 5 do s = s .. s end
match('y', s)
