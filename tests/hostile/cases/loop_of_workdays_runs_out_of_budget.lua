-- ends: budget
local i = 0
while true do i = i + 1 workday(i) end
