-- ends: budget
local s = string.rep('a', 60)
while true do match('^(?:[^b]*+c|a)*d', s) end
