-- ends: budget
local s = string.rep('字', 20000)
while true do string.len(s) end
