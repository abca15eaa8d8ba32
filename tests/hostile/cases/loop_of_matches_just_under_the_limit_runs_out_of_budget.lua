-- ends: budget
local s = string.rep('a', 16) .. 'b'
while true do match('^(a+)+$', s) end
