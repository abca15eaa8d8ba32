-- ends: answer
-- says: 意见共 50000 条
local s = string.rep('很长', 150)
for i = 1, 50000 do say.at('', s) end
