-- ends: human
-- says: 规则执行出错
error(string.rep('很长', 10000))
