-- ends: human
-- says: 步数
match('^(a|a)*$', string.rep('a', 60) .. 'b')
