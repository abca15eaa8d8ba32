-- ends: budget
while true do string.rep('字', 21000) end
