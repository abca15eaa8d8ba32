-- ends: budget
local i, long = 0, string.rep('(?:a|b|[^c])', 150)
while true do i = i + 1 match(i .. long, 'x') end
