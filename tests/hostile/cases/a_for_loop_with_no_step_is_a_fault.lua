-- ends: human
-- says: 规则执行出错
for i = 1, 10, 0 do end
