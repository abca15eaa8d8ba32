-- ends: human
-- says: 步数
match('^' .. string.rep('(a?)', 28) .. string.rep('a', 28) .. '[bc]', string.rep('a', 29))
