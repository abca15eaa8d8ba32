-- ends: human
-- says: 规则执行出错
local x = 1 // 0
