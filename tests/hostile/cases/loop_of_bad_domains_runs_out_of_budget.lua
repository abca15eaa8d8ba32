-- ends: budget
local name = string.rep('ß.', 500) .. 'x'
while true do domain(name) end
