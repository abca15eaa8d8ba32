-- ends: human
-- says: 步数
match('a*[bc]', string.rep('a', 65536))
