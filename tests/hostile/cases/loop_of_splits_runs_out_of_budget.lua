-- ends: budget
local s = string.rep('a,', 9000)
while true do string.split(s, ',') end
