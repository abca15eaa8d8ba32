-- ends: budget
local s = string.rep('字', 6)
while true do match('(?:\\p{Lu}|\\p{Han}|\\X)*[bc]', s) end
