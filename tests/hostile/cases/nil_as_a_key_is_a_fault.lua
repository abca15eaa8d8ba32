-- ends: human
-- says: 规则执行出错
local t = {} t[nil] = 1
