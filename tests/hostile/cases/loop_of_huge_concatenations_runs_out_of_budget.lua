-- ends: limit
local s = string.rep('x', 65536)
for i = 1, 7 do s = s .. s end
while true do local t = s .. '1' end
