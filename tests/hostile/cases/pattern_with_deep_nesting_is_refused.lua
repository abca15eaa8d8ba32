-- ends: human
-- says: 正则表达式有误
match(string.rep('(?:', 400) .. 'a' .. string.rep(')', 400), 'a')
