-- ends: budget
local s = string.rep('a', 60)
while true do match('a*[bc]', s) end
