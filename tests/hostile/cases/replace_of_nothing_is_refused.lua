-- ends: human
-- says: 不能为空
string.replace('abc', '', 'x')
