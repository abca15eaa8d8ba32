-- ends: human
-- says: 步数
match('(a+)\\1+[bc]', string.rep('a', 3000))
