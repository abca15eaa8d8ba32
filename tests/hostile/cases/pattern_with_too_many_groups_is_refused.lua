-- ends: human
-- says: 分组
capture(string.rep('(a)?', 40), 'a')
