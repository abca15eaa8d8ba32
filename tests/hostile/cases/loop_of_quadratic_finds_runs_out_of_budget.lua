-- ends: budget
local s = string.rep('a', 65000)
local what = string.rep('a', 30000) .. 'b' .. string.rep('a', 30000)
while true do string.find(s, what) end
