-- ends: budget
local s, what = string.rep('a', 65000), string.rep('a', 300) .. 'b'
while true do string.find(s, what) end
