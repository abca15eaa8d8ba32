-- ends: budget
local name = 'a' .. string.rep('\u{301}\u{323}', 250) .. '.cn'
while true do domain(name) end
