-- ends: human
-- says: 64 KiB
string.replace(string.rep('x', 60000), 'x', 'yyyyyyyyyyyyyyyyyyyy')
