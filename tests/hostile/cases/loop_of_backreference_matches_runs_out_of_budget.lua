-- ends: budget
local s = string.rep('ab', 40)
while true do match('(.*)(.*)(.*)\\1\\2\\3c', string.sub(s, 1, 30)) end
