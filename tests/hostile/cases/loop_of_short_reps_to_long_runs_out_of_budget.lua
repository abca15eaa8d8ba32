-- ends: budget
while true do string.rep('x', 65536) end
