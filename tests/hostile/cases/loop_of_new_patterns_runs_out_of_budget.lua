-- ends: budget
local i = 0
while true do i = i + 1 match('^(' .. i .. '|a|b|c)+[a-z\\p{Han}]*$', 'x') end
