-- ends: human
-- says: 规则执行出错
local t = {} t[0 / 0] = 1
