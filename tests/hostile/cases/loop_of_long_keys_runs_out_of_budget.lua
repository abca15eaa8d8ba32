-- ends: budget
local s = string.rep('x', 65536)
for i = 1, 7 do s = s .. s end
local t, a, b = {}, s .. 'a', s .. 'a'
t[a] = 1
while true do local x = t[b] end
