-- ends: budget
local i = 0
while true do i = i + 1 match(i .. '(?:(?:a{1,40}){1,20})b', 'x') end
