-- ends: human
-- says: 步数
match('(?:a{60000}x|a)*[yz]', string.rep('a', 65536))
