-- ends: human
-- says: 步数
match('^' .. string.rep('.*?', 12) .. '[bc]$', string.rep('x', 400))
