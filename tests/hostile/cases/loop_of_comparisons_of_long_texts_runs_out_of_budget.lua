-- ends: budget
local s = string.rep('x', 65536)
for i = 1, 7 do s = s .. s end
local a, b = s .. 'a', s .. 'b'
while true do local x = a < b end
