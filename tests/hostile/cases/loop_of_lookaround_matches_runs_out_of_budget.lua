-- ends: budget
local s = string.rep('a', 4000)
while true do match('(?=.*b)(?<=a)c', string.sub(s, 1, 60)) end
