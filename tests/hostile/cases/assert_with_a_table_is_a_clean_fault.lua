-- ends: human
-- says: 规则执行出错
assert(false, {})
