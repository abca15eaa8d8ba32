-- ends: human
-- says: 全局变量
assert = nil
