-- ends: human
-- says: 规则执行出错
error('rules/other.lua:1: 假的', 0)
