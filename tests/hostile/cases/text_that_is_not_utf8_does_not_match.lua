-- ends: human
-- says: 正则表达式无法匹配
match('.', '\xff')
