-- ends: human
-- says: 2000
match(string.rep('a', 2001), 'a')
