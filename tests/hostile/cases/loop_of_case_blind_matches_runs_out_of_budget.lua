-- ends: budget
local s = string.rep('ſk', 300)
while true do match('(?i)(?:[à-ÿ]|K|Σ)+[bc]', s) end
