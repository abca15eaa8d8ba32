-- ends: human
-- says: 正则表达式有误
match('\\C', '字')
