-- ends: limit
local s = string.rep('a', 22) .. 'b'
while true do match('^(a+)+$', string.rep('a', 14) .. 'b') end
