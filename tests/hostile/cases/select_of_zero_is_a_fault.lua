-- ends: human
-- says: 规则执行出错
select(0, 1)
