-- ends: budget
local s = string.rep('x', 60000)
while true do string.format('%s', s) end
