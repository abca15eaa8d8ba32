-- ends: budget
local s, p = string.rep('a', 31), '^' .. string.rep('(a)', 31) .. '[bc]'
while true do match(p, s) end
