-- ends: human
-- says: 步数
match('a*a*a*a*a*a*[bc]', string.rep('a', 3000))
