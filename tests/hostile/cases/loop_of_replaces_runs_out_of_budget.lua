-- ends: budget
local s = string.rep('ab', 20000)
while true do string.replace(s, 'a', 'xy') end
