-- ends: human
-- says: 步数
match('^(a+)+$', string.rep('a', 40) .. 'b')
