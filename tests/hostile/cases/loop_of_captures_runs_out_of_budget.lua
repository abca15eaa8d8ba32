-- ends: limit
local s = string.rep('a', 31)
while true do capture(string.rep('(a)', 31), s) end
