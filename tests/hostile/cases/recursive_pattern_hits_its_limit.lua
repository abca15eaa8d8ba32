-- ends: human
-- says: 步数
match('^(a(?1)b)$', string.rep('a', 60000))
