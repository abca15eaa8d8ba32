-- ends: human
-- says: 步数
match('^(?:[^b]*+c|a)*d', string.rep('a', 65536))
