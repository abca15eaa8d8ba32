-- ends: budget
local s = string.rep('a', 900)
while true do match('^(?:(a)|b)*c', s) end
