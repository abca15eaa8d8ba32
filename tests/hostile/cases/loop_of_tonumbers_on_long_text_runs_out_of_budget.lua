-- ends: budget
local s = string.rep(' ', 65536)
for i = 1, 7 do s = s .. s end
while true do tonumber(s) end
