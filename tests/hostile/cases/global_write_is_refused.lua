-- ends: human
-- says: 全局变量
x = 1
