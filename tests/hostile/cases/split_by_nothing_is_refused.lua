-- ends: human
-- says: 不能为空
string.split('abc', '')
