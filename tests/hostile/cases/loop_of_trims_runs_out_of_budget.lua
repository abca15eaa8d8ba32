-- ends: budget
local s = string.rep('\u{2009}', 20000)
while true do string.trim(s) end
