-- ends: budget
local s = string.rep('a', 65000)
while true do string.upper(s) end
