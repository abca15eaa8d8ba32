-- ends: budget
local s = string.rep('字', 20000)
while true do string.sub(s, 10000, 10001) end
